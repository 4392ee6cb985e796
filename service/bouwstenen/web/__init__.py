"""The service: routes, pages, problems."""
