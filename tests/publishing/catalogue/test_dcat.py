"""The catalog: what it lists, when it was modified, what it is named."""

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, Store

from bouwstenen.library.question import read_questions
from bouwstenen.namespaces import BASE, ID
from bouwstenen.publishing.catalogue.about import CAVEAT, DATASET, RIGHTS
from bouwstenen.publishing.catalogue.dcat import newest_date
from bouwstenen.publishing.catalogue.description import describe_dataset
from bouwstenen.publishing.questions import describe_questions
from bouwstenen.solutions import select
from tests.publishing.catalogue.conftest import Described, Rows


def test_what_the_catalog_lists(rows: Rows) -> None:
    assert rows("SELECT ?d { ?c a dcat:Catalog ; dcat:dataset ?d }") == [[DATASET]]
    services = rows("SELECT ?s { ?c a dcat:Catalog ; dcat:service ?s . ?s dcat:servesDataset ?d }")
    assert sorted(iri.removeprefix(ID) for (iri,) in services) == [
        *("data-service/api", "data-service/sparql", "data-service/stream")
    ]
    found = rows("SELECT ?d ?a { ?x dcat:distribution ?d . ?d a dcat:Distribution ; dcat:accessURL ?a }")
    assert sorted(address.removeprefix(BASE) for _, address in found) == [
        *("dump/bouwstenen-csv.zip", "dump/bouwstenen.jsonld.gz", "dump/bouwstenen.nq.gz"),
        *("dump/bouwstenen.trig.gz", "dump/bouwstenen.ttl.gz", "queries", "sparql", "stream"),
    ]


def test_files_of_the_graph_are_dumps_and_tables_are_not(rows: Rows) -> None:
    dumps = {
        iri.rpartition(".")[0].rpartition(".")[2] for (iri,) in rows("SELECT ?f { ?d void:dataDump ?f }")
    }
    assert dumps == {"nq", "trig", "ttl", "jsonld"}
    assert len(rows("SELECT ?d { ?d dcat:compressFormat ?f ; dcat:downloadURL ?a }")) == 4
    assert len(rows("SELECT ?d { ?d dcat:packageFormat ?f ; dcat:downloadURL ?a }")) == 1


def test_what_it_is_not_for_is_said_wherever_the_data_are(rows: Rows) -> None:
    for kind in ("dcat:Dataset", "dcat:Distribution", "dcat:DataService"):
        things = rows(f"SELECT ?d {{ ?d a {kind} }}")
        said = rows(
            f"SELECT ?d ?t {{ ?d a {kind} ; dcterms:rights ?r . ?r rdfs:label ?t"
            f' FILTER(LANG(?t) = "nl" && ?r = <{RIGHTS}>) }}'
        )
        assert things
        assert sorted(said) == sorted([iri, CAVEAT["nl"]] for (iri,) in things)


@pytest.mark.parametrize(
    ("lines", "newest"),
    [
        (['id:x dcterms:modified "2026-11-23"^^xsd:date'], "2026-11-23"),
        (
            [
                'id:x dcterms:modified "2026-11-23"^^xsd:date',
                'id:y prov:generatedAtTime "2027-01-02T00:00:00+00:00"^^xsd:dateTime',
                'id:z dcterms:issued "2030-01-01"^^xsd:date',
                'id:z dcterms:created "2031"^^xsd:gYear',
            ],
            "2027-01-02",
        ),
        (["id:x rdf:type skos:Concept"], None),
    ],
)
def test_modified_is_the_newest_date_that_sources_state(
    small: Described, lines: list[str], newest: str | None
) -> None:
    told = small(lines)(f"SELECT ?d {{ <{DATASET}> dcterms:modified ?d }}")
    assert told == ([[newest]] if newest else [])


def test_the_real_graph_has_a_date(store: Store, rows: Rows) -> None:
    date = newest_date(store)
    assert date is not None
    assert date >= "2026-11-24"
    assert rows(f"SELECT ?d {{ <{DATASET}> dcterms:modified ?d }}") == [[date]]


def test_nothing_of_a_build_or_the_history_is_in_it(store: Store, described: list[Quad], rows: Rows) -> None:
    assert set(describe_dataset(store, ["coverage"])) == set(described)
    for name in ("dcat:version", "owl:versionInfo", "dcterms:issued", "dcat:byteSize", "dcat:hasVersion"):
        assert rows(f"SELECT ?s ?o {{ ?s {name} ?o }}") == []


def test_every_node_has_an_iri(described: list[Quad]) -> None:
    assert not [quad for quad in described if BlankNode in (type(quad.subject), type(quad.object))]


def test_every_node_of_ours_has_a_name_in_both_languages(store: Store, described: list[Quad]) -> None:
    whole = Store()
    whole.extend([*store, *described])
    named = {
        tag: {
            row["s"].value
            for row in select(whole, f'SELECT ?s {{ ?s rdfs:label ?l FILTER(LANG(?l) = "{tag}") }}')
        }
        for tag in ("nl", "en")
    }
    subjects = {quad.subject.value for quad in described if isinstance(quad.subject, NamedNode)}
    ours = {iri for iri in subjects if iri.startswith(ID)}
    assert len(ours) > 250
    assert not ours - named["nl"]
    assert not {iri for iri in ours - named["en"] if not iri.startswith(f"{ID}organisation/")}


def test_questions_and_endpoint_name_each_other(root: Path, store: Store) -> None:
    questions = read_questions(root / "queries")
    whole = Store()
    whole.extend(describe_questions(questions))
    whole.extend(describe_dataset(store, [question.name for question in questions]))
    found = select(
        whole,
        """SELECT ?q { ?service sd:endpoint ?address ; dcterms:relation ?q .
        ?q a sh:SPARQLExecutable ; schema:target ?address }""",
    )
    assert len(list(found)) == len(questions) > 30
