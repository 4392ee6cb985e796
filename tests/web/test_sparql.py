"""`/sparql` as its users call it."""

import pytest
from fastapi.testclient import TestClient

_ASK = "ASK { ?s a bm:Trede }"
_SELECT = "SELECT ?s WHERE { ?s a bm:Trede }"
_BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def test_get(client: TestClient) -> None:
    response = client.get("/sparql", params={"query": _ASK})
    assert response.headers["content-type"] == "application/sparql-results+json"
    assert response.json()["boolean"] is True


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (_ASK, "application/sparql-query"),
        (_ASK, "application/sparql-query; charset=utf-8"),
        ("query=ASK%20%7B%20%3Fs%20a%20bm%3ATrede%20%7D", "application/x-www-form-urlencoded"),
    ],
)
def test_post(client: TestClient, content: str, kind: str) -> None:
    response = client.post("/sparql", content=content, headers={"content-type": kind})
    assert response.json()["boolean"] is True


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        (None, "application/sparql-results+json"),
    ],
)
def test_negotiated(client: TestClient, accept: str | None, kind: str) -> None:
    headers = {"accept": accept} if accept else {}
    response = client.get("/sparql", params={"query": _SELECT}, headers=headers)
    assert response.headers["content-type"] == kind
    assert "Accept" in response.headers["vary"]


def test_graph(client: TestClient) -> None:
    query = "CONSTRUCT { ?s a bm:Trede } WHERE { ?s a bm:Trede }"
    response = client.get("/sparql", params={"query": query})
    assert response.headers["content-type"] == "text/turtle; charset=utf-8"
    assert response.text.count("bm:Trede") >= 6


def test_format_override(client: TestClient) -> None:
    response = client.get("/sparql", params={"query": _SELECT, "format": "csv"}, headers=_BROWSER)
    assert response.text.splitlines()[0] == "s"


def test_not_acceptable(client: TestClient) -> None:
    response = client.get("/sparql", params={"query": _SELECT}, headers={"accept": "image/png"})
    assert response.status_code == 406
    assert "text/csv" in response.json()["detail"]


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"default-graph-uri": "http://a/"}, "the query is missing"),
        ({"query": [_ASK, _ASK]}, "given 2 times"),
        ({"query": _ASK, "timeout": ["1", "2"]}, "given 2 times"),
        ({"query": _ASK, "timeout": "soon"}, "no number of seconds"),
        ({"query": _ASK, "timeout": "-1"}, "more than 0 seconds"),
        ({"query": "SELECT nothing"}, "line 1, column"),
        ({"query": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"}, "SERVICE"),
        ({"query": _ASK, "update": "CLEAR ALL"}, "updates"),
        ({"query": _SELECT, "format": "docx"}, "json, xml, csv, tsv"),
        ({"query": _SELECT, "format": "ttl"}, "json, xml, csv, tsv"),
        ({"query": "INSERT DATA { <http://a/> <http://a/> 1 }"}, "not a valid SPARQL query"),
    ],
)
def test_wrong(client: TestClient, params: dict[str, str | list[str]], reason: str) -> None:
    response = client.get("/sparql", params=params)
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert reason in response.text


def test_wrong_kind_of_body(client: TestClient) -> None:
    for headers in ({"content-type": "text/plain"}, {}):
        assert client.post("/sparql", content=_ASK, headers=headers).status_code == 415


def test_body_that_is_no_text(client: TestClient) -> None:
    response = client.post(
        "/sparql", content=b"\xff\xfe", headers={"content-type": "application/sparql-query"}
    )
    assert response.status_code == 400
    assert "UTF-8" in response.json()["detail"]


def test_a_browser_gets_a_form(client: TestClient) -> None:
    assert "<textarea" in client.get("/sparql", headers=_BROWSER).text
    filled = client.get("/sparql", params={"query": _ASK, "edit": "1"}, headers=_BROWSER).text
    assert "ASK { ?s a bm:Trede }" in filled


def test_dataset_of_the_protocol(client: TestClient) -> None:
    graph = "https://w3id.org/bouwstenen/graph/tabel-2-1"
    query = "SELECT ?s { ?s a bm:Theme }"
    params = {"query": query, "default-graph-uri": graph, "format": "csv"}
    assert len(client.get("/sparql", params=params).text.splitlines()) == 1 + 3
    assert len(client.post("/sparql", data=params).text.splitlines()) == 1 + 3
    direct = client.post(
        "/sparql",
        params={"default-graph-uri": graph, "format": "csv"},
        content=query,
        headers={"content-type": "application/sparql-query"},
    )
    assert len(direct.text.splitlines()) == 1 + 3


def test_too_deep(client: TestClient) -> None:
    response = client.post("/sparql", data={"query": "ASK " + "{" * 5000 + "}" * 5000})
    assert response.status_code == 413
    assert client.get("/health").status_code == 200


@pytest.mark.parametrize("path", ["/", "/health", "/sparql?query=ASK%7B%7D", "/queries"])
def test_head(client: TestClient, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert head.headers["content-length"] == get.headers["content-length"]


def test_any_page_may_ask(client: TestClient) -> None:
    asking = {"origin": "https://example.org", "access-control-request-method": "POST"}
    allowed = client.options("/sparql", headers=asking | {"access-control-request-headers": "content-type"})
    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in allowed.headers
    wrong = client.get("/sparql", params={"query": "nonsense"}, headers=asking)
    assert wrong.headers["access-control-allow-origin"] == "*"
