"""Run migrations on the connection that `curation.database` has opened."""

from alembic import context

from bouwstenen.curation.schema import METADATA

__all__ = ()  # Alembic runs it; nothing imports it

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
