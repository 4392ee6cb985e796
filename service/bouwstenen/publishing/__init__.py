"""What a release says about itself, as RDF."""
