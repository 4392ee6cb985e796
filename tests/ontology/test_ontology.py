"""The vocabulary: labelled, defined, described, used, and inside the OWL 2 RL profile."""

import tomllib
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from bouwstenen.namespaces import BM

VANN = Namespace("http://purl.org/vocab/vann/")
#: OWL 2 Profiles §4.2: classes that OWL 2 RL allows where a superclass or range stands are names here, and
#: so are those where a subclass stands; anonymous class expressions are not used at all.
_CLASS_POSITIONS = (RDFS.subClassOf, RDFS.domain, RDFS.range, OWL.disjointWith)
_KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
#: §4.2.4: datatypes that OWL 2 RL has.
_DATATYPES = {XSD.boolean, XSD.integer, XSD.date, XSD.string, XSD.anyURI}


@pytest.fixture(scope="module")
def ontology(root: Path) -> Graph:
    graph = Graph()
    for path in sorted((root / "ontology").glob("*.ttl")):
        graph.parse(path)
    return graph


@pytest.fixture(scope="module")
def terms(ontology: Graph) -> list[URIRef]:
    return sorted(
        {term for kind in _KINDS for term in ontology.subjects(RDF.type, kind) if isinstance(term, URIRef)}
    )


def test_terms_are_ours(terms: list[URIRef]) -> None:
    assert len(terms) > 60
    assert [term for term in terms if not term.startswith(BM)] == []


@pytest.mark.parametrize("predicate", [RDFS.label, SKOS.definition])
def test_every_term_is_labelled_and_defined(ontology: Graph, terms: list[URIRef], predicate: URIRef) -> None:
    lacking = {
        f"{term} lacks {predicate} @{language}"
        for term in terms
        for language in ("nl", "en")
        if len(
            [
                t
                for t in ontology.objects(term, predicate)
                if isinstance(t, Literal) and t.language == language
            ]
        )
        != 1
    }
    assert not lacking, f"give each exactly one in its module of ontology/: {sorted(lacking)}"


def test_labels_are_unique_among_classes(ontology: Graph) -> None:
    labels = [
        label
        for term in ontology.subjects(RDF.type, OWL.Class)
        for label in ontology.objects(term, RDFS.label)
    ]
    twice = {label for label in labels if labels.count(label) > 1}
    assert not twice, f"two classes have one name: {twice}"


def test_every_term_is_used(ontology: Graph, terms: list[URIRef], root: Path) -> None:
    used: set[Node] = set()
    for folder in ("data", "shapes"):
        for path in (root / folder).rglob("*.ttl"):
            for triple in Graph().parse(path):
                used.update(triple)
    rules = "\n".join(path.read_text() for path in (root / "service").rglob("*.rq"))
    derived = {term for term in terms if f"bm:{term.removeprefix(BM)}" in rules}
    inverses = set(ontology.objects(None, OWL.inverseOf))
    classes_above = set(ontology.objects(None, RDFS.subClassOf))
    unused = [term for term in terms if term not in used | derived | inverses | classes_above]
    assert not unused, f"use it in data/ or shapes/, or take it out: {unused}"


def test_data_and_shapes_use_no_unknown_terms(terms: list[URIRef], root: Path) -> None:
    unknown = {
        f"{path.name}: {term}"
        for folder in ("data", "shapes")
        for path in (root / folder).rglob("*.ttl")
        for triple in Graph().parse(path)
        for term in triple
        if isinstance(term, URIRef) and term.startswith(BM) and term != URIRef(BM) and term not in terms
    }
    assert not unknown, f"declare it in ontology/, or mend the spelling: {sorted(unknown)}"


def test_rules_use_no_unknown_terms(terms: list[URIRef], root: Path) -> None:
    import re

    names = {term.removeprefix(BM) for term in terms}
    for path in [*(root / "service").rglob("*.rq"), *(root / "queries").glob("*.rq")]:
        unknown = set(re.findall(r"\bbm:(\w+)", path.read_text())) - names
        assert not unknown, f"{path.name} uses what ontology/ does not declare: {unknown}"


def test_metadata(ontology: Graph, root: Path) -> None:
    version = tomllib.loads((root / "pyproject.toml").read_text())["project"]["version"]
    modules = [module for module in ontology.subjects(RDF.type, OWL.Ontology) if isinstance(module, URIRef)]
    assert len(modules) == len(list((root / "ontology").glob("*.ttl")))
    for module in modules:
        for predicate in (
            *(DCTERMS.title, DCTERMS.description, DCTERMS.creator, DCTERMS.license, DCTERMS.created),
            *(DCTERMS.modified, OWL.versionIRI, VANN.preferredNamespacePrefix, VANN.preferredNamespaceUri),
        ):
            assert (module, predicate, None) in ontology, f"{module} lacks {predicate}"
        assert ontology.value(module, OWL.versionInfo) == Literal(version), f"{module}: say version {version}"
        assert str(ontology.value(module, OWL.versionIRI)).endswith(f"/{version}"), module
    imported = set(ontology.objects(URIRef(BM), OWL.imports))
    assert imported == {module for module in modules if module != URIRef(BM)}, (
        "import every module, and no more"
    )


def test_profile_is_owl_2_rl(ontology: Graph) -> None:
    for subject, predicate, value in ontology:
        if predicate in _CLASS_POSITIONS:
            assert not isinstance(subject, BNode), (
                f"{value}: name the class, anonymous ones leave the profile"
            )
            assert not isinstance(value, BNode), (
                f"{subject}: name the class, anonymous ones leave the profile"
            )
            assert value != OWL.Thing, f"{subject}: owl:Thing may not stand here in OWL 2 RL"
        if predicate == RDFS.range and (subject, RDF.type, OWL.DatatypeProperty) in ontology:
            assert value in _DATATYPES, f"{subject}: {value} is no datatype of OWL 2 RL"
    for prop in ontology.subjects(RDF.type, OWL.ObjectProperty):
        assert (prop, RDF.type, OWL.DatatypeProperty) not in ontology, f"{prop} is of both kinds"
    # OWL 2 DL §11.2, which RL keeps: a property defined by a chain or transitive is not "simple"
    complex_ones = set(ontology.subjects(OWL.propertyChainAxiom)) | set(
        ontology.subjects(RDF.type, OWL.TransitiveProperty)
    )
    for kind in (OWL.FunctionalProperty, OWL.AsymmetricProperty, OWL.IrreflexiveProperty):
        assert not complex_ones & set(ontology.subjects(RDF.type, kind))


def test_the_chain_of_the_design(ontology: Graph) -> None:
    chain = ontology.value(URIRef(f"{BM}mayStrengthen"), OWL.propertyChainAxiom)
    assert chain is not None
    assert list(ontology.items(chain)) == [URIRef(f"{BM}hasType"), URIRef(f"{BM}targets")]
