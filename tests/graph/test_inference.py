"""Our compiled rules against owlrl, the reference; and that what has no rule is refused."""

from pathlib import Path

import owlrl
import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store
from rdflib import RDF, Graph, URIRef

from bench.entailments import facts
from bouwstenen.errors import SourceError
from bouwstenen.graph import derivation, inference, sources
from bouwstenen.namespaces import BM, ID, PREFIXES, RDF_TYPE, graph_iri
from bouwstenen.validation.shacl import to_graph

_ERRORS = "http://www.daml.org/2002/03/agents/agent-ont#"


@pytest.fixture(scope="module")
def plain(root: Path) -> Store:
    """The sources and what the rules derive, before inference."""
    store = sources.load(sources.find(root))
    derivation.derive(store)
    return store


def test_entailments_equal_owlrl(plain: Store) -> None:
    ours = Store()
    ours.extend(plain)
    inference.infer(ours)
    reference = to_graph(plain)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(reference)
    mine, theirs = facts(to_graph(ours)), facts(reference)
    assert not theirs - mine, f"owlrl entails, we do not: {sorted(theirs - mine)[:5]}"
    assert not mine - theirs, f"we entail, owlrl does not: {sorted(mine - theirs)[:5]}"
    assert not _errors(reference)


def _errors(closure: Graph) -> list[str]:
    """What owlrl calls inconsistent: it adds an error message to the graph."""
    return [
        str(text)
        for message in closure.subjects(RDF.type, URIRef(f"{_ERRORS}ErrorMessage"))
        for text in closure.objects(message, URIRef(f"{_ERRORS}error"))
    ]


def test_owlrl_would_tell() -> None:
    broken = Graph()
    broken.parse(
        data="""@prefix : <http://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        :A a owl:Class ; owl:disjointWith :B . :B a owl:Class . :x a :A , :B .""",
        format="turtle",
    )
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(broken)
    assert _errors(broken)


def test_all_is_consistent(store: Store) -> None:
    assert inference.inconsistencies(store) == []


def _store(turtle: str, tmp_path: Path) -> Store:
    prefixes = "".join(f"@prefix {prefix}: <{base}> .\n" for prefix, base in PREFIXES.items())
    path = tmp_path / "ontology.ttl"
    path.write_text(prefixes + turtle, encoding="utf-8")
    return sources.load([sources.Source("ontology", path)])


@pytest.mark.parametrize(
    ("axioms", "fact"),
    [
        ("bm:A rdfs:subClassOf bm:B . id:x a bm:A .", "id:x a bm:B"),
        ("bm:p rdfs:subPropertyOf bm:q . id:x bm:p id:y .", "id:x bm:q id:y"),
        ("bm:p owl:inverseOf bm:q . id:x bm:p id:y .", "id:y bm:q id:x"),
        ("bm:p owl:inverseOf bm:q . id:x bm:q id:y .", "id:y bm:p id:x"),
        ("bm:p a owl:SymmetricProperty . id:x bm:p id:y .", "id:y bm:p id:x"),
        ("bm:p a owl:TransitiveProperty . id:x bm:p id:y . id:y bm:p id:z .", "id:x bm:p id:z"),
        ("bm:p rdfs:domain bm:A . id:x bm:p 1 .", "id:x a bm:A"),
        ("bm:p a owl:ObjectProperty ; rdfs:range bm:A . id:x bm:p id:y .", "id:y a bm:A"),
        ("bm:r owl:propertyChainAxiom (bm:p bm:q) . id:x bm:p id:y . id:y bm:q id:z .", "id:x bm:r id:z"),
    ],
)
def test_each_rule(axioms: str, fact: str, tmp_path: Path) -> None:
    store = _store(axioms, tmp_path)
    inference.infer(store)
    assert store.query(f"ASK {{ {fact} }}", prefixes=PREFIXES, use_default_graph_as_union=True)


@pytest.mark.parametrize(
    "axioms",
    [
        "bm:A owl:disjointWith bm:B . id:x a bm:A , bm:B .",
        "[] a owl:AllDisjointClasses ; owl:members (bm:A bm:B) . id:x a bm:A , bm:B .",
    ],
)
def test_disjoint_classes(axioms: str, tmp_path: Path) -> None:
    (clash,) = inference.inconsistencies(_store(axioms, tmp_path))
    assert (clash.thing, clash.one, clash.other) == (f"{ID}x", "bm:A", "bm:B")


@pytest.mark.parametrize("more", ["A", "B"])
def test_disjoint_classes_of_any_size(more: str, tmp_path: Path) -> None:
    things = f"id:x a bm:A , bm:B . id:y a bm:B , bm:A . id:z a bm:{more} . id:w a bm:{more} , bm:C ."
    axioms = "bm:B owl:disjointWith bm:A , bm:Empty . [] owl:disjointWith bm:A ."
    clashes = inference.inconsistencies(_store(f"{axioms} {things}", tmp_path))
    assert clashes == [(f"{ID}{name}", "bm:B", "bm:A") for name in "xy"]


@pytest.mark.parametrize(
    "axioms",
    [
        "bm:p a owl:FunctionalProperty .",
        "bm:A owl:equivalentClass bm:B .",
        "bm:r owl:propertyChainAxiom (bm:p bm:q bm:s) .",
    ],
)
def test_what_has_no_rule_is_refused(axioms: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no rule|two steps"):
        inference.infer(_store(axioms, tmp_path))


def test_chain_gives_may_strengthen(store: Store) -> None:
    ask = f"ASK {{ GRAPH graph:inferred {{ <{ID}intervention/vip> bm:mayStrengthen ?factor }} }}"
    assert store.query(ask, prefixes=PREFIXES)


def _said(*parts: NamedNode | Literal, graph: str) -> Quad:
    subject, predicate, value = parts
    assert isinstance(subject, NamedNode)
    assert isinstance(predicate, NamedNode)
    return Quad(subject, predicate, value, NamedNode(graph_iri(graph)))


_SUBCLASS = NamedNode(f"{PREFIXES['rdfs']}subClassOf")
_A, _B, _X = NamedNode(f"{BM}A"), NamedNode(f"{BM}B"), NamedNode(f"{ID}x")
#: Pasted between < and >, it would end the IRI and the pattern, and have the database call an address.
_HOSTILE = Literal("http://e>}WHERE{SERVICE<http://127.0.0.1:9/>{?x a ?y}}#")


def test_axioms_outside_the_ontology_entail_nothing() -> None:
    type_, transitive = NamedNode(RDF_TYPE), NamedNode(f"{PREFIXES['owl']}TransitiveProperty")
    store = Store()
    store.extend(
        [
            _said(_A, _SUBCLASS, _B, graph="changeset-1"),
            _said(_A, _SUBCLASS, _HOSTILE, graph="changeset-1"),
            _said(_A, NamedNode(f"{PREFIXES['owl']}disjointWith"), _B, graph="changeset-1"),
            _said(NamedNode(f"{BM}p"), type_, transitive, graph="changeset-1"),
            _said(_X, type_, _A, graph="data"),
            _said(_X, type_, _B, graph="other"),
        ]
    )
    assert inference.compile_rules(store) == []
    assert inference.infer(store) == 0
    assert inference.inconsistencies(store) == []


def test_an_axiom_about_a_literal_is_refused() -> None:
    store = Store()
    store.add(_said(_A, _SUBCLASS, _HOSTILE, graph="ontology"))
    with pytest.raises(SourceError, match="only an IRI"):
        inference.infer(store)


@pytest.mark.parametrize("axiom", ["[] rdfs:subClassOf bm:A .", "bm:r owl:propertyChainAxiom (bm:p 1) ."])
def test_an_axiom_about_no_iri_is_refused(axiom: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="only an IRI"):
        inference.infer(_store(axiom, tmp_path))


def test_an_iri_that_is_none_in_a_query_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ontology.nt"
    path.write_text(f"<{_A.value}> <{_SUBCLASS.value}> <http://e/}}#> .\n", encoding="utf-8")
    store = Store()
    store.load(path=path, format=RdfFormat.N_TRIPLES, to_graph=NamedNode(graph_iri("ontology")), lenient=True)
    with pytest.raises(SourceError, match="only an IRI"):
        inference.infer(store)
