"""The ontology of a release in memory: what is stated of each term, and in which languages."""

from collections.abc import Iterable

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, Triple

from bouwstenen.publishing.catalogue.facts import term
from bouwstenen.store.interface import QueryStore, select

__all__ = ["Node", "Statements", "Term", "read_ontology"]

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal

_ALL = "SELECT ?s ?p ?o WHERE { GRAPH graph:ontology { ?s ?p ?o } }"


class Statements:
    """Statements, found by subject or by object, in the order of their N-Triples.

    Args:
        triples: the statements.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.all = sorted(triples, key=str)
        self._by_subject: dict[Node, list[Triple]] = {}
        self._by_object: dict[Term, list[Triple]] = {}
        for triple in self.all:
            self._by_subject.setdefault(_node(triple.subject), []).append(triple)
            self._by_object.setdefault(_term(triple.object), []).append(triple)

    def about(self, subject: Node) -> list[Triple]:
        """Return what is stated of a node."""
        return self._by_subject.get(subject, [])

    def values(self, subject: Node, predicate: str) -> list[Term]:
        """Return the values of a property, which is given as a prefixed name."""
        wanted = term(predicate)
        return [_term(triple.object) for triple in self.about(subject) if triple.predicate == wanted]

    def iris(self, subject: Node, predicate: str) -> list[str]:
        """Return those values of a property that are IRIs."""
        return [value.value for value in self.values(subject, predicate) if isinstance(value, NamedNode)]

    def texts(self, subject: Node, predicate: str) -> dict[str, str]:
        """Return those values of a property that are literals, by language ("" for none)."""
        values = self.values(subject, predicate)
        return {value.language or "": value.value for value in values if isinstance(value, Literal)}

    def subjects(self, predicate: str, value: Term) -> list[Node]:
        """Return the nodes that have a value of a property."""
        wanted = term(predicate)
        return [
            _node(triple.subject) for triple in self._by_object.get(value, []) if triple.predicate == wanted
        ]

    def items(self, first: Term) -> list[Term]:
        """Return the items of an RDF list."""
        items: list[Term] = []
        while isinstance(first, BlankNode):
            items += self.values(first, "rdf:first")
            (first,) = self.values(first, "rdf:rest") or [term("rdf:nil")]
        return items


def read_ontology(store: QueryStore) -> Statements:
    """Return the graph `ontology` of a release; its blank nodes have the names that RDFC-1.0 gives them."""
    quads = Dataset(
        Quad(_node(row["s"]), _predicate(row["p"]), _term(row["o"])) for row in select(store, _ALL)
    )
    quads.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return Statements(quad.triple for quad in quads)


def _node(value: object) -> Node:
    if isinstance(value, NamedNode | BlankNode):
        return value
    raise TypeError(f"an ontology has no such subject: {value}")


def _predicate(value: object) -> NamedNode:
    if isinstance(value, NamedNode):
        return value
    raise TypeError(f"no predicate: {value}")


def _term(value: object) -> Term:
    return value if isinstance(value, Literal) else _node(value)
