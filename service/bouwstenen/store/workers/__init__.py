"""Processes that answer queries and can be killed: one forks them, the service hands them out."""
