"""Which format an answer comes in: Accept in all its forms, `format`, the suffix of the address."""

import re

import pytest
from fastapi.testclient import TestClient

from bouwstenen.formats import GRAPHS, SOLUTIONS, Format

_SELECT = "SELECT ?s WHERE { ?s a bm:Trede }"
_GRAPH = "CONSTRUCT { ?s a bm:Trede } WHERE { ?s a bm:Trede }"
_BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

_JSON, _XML = "application/sparql-results+json", "application/sparql-results+xml"
_CSV, _TURTLE = "text/csv; charset=utf-8", "text/turtle; charset=utf-8"


def _kind(client: TestClient, query: str, *accept: str, path: str = "/sparql", **params: str) -> str:
    response = client.get(
        path, params={"query": query, **params}, headers=[("accept", line) for line in accept]
    )
    assert response.status_code == 200, response.text
    assert "Accept" in response.headers["vary"]
    return response.headers["content-type"]


@pytest.mark.parametrize(
    ("accept", "solutions", "graph"),
    [
        (("*/*",), _JSON, _TURTLE),
        ((_BROWSER,), _JSON, _TURTLE),
        (("text/csv, text/turtle",), _CSV, _TURTLE),
        (("text/csv;q=0.5, application/*;q=0.9, text/turtle",), _JSON, _TURTLE),
        (("application/ld+json;q=0.2, */*;q=0.1",), _JSON, "application/ld+json"),
        (("text/*",), _CSV, _TURTLE),
        (("application/*",), _JSON, "application/n-triples"),
        (("application/json",), _JSON, "application/ld+json"),
        (("application/xml",), _XML, "application/rdf+xml"),
        (("text/turtle;q=0, application/sparql-results+json;q=0, */*",), _XML, "application/n-triples"),
        (("Text/CSV; header=present , TEXT/TURTLE; charset=utf-8",), _CSV, _TURTLE),
        (("text/html, text/csv;q=0.5, application/n-triples;q=0.5",), _CSV, "application/n-triples"),
        (("text/html",), _JSON, _TURTLE),
        # several lines are one list, wherever the commas are (RFC 9110 §5.3)
        (("text/csv;q=0.1", "application/sparql-results+xml, text/turtle"), _XML, _TURTLE),
        (("image/png", "text/csv", "application/rdf+xml"), _CSV, "application/rdf+xml"),
    ],
)
def test_accept(client: TestClient, accept: tuple[str, ...], solutions: str, graph: str) -> None:
    assert _kind(client, _SELECT, *accept) == solutions
    assert _kind(client, _GRAPH, *accept) == graph


@pytest.mark.parametrize(
    ("query", "accept", "offered"),
    [
        (_SELECT, "image/png", (*SOLUTIONS, *GRAPHS)),
        (_SELECT, "text/csv;q=0", (*SOLUTIONS, *GRAPHS)),
        (_SELECT, "text/turtle, application/rdf+xml", SOLUTIONS),
        ("ASK {}", "application/n-triples", SOLUTIONS),
        (_GRAPH, "text/csv, application/sparql-results+json", GRAPHS),
        ("DESCRIBE bm:Trede", "application/sparql-results+xml", GRAPHS),
    ],
)
def test_406_lists_what_there_is(
    client: TestClient, query: str, accept: str, offered: tuple[Format, ...]
) -> None:
    response = client.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert response.status_code == 406
    assert "Accept" in response.headers["vary"]
    listed = set(re.findall(r"\(([^)]*)\)", response.json()["mend"]))
    assert listed == {item.media_type for item in (*SOLUTIONS, *GRAPHS) if item in offered}


@pytest.mark.parametrize("item", SOLUTIONS, ids=lambda item: item.name)
def test_every_format_for_solutions_by_name_and_by_suffix(client: TestClient, item: Format) -> None:
    name, kind = item.name, item.content_type
    assert _kind(client, _SELECT, "image/png", format=name) == kind
    assert _kind(client, _SELECT, _BROWSER, path=f"/sparql.{name}") == kind
    assert _kind(client, _SELECT, path=f"/sparql.{name}", format=name) == kind


@pytest.mark.parametrize("item", GRAPHS, ids=lambda item: item.name)
def test_every_format_for_graphs_by_name_and_by_suffix(client: TestClient, item: Format) -> None:
    name, kind = item.name, item.content_type
    assert _kind(client, _GRAPH, "image/png", format=name) == kind
    assert _kind(client, _GRAPH, _BROWSER, path=f"/sparql.{name}") == kind


def test_a_suffix_works_for_every_way_to_ask(client: TestClient) -> None:
    direct = {"content-type": "application/sparql-query"}
    answers = [
        client.post("/sparql.csv", data={"query": _SELECT}),
        client.post("/sparql.csv", content=_SELECT, headers=direct),
        client.request("QUERY", "/sparql.csv", content=_SELECT, headers=direct),
    ]
    assert {answer.headers["content-type"] for answer in answers} == {_CSV}
    assert client.head("/sparql.csv", params={"query": _SELECT}).headers["content-type"] == _CSV


@pytest.mark.parametrize(
    ("path", "params", "status", "reason"),
    [
        ("/sparql.csv", {"format": "xml"}, 400, "the address ends in .csv, but format=xml"),
        ("/sparql.docx", {}, 406, "docx"),
        ("/sparql.html", {}, 406, "ttl (text/turtle)"),
        ("/sparql.", {}, 404, "dit adres is er niet"),
        ("/sparql.csv/", {}, 404, "dit adres is er niet"),
        ("/sparql", {"format": "docx"}, 406, "rdf (application/rdf+xml)"),
        ("/sparql.ttl", {}, 406, "tsv (text/tab-separated-values)"),
    ],
)
def test_wrong_formats(
    client: TestClient, path: str, params: dict[str, str], status: int, reason: str
) -> None:
    accept = {"accept": "application/json"}
    response = client.get(path, params={"query": _SELECT, **params}, headers=accept)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert reason in response.text


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("turtle", "text/turtle"),
        ("N3", "text/turtle"),
        ("text/turtle", "text/turtle"),
        ("json-ld", "application/ld+json"),
        ("rdf+xml", "application/rdf+xml"),
        ("rdf xml", "application/rdf+xml"),  # the plus was not escaped
        ("ntriples", "application/n-triples"),
        ("xml", "application/rdf+xml"),
        ("json", "application/ld+json"),
    ],
)
def test_graphs_by_the_names_that_clients_have(client: TestClient, asked: str, kind: str) -> None:
    query = "CONSTRUCT { ?t bm:level ?l } WHERE { ?t bm:level ?l }"
    answer = client.get("/sparql", params={"query": query, "format": asked})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == kind


def test_a_format_may_be_named_twice_in_two_ways(client: TestClient) -> None:
    query = "SELECT ?l { ?t bm:level ?l }"
    named = ["tsv", "text/tab-separated-values"]
    answer = client.get("/sparql", params={"query": query, "format": named})
    assert answer.text.splitlines()[0] == "?l"
    assert client.get("/sparql", params={"query": query, "format": ["tsv", "text/csv"]}).status_code == 400
    assert client.get("/sparql", params={"query": query, "format": ["tsv", "none"]}).status_code == 400
