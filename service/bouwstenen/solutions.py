"""Ask a store a SELECT query of our own."""

from pyoxigraph import QuerySolutions, Store

from bouwstenen.namespaces import PREFIXES

__all__ = ["select"]


def select(store: Store, query: str) -> QuerySolutions:
    """Return the solutions of a SELECT query over the union of all graphs; our prefixes need no declaration.

    For queries that we wrote: what comes from outside goes through `sparql.evaluation`.

    Raises:
        SyntaxError: the query does not parse.
        TypeError: it is no SELECT query.
    """
    result = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    if not isinstance(result, QuerySolutions):
        raise TypeError("a SELECT query was expected")
    return result
