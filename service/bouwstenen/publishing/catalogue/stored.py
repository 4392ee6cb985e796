"""The description of a release, read where it is stored."""

from collections.abc import Sequence

from pyoxigraph import Literal, NamedNode, Triple

from bouwstenen.namespaces import graph_iri
from bouwstenen.publishing.catalogue.description import GRAPH_NAME
from bouwstenen.store.interface import QueryStore, select

__all__ = ["read_description"]

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
