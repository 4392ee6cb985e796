"""What is said of a thing, of this release or an earlier one: what its document holds."""
