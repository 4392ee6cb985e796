"""Whether the web addresses that we cite still lead somewhere: asked politely, kept as dated data."""
