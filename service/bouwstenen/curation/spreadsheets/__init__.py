"""Workbooks that curators edit: written from a release, read back as a change."""
