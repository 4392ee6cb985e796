"""SPARQLWrapper works with our endpoint, and with another one that calls on ours."""

from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from tests.servers import Remote

_TREDEN = "SELECT ?t ?level { ?t a bm:Trede ; bm:level ?level } ORDER BY ?level"
_LEVELS = "CONSTRUCT { ?t bm:level ?l } WHERE { ?t bm:level ?l }"


def _asked(
    server: str,
    query: str,
    form: str = JSON,
    method: str = GET,
    how: str = URLENCODED,
) -> Any:  # noqa: ANN401 - what it is depends on the format
    wrapper = SPARQLWrapper(f"{server}/sparql", returnFormat=form)
    wrapper.setQuery(query)
    wrapper.setMethod(method)
    wrapper.setRequestMethod(how)
    return wrapper.queryAndConvert()


@pytest.mark.parametrize(
    ("method", "how"), [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)], ids=str
)
def test_select_in_json(server: str, method: str, how: str) -> None:
    rows = _asked(server, _TREDEN, method=method, how=how)["results"]["bindings"]
    assert [row["level"]["value"] for row in rows] == list("012345")


def test_select_in_xml_csv_and_tsv(server: str) -> None:
    assert len(_asked(server, _TREDEN, XML).getElementsByTagName("result")) == 6
    assert _asked(server, _TREDEN, CSV).decode().splitlines()[0] == "t,level"
    assert _asked(server, _TREDEN, TSV).decode().splitlines()[0] == "?t\t?level"


def test_ask(server: str) -> None:
    assert _asked(server, "ASK { ?t bm:level 5 }")["boolean"] is True
    assert _asked(server, "ASK { ?t bm:level 6 }")["boolean"] is False


@pytest.mark.parametrize("form", [TURTLE, N3])
def test_construct_in_turtle(server: str, form: str) -> None:
    assert len(list(parse(_asked(server, _LEVELS, form), RdfFormat.TURTLE))) == 6


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # its own doing
@pytest.mark.parametrize("form", [RDFXML, XML, JSONLD])
def test_construct_as_a_graph_of_rdflib(server: str, form: str) -> None:
    graph = _asked(server, _LEVELS, form)
    assert {int(level) for level in graph.objects()} == set(range(6))


def test_a_mistake_is_told_with_its_place(server: str) -> None:
    with pytest.raises(QueryBadFormed, match="line"):
        _asked(server, "SELECT * {\n ?s ?p }")


def test_another_endpoint_joins_its_data_with_ours(server: str, second: Remote) -> None:
    wrapper = SPARQLWrapper(second.query, returnFormat=JSON)
    wrapper.setQuery(f"""
    PREFIX bm: <https://w3id.org/bouwstenen/def/>
    SELECT ?population (COUNT(DISTINCT ?intervention) AS ?interventions) WHERE {{
      ?municipality <http://example.org/population> ?population .
      SERVICE <{server}/sparql> {{ ?intervention bm:municipality ?municipality }}
    }} GROUP BY ?population ORDER BY ?population""")
    answer: Any = wrapper.queryAndConvert()
    rows = answer["results"]["bindings"]
    assert [row["population"]["value"] for row in rows] == ["200", "300"]
    assert all(int(row["interventions"]["value"]) > 0 for row in rows)
