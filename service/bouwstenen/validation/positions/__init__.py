"""Where statements stand in the text they were read from."""
