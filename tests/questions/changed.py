"""The graph with something added: how a question takes what the report happens not to have."""

from pyoxigraph import NamedNode, RdfFormat, Store

from bouwstenen.namespaces import ID, PREFIXES, graph_iri
from bouwstenen.store.embedded import EmbeddedStore
from bouwstenen.store.interface import QueryStore

__all__ = ["with_added"]


def with_added(store: Store, turtle: str) -> QueryStore:
    """Return a copy of a graph that also has the statements of `turtle`.

    Our prefixes need no declaration, nor do those of things: `intervention:diamant`. Nothing is derived anew,
    so write the plain statements beside the claims.
    """
    kinds = (
        "availability",
        "basis",
        "claim",
        "factor",
        "intervention",
        "organisation",
        "passage",
        "source",
        "trede",
    )
    prefixes = PREFIXES | {kind: f"{ID}{kind}/" for kind in kinds} | {"type": f"{ID}intervention-type/"}
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes.items())
    copy = Store()
    copy.bulk_extend(store)
    copy.load((head + turtle).encode(), RdfFormat.TURTLE, to_graph=NamedNode(graph_iri("test")))
    return EmbeddedStore(copy)
