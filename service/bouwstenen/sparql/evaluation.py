"""Evaluate a query on a store and write the answer in a format."""

import re
from collections.abc import Sequence

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

from bouwstenen.errors import ReleaseError, WrongUseError
from bouwstenen.namespaces import PREFIXES
from bouwstenen.sparql.formats import GRAPHS, SOLUTIONS, Format
from bouwstenen.sparql.guard import refuse_service

__all__ = ["Results", "evaluate", "formats_for", "write"]

#: How pyoxigraph tells where a query went wrong; it gives no line and column of their own.
_PLACE = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): (?P<reason>.*)", re.DOTALL)

Results = QuerySolutions | QueryBoolean | QueryTriples


def evaluate(store: Store, query: str) -> Results:
    """Evaluate a SPARQL query over the union of all named graphs; our prefixes need no declaration.

    Raises:
        WrongUseError: the query does not parse (with line and column), is an update, or has SERVICE.
        ReleaseError: the store turns out to be damaged.
    """
    refuse_service(query)
    try:
        return store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    except SyntaxError as error:
        place = _PLACE.match(str(error.msg))
        where = f"line {place['line']}, column {place['column']}" if place else "query"
        reason = place["reason"] if place else str(error.msg)
        raise WrongUseError(f"not a valid SPARQL query: {reason.rstrip('.')}.", where=where) from error
    except (OSError, RuntimeError) as error:  # RuntimeError: "Corruption: …"
        raise _damaged(error) from error


def formats_for(results: Results) -> Sequence[Format]:
    """Return the formats these results can have, the preferred one first."""
    return GRAPHS if isinstance(results, QueryTriples) else SOLUTIONS


def write(results: Results, chosen: Format) -> bytes:
    """Return `results` in a format.

    Raises:
        WrongUseError: these results have no such format (a graph is no CSV).
        ReleaseError: the store turns out to be damaged while it is read.
    """
    try:
        if isinstance(results, QueryTriples):
            if isinstance(chosen.writer, RdfFormat):
                return serialize(results, format=chosen.writer, prefixes=PREFIXES) or b""
        elif isinstance(chosen.writer, QueryResultsFormat):
            return results.serialize(format=chosen.writer) or b""
    except (OSError, RuntimeError) as error:  # RuntimeError: "Corruption: …"
        raise _damaged(error) from error
    names = ", ".join(item.name for item in formats_for(results))
    raise WrongUseError(f"these results have no format “{chosen.name}”.", mend=f"Choose one of {names}.")


def _damaged(error: Exception) -> ReleaseError:
    return ReleaseError(f"the store cannot be read: {error}.", mend="Run `bouwstenen build`.")
