"""A service with a workflow of its own, over the release that all tests share."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bouwstenen.curation import accounts, tokens
from bouwstenen.curation.database import Database
from bouwstenen.curation.proposals.desk import Desk
from bouwstenen.curation.roles import Role
from bouwstenen.settings import Settings
from bouwstenen.web.app import create_app
from tests.curation.proposals.making import nothing_wrong

#: Returns the headers of somebody with an account.
People = Callable[..., dict[str, str]]


@pytest.fixture
def desk_client(settings: Settings, tmp_path: Path) -> Iterator[TestClient]:
    """A client that takes JSON; what is proposed is not checked against the shapes, which takes seconds."""
    home = tmp_path / "home"
    shutil.copytree(settings.home, home)
    own = settings.model_copy(update={"home": home, "rate_proposals": "none"})
    with TestClient(create_app(own), headers={"Accept": "application/json"}) as client:
        database: Database = client.app.state.workflow.database()  # type: ignore[attr-defined]
        client.app.state.desk = Desk(database, own.sources, home, nothing_wrong)  # type: ignore[attr-defined]
        yield client


@pytest.fixture
def people(desk_client: TestClient) -> People:
    """Makes accounts; returns the headers that show their token."""

    def made(name: str, role: Role = Role.CURATOR) -> dict[str, str]:
        database: Database = desk_client.app.state.workflow.database()  # type: ignore[attr-defined]
        with database.writing() as connection:
            account = accounts.add(connection, name, role, by="a test")
            secret, _ = tokens.issue(connection, account, 1, by="a test")
        return {"Authorization": f"Bearer {secret}"}

    return made
