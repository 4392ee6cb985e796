"""Where a release is queried."""
