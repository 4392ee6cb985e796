"""From sources to release: load, check, derive, infer, describe, write."""
