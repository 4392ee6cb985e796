"""`/links`: the web addresses that we cite, as they were last checked."""
