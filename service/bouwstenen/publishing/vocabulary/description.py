"""What of the ontology is served as RDF: the whole of it, or the description of one term."""

from collections.abc import Iterable

from pyoxigraph import NamedNode, Triple

from bouwstenen.namespaces import BM
from bouwstenen.publishing.catalogue.facts import term
from bouwstenen.publishing.concise import concise, labels_of, mentioned
from bouwstenen.publishing.vocabulary.statements import Statements
from bouwstenen.store.interface import QueryStore

__all__ = ["described", "document", "known"]


def known(statements: Statements) -> set[str]:
    """Return every IRI below our namespace of which something is stated."""
    subjects = {triple.subject for triple in statements.all}
    return {node.value for node in subjects if isinstance(node, NamedNode) and node.value.startswith(BM)}


def document(statements: Statements) -> list[Triple]:
    """Return the ontology as one document: its header first, then all that is stated of its terms.

    The headers of its modules are left out: they are ontologies of their own, which an OWL tool finds at
    their own addresses. A document has one header (OWL 2 Mapping to RDF Graphs §3.1.2); tools that find
    several take the first, or any.
    """
    header = NamedNode(BM)
    ontologies = set(statements.subjects("rdf:type", term("owl:Ontology"))) - {header}
    rest = [triple for triple in statements.all if triple.subject not in {header, *ontologies}]
    return [*_typed_first(statements.about(header)), *rest]


def described(store: QueryStore, statements: Statements, iri: str) -> list[Triple]:
    """Return the concise bounded description of a term, with the labels of the things it is tied to.

    Args:
        store: where things that are no terms have their labels.
        statements: the ontology.
        iri: of the term.
    """
    own = _typed_first(concise(NamedNode(iri), statements.about))
    return [*own, *labels_of(store, mentioned(own, NamedNode(iri)))]


def _typed_first(triples: Iterable[Triple]) -> list[Triple]:
    kind = term("rdf:type")
    return sorted(triples, key=lambda triple: triple.predicate != kind)
