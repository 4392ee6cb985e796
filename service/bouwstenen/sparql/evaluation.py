"""Evaluate a query that somebody sent: read it first, then ask the store."""

from collections.abc import Sequence

from bouwstenen.sparql import guard
from bouwstenen.store.interface import Query, QueryStore, Results

__all__ = ["evaluate"]


def evaluate(
    store: QueryStore, text: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()
) -> Results:
    """Return the results of a SPARQL query; our prefixes need no declaration.

    Args:
        store: where to ask.
        text: the query.
        default_graphs: IRIs of the graphs that make up the default graph; they override FROM.
        named_graphs: IRIs of the graphs that GRAPH may name; they override FROM NAMED.

    Raises:
        WrongUseError: the query does not parse (with line and column), is an update, or has SERVICE.
        TooLargeError: it is too long or too deep.
        ReleaseError: the store cannot be read.
    """
    own_dataset = guard.read(text).own_dataset
    return store.query(Query(text, tuple(default_graphs), tuple(named_graphs), own_dataset))
