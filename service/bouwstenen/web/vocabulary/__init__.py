"""The vocabulary, as a page and as data."""
