"""Files that people hand in, read within bounds."""
