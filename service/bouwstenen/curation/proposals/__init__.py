"""Proposals: what somebody hands in, how it is reviewed, and the changeset it becomes."""
