"""What there is and how to get it, for people, harvesters and search engines."""
