"""Our own SHACL engine: the constraints that our shapes use, fast; whatever else, pyshacl's."""
