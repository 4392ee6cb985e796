"""All that a release holds, as files: N-Quads, TriG, Turtle, JSON-LD, CSV; the same bytes wherever made."""
