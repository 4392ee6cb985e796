"""`/sparql` as its users call it."""

import gzip
import re
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient

from bouwstenen.sparql.guard import MAX_LENGTH
from bouwstenen.web.sparql import MAX_BODY

_ASK = "ASK { ?s a bm:Trede }"
_SELECT = "SELECT ?s WHERE { ?s a bm:Trede }"
_DIRECT = {"content-type": "application/sparql-query"}
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


@pytest.mark.parametrize("sent", [{"content": _ASK, "headers": _DIRECT}, {"data": {"query": _ASK}}])
def test_http_query(client: TestClient, sent: dict[str, Any]) -> None:
    response = client.request("QUERY", "/sparql", **sent)
    assert response.json()["boolean"] is True
    assert response.headers["etag"] == client.get("/sparql", params={"query": _ASK}).headers["etag"]
    nothing = client.request("QUERY", "/sparql", content=b"", headers=_DIRECT)
    assert nothing.status_code == 400, "never the service description"


def test_graph(client: TestClient) -> None:
    query = "CONSTRUCT { ?s a bm:Trede } WHERE { ?s a bm:Trede }"
    response = client.get("/sparql", params={"query": query})
    assert response.headers["content-type"] == "text/turtle; charset=utf-8"
    assert response.text.count("bm:Trede") >= 6


def test_format_override(client: TestClient) -> None:
    response = client.get("/sparql", params={"query": _SELECT, "format": "csv"}, headers=_BROWSER)
    assert response.text.splitlines()[0] == "s"


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"default-graph-uri": "http://a/"}, "the query is missing"),
        ({"query": [_ASK, _ASK]}, "given 2 times"),
        ({"query": _ASK, "timeout": ["1", "2"]}, "given 2 times"),
        ({"query": _ASK, "format": ["csv", "tsv"]}, "given 2 times"),
        ({"query": ""}, "the query is empty"),
        ({"query": "# nothing but a comment"}, "the query is empty"),
        ({"query": _ASK, "default-graph-uri": "relative"}, "“relative” is no IRI"),
        ({"query": _ASK, "named-graph-uri": ""}, "is no IRI"),
        ({"query": _ASK, "timeout": "nan"}, "more than 0 seconds"),
        ({"query": _ASK, "x": [""] * 2000}, "too many parameters"),
        ({"query": _ASK, "timeout": "soon"}, "no number of seconds"),
        ({"query": _ASK, "timeout": "-1"}, "more than 0 seconds"),
        ({"query": "SELECT nothing"}, "line 1, column"),
        ({"query": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"}, "SERVICE"),
        ({"query": _ASK, "update": "CLEAR ALL"}, "updates"),
        ({"query": "INSERT DATA { <http://a/> <http://a/> 1 }"}, "not a valid SPARQL query"),
    ],
)
def test_wrong(client: TestClient, params: dict[str, str | list[str]], reason: str) -> None:
    response = client.get("/sparql", params=params)
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert reason in response.text


def test_where_a_mistake_is(client: TestClient) -> None:
    """However lines end, and however the query was sent."""
    for query in ("ASK {\n ?s ?p }", "ASK {\r\n ?s ?p }"):
        for response in (
            client.get("/sparql", params={"query": query}),
            client.post("/sparql", content=query, headers=_DIRECT),
        ):
            assert response.status_code == 400
            assert re.fullmatch(r"line 2, column \d+", response.json()["where"])


@pytest.mark.parametrize("charset", ["iso-8859-1", '"ISO-8859-15"', "utf-16", "windows-1252"])
def test_a_body_in_another_encoding_is_not_misread(client: TestClient, charset: str) -> None:
    """These bytes are text in that encoding and another text in UTF-8."""
    for kind in ("application/sparql-query", "application/x-www-form-urlencoded"):
        response = client.post(
            "/sparql", content=_ASK, headers={"content-type": f"{kind}; charset={charset}"}
        )
        assert response.status_code == 415
        assert charset.strip('"').lower() in response.json()["detail"]


@pytest.mark.parametrize("charset", ["UTF-8", '"utf-8"', "utf8", "us-ascii"])
def test_a_body_may_say_that_it_is_utf_8(client: TestClient, charset: str) -> None:
    kind = f"application/sparql-query; charset={charset}"
    response = client.post("/sparql", content="ASK { FILTER('é' = 'é') }", headers={"content-type": kind})
    assert response.json()["boolean"] is True


@pytest.mark.parametrize(
    ("query", "status"),
    [(b"query=%FF", 400), (b"query=ASK%20%7B%20%C3%28", 400), (b"query=ASK%7B%7D%C3%A9", 400)],
)
def test_parameters_are_utf_8(client: TestClient, query: bytes, status: int) -> None:
    for response in (
        client.get("/sparql?" + query.decode()),
        client.post("/sparql", content=query, headers={"content-type": "application/x-www-form-urlencoded"}),
    ):
        assert response.status_code == status
        assert ("UTF-8" in response.json()["detail"]) is (b"%C3%A9" not in query)


def test_a_compressed_body(client: TestClient) -> None:
    for content, encoding in ((gzip.compress(_ASK.encode()), "gzip"), (_ASK.encode(), "br")):
        headers = {**_DIRECT, "content-encoding": encoding}
        response = client.post("/sparql", content=content, headers=headers)
        assert response.status_code == 415
        assert response.json()["where"] == "Content-Encoding"
    assert client.post(
        "/sparql", content=_ASK, headers={**_DIRECT, "content-encoding": "identity"}
    ).is_success


def test_a_query_or_a_body_that_is_too_large(client: TestClient) -> None:
    longest = _ASK + "#" * (MAX_LENGTH - len(_ASK))
    assert client.post("/sparql", data={"query": longest}).json()["boolean"] is True
    sent = {"query": longest + "#"}, {"query": _ASK, "x": "é" * (MAX_BODY // 6)}
    for data in sent:
        assert client.post("/sparql", data=data).status_code == 413
    piecemeal = client.post("/sparql", content=iter([b" " * 100_000] * 20), headers=_DIRECT)
    assert piecemeal.status_code == 413


def test_a_browser_gets_a_form(client: TestClient) -> None:
    assert "<textarea" in client.get("/sparql", headers=_BROWSER).text
    filled = client.get("/sparql", params={"query": _ASK, "edit": "1"}, headers=_BROWSER).text
    assert "ASK { ?s a bm:Trede }" in filled
    answered = client.get("/sparql", params={"query": _ASK, "edit": "1"})
    assert answered.json()["boolean"] is True, "who takes no page gets an answer"


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


def test_head_of_an_answer_whose_length_is_not_known_yet(server: str) -> None:
    with httpx2.Client(base_url=server, timeout=60) as http:
        query = {"query": "SELECT * { ?s ?p ?o }", "format": "csv"}
        head = http.head("/sparql", params=query)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-type"] == "text/csv; charset=utf-8"
        assert head.headers["etag"]
        # the connection is fit for the next question, on which the first has no bearing
        assert http.get("/sparql", params={"query": _ASK}).json()["boolean"] is True


@pytest.mark.parametrize("query", ["nonsense", ""])
def test_head_of_an_error(client: TestClient, query: str) -> None:
    head = client.head("/sparql", params={"query": query})
    assert (head.status_code, head.content) == (400, b"")
    assert head.headers["content-type"] == "application/problem+json"
