"""`/reminders`: what should be checked or renewed, as a page and a feed."""
