"""Evaluating queries and writing answers, over every store there is."""

from collections.abc import Iterator, Sequence

import pytest
from pyoxigraph import RdfFormat, parse

from bouwstenen.errors import NotAcceptableError, RemoteError, WrongUseError
from bouwstenen.formats import GRAPHS, SOLUTIONS, Format
from bouwstenen.sparql.evaluation import evaluate
from bouwstenen.store.interface import QueryStore
from bouwstenen.store.remote.store import RemoteStore
from bouwstenen.store.results import formats_for, write


@pytest.fixture(scope="module", params=["queried", "remote_server", "union_server", "shared_server"])
def queried(request: pytest.FixtureRequest) -> Iterator[QueryStore]:
    """The graph in this process, and on three servers that differ in what their default graph is."""
    given = request.getfixturevalue(request.param)
    if request.param == "queried":
        yield given
        return
    with RemoteStore(given.query) as store:
        yield store


_SELECT = "SELECT ?label WHERE { <https://w3id.org/bouwstenen/id/intervention/vip> rdfs:label ?label }"
_CONSTRUCT = "CONSTRUCT { ?s rdfs:label ?label } WHERE { ?s a bm:Trede ; rdfs:label ?label }"


def test_the_default_graph_is_the_union(queried: QueryStore) -> None:
    assert b"VIP" in write(queried, evaluate(queried, _SELECT), SOLUTIONS[0])


@pytest.mark.parametrize("chosen", SOLUTIONS, ids=lambda item: item.name)
def test_solutions_in_every_format(queried: QueryStore, chosen: Format) -> None:
    assert b"VIP" in write(queried, evaluate(queried, _SELECT), chosen)


@pytest.mark.parametrize("chosen", GRAPHS, ids=lambda item: item.name)
def test_graphs_in_every_format(queried: QueryStore, chosen: Format) -> None:
    assert isinstance(chosen.writer, RdfFormat)
    written = write(queried, evaluate(queried, _CONSTRUCT), chosen)
    assert len(list(parse(written, format=chosen.writer))) == 12  # six treden, two languages


@pytest.mark.parametrize(("query", "chosen"), [(_SELECT, GRAPHS[0]), (_CONSTRUCT, SOLUTIONS[2])])
def test_a_format_that_does_not_fit_is_told(queried: QueryStore, query: str, chosen: Format) -> None:
    results = evaluate(queried, query)
    with pytest.raises(NotAcceptableError, match=formats_for(results)[0].name):
        write(queried, results, chosen)


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("SELECT * WHERE { ?s ?p }", "line 1, column 25"),
        ("SELECT *\nWHERE {\n  ?s ?p ?o FILTER(nope) }", "line 3"),
        ("INSERT DATA { <http://a/> <http://a/> 1 }", "not a valid SPARQL query"),
        ("", "empty"),
    ],
)
def test_what_does_not_parse_says_where(queried: QueryStore, query: str, where: str) -> None:
    with pytest.raises(WrongUseError, match=where):
        evaluate(queried, query)


_GRAPH = "https://w3id.org/bouwstenen/graph/"


def _n(queried: QueryStore, query: str, default: Sequence[str] = (), named: Sequence[str] = ()) -> int:
    text = write(queried, evaluate(queried, query, default, named), SOLUTIONS[2]).decode()
    return int(text.split()[1])


@pytest.mark.threat("T13")
def test_a_dataset_is_what_it_says(queried: QueryStore, request: pytest.FixtureRequest) -> None:
    """RDF Dataset, SPARQL 1.1 §13.2: FROM replaces the default graph, an unknown graph is empty."""
    themes = "SELECT (COUNT(*) AS ?n) {} {{ ?s a bm:Theme }}"
    assert _n(queried, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a bm:Theme }") == 18
    named = "SELECT (COUNT(*) AS ?n) {} {{ GRAPH ?g {{ ?s a bm:Theme }} }}"
    assert _n(queried, themes.format(""), [f"{_GRAPH}tabel-2-3"]) == 2
    assert _n(queried, themes.format(""), ["http://example.org/unknown"]) == 0
    assert _n(queried, named.format(""), named=[f"{_GRAPH}tabel-2-3"]) == 2
    assert _n(queried, themes.format(""), named=[f"{_GRAPH}tabel-2-3"]) == 0
    if "union_server" in request.node.name:  # Oxigraph does not heed FROM then: refused, not answered wrongly
        with pytest.raises(RemoteError, match="--union-default-graph"):
            evaluate(queried, themes.format(f"FROM <{_GRAPH}tabel-2-1>"))
        return
    assert _n(queried, themes.format(f"FROM <{_GRAPH}tabel-2-1>")) == 3
    assert _n(queried, themes.format(f"FROM <{_GRAPH}tabel-2-1> FROM <{_GRAPH}tabel-2-2>")) == 5
    assert _n(queried, themes.format("FROM <http://example.org/unknown>")) == 0
    assert _n(queried, themes.format(f"FROM NAMED <{_GRAPH}tabel-2-1>")) == 0
    assert _n(queried, named.format(f"FROM NAMED <{_GRAPH}tabel-2-1>")) == 3
    # SPARQL 1.1 Protocol §2.1.4: what the protocol says overrides what the query says
    assert _n(queried, themes.format(f"FROM <{_GRAPH}tabel-2-1>"), [f"{_GRAPH}tabel-2-3"]) == 2


def test_a_graph_that_is_no_iri_is_told(queried: QueryStore) -> None:
    with pytest.raises(WrongUseError, match="no IRI"):
        evaluate(queried, "ASK {}", ["not an iri"])
