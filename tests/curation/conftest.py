"""A database of the workflow: SQLite, and PostgreSQL where it is installed or one is named."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bouwstenen.curation.database import Database, open_database
from bouwstenen.settings import Settings
from tests.postgresql import PostgreSQL


@pytest.fixture(params=["sqlite", "postgresql"])
def workflow(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of a workflow of its own, in each database that we can use."""
    if request.param == "sqlite":
        return Settings(home=tmp_path)
    server: PostgreSQL = request.getfixturevalue("postgresql")
    return Settings(home=tmp_path, database=SecretStr(server.database()))


@pytest.fixture
def database(workflow: Settings) -> Iterator[Database]:
    """Its database, empty."""
    opened = open_database(workflow)
    yield opened
    opened.close()
