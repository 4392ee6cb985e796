"""Values that would be code if they were pasted: into a query of the database, or into SPARQL."""

import shutil
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import inspect

from bouwstenen.curation import accounts, schema, tokens
from bouwstenen.curation.accounts import Role
from bouwstenen.curation.opening import Opener
from bouwstenen.settings import Settings
from bouwstenen.web.app import create_app

pytestmark = pytest.mark.threat("T49")

_SQL = [
    "' OR '1'='1",
    "x'; DROP TABLE audit; --",
    '" OR ""="',
    "x\\' UNION SELECT hash FROM tokens --",
    "%",
    "_",
    "x%' ESCAPE '",
]
_SPARQL = [
    "mediawijsheid> } UNION { ?s ?p ?o } #",
    '"^^<x:y> } UNION { ?s ?p ?o } #',
    "'''",
    "\\u0022 } #",
    "?x",
    "UNDEF",
    "https://example.org/> ?p ?o . <x:y",
]


@pytest.fixture(scope="module")
def app(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    home = shutil.copytree(settings.home, tmp_path_factory.mktemp("asked") / "home", symlinks=True)
    return create_app(settings.model_copy(update={"home": home, "publish": False}))


@pytest.fixture(scope="module")
def admin(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app) as client:
        opener: Opener = app.state.workflow
        with opener.database().writing() as connection:
            account = accounts.add(connection, "Admin", Role.ADMIN, by="test")
            token = tokens.issue(connection, account, 1, by=account)[0]
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


@pytest.mark.parametrize("text", _SQL)
def test_the_database_takes_values_for_values(app: FastAPI, admin: TestClient, text: str) -> None:
    all_of_it = admin.get("/audit", params={"format": "json"}).text
    assert "account" in all_of_it
    for name in ("who", "action", "subject"):
        answer = admin.get("/audit", params={name: text, "format": "json"})
        assert answer.status_code in (200, 400, 404), answer.text
        assert answer.text != all_of_it
    assert admin.post(f"/accounts/{text}", data={"role": "reader"}).status_code == 404
    made = admin.post("/accounts", data={"name": text, "role": "reader"})
    assert made.status_code < 500
    opener: Opener = app.state.workflow
    with opener.database().reading() as connection:
        assert {*inspect(connection).get_table_names()} >= {*schema.METADATA.tables}


@pytest.mark.parametrize("text", _SPARQL)
def test_so_do_canned_questions(admin: TestClient, text: str) -> None:
    """What is no name of a factor is unknown, and text to search for finds what has its words."""
    answer = admin.get("/queries/coverage", params={"factor": text, "format": "json"})
    assert answer.status_code in (400, 404), answer.text
    found = admin.get("/queries/search", params={"text": text, "format": "json"})
    assert found.status_code in (200, 400)
    if found.status_code == 200:
        assert {"s", "p", "o"}.isdisjoint(found.json()["head"]["vars"])
