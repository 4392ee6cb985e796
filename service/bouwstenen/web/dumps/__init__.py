"""Everything as files."""
