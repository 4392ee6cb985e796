"""What could call out or end the process is refused however it is spelt, and nothing else is."""

import pytest

from bouwstenen.errors import TooLargeError, WrongUseError
from bouwstenen.sparql.guard import MAX_DEPTH, MAX_LENGTH, has_dataset, read

REFUSED = [
    "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { service silent ?where { ?s ?p ?o } }",
    "SELECT * { FILTER EXISTS { SERVICE<http://a/> { ?s ?p ?o } } }",
    "SELECT * {{ SELECT * { { SERVICE ?x {} } } }}",
    "SELECT * { ?s ?p 'a' . SERVICE <http://a/> {} }",
    "SELECT * { ?s ?p ?o } # comment\n{ SERVICE <http://a/> {} }",
    r"SELECT * { \u0053ERVICE <http://a/> { ?s ?p ?o } }",
    r"SELECT * { \U00000053ERVICE <http://a/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER(?s < 3) SERVICE <http://a/> {} FILTER(?s > 3) }",
    "SELECT * { ?s ?p '''a ' b''' SERVICE <http://a/> {} }",
    r'SELECT * { BIND("\u0022" AS ?x) SERVICE <http://a/> {?s ?p ?o} BIND("\u0022" AS ?y) }',
    r"SELECT * { BIND('\u005C' AS ?x) SERVICE <http://a/> {?s ?p ?o} BIND('\u005C' AS ?y) }",
    r"SELECT * { ?s <http://a/\u003E> ?o SERVICE <http://a/> {} }",
]
ALLOWED = [
    "SELECT ?service { ?service ?p ?o }",
    "SELECT $service { $service a <http://example.org/SERVICE> }",
    "SELECT * { ?s ?p 'SERVICE <http://a/> {}' }",
    'SELECT * { ?s ?p """a " SERVICE <http://a/> {}""" }',
    "SELECT * { ?s ?p ?o } # SERVICE <http://a/>",
    "PREFIX service: <http://a/> SELECT * { service:x service:service ?o }",
    "PREFIX x: <http://a/> SELECT * { x:service ?p _:service }",
    r"SELECT * { ?s ?p 'a\' SERVICE <http://a/> {}' }",
    r"SELECT * { ?s <http://a/caf\u00E9> '\u0053ERVICE' }",
    "ASK {" + "{" * 150 + "}" * 150 + "}",
]


@pytest.mark.parametrize("query", REFUSED)
def test_service_is_refused(query: str) -> None:
    with pytest.raises(WrongUseError, match=r"SERVICE|codepoint escape"):
        read(query)


@pytest.mark.parametrize("query", ALLOWED)
def test_allowed(query: str) -> None:
    read(query)


@pytest.mark.parametrize(
    "query",
    [
        "ASK { FILTER(" + "(" * 3000 + "1" + ")" * 3000 + ") }",
        "ASK " + "{" * (MAX_DEPTH + 1) + "}" * (MAX_DEPTH + 1),
        "ASK { ?s ?p " + "[ ?p " * 300 + "]" * 300 + " }",
        "SELECT * {} #" + "x" * MAX_LENGTH,
    ],
    ids=["parentheses", "braces", "brackets", "length"],
)
def test_what_would_overflow_is_refused(query: str) -> None:
    with pytest.raises(TooLargeError):
        read(query)


@pytest.mark.parametrize("query", ["", "  \n", "# nothing but a comment"])
def test_an_empty_query_is_told(query: str) -> None:
    with pytest.raises(WrongUseError, match="empty"):
        read(query)


@pytest.mark.parametrize(
    ("query", "dataset"),
    [
        ("SELECT * FROM <http://a/> {}", True),
        ("SELECT * from named <http://a/> {}", True),
        ("SELECT ?from { ?from <http://a/FROM> 'FROM <http://a/>' } # FROM <http://a/>", False),
    ],
)
def test_has_dataset(query: str, dataset: bool) -> None:
    assert has_dataset(read(query)) is dataset
