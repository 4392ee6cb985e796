"""What of the ontology is served as RDF: the whole of it, or the description of one term."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from bouwstenen.formats import Format
from bouwstenen.namespaces import BASE, BM, PREFIXES
from bouwstenen.publishing.vocabulary.statements import Statements, Term, expand
from bouwstenen.store.interface import QueryStore, select

__all__ = ["at_base", "described", "document", "known", "write"]

_LABELS = "SELECT DISTINCT ?s ?o WHERE {{ VALUES ?s {{ {things} }} ?s rdfs:label ?o }}"
_LABEL = expand("rdfs:label")
#: Paths of IRIs that are names.
_NAMES = ("id/", "def/", "graph/", "shape/")
_PREFIXES = {
    **PREFIXES,
    "bibo": "http://purl.org/ontology/bibo/",
    "vann": "http://purl.org/vocab/vann/",
}


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
    ontologies = set(statements.subjects("rdf:type", expand("owl:Ontology"))) - {header}
    rest = [triple for triple in statements.all if triple.subject not in {header, *ontologies}]
    return [*_typed_first(statements.about(header)), *rest]


def described(store: QueryStore, statements: Statements, iri: str) -> list[Triple]:
    """Return the concise bounded description of a term, with the labels of the things it is tied to.

    Args:
        store: where things that are no terms have their labels.
        statements: the ontology.
        iri: of the term.
    """
    own = _typed_first(statements.concise(NamedNode(iri)))
    near = {
        node.value
        for triple in own
        for node in (triple.predicate, triple.object)
        if isinstance(node, NamedNode) and node.value != iri
    }
    return [*own, *sorted(_labels(store, near), key=str)]


def _labels(store: QueryStore, iris: set[str]) -> Iterator[Triple]:
    if not iris:
        return
    things = " ".join(str(NamedNode(iri)) for iri in sorted(iris))
    for row in select(store, _LABELS.format(things=things)):
        if isinstance(row["s"], NamedNode) and isinstance(row["o"], Literal):
            yield Triple(row["s"], _LABEL, row["o"])


def at_base(triples: Iterable[Triple], base: str) -> list[Triple]:
    """Return triples in which the addresses of the service are those its readers reach it under.

    In the graph they begin as our IRIs do, and w3id.org leads on from there; a service that is found
    elsewhere says so. IRIs that name things, terms, graphs and shapes stay.

    Args:
        triples: what is served.
        base: address of the service, without a slash at its end.
    """

    def moved(node: Term) -> Term:
        if not isinstance(node, NamedNode) or not node.value.startswith(BASE):
            return node
        path = node.value.removeprefix(BASE)
        return node if path.startswith(_NAMES) else NamedNode(f"{base}/{path}")

    return [Triple(each.subject, each.predicate, moved(each.object)) for each in triples]  # type: ignore[arg-type]


def _typed_first(triples: Iterable[Triple]) -> list[Triple]:
    kind = expand("rdf:type")
    return sorted(triples, key=lambda triple: triple.predicate != kind)


def write(triples: Iterable[Triple], chosen: Format) -> bytes:
    """Return triples in a format for graphs, with those of our prefixes that they use."""
    if not isinstance(chosen.writer, RdfFormat):
        raise TypeError(f"no graph is written as {chosen.name}")
    listed = list(triples)
    text = "\n".join(map(str, listed))
    prefixes = {prefix: iri for prefix, iri in _PREFIXES.items() if f"<{iri}" in text}
    written = serialize(listed, format=chosen.writer, prefixes=prefixes)
    if written is None:
        raise TypeError("nothing was written")
    return written
