"""Everything a release holds as files: N-Quads, TriG, Turtle, JSON-LD and CSV, the same bytes wherever made."""
