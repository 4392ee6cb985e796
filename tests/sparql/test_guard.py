"""SERVICE is refused however it is spelt, and nothing else is."""

import pytest

from bouwstenen.errors import WrongUseError
from bouwstenen.sparql.guard import refuse_service

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
]


@pytest.mark.parametrize("query", REFUSED)
def test_refused(query: str) -> None:
    with pytest.raises(WrongUseError, match="SERVICE"):
        refuse_service(query)


@pytest.mark.parametrize("query", ALLOWED)
def test_allowed(query: str) -> None:
    refuse_service(query)
