"""What a release says of one thing: a symmetric concise bounded description, with its neighbours' names.

It is the Concise Bounded Description (W3C member submission of 2005) – every statement with the thing as its
subject, and those of the blank nodes below – and beside it the statements that point to the thing, and the
names of whatever is mentioned.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryBoolean, QuerySolution, Triple

from bouwstenen.languages import preferred
from bouwstenen.namespaces import BASE, RDF_TYPE, shorten
from bouwstenen.publishing.concise import concise, labels_of, mentioned
from bouwstenen.store.interface import Query, QueryStore, select

__all__ = ["MOST", "Description", "checked_iri", "describe", "is_described", "is_mentioned", "labels_in"]

#: Statements with one property that point to a thing, up to which a description gives them all.
MOST = 250

#: Characters of the longest IRI that is looked for.
_LONGEST = 1000

_DESCRIBED = "ASK {{ {{ {0} ?p ?o }} UNION {{ GRAPH {0} {{ ?a ?b ?c }} }} }}"
_MENTIONED = "ASK {{ ?s ?p {0} }}"
_OWN = "SELECT ?g ?p ?o WHERE {{ GRAPH ?g {{ {0} ?p ?o }} }}"
#: With the blank nodes of the same graph: their names hold within one answer only, and a file's are its own.
_WITH_BLANKS = "SELECT ?s ?p ?o WHERE {{ GRAPH {1} {{ ?s ?p ?o FILTER(isBlank(?s) || ?s = {0}) }} }}"
_COUNTS = "SELECT ?p (COUNT(DISTINCT ?s) AS ?n) WHERE {{ ?s ?p {0} FILTER(isIRI(?s)) }} GROUP BY ?p"
_INCOMING = "SELECT DISTINCT ?s ?p WHERE {{ VALUES ?p {{ {1} }} ?s ?p {0} FILTER(isIRI(?s)) }}"


@dataclass(frozen=True)
class Description:
    """What is said of a thing.

    Args:
        iri: the thing.
        own: the statements with the thing, or a blank node below it, as their subject; each with its graph.
        incoming: the statements that point to it from a thing with an IRI.
        counts: how many of those there are for each property; with more than `MOST`, none are in `incoming`.
        labels: the names of whatever is mentioned, in every language.
    """

    iri: str
    own: tuple[Quad, ...]
    incoming: tuple[Triple, ...]
    counts: Mapping[str, int]
    labels: tuple[Triple, ...]

    @property
    def left_out(self) -> dict[str, int]:
        """How many statements that point to it are left out, by property."""
        return {iri: count for iri, count in self.counts.items() if count > MOST}

    @property
    def graphs(self) -> list[str]:
        """The graphs that hold statements of its own."""
        return sorted({quad.graph_name.value for quad in self.own if isinstance(quad.graph_name, NamedNode)})

    def values(self, *properties: str) -> list[NamedNode | Literal | BlankNode]:
        """Return the different values of properties (IRIs) of the thing itself, in their order."""
        found = (
            quad.object
            for wanted in properties
            for quad in self.own
            if quad.predicate.value == wanted and isinstance(quad.subject, NamedNode)
        )
        return [term for term in dict.fromkeys(found) if not isinstance(term, Triple)]

    def triples(self) -> Iterator[Triple]:
        """Yield every statement once: its own, then those that point to it, then names."""
        own = (Triple(quad.subject, quad.predicate, quad.object) for quad in self.own)
        yield from dict.fromkeys((*own, *self.incoming, *self.labels))


def checked_iri(path: str) -> NamedNode | None:
    """Return the IRI at a path below our base; None where that can be no IRI.

    >>> checked_iri("id/trede/3").value
    'https://w3id.org/bouwstenen/id/trede/3'
    >>> checked_iri("id/> ?p ?o")
    """
    if (
        len(path) > _LONGEST
        or not path.isprintable()
        or any(character in ' <>"{}|^`\\' for character in path)
    ):
        return None
    try:
        return NamedNode(BASE + path)
    except ValueError:
        return None


def is_described(store: QueryStore, iri: NamedNode) -> bool:
    """Return whether a release says something of a thing, or has a graph of that name."""
    return _ask(store, _DESCRIBED.format(iri))


def is_mentioned(store: QueryStore, iri: NamedNode) -> bool:
    """Return whether something points to a thing: of one that is gone, its successor may be all that does."""
    return _ask(store, _MENTIONED.format(iri))


def describe(store: QueryStore, iri: NamedNode) -> Description | None:
    """Return what a release says of a thing; None where that is nothing.

    Args:
        store: where the release is queried.
        iri: the thing, or the name of a graph.

    Raises:
        BouwstenenError: the store cannot be read.
    """
    own = sorted(_own(store, iri), key=_order)
    counts = {row["p"].value: int(row["n"].value) for row in select(store, _COUNTS.format(iri))}
    if not own and not counts and not is_described(store, iri):
        return None
    incoming = list(_incoming(store, iri, [name for name, count in counts.items() if count <= MOST]))
    named = mentioned((*own, *incoming), iri) | counts.keys()
    return Description(
        iri=iri.value,
        own=tuple(own),
        incoming=tuple(incoming),
        counts=dict(sorted(counts.items())),
        labels=tuple(labels_of(store, named)),
    )


def labels_in(language: str, labels: Iterable[Triple], iris: Iterable[str]) -> dict[str, str]:
    """Return what to call each of `iris` in a language, or its fallback: in the end its short IRI."""
    texts: dict[str, dict[str, str]] = {}
    for triple in labels:
        if isinstance(triple.object, Literal) and isinstance(triple.subject, NamedNode):
            texts.setdefault(triple.subject.value, {})[triple.object.language or ""] = triple.object.value
    return {iri: preferred(texts.get(iri, {}), language) or shorten(iri) for iri in iris}


def _ask(store: QueryStore, text: str) -> bool:
    answer = store.query(Query(text))
    return isinstance(answer, QueryBoolean) and bool(answer)


def _order(quad: Quad) -> tuple[bool, str, bool, str, str]:
    """The thing itself before blank nodes, its classes before all else."""
    name = quad.predicate.value
    return (isinstance(quad.subject, BlankNode), str(quad.subject), name != RDF_TYPE, name, str(quad.object))


def _own(store: QueryStore, iri: NamedNode) -> Iterator[Quad]:
    found: dict[NamedNode, list[Quad]] = {}
    for row in select(store, _OWN.format(iri)):
        found.setdefault(row["g"], []).append(Quad(iri, row["p"], row["o"], row["g"]))
    for graph, quads in found.items():
        if any(isinstance(quad.object, BlankNode) for quad in quads):
            yield from _closure(iri, graph, select(store, _WITH_BLANKS.format(iri, graph)))
        else:
            yield from quads


def _closure(iri: NamedNode, graph: NamedNode, rows: Iterable[QuerySolution]) -> Iterator[Quad]:
    said: dict[object, list[Quad]] = {}
    for row in rows:
        said.setdefault(row["s"], []).append(Quad(row["s"], row["p"], row["o"], graph))
    return concise(iri, lambda node: said.get(node, ()))


def _incoming(store: QueryStore, iri: NamedNode, properties: Sequence[str]) -> Iterator[Triple]:
    if not properties:
        return
    listed = " ".join(str(NamedNode(each)) for each in properties)
    rows = [(row["p"], row["s"]) for row in select(store, _INCOMING.format(iri, listed))]
    for predicate, subject in sorted(rows, key=lambda pair: (pair[0].value, pair[1].value)):
        yield Triple(subject, predicate, iri)
