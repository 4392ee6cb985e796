"""Our way of calling pyshacl finds what pyshacl finds when it is called plainly."""

from pathlib import Path

import pyshacl
import pytest
from pyoxigraph import Store
from rdflib import RDF, SH, Graph, Literal, URIRef

from bouwstenen.errors import SourceError
from bouwstenen.namespaces import BM, ID
from bouwstenen.validation.shacl import check, in_stages, read_shapes, to_graph


def _mutated(store: Store) -> Graph:
    """The whole graph, with every 37th statement about a thing lost and every 41st turned into nonsense."""
    graph = to_graph(store)
    facts = sorted(fact for fact in graph if str(fact[0]).startswith(ID) and fact[1] != RDF.type)
    for subject, predicate, value in facts[::37]:
        graph.remove((subject, predicate, value))
    for subject, predicate, value in facts[::41]:
        graph.remove((subject, predicate, value))
        graph.add((subject, predicate, Literal("nonsense") if isinstance(value, URIRef) else Literal(-1)))
    return graph


def test_own_targets_find_the_same(store: Store, root: Path) -> None:
    paths = sorted((root / "shapes").glob("*.ttl"))
    plain = Graph()
    for path in paths:
        plain.parse(path)
    broken = _mutated(store)
    theirs, ours = check(broken, plain), check(broken, read_shapes(paths))
    assert len(theirs) > 500, "the mutations must be found"
    assert len({finding.shape for finding in theirs}) > 60
    assert ours == theirs


def test_no_property_shape_is_left_without_targets(root: Path) -> None:
    shapes = read_shapes(sorted((root / "shapes").glob("*.ttl")))
    assert (None, SH.property, None) not in shapes
    idle = [s for s in shapes.subjects(RDF.type, SH.PropertyShape) if (s, SH.targetClass, None) not in shapes]
    assert not idle, f"link them to a node shape with sh:property: {idle}"


def test_stages(root: Path) -> None:
    first, second = in_stages(sorted((root / "shapes").glob("*.ttl")))
    assert {path.stem for path in first} == {
        *("claims", "claims-alignments", "claims-changesets", "claims-conflicts", "claims-interventions"),
        "claims-model",
        *("sources", "sources-links", "sources-vocabularies"),
    }
    assert {path.stem for path in second} == {
        "conflicts",
        "interventions",
        "model",
        "nl-sbb",
        "quality",
        "retired",
    }


def test_graphs_carry_over_term_by_term(store: Store) -> None:
    graph = to_graph(store)
    triples = {(quad.subject, quad.predicate, quad.object) for quad in store}
    assert len(graph) == len(triples)
    assert (URIRef(f"{ID}trede/3"), URIRef(f"{BM}level"), Literal(3)) in graph
    assert (
        URIRef(f"{ID}bouwsteen/1"),
        URIRef("http://www.w3.org/2000/01/rdf-schema#label"),
        Literal("Individu", lang="nl"),
    ) in graph


def test_a_plain_string_is_the_one_that_shapes_name(store: Store) -> None:
    # sh:in and sh:hasValue compare terms, and rdflib tells "high" from "high"^^xsd:string
    certainties = set(to_graph(store).objects(None, URIRef(f"{BM}certainty")))
    assert certainties == {Literal("high"), Literal("low")}


def test_the_shapes_are_valid_shacl(root: Path) -> None:
    shapes = Graph()
    for path in sorted((root / "shapes").glob("*.ttl")):
        shapes.parse(path)
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, text


def test_a_broken_shape_is_told() -> None:
    shapes = Graph().parse(
        data="""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://example.org/> .
        :S a sh:NodeShape ; sh:targetNode :x ; sh:sparql [ sh:select "SELECT nonsense" ] .""",
        format="turtle",
    )
    with pytest.raises(SourceError, match="cannot be applied"):
        check(Graph(), shapes)
