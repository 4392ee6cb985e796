"""No query calls out, however it is written; what only looks as if it did passes."""

import random
import re

import pytest
from pyoxigraph import Store

from bouwstenen.errors import WrongUseError
from bouwstenen.sparql.service_clause import refuse_service

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
    # keywords may touch what stands before them …
    "SELECT * { ?s ?p 1SERVICE <http://a/> {} }",
    "SELECT * { ?s ?p ?o.SERVICE <http://a/> {} }",
    "SELECT * { ?s ?p ?o .SERVICE <http://a/> {} }",
    "SELECT * { ?s ?p trueSERVICE <http://a/> {} }",
    # … and behind them
    "PREFIX : <http://a/> SELECT * { SERVICE:b {} }",
    "PREFIX b: <http://a/> SELECT * { SERVICEb:c {} }",
    "SELECT * { SERVICESILENT?y {} }",
    # what looks like an IRI is two comparisons around a string, or a comment
    """SELECT * { {} FILTER(1<'>') SERVICE <http://a/> {} FILTER(1="'") }""",
    "SELECT * { {} FILTER(1<'>') SERVICE <http://a/> {} FILTER(1<'>') }",
    "SELECT * { {} FILTER(1<1#>'''\n) SERVICE <http://a/> {} #'''\n }",
    # three quotes that no others close
    "SELECT * { VALUES ?x { '''a' } SERVICE <http://a/> {} }",
    # a long s is an s to whoever folds case by Unicode's rules
    "SELECT * { \u017fERVICE <http://a/> {} }",
    # harmless, but not to be told from a clause
    "PREFIX service: <http://a/> SELECT * { service:x service:service ?o }",
]
ALLOWED = [
    "SELECT ?service { ?service ?p ?o }",
    "SELECT $service { $service a <http://example.org/SERVICE> }",
    "SELECT * { ?s ?p 'SERVICE <http://a/> {}' }",
    'SELECT * { ?s ?p """a " SERVICE <http://a/> {}""" }',
    "SELECT * { ?s ?p ?o } # SERVICE <http://a/>",
    "PREFIX x: <http://a/> SELECT * { x:service ?p _:service }",
    r"SELECT * { ?s ?p 'a\' SERVICE <http://a/> {}' }",
    r"SELECT * { ?s <http://a/caf\u00E9> '\u0053ERVICE' }",
    "ASK {" + "{" * 150 + "}" * 150 + "}",
    "SELECT * { ?s a <https://schema.org/Service> ; ?p 'Service' }",
    "SELECT * { ?s ?p 'a'@en-service FILTER(?s < 3 && ?p > 4) }",
]

ENDPOINT = "https://a.example/sparql"


@pytest.mark.parametrize("query", REFUSED)
def test_refused(query: str) -> None:
    with pytest.raises(WrongUseError, match="SERVICE is not allowed"):
        refuse_service(query)


@pytest.mark.parametrize("query", ALLOWED)
def test_passes(query: str) -> None:
    refuse_service(query)


@pytest.mark.parametrize("clause", [f"SERVICE <{ENDPOINT}> {{}}", f"service silent\n<{ENDPOINT}>{{}}"])
def test_an_endpoint_that_is_allowed(clause: str) -> None:
    refuse_service(f"SELECT * {{ {clause} }}", {ENDPOINT})


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ SERVICE <{ENDPOINT}2> {{}} }}",
        f"SELECT * {{ SERVICE <{ENDPOINT}> {{}} SERVICE <http://b/> {{}} }}",
        f"SELECT * {{ SERVICE <{ENDPOINT}> {{}} SERVICE ?any {{}} }}",
        f"SELECT * {{ SERVICE <{ENDPOINT}> {{ SERVICE <http://b/> {{}} }} }}",
        "PREFIX a: <https://a.example/> SELECT * { SERVICE a:sparql {} }",
        "BASE <https://a.example/> SELECT * { SERVICE <sparql> {} }",
    ],
)
def test_only_that_endpoint(query: str) -> None:
    with pytest.raises(WrongUseError, match=rf"Allowed is: SERVICE <{re.escape(ENDPOINT)}>"):
        refuse_service(query, {ENDPOINT})


#: Pieces that are cut in more than one way, to be put around a clause at random.
_PIECES = (
    *("'", '"', "'''", '"""', "\\", "\\'", "<", ">", "<'>", "<a>", "#", "\n", "?x", " ?v ", "1", "true"),
    *(".", " . ", "{", "}", "FILTER(1<2)", "FILTER(", ")", "'a'", '"b"', " ", ":y", "x:y", "/", "//"),
    *("BIND(1 AS ?q", "VALUES ?z {", "@en", "<http://a/b#c>", "SILENT", "<1#>'''\n", "&&", "=", "SERVICE"),
)
_CLAUSES = ("SERVICE <{0}> {{}}", "SERVICE<{0}>{{}}", "SERVICE:y{{}}", "SERVICEx:y {{}}")


@pytest.mark.threat("T12")
def test_whatever_makes_the_database_call_out_is_refused() -> None:
    """Port 1 is one that the database itself refuses to call, with an OSError: that is how a call shows."""
    chance, store, calls = random.Random(20261124), Store(), 0
    address = "http://127.0.0.1:1/"
    prefixes = f"PREFIX : <{address}> PREFIX x: <{address}>"

    def some(most: int) -> str:
        return "".join(chance.choice(_PIECES) for _ in range(chance.randrange(most)))

    for _ in range(40_000):
        begin = chance.choice(("", "{}", "?s ?p ", "FILTER(1", "{} FILTER(1<", "VALUES ?v {"))
        end = chance.choice(("}", ") }", "}}", "'}", '"}', "''' }"))
        clause = chance.choice(_CLAUSES).format(address)
        query = f"{prefixes} SELECT * {{{begin}{some(5)}{clause}{some(5)}{end}"
        try:
            list(store.query(query))  # type: ignore[arg-type]
        except OSError:
            calls += 1
            with pytest.raises(WrongUseError):
                refuse_service(query)
        except (SyntaxError, RuntimeError):
            pass
    assert calls > 50, "too few of the queries call out to say anything"
