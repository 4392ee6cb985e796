"""The database of the workflow: SQLite beside the releases, or PostgreSQL by setting."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from bouwstenen.errors import DatabaseError
from bouwstenen.settings import Settings

__all__ = ["MIGRATIONS", "Database", "now", "open_database"]

#: Folder of the steps that made the tables.
MIGRATIONS = Path(__file__).parent / "migrations"
#: Key of the advisory lock under which PostgreSQL is migrated: "bouw" in ASCII.
_LOCK = 0x626F7577
#: A server may acknowledge what is not yet on its disk; not to us.
_DURABLE = (
    "SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'"
)


class Database:
    """Transactions on the workflow's tables; safe to use from several threads.

    Args:
        engine: where the tables are, migrated.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def engine(self) -> Engine:
        """What SQLAlchemy knows it by."""
        return self._engine

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection in a transaction that is durable when the block ends, and void when it raises.

        Those who write take turns, so what was read in it still holds when it is written.

        Raises:
            DatabaseError: the database cannot be reached or written.
        """
        with _told(), self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
                connection.execute(text(_DURABLE))
            else:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection that sees one state of the database, and changes nothing.

        Raises:
            DatabaseError: the database cannot be reached.
        """
        with _told(), self._engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN")
            else:
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            yield connection

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()


def now() -> str:
    """Return the time as it stands in the tables: ISO 8601 in UTC, with seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def open_database(settings: Settings) -> Database:
    """Return the database that the settings name, with its tables brought up to date.

    Raises:
        DatabaseError: it cannot be reached or written, or newer software has migrated it.
    """
    with _told():
        engine = _engine(settings)
        try:
            _migrate(engine, settings.home)
        except BaseException:
            engine.dispose()
            raise
    return Database(engine)


def _engine(settings: Settings) -> Engine:
    if settings.database is None:
        settings.home.mkdir(parents=True, exist_ok=True)
        engine = create_engine(f"sqlite:///{settings.home / 'workflow.sqlite'}")
    else:
        url = make_url(settings.database.get_secret_value())
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,  # a connection that the server has closed since is opened anew
            connect_args={"connect_timeout": 5},
        )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: object) -> None:  # noqa: ANN401 - the driver's own
    # `writing` and `reading` begin transactions; FULL, so that what is acknowledged outlives a power cut
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=30000",
        "recursive_triggers=ON",  # without it, INSERT OR REPLACE removes a row unseen by triggers on DELETE
    ):
        connection.execute(f"PRAGMA {pragma}")


def _migrate(engine: Engine, home: Path) -> None:
    """Bring the tables up to date; processes that start together take turns."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    known = ScriptDirectory.from_config(config)
    with _alone(engine, home), engine.connect() as connection:
        reached = MigrationContext.configure(connection).get_current_revision()
        if reached == known.get_current_head():
            return
        if reached is not None and reached not in {script.revision for script in known.walk_revisions()}:
            raise DatabaseError(
                f"newer software has changed the tables (migration {reached}).",
                mend="Use that software, or restore a backup from before.",
            )
        if engine.dialect.name == "postgresql":
            connection.execute(text(_DURABLE))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


@contextmanager
def _alone(engine: Engine, home: Path) -> Iterator[None]:
    if engine.dialect.name == "sqlite":
        with (home / ".workflow.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    else:
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK + 1})
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK + 1})


@contextmanager
def _told() -> Iterator[None]:
    """Say of what goes wrong with the database what its reader can mend; no secret is repeated."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        said = str(getattr(error, "orig", None) or error).partition("\n")[0]
        raise DatabaseError(
            f"the database of the workflow cannot be used: {said}",
            mend="Check BOUWSTENEN_DATABASE, and that there is room and the right to write.",
        ) from error
