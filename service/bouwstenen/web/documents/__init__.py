"""What is said of a thing, as a page and as data."""
