"""The concept schemes as Skosmos serves vocabularies."""
