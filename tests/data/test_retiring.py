"""A retired thing counts nowhere, keeps what it is known by, and nothing is claimed of it any more."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store
from rdflib import RDF, RDFS, Graph, URIRef

from bouwstenen.graph import derivation, inference
from bouwstenen.namespaces import ID, PREFIXES, graph_iri
from bouwstenen.solutions import select
from bouwstenen.validation.consistency import check_consistency
from bouwstenen.validation.shacl import check, read_shapes

#: Has three retired things, among others; the tests of shapes say that it is valid.
VALID = Path(__file__).parents[1] / "shapes" / "valid.ttl"
RETIRED = {"factor/zelfkennis", "factor/zelfinzicht", "intervention/poppenkast"}


@pytest.fixture(scope="module")
def small(root: Path) -> Store:
    """The valid graph with its ontology, and all that is derived and inferred."""
    store = Store()
    for path in sorted((root / "ontology").glob("*.ttl")):
        store.load(path=path, format=RdfFormat.TURTLE, to_graph=NamedNode(graph_iri("ontology")))
    store.load(path=VALID, format=RdfFormat.TURTLE, to_graph=NamedNode(graph_iri("valid")))
    derivation.derive(store)
    inference.infer(store)
    return store


def _things(store: Store, pattern: str) -> set[str]:
    rows = select(store, f"SELECT DISTINCT ?x WHERE {{ {pattern} }}")
    return {row["x"].value.removeprefix(ID) for row in rows}


def test_a_retired_thing_is_of_no_other_class_of_ours(small: Store) -> None:
    assert _things(small, "?x a bm:Retired ; owl:deprecated true") == RETIRED
    classes = "?thing a bm:Retired , ?x FILTER(STRSTARTS(STR(?x), STR(bm:)))"
    assert _things(small, classes) == {f"{PREFIXES['bm']}Retired"}
    assert check_consistency(small) == []


@pytest.mark.parametrize("kind", ["Factor", "ProtectiveFactor", "Intervention"])
def test_it_is_not_counted(small: Store, kind: str) -> None:
    counted = _things(small, f"?x a bm:{kind}")
    assert counted
    assert not counted & RETIRED


def test_it_stands_in_no_tree(small: Store) -> None:
    tied = "skos:broader|skos:narrower|skos:topConceptOf|^skos:hasTopConcept|skos:broaderTransitive"
    assert _things(small, f"?x a bm:Retired ; {tied} ?other") == set()


def test_it_keeps_what_it_is_known_by(small: Store) -> None:
    kept = "a skos:Concept ; skos:prefLabel ?name ; skos:definition ?text ; skos:inScheme ?scheme"
    assert _things(small, f"?x {kept} ; a bm:Retired ; dcterms:isReplacedBy/rdfs:label ?new") == {
        "factor/zelfkennis"
    }


@pytest.mark.parametrize(
    ("claim", "name", "retired"),
    [
        ("coverage", "about", "intervention/poppenkast"),
        ("evidence", "about", "intervention/poppenkast"),
        ("description", "about", "intervention/poppenkast"),
        ("coverage", "factor", "factor/zelfkennis"),
        ("target", "factor", "factor/zelfkennis"),
        ("mirror", "factor", "factor/zelfkennis"),
        ("placement", "about", "factor/zelfkennis"),
        ("placement", "within", "factor/zelfkennis"),
        ("type", "about", "factor/zelfkennis"),
    ],
)
def test_a_claim_that_leads_to_it_is_refused(claim: str, name: str, retired: str, root: Path) -> None:
    graph = Graph(bind_namespaces="none")
    for path in sorted((root / "ontology").glob("*.ttl")):
        graph += Graph().parse(path).triples((None, RDFS.subClassOf, None))
    graph += Graph().parse(VALID)
    thing, predicate = URIRef(f"{ID}claim/{claim}"), URIRef(PREFIXES["bm"] + name)
    assert (thing, predicate, None) in graph
    assert (URIRef(ID + retired), RDF.type, None) in graph
    graph.set((thing, predicate, URIRef(ID + retired)))
    findings = check(graph, read_shapes(sorted((root / "shapes").glob("claims*.ttl"))))
    assert {found.focus for found in findings if found.severity == "violation"} == {str(thing)}
