"""The description as a service gives it: with the addresses at which that service is reached."""

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from bouwstenen.namespaces import BASE, graph_iri
from bouwstenen.publishing.catalogue.description import GRAPH_NAME
from bouwstenen.store.interface import QueryStore, select

__all__ = ["located", "located_iri", "read_description"]

#: What is named, not reached: these IRIs stay as they are wherever the service is.
_NAMED = ("id/", "def/", "graph/", "shape/")

_QUERY = "SELECT ?s ?p ?o WHERE {{ {only} GRAPH <{graph}> {{ ?s ?p ?o }} }}"


def read_description(store: QueryStore, properties: Sequence[str] = ()) -> list[Triple]:
    """Return what a release says about itself, as it is stored.

    Args:
        store: where the release is queried.
        properties: prefixed names of the properties that are wanted; none for all there is.

    Raises:
        BouwstenenError: the store cannot be read.
    """
    found = []
    only = f"VALUES ?p {{ {' '.join(properties)} }}" if properties else ""
    for row in select(store, _QUERY.format(only=only, graph=graph_iri(GRAPH_NAME))):
        subject, predicate, value = row["s"], row["p"], row["o"]
        if (
            isinstance(subject, NamedNode)
            and isinstance(predicate, NamedNode)
            and isinstance(value, NamedNode | Literal)
        ):
            found.append(Triple(subject, predicate, value))
    return found


def located(triples: Iterable[Triple], base: str, top: str | None = None) -> Iterator[Triple]:
    """Yield statements with the service's addresses in them where the graph has those below our base.

    Args:
        triples: the statements.
        base: the address of the service, or of one release of it, without a slash at its end.
        top: the address of the service where `base` is that of a release.
    """
    for triple in triples:
        subject, value = triple.subject, triple.object
        if isinstance(subject, NamedNode):
            subject = NamedNode(located_iri(subject.value, base, top))
        if isinstance(value, NamedNode):
            value = NamedNode(located_iri(value.value, base, top))
        yield Triple(subject, triple.predicate, value)


def located_iri(iri: str, base: str, top: str | None = None) -> str:
    """Return where an address of the service really is; any other IRI as it is.

    >>> located_iri("https://w3id.org/bouwstenen/sparql", "http://localhost:8000")
    'http://localhost:8000/sparql'
    >>> located_iri("https://w3id.org/bouwstenen/id/trede/3", "http://localhost:8000")
    'https://w3id.org/bouwstenen/id/trede/3'
    """
    path = iri.removeprefix(BASE)
    if path == iri or path.startswith(_NAMED):
        return iri
    # releases are not below one another
    return f"{top or base if path.startswith('release/') else base}/{path}"
