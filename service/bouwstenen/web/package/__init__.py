"""The planner, as a page and as data."""
