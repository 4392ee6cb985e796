"""VoID: the counts are those of the graph, counted otherwise."""

from collections import defaultdict

import pytest
from pyoxigraph import NamedNode, Quad, Store

from bouwstenen.namespaces import BASE, ID, RDF_TYPE, graph_iri
from bouwstenen.publishing.catalogue.linksets import namespace_of
from bouwstenen.publishing.catalogue.naming import slugs_of
from bouwstenen.solutions import select
from tests.publishing.catalogue.conftest import Described, Rows

_ABOUT = "SELECT ?n { <https://w3id.org/bouwstenen/id/dataset/bouwstenen> %s ?n }"


def _number(rows: Rows, name: str) -> int:
    ((number,),) = rows(_ABOUT % name)
    return int(number)


def test_totals(store: Store, rows: Rows) -> None:
    subjects = {quad.subject for quad in store}
    assert _number(rows, "void:triples") == len(store)
    assert _number(rows, "void:distinctSubjects") == len(subjects)
    assert _number(rows, "void:distinctObjects") == len({quad.object for quad in store})
    ours = [each for each in subjects if isinstance(each, NamedNode) and each.value.startswith(ID)]
    assert _number(rows, "void:entities") == len(ours)


def test_every_property_with_its_counts(store: Store, rows: Rows) -> None:
    triples: dict[str, list[Quad]] = defaultdict(list)
    for quad in store:
        triples[quad.predicate.value].append(quad)
    expected = [
        [iri, str(len(quads)), str(len({q.subject for q in quads})), str(len({q.object for q in quads}))]
        for iri, quads in triples.items()
    ]
    told = rows("""SELECT ?p ?n ?s ?o { [] void:propertyPartition [ void:property ?p ; void:triples ?n ;
        void:distinctSubjects ?s ; void:distinctObjects ?o ] }""")
    assert sorted(told) == sorted(expected)
    assert _number(rows, "void:properties") == len(expected)
    assert sum(int(row[1]) for row in told) == _number(rows, "void:triples")


def test_every_class_with_its_things(store: Store, rows: Rows) -> None:
    things: dict[str, set[object]] = defaultdict(set)
    for quad in store.quads_for_pattern(None, NamedNode(RDF_TYPE), None, None):
        if isinstance(quad.object, NamedNode):
            things[quad.object.value].add(quad.subject)
    told = rows("SELECT ?c ?n { [] void:classPartition [ void:class ?c ; void:entities ?n ] }")
    assert sorted(told) == sorted([iri, str(len(found))] for iri, found in things.items())
    assert _number(rows, "void:classes") == len(told)


def test_every_graph_is_a_part(store: Store, rows: Rows) -> None:
    sizes: dict[str, int] = defaultdict(int)
    for quad in store:
        sizes[str(quad.graph_name)[1:-1]] += 1
    told = rows("SELECT ?g ?n { [] void:subset ?g . ?g void:triples ?n MINUS { ?g a void:Linkset } }")
    assert sorted(told) == sorted([iri, str(size)] for iri, size in sizes.items())


def test_the_description_knows_its_own_size(described: list[Quad], rows: Rows) -> None:
    ((told,),) = rows("SELECT ?n { graph:dataset void:triples ?n }")
    assert int(told) == len(described) == len(set(described))
    assert {quad.graph_name for quad in described} == {NamedNode(graph_iri("dataset"))}


def test_examples_and_roots_are_things_of_the_graph(store: Store, rows: Rows) -> None:
    examples = rows("SELECT ?e { [] void:exampleResource ?e }")
    roots = rows("SELECT ?r { [] void:rootResource ?r }")
    assert len(examples) == 7
    assert len(roots) > 10
    for (iri,) in (*examples, *roots):
        assert iri.startswith(BASE)
        assert next(store.quads_for_pattern(NamedNode(iri), None, None, None), None), iri


def test_links_to_others_by_namespace_and_property(small: Described) -> None:
    rows = small(
        [
            "id:intervention/a skos:exactMatch <http://www.wikidata.org/entity/Q1>",
            "id:intervention/b skos:exactMatch <http://www.wikidata.org/entity/Q2>",
            "id:intervention/b skos:closeMatch <http://www.wikidata.org/entity/Q2>",
            "id:intervention/b skos:closeMatch id:intervention/a",
            "<http://www.wikidata.org/entity/Q2> skos:closeMatch id:intervention/b",
            "id:intervention/b foaf:page <https://example.org/b>",
            "bm:Intervention rdfs:subClassOf schema:Service",
            "id:claim/a rdf:type bm:AlignmentClaim",
            "id:claim/a bm:about bm:Intervention",
            "id:claim/a owl:annotatedProperty rdfs:seeAlso",
            "id:claim/a owl:annotatedTarget <https://example.org/LIST_1>",
            "id:source/list rdf:type bm:Vocabulary",
            'id:source/list void:uriSpace "https://example.org/LIST_"',
        ]
    )
    told = rows("""SELECT ?space ?link ?n {
        ?l a void:Linkset ; void:linkPredicate ?link ; void:triples ?n ; void:objectsTarget ?o .
        ?l void:subjectsTarget ?d . ?d void:subset ?l . ?o a void:Dataset ; void:uriSpace ?space }""")
    short = sorted((space, link.rpartition("#")[2], number) for space, link, number in told)
    assert short == [
        ("http://www.wikidata.org/entity/", "closeMatch", "1"),
        ("http://www.wikidata.org/entity/", "exactMatch", "2"),
        ("https://example.org/LIST_", "seeAlso", "1"),
        ("https://schema.org/", "subClassOf", "1"),
    ]


@pytest.mark.parametrize(
    ("iri", "namespace"),
    [
        ("http://www.wikidata.org/entity/Q42", "http://www.wikidata.org/entity/"),
        ("https://example.org/terms#a/b", "https://example.org/terms#"),
        ("http://www.w3.org/2004/02/skos/core#Concept", "http://www.w3.org/2004/02/skos/core#"),
        ("https://example.org/a/", "https://example.org/"),
        ("https://example.org", "https://example.org"),
        ("urn:isbn:1", "urn:isbn:1"),
    ],
)
def test_namespace_of(iri: str, namespace: str) -> None:
    assert namespace_of(iri) == namespace


def test_no_two_terms_share_a_name() -> None:
    slugs = slugs_of(["https://e.org/a#b", "https://e.org/a/b", "https://w3id.org/bouwstenen/def/hasType"])
    assert len(set(slugs.values())) == 3
    assert slugs["https://w3id.org/bouwstenen/def/hasType"] == "bm-has-type"
    assert slugs == slugs_of(reversed(slugs))


def test_vocabularies_are_those_in_use(small: Described) -> None:
    rows = small(["id:x rdf:type bm:Theme", "id:x foaf:page <https://example.org/>"])
    told = {iri for (iri,) in rows("SELECT ?v { [] void:vocabulary ?v }")}
    assert told == {
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "http://xmlns.com/foaf/0.1/",
        "https://w3id.org/bouwstenen/def/",
    }


def test_every_vocabulary_that_ours_is_aligned_with_has_a_linkset(store: Store, rows: Rows) -> None:
    aligned = select(
        store,
        "SELECT DISTINCT ?space { ?claim a bm:AlignmentClaim ; prov:wasDerivedFrom/dcterms:isPartOf ?v ."
        " ?v a bm:Vocabulary ; void:uriSpace ?space }",
    )
    spaces = {row["space"].value for row in aligned}
    assert len(spaces) == 8
    assert spaces <= {
        space for (space,) in rows("SELECT ?space { [] void:objectsTarget/void:uriSpace ?space }")
    }
