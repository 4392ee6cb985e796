"""Evaluate a query on a store and write the answer in a format."""

from collections.abc import Sequence

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, Store

from bouwstenen.errors import WrongUseError
from bouwstenen.namespaces import PREFIXES
from bouwstenen.sparql.formats import GRAPHS, SOLUTIONS, Format
from bouwstenen.sparql.guard import refuse_service

__all__ = ["Results", "evaluate", "formats_for", "write"]

Results = QuerySolutions | QueryBoolean | QueryTriples


def evaluate(store: Store, query: str) -> Results:
    """Evaluate a SPARQL query over the union of all named graphs; our prefixes need no declaration.

    Raises:
        WrongUseError: the query does not parse (with line and column), is an update, or has SERVICE.
    """
    refuse_service(query)
    try:
        return store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    except SyntaxError as error:
        where = f"line {error.lineno}, column {error.offset}" if error.lineno else "query"
        reason = str(error.msg).partition(": ")[2] or str(error.msg)
        raise WrongUseError(f"not a valid SPARQL query: {reason.rstrip('.')}.", where=where) from error


def formats_for(results: Results) -> Sequence[Format]:
    """Return the formats these results can have, the preferred one first."""
    return GRAPHS if isinstance(results, QueryTriples) else SOLUTIONS


def write(results: Results, chosen: Format) -> bytes:
    """Return `results` in a format.

    Raises:
        WrongUseError: these results have no such format (a graph is no CSV).
    """
    if isinstance(results, QueryTriples):
        if isinstance(chosen.writer, RdfFormat):
            written = results.serialize(format=chosen.writer, prefixes=PREFIXES)
            return written or b""
    elif isinstance(chosen.writer, QueryResultsFormat):
        return results.serialize(format=chosen.writer) or b""
    names = ", ".join(item.name for item in formats_for(results))
    raise WrongUseError(f"these results have no format “{chosen.name}”.", mend=f"Choose one of {names}.")
