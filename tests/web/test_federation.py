"""SERVICE to an endpoint that the settings allow, and to no other."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from bouwstenen.settings import Settings
from bouwstenen.web.app import create_app
from tests.servers import Remote


@pytest.fixture(scope="module")
def federating(settings: Settings, remote_server: Remote) -> Iterator[TestClient]:
    allowed = Settings(home=settings.home, services=frozenset({remote_server.query}))
    with TestClient(create_app(allowed)) as client:
        yield client


def _ask(client: TestClient, endpoint: str) -> tuple[int, str]:
    clause = (
        f"SERVICE <{endpoint}> {{ GRAPH ?g {{ ?s <http://www.w3.org/2000/01/rdf-schema#label> ?label }} }}"
    )
    query = f"SELECT DISTINCT ?s {{ ?s a bm:Trede {clause} }} ORDER BY ?s"
    response = client.get("/sparql", params={"query": query, "format": "csv"})
    return response.status_code, response.text


def test_what_is_allowed_is_asked(federating: TestClient, remote_server: Remote) -> None:
    status, text = _ask(federating, remote_server.query)
    assert status == 200
    assert len(text.splitlines()) == 1 + 6


@pytest.mark.threat("T12")
def test_nothing_else_is(federating: TestClient, client: TestClient, remote_server: Remote) -> None:
    assert _ask(federating, remote_server.query + "?x=1")[0] == 400
    assert _ask(client, remote_server.query)[0] == 400


def test_an_answer_that_may_change_is_not_kept(federating: TestClient, remote_server: Remote) -> None:
    query = f"SELECT * {{ SERVICE <{remote_server.query}> {{ GRAPH ?g {{ ?s a <x:nothing> }} }} }}"
    response = federating.get("/sparql", params={"query": query})
    assert response.status_code == 200
    assert "etag" not in response.headers
    assert response.headers["cache-control"] == "no-store"
