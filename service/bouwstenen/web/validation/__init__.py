"""Checking what somebody hands in: a page to paste or drop files, and the same for programs."""
