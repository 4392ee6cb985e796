"""What is too long or too deep is refused; what is told of a query is right."""

import contextlib
import time

import pytest

from bouwstenen.errors import TooLargeError, WrongUseError
from bouwstenen.sparql.guard import MAX_DEPTH, MAX_LENGTH, not_exists_as_minus, read


@pytest.mark.threat("T03")
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
def test_own_dataset(query: str, dataset: bool) -> None:
    assert read(query).own_dataset is dataset


@pytest.mark.parametrize(
    ("query", "volatile"),
    [
        ("SELECT (NOW() AS ?now) {}", True),
        ("SELECT (rand ( ) AS ?x) {}", True),
        ("SELECT (STRUUID() AS ?x) {}", True),
        ("SELECT (BNODE() AS ?x) {}", True),
        ("SELECT * { SERVICE <https://a.example/> {} }", True),
        ("SELECT ?now { ?now ?p 'NOW()' } # RAND()", False),
    ],
)
def test_volatile(query: str, volatile: bool) -> None:
    assert read(query, {"https://a.example/"}).volatile is volatile


def test_not_exists_as_minus() -> None:
    query = "SELECT * { ?s ?p ?o FILTER NOT EXISTS {\n ?s a bm:A ; rdfs:label '}' . { ?o ?x 1 } } ?o ?q 2 }"
    assert not_exists_as_minus(query) == "MINUS { ?s a bm:A ; rdfs:label '}' . { ?o ?x 1 } }"
    assert not_exists_as_minus("SELECT * { ?s ?p 'FILTER NOT EXISTS { }' }") is None


@pytest.mark.parametrize(
    "piece", ["'", "'\\'", "'''\\'", '"""a\\"', "<a", "#", "\\", "{", "'\n", "'''a", "service '"]
)
def test_no_text_takes_longer_than_its_length(piece: str) -> None:
    """A reading that is quadratic in 100,000 characters takes minutes: this would be noticed."""
    began = time.process_time()
    with contextlib.suppress(TooLargeError, WrongUseError):
        read("ASK {} " + piece * ((MAX_LENGTH - 7) // len(piece)))
    assert time.process_time() - began < 20
