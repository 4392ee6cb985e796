"""Releases and what changed between them: pages, feeds, the event stream."""
