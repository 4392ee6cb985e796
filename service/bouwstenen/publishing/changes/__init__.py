"""What changed from release to release: per resource, in words, as RDF, as a stream of events."""
