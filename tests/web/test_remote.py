"""The whole service in front of a SPARQL server: the same answers, clear errors when that server fails."""

import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from fastapi.testclient import TestClient

from bouwstenen.publishing.graph_store import publish_to
from bouwstenen.settings import Settings
from bouwstenen.web.app import create_app
from tests.servers import Remote, oxigraph

_COVERAGE = (
    "/queries/coverage?factor=kritisch-en-complex-denkvermogen&factor=multi-perspectiviteit&min_trede=3"
)
_SELECT = {"query": "SELECT ?label { <https://w3id.org/bouwstenen/id/intervention/vip> rdfs:label ?label }"}


def _settings(server: Remote, settings: Settings) -> Settings:
    return Settings(store=server.query, home=settings.home / "nothing", cache_size=0, query_timeout=5)


@pytest.fixture(scope="module")
def over_remote(remote_server: Remote, settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(_settings(remote_server, settings))) as client:
        yield client


@pytest.mark.parametrize(
    "path",
    [
        _COVERAGE + "&format=csv",
        "/queries",
        "/sparql?query=SELECT ?s { ?s a bm:Trede } ORDER BY ?s&format=csv",
        "/sparql?query=SELECT (COUNT(*) AS ?n) { ?s a bm:Intervention }&format=tsv",
        "/sparql?query=ASK { ?s a bm:Trede }&format=xml",
        "/sparql?query=SELECT nothing&format=csv",
        "/sparql?query=INSERT DATA { <x:x> <x:x> 1 }",
        "/sparql?query=SELECT * { SERVICE <http://127.0.0.1:1/> {} }",
        "/sparql?query=SELECT * { ?s ?p ?o }&format=ttl",
        "/rest/v1/vocabularies?lang=en",
        "/rest/v1/search?query=*empath*&fields=broader prefLabel",
        "/rest/v1/typen/topConcepts?lang=en",
        "/rest/v1/bouwstenenmodel/narrowerTransitive?uri=https://w3id.org/bouwstenen/id/bouwsteen/1",
        "/rest/v1/treden/data?format=ttl",
    ],
)
def test_the_same_answers(client: TestClient, over_remote: TestClient, path: str) -> None:
    ours, theirs = client.get(path), over_remote.get(path)
    assert (theirs.status_code, theirs.headers["content-type"]) == (
        ours.status_code,
        ours.headers["content-type"],
    )
    assert theirs.content == ours.content


def test_graphs_and_pages(client: TestClient, over_remote: TestClient) -> None:
    query = {"query": "CONSTRUCT { ?s a bm:Trede } WHERE { ?s a bm:Trede }", "format": "nt"}
    graphs = [sorted(one.get("/sparql", params=query).text.splitlines()) for one in (client, over_remote)]
    assert graphs[0] == graphs[1]
    assert len(graphs[0]) == 6
    page = over_remote.get(_COVERAGE, headers={"accept": "text/html", "accept-language": "nl"})
    assert "VIP" in page.text
    health = [one.get("/health").json() for one in (client, over_remote)]
    assert health[0] == health[1]


def test_limits_hold(over_remote: TestClient) -> None:
    heavy = {"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }", "timeout": "0.5"}
    assert over_remote.get("/sparql", params=heavy).status_code == 504
    assert over_remote.get("/sparql", params=_SELECT).status_code == 200


def test_a_server_that_goes_away_and_comes_back(settings: Settings) -> None:
    """Clear errors meanwhile, `/health` says so, and afterwards all is as it was."""
    with ExitStack() as stack, ExitStack() as running:
        server = running.enter_context(oxigraph())
        publish_to(settings.home, server.addresses)
        client = stack.enter_context(TestClient(create_app(_settings(server, settings))))
        assert client.get("/sparql", params=_SELECT).status_code == 200
        running.close()
        down = client.get("/sparql", params=_SELECT)
        assert down.status_code == 502
        assert down.headers["content-type"] == "application/problem+json"
        assert server.query in down.json()["where"]
        assert server.query in _until(client, "degraded")["reason"]
        again = running.enter_context(oxigraph(base=server.query.removesuffix("/query")))
        publish_to(settings.home, again.addresses)
        assert client.get("/sparql", params=_SELECT).status_code == 200
        assert "reason" not in _until(client, "ok")


def _until(client: TestClient, status: str) -> dict[str, str]:
    for _ in range(150):
        health: dict[str, str] = client.get("/health").json()
        if health["status"] == status:
            break
        time.sleep(0.1)
    assert health["status"] == status
    return health


def test_no_server_at_all(settings: Settings) -> None:
    nowhere = Settings(store="http://127.0.0.1:9/query", home=settings.home / "nothing")
    with TestClient(create_app(nowhere)) as client:
        response = client.get("/health")
        assert response.status_code == 502
        assert client.get("/sparql", params=_SELECT).status_code == 502
