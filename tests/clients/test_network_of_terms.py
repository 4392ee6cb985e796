"""The Network of Terms can ask us: two queries answer with the terms it reads, and a description says so.

What it binds, replaces and reads, and what its catalogue demands, is after its own code and shapes:
https://github.com/netwerk-digitaal-erfgoed/network-of-terms (packages/query, packages/catalog).
"""

import json
from pathlib import Path
from typing import Any

import httpx2
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, parse

from bouwstenen.namespaces import PREFIXES, RDF_TYPE
from bouwstenen.solutions import select
from tests.clients.comunica import ask

HERE = Path(__file__).resolve().parents[2] / "docs" / "network-of-terms"
DATASET = HERE / "datasets" / "bouwstenen.jsonld"
ID = "https://w3id.org/bouwstenen/id/"
SKOS = PREFIXES["skos"]
_OURS = "FILTER(STRSTARTS(STR(?s), STR(id:)))"
_RANK = "http://purl.org/voc/vrank#simpleRank"
#: The properties of a term that the Network reads.
_READ = {
    *(f"{SKOS}{name}" for name in ("prefLabel", "altLabel", "hiddenLabel", "scopeNote")),
    *(f"{SKOS}{name}" for name in ("broader", "narrower", "related", "exactMatch", "inScheme")),
    *(RDF_TYPE, _RANK),
}

Terms = dict[str, dict[str, set[str]]]


def _description() -> dict[str, Any]:
    described: dict[str, Any] = json.loads(DATASET.read_text())
    return described


def _query(kind: str) -> str:
    """The query of an action, found as the catalogue finds it: from the description's own folder."""
    (distribution,) = _description()["distribution"]
    address: str
    (address,) = [act["query"] for act in distribution["potentialAction"] if act["@type"] == kind]
    return (DATASET.parent / address.removeprefix("file://")).resolve().read_text()


def _search_query(limit: int) -> str:
    return _query("SearchAction").replace("#LIMIT#", f"LIMIT {limit}", 1)


def _triples(server: str, query: str) -> set[Triple]:
    answer = httpx2.post(
        f"{server}/sparql", data={"query": query}, headers={"accept": "application/n-triples"}
    )
    assert answer.status_code == 200, answer.text
    return {quad.triple for quad in parse(answer.content, RdfFormat.N_TRIPLES)}


def _terms(triples: set[Triple]) -> Terms:
    """What the Network makes of the triples: by subject, the values of the properties that it reads."""
    terms: Terms = {}
    for triple in triples:
        assert isinstance(triple.subject, NamedNode)
        assert triple.predicate.value in _READ
        said = terms.setdefault(triple.subject.value, {})
        said.setdefault(triple.predicate.value.removeprefix(SKOS), set()).add(str(triple.object))
    return terms


def _found(terms: Terms) -> set[str]:
    return {iri for iri, said in terms.items() if f"<{SKOS}Concept>" in said.get(RDF_TYPE, ())}


def _search(server: str, text: str, limit: int = 10_000) -> Terms:
    query = _search_query(limit).replace("?query", str(Literal(text)))
    return _terms(_triples(server, query))


def _look_up(server: str, *iris: str) -> Terms:
    listed = " ".join(f"<{iri}>" for iri in iris)
    return _terms(_triples(server, _query("FindAction").replace("?uris", listed, 1)))


@pytest.mark.parametrize("text", ["empath", "zelf", "school/werk", "e"])
def test_search_finds_every_concept_with_such_a_label(server: str, store: Store, text: str) -> None:
    schemes = ("ernst", "soorten-tegenspraak", "uitkomsten", "beschikbaarheid", "grondslagen")
    ours = " ".join(f"<{ID}scheme/{slug}>" for slug in (*schemes, "erkenning-nji", "erkenning-movisie"))
    expected = select(
        store,
        "SELECT DISTINCT ?c { ?c skos:inScheme ?s ; skos:prefLabel|skos:altLabel|skos:hiddenLabel ?l"
        f" {_OURS} FILTER(?s NOT IN ({ours.replace(' ', ', ')}))"
        f" FILTER(CONTAINS(LCASE(STR(?l)), {Literal(text)})) }}",
    )
    found = _found(_search(server, text))
    assert found == {row["c"].value for row in expected}
    assert found


def test_a_term_has_labels_note_and_neighbours_with_their_names(server: str) -> None:
    term = _search(server, "empatie")[f"{ID}factor/empathie"]
    assert term["prefLabel"] == {'"Empathie"@nl', '"Empathy"@en'}
    assert term["altLabel"] == {'"Empatie"@nl'}
    assert len(term["scopeNote"]) >= 1
    terms = _search(server, "zelfbeheersing")
    (above,) = terms[f"{ID}factor/zelfbeheersing"]["broader"]
    (below,) = terms[f"{ID}factor/zelfbeheersing"]["narrower"]
    assert terms[above.strip("<>")]["prefLabel"] == {
        '"Persoonlijke ontwikkeling"@nl',
        '"Personal development"@en',
    }
    assert '"Zelfcontrole"@nl' in terms[below.strip("<>")]["prefLabel"]


def test_a_whole_label_ranks_first_and_the_limit_keeps_the_best(server: str) -> None:
    terms = _search(server, "kennis")
    ranks = {iri: max(terms[iri][_RANK]) for iri in _found(terms)}
    assert len(set(ranks.values())) == 3
    (exact,) = [iri for iri, rank in ranks.items() if rank.startswith('"3"')]
    assert exact == f"{ID}factor/kennis"
    assert _found(_search(server, "kennis", limit=1)) == {exact}
    assert len(_found(_search(server, "e", limit=10))) == 10


def test_nothing_found_is_an_empty_answer(server: str) -> None:
    assert _search(server, 'no such "label" \\') == {}


def test_lookup_tells_terms_and_that_they_are_ours(server: str) -> None:
    iris = (f"{ID}factor/empathie", f"{ID}intervention-type/1.1")
    terms = _look_up(server, *iris, f"{ID}factor/bestaat-niet", "https://example.org/other")
    assert _found(terms) == set(iris)
    for iri in iris:
        assert terms[iri]["inScheme"] == {f"<{_description()['@id']}>"}
        assert {"prefLabel", "broader"} <= terms[iri].keys()
    assert terms[iris[0]]["altLabel"] == {'"Empatie"@nl'}


def test_every_concept_of_a_scheme_can_be_looked_up(server: str, store: Store) -> None:
    iris = {row["c"].value for row in select(store, f"SELECT DISTINCT ?c {{ ?c skos:inScheme ?s {_OURS} }}")}
    (prefix,) = _description()["url"]
    assert all(iri.startswith(prefix) for iri in iris)
    terms = _look_up(server, *iris)
    assert _found(terms) == iris
    assert all("prefLabel" in terms[iri] for iri in iris)


def test_the_same_through_the_engine_of_the_network(server: str) -> None:
    """The Network asks with Comunica, which binds variables beforehand and reads the query itself."""
    sources = [{"type": "sparql", "value": f"{server}/sparql"}]
    query = _search_query(10)
    lookup = _query("FindAction").replace("?uris", f"<{ID}factor/empathie>", 1)
    searched, looked_up = ask(
        {"query": query, "sources": sources, "texts": {"query": "empath"}},
        {"query": lookup, "sources": sources},
    )
    direct = _triples(server, query.replace("?query", '"empath"'))
    assert {tuple(triple) for triple in searched} == {_values(triple) for triple in direct}
    assert {tuple(triple) for triple in looked_up} == {_values(triple) for triple in _triples(server, lookup)}


def _values(triple: Triple) -> tuple[str, str, str]:
    subject, found = triple.subject, triple.object
    assert isinstance(subject, NamedNode)
    assert isinstance(found, NamedNode | Literal)
    return subject.value, triple.predicate.value, found.value


def _one_text_a_language(texts: list[dict[str, str]]) -> bool:
    languages = [text["@language"] for text in texts]
    return len(languages) == len(set(languages)) > 0 and all(text["@value"].strip() for text in texts)


def test_the_description_has_what_the_catalogue_demands() -> None:
    told = _description()
    assert (told["@context"], told["@type"]) == ("https://schema.org", "Dataset")
    for key in ("name", "description", "alternateName"):
        assert _one_text_a_language(told[key]), key
    subjects = "https://data.cultureelerfgoed.nl/termennetwerk/onderwerpen/"
    assert all(genre["@id"].startswith(subjects) for genre in told["genre"])
    assert told["genre"]
    assert told["inLanguage"] == ["nl", "en"]
    assert all(each.startswith("https://") for each in (*told["mainEntityOfPage"], *told["url"]))
    (distribution,) = told["distribution"]
    assert distribution["@type"] == "DataDownload"
    assert distribution["@id"].startswith("https://")
    assert distribution["contentUrl"] == "https://w3id.org/bouwstenen/sparql"
    assert distribution["encodingFormat"] == "application/sparql-query"
    assert sorted(action["@type"] for action in distribution["potentialAction"]) == [
        "FindAction",
        "SearchAction",
    ]


def test_the_publisher_is_described_too(store: Store) -> None:
    publisher = json.loads((HERE / "publisher.jsonld").read_text())
    (creator,) = _description()["creator"]
    assert creator["@id"] == publisher["@id"]
    assert publisher["@type"] == "Organization"
    assert _one_text_a_language(publisher["name"])
    assert publisher["alternateName"]
    assert list(select(store, f"SELECT * {{ <{publisher['@id']}> a bm:Organisation }} LIMIT 1"))


def test_queries_name_only_what_the_network_fills_in() -> None:
    search, lookup = _query("SearchAction"), _query("FindAction")
    assert search.count("#LIMIT#") == lookup.count("?uris") == 1
    for other in ("?limit", "?genres", "?virtuosoQuery", "?datasetUri"):
        assert other not in search
