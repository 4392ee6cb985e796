"""Evaluating queries and writing answers."""

import pytest
from pyoxigraph import RdfFormat, Store, parse

from bouwstenen.errors import WrongUseError
from bouwstenen.sparql.evaluation import evaluate, formats_for, write
from bouwstenen.sparql.formats import GRAPHS, SOLUTIONS, Format

_SELECT = "SELECT ?label WHERE { <https://w3id.org/bouwstenen/id/intervention/vip> rdfs:label ?label }"
_CONSTRUCT = "CONSTRUCT { ?s rdfs:label ?label } WHERE { ?s a bm:Trede ; rdfs:label ?label }"


def test_the_default_graph_is_the_union(store: Store) -> None:
    assert b"VIP" in write(evaluate(store, _SELECT), SOLUTIONS[0])


@pytest.mark.parametrize("chosen", SOLUTIONS, ids=lambda item: item.name)
def test_solutions_in_every_format(store: Store, chosen: Format) -> None:
    assert b"VIP" in write(evaluate(store, _SELECT), chosen)


@pytest.mark.parametrize("chosen", GRAPHS, ids=lambda item: item.name)
def test_graphs_in_every_format(store: Store, chosen: Format) -> None:
    assert isinstance(chosen.writer, RdfFormat)
    written = write(evaluate(store, _CONSTRUCT), chosen)
    assert len(list(parse(written, format=chosen.writer))) == 12  # six treden, two languages


@pytest.mark.parametrize(("query", "chosen"), [(_SELECT, GRAPHS[0]), (_CONSTRUCT, SOLUTIONS[2])])
def test_a_format_that_does_not_fit_is_told(store: Store, query: str, chosen: Format) -> None:
    results = evaluate(store, query)
    with pytest.raises(WrongUseError, match=formats_for(results)[0].name):
        write(results, chosen)


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("SELECT * WHERE { ?s ?p }", "line 1, column 25"),
        ("SELECT *\nWHERE {\n  ?s ?p ?o FILTER(nope) }", "line 3"),
        ("INSERT DATA { <http://a/> <http://a/> 1 }", "not a valid SPARQL query"),
        ("", "line 1"),
    ],
)
def test_what_does_not_parse_says_where(store: Store, query: str, where: str) -> None:
    with pytest.raises(WrongUseError, match=where):
        evaluate(store, query)
