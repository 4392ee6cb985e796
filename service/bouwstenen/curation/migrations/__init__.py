"""How the workflow's tables came to be, step by step (Alembic)."""
