"""A database of the workflow: SQLite, and PostgreSQL where one is named or can be started."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bouwstenen.curation.database import Database, open_database
from bouwstenen.settings import Settings

#: Address of a PostgreSQL whose tables tests may drop.
POSTGRESQL = os.environ.get("BOUWSTENEN_TEST_POSTGRESQL")


def _settings(kind: str, home: Path) -> Settings:
    if kind == "sqlite":
        return Settings(home=home)
    if POSTGRESQL is None:
        pytest.skip("no PostgreSQL: name one in BOUWSTENEN_TEST_POSTGRESQL")
    import psycopg

    with psycopg.connect(POSTGRESQL, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return Settings(home=home, database=SecretStr(POSTGRESQL))


@pytest.fixture(params=["sqlite", "postgresql"])
def workflow(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of a workflow of its own, in each database that we can use."""
    return _settings(request.param, tmp_path)


@pytest.fixture
def database(workflow: Settings) -> Iterator[Database]:
    """Its database, empty."""
    opened = open_database(workflow)
    yield opened
    opened.close()
