"""Proposals on the web: handing in, reviewing, reporting an error, what was accepted."""
