"""The query side of the SPARQL 1.1 Protocol (§2.1), case by case as W3C's test suite names them.

In our own words and on our own graphs, against the service as its users start it. An answer counts as right
only if its content is: the suite looks at status and media type alone.
"""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

import httpx2
import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"

#: Graphs by name: each holds things that no other does.
TABLE, APPENDIX, ONTOLOGY = (
    f"https://w3id.org/bouwstenen/graph/{name}" for name in ("tabel-2-1", "tabel-b3-1", "ontology")
)
NOWHERE = "https://w3id.org/bouwstenen/graph/there-is-none"

_ASK = "ASK { ?trede a bm:Trede }"
#: What the default graph is made of: a theme comes from the table, a class from the ontology.
_DEFAULT = """ASK {
  ?theme a bm:Theme .
  FILTER NOT EXISTS { ?class a owl:Class }
  FILTER NOT EXISTS { GRAPH ?any { ?s ?p ?o } }
}"""
_NAMES = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"

Pairs = list[tuple[str, str]]


@pytest.fixture(scope="module")
def http(server: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=server, timeout=60) as http:
        yield http


def _get(http: httpx2.Client, pairs: Pairs, **headers: str) -> httpx2.Response:
    return http.get(f"/sparql?{urlencode(pairs)}", headers=headers)


def _form(http: httpx2.Client, pairs: Pairs, **headers: str) -> httpx2.Response:
    return http.post("/sparql", content=urlencode(pairs), headers={"content-type": FORM, **headers})


def _direct(http: httpx2.Client, pairs: Pairs, **headers: str) -> httpx2.Response:
    query = dict(pairs)["query"]
    rest = urlencode([pair for pair in pairs if pair[0] != "query"])
    return http.post(f"/sparql?{rest}", content=query, headers={"content-type": DIRECT, **headers})


#: The three ways in which the protocol sends a query.
WAYS = {"get": _get, "post_form": _form, "post_direct": _direct}
ways = pytest.mark.parametrize("way", WAYS)


def _boolean(response: httpx2.Response) -> object:
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/sparql-results+json"
    return response.json()["boolean"]


def _values(response: httpx2.Response) -> set[str]:
    assert response.status_code == 200, response.text
    solutions = parse_query_results(response.content, QueryResultsFormat.JSON)
    assert isinstance(solutions, QuerySolutions)
    return {row[0].value for row in solutions}


def _refused(response: httpx2.Response, status: int = 400) -> Mapping[str, str]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    said: Mapping[str, str] = response.json()
    assert said["detail"]
    return said


@ways
def test_query(http: httpx2.Client, way: str) -> None:
    """query_get, query_post_form, query_post_direct"""
    assert _boolean(WAYS[way](http, [("query", _ASK)])) is True
    assert _boolean(WAYS[way](http, [("query", "ASK { ?s a bm:NothingAtAll }")])) is False


@ways
def test_query_dataset_default_graph(http: httpx2.Client, way: str) -> None:
    """One graph: what is in it is there, what is in others is not, and none has a name."""
    assert _boolean(WAYS[way](http, [("query", _DEFAULT), ("default-graph-uri", TABLE)])) is True
    assert _boolean(WAYS[way](http, [("query", _DEFAULT)])) is False


@ways
def test_query_dataset_default_graphs(http: httpx2.Client, way: str) -> None:
    """query_dataset_default_graphs_get, …_post: several graphs are merged"""
    query = "ASK { ?theme a bm:Theme . ?class a owl:Class FILTER NOT EXISTS { ?c a bm:CoverageClaim } }"
    both = [("default-graph-uri", TABLE), ("default-graph-uri", ONTOLOGY)]
    assert _boolean(WAYS[way](http, [("query", query), *both])) is True
    for one in both:
        assert _boolean(WAYS[way](http, [("query", query), one])) is False


@ways
def test_query_dataset_named_graphs(http: httpx2.Client, way: str) -> None:
    """query_dataset_named_graphs_get, …_post: those named and no others; the default graph is empty"""
    named = [("named-graph-uri", TABLE), ("named-graph-uri", ONTOLOGY)]
    assert _values(WAYS[way](http, [("query", _NAMES), *named])) == {TABLE, ONTOLOGY}
    assert _boolean(WAYS[way](http, [("query", "ASK { ?s ?p ?o }"), *named])) is False


@ways
def test_query_dataset_full(http: httpx2.Client, way: str) -> None:
    """Both kinds at once: each shows where it was put only."""
    dataset = [("default-graph-uri", TABLE), ("named-graph-uri", ONTOLOGY), ("named-graph-uri", APPENDIX)]
    assert _values(WAYS[way](http, [("query", _NAMES), *dataset])) == {ONTOLOGY, APPENDIX}
    query = (
        "ASK { ?theme a bm:Theme FILTER NOT EXISTS { ?class a owl:Class } GRAPH ?g { ?class a owl:Class } }"
    )
    assert _boolean(WAYS[way](http, [("query", query), *dataset])) is True


@ways
def test_query_multiple_dataset(http: httpx2.Client, way: str) -> None:
    """The dataset of the protocol overrides the one of the query, both its halves (§2.1.4)."""
    query = "SELECT DISTINCT ?g FROM graph:ontology FROM NAMED graph:ontology { GRAPH ?g { ?s ?p ?o } }"
    assert _values(WAYS[way](http, [("query", query)])) == {ONTOLOGY}
    assert _values(WAYS[way](http, [("query", query), ("named-graph-uri", TABLE)])) == {TABLE}
    assert _values(WAYS[way](http, [("query", query), ("default-graph-uri", TABLE)])) == set()
    query = f"ASK FROM <{ONTOLOGY}> {{ ?class a owl:Class }}"
    assert _boolean(WAYS[way](http, [("query", query)])) is True
    assert _boolean(WAYS[way](http, [("query", query), ("default-graph-uri", TABLE)])) is False


@ways
def test_a_graph_that_is_not_there_is_empty(http: httpx2.Client, way: str) -> None:
    ask = "ASK { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    for name in ("default-graph-uri", "named-graph-uri"):
        assert _boolean(WAYS[way](http, [("query", ask), (name, NOWHERE)])) is False


@ways
def test_without_a_dataset_the_default_graph_is_the_union(http: httpx2.Client, way: str) -> None:
    query = f"""ASK {{ ?theme a bm:Theme . ?class a owl:Class
        GRAPH <{TABLE}> {{ ?theme a bm:Theme }} GRAPH <{ONTOLOGY}> {{ ?class a owl:Class }} }}"""
    assert _boolean(WAYS[way](http, [("query", query)])) is True


@ways
@pytest.mark.parametrize(
    ("query", "media_types"),
    [
        (
            "SELECT ?s { ?s a bm:Trede }",
            {
                "application/sparql-results+json": "application/sparql-results+json",
                "application/sparql-results+xml": "application/sparql-results+xml",
                "text/csv": "text/csv; charset=utf-8",
                "text/tab-separated-values": "text/tab-separated-values; charset=utf-8",
            },
        ),
        (
            _ASK,
            {
                "application/sparql-results+json": "application/sparql-results+json",
                "application/sparql-results+xml": "application/sparql-results+xml",
            },
        ),
        (
            "DESCRIBE <https://w3id.org/bouwstenen/id/trede/3>",
            {
                "text/turtle": "text/turtle; charset=utf-8",
                "application/n-triples": "application/n-triples",
                "application/ld+json": "application/ld+json",
                "application/rdf+xml": "application/rdf+xml",
            },
        ),
        (
            "CONSTRUCT { ?s a bm:Trede } { ?s a bm:Trede }",
            {
                "text/turtle": "text/turtle; charset=utf-8",
                "application/n-triples": "application/n-triples",
                "application/ld+json": "application/ld+json",
                "application/rdf+xml": "application/rdf+xml",
            },
        ),
    ],
    ids=["select", "ask", "describe", "construct"],
)
def test_query_content_type(http: httpx2.Client, way: str, query: str, media_types: dict[str, str]) -> None:
    """query_content_type_select, …_ask, …_describe, …_construct: of the type they say, and parse as that"""
    contents = set()
    for accept, expected in media_types.items():
        response = WAYS[way](http, [("query", query)], accept=accept)
        assert response.status_code == 200
        assert response.headers["content-type"] == expected
        contents.add(_content(response.content, accept))
    assert len(contents - {""}) == 1, "the same in every format, and not empty"


def _content(body: bytes, media_type: str) -> str:
    """What an answer says, whatever its format; blank nodes do not occur."""
    form = QueryResultsFormat.from_media_type(media_type)
    if form is None:
        rdf = RdfFormat.from_media_type(media_type)
        assert rdf is not None
        return "\n".join(sorted(str(quad.triple) for quad in parse(body, rdf)))
    if form == QueryResultsFormat.CSV:  # says less than the others: it has no types of terms
        return "\n".join(sorted(f"<{line}>" for line in body.decode().split()[1:]))
    results = parse_query_results(body, form)
    if isinstance(results, QuerySolutions):
        return "\n".join(sorted(str(row[0]) for row in results))
    return str(bool(results))


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_bad_query_method(http: httpx2.Client, method: str) -> None:
    response = http.request(method, "/sparql", params={"query": _ASK})
    _refused(response, 405)
    assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD", "POST", "QUERY"}


@ways
def test_bad_multiple_queries(http: httpx2.Client, way: str) -> None:
    if way == "post_direct":
        response = http.post(
            f"/sparql?{urlencode({'query': _ASK})}", content=_ASK, headers={"content-type": DIRECT}
        )
    else:
        response = WAYS[way](http, [("query", _ASK), ("query", "SELECT * {}")])
    assert _refused(response)["where"] == "query"


def test_bad_query_wrong_media_type(http: httpx2.Client) -> None:
    for media_type in ("text/plain", "application/json", "multipart/form-data; boundary=x", "nonsense"):
        _refused(http.post("/sparql", content=_ASK, headers={"content-type": media_type}), 415)


def test_bad_query_missing_form_type(http: httpx2.Client) -> None:
    _refused(http.post("/sparql", content=urlencode({"query": _ASK}).encode()), 415)


def test_bad_query_missing_direct_type(http: httpx2.Client) -> None:
    _refused(http.post("/sparql", content=_ASK.encode()), 415)


def test_bad_query_non_utf8(http: httpx2.Client) -> None:
    content = "ASK { ?s ?p 'één' }".encode("latin-1")
    assert (
        "UTF-8" in _refused(http.post("/sparql", content=content, headers={"content-type": DIRECT}))["detail"]
    )
    escaped = "query=ASK%20%7B%20%3Fs%20%3Fp%20%27%E9%27%20%7D"
    assert "UTF-8" in _refused(http.get(f"/sparql?{escaped}"))["detail"]
    assert (
        "UTF-8" in _refused(http.post("/sparql", content=escaped, headers={"content-type": FORM}))["detail"]
    )


@ways
def test_bad_query_syntax(http: httpx2.Client, way: str) -> None:
    """The line is right; the column is where pyoxigraph's parser gave up, a little beyond the mistake."""
    said = _refused(WAYS[way](http, [("query", "ASK {\n  ?s a }")]))
    assert re.fullmatch(r"line 2, column \d+", said["where"])


@ways
def test_a_dataset_without_a_query(http: httpx2.Client, way: str) -> None:
    """What has no query, but should, is no request for the service description."""
    if way == "post_direct":
        _refused(http.post("/sparql", content=b"", headers={"content-type": DIRECT}))
    else:
        _refused(WAYS[way](http, [("default-graph-uri", TABLE)]))


_UPDATES = [
    "INSERT DATA { GRAPH <https://w3id.org/bouwstenen/graph/tabel-2-1> { <x:a> <x:b> <x:c> } }",
    "DELETE WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "LOAD <http://127.0.0.1:1/>",
    "CREATE GRAPH <x:g>",
]


@pytest.mark.threat("T14")
@pytest.mark.parametrize("update", _UPDATES)
def test_updates_are_refused_on_every_path(http: httpx2.Client, update: str) -> None:
    count = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } # "
    before = _values(_get(http, [("query", count)]))
    _refused(http.post("/sparql", content=update, headers={"content-type": "application/sparql-update"}))
    _refused(_form(http, [("update", update)]))
    _refused(_form(http, [("update", update), ("query", _ASK)]))
    _refused(_get(http, [("update", update)]))
    _refused(_get(http, [("update", update), ("query", _ASK)]))
    for way in WAYS.values():
        assert "line 1" in _refused(way(http, [("query", update)]))["where"]
    # another text, so that it is no answer that was kept
    assert _values(_get(http, [("query", count + "after " + update[:6])])) == before
