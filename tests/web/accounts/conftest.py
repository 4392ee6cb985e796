"""A service with somebody of each role, over each database."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr

from bouwstenen.curation.accounts import Account, Role, add
from bouwstenen.curation.database import Database
from bouwstenen.curation.opening import Opener
from bouwstenen.curation.tokens import Token, issue
from bouwstenen.settings import Settings
from bouwstenen.web.app import create_app
from tests.postgresql import PostgreSQL

PAGE = {"accept": "text/html,*/*;q=0.8"}


@dataclass
class Service:
    """A service, and who it knows. None of its pages here needs a release."""

    app: FastAPI
    accounts: dict[Role, Account] = field(default_factory=dict)
    secrets: dict[Role, str] = field(default_factory=dict)
    tokens: dict[Role, Token] = field(default_factory=dict)

    @property
    def database(self) -> Database:
        """Its database."""
        opener: Opener = self.app.state.workflow
        return opener.database()

    def anonymous(self, address: str = "http://testserver") -> TestClient:
        """Return a client that nobody knows."""
        return TestClient(self.app, base_url=address, follow_redirects=False)

    def bearer(self, role: Role) -> TestClient:
        """Return a program that sends the token of somebody."""
        client = self.anonymous()
        client.headers["Authorization"] = f"Bearer {self.secrets[role]}"
        return client

    def browser(self, role: Role, address: str = "http://testserver") -> TestClient:
        """Return a browser in which somebody signed in."""
        client = self.anonymous(address)
        client.headers.update(PAGE)
        response = client.post("/sign-in", data={"token": self.secrets[role]})
        assert response.status_code == 303, response.text
        return client


def make_service(settings: Settings) -> Service:
    """Return a service with somebody of each role."""
    service = Service(create_app(settings))
    with service.database.writing() as connection:
        for role in Role:
            account = add(connection, f"{role.name.title()} van der Test", role, by="the test")
            service.accounts[role] = account
            service.secrets[role], service.tokens[role] = issue(connection, account, 30, "test", by=account)
    return service


@pytest.fixture(params=["sqlite", "postgresql"])
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    """The service, over each database."""
    database = None
    if request.param == "postgresql":
        server: PostgreSQL = request.getfixturevalue("postgresql")
        database = SecretStr(server.database())
    made = make_service(Settings(home=tmp_path, database=database))
    yield made
    made.app.state.workflow.close()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Service]:
    """The service over SQLite, where the database makes no difference."""
    made = make_service(Settings(home=tmp_path))
    yield made
    made.app.state.workflow.close()
