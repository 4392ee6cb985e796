"""The SPARQL side: media types, negotiation, what a query may not do."""
