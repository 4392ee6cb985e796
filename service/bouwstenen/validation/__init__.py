"""SHACL in and out: checks, and findings people can act on."""
