"""Our concept schemes in the form of Skosmos, whose clients then work with them: its REST API, version 1."""
