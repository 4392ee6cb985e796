"""A release on a SPARQL 1.1 server elsewhere."""
