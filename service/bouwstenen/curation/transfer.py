"""The tables of the workflow as JSON lines, the same for every database: what is in a backup."""

import json
from collections.abc import Iterable, Iterator, Mapping

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Table, func, select, text

from bouwstenen.curation.database import MIGRATIONS
from bouwstenen.curation.schema import METADATA

__all__ = ["TABLES", "columns_of", "is_empty", "known_migration", "lines", "replace"]

#: Each after those it refers to.
TABLES = {table.name: table for table in METADATA.sorted_tables}


def known_migration() -> str:
    """Return the last migration that this software knows: the tables are as it leaves them."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config).get_current_head() or ""


def columns_of(table: str) -> list[str]:
    """Return the names of a table's columns."""
    return [column.name for column in TABLES[table].columns]


def is_empty(connection: Connection) -> bool:
    """Return whether no table has a row."""
    counts = (connection.execute(select(func.count()).select_from(table)) for table in TABLES.values())
    return not any(count.scalar() for count in counts)


def lines(connection: Connection, table: str) -> Iterator[str]:
    """Give the rows of a table, each a JSON object, in the order of its key."""
    rows = connection.execute(select(TABLES[table]).order_by(*TABLES[table].primary_key.columns))
    for row in rows.mappings():
        yield json.dumps(dict(row), ensure_ascii=False) + "\n"


def replace(connection: Connection, content: Mapping[str, Iterable[str]]) -> None:
    """Put other rows in the place of all there are, in the transaction of `connection`.

    What keeps the audit log and changesets from being changed is lifted meanwhile.

    Args:
        connection: of `Database.writing`.
        content: lines of each table, as `lines` gives them; those without are empty from now on.
    """
    lifted = _lift_triggers(connection)
    for table in reversed(TABLES.values()):
        connection.execute(table.delete())
    for name, table in TABLES.items():
        _fill(connection, table, content.get(name, ()))
    for statement in lifted:
        connection.exec_driver_sql(statement)


def _fill(connection: Connection, table: Table, given: Iterable[str]) -> None:
    batch = []
    for line in given:
        batch.append(json.loads(line))
        if len(batch) == 500:
            connection.execute(table.insert(), batch)
            batch.clear()
    if batch:
        connection.execute(table.insert(), batch)
    key = table.autoincrement_column
    if connection.dialect.name == "postgresql" and key is not None:
        last = connection.execute(select(func.max(key))).scalar()
        connection.execute(
            text("SELECT setval(pg_get_serial_sequence(:table, :key), :last, :used)"),
            {"table": table.name, "key": key.name, "last": last or 1, "used": last is not None},
        )


def _lift_triggers(connection: Connection) -> list[str]:
    """Take the triggers off; return what puts them on again."""
    if connection.dialect.name == "postgresql":
        for name in TABLES:
            connection.exec_driver_sql(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')
        return [f'ALTER TABLE "{name}" ENABLE TRIGGER USER' for name in TABLES]
    found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    for name, _ in found:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    return [sql for _, sql in found]
