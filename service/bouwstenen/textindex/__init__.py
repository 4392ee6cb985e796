"""Words that people look things up by: a text index of a release, and answers from it."""
