"""What every store answers to, wherever its release is: a query that may run, and results."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import QueryBoolean, QuerySolutions, Triple

from bouwstenen.errors import BouwstenenError
from bouwstenen.graph.release import Release

__all__ = ["Query", "QueryStore", "Results", "select"]

#: Solutions of SELECT, the answer to ASK, or the triples of CONSTRUCT and DESCRIBE.
Results = QuerySolutions | QueryBoolean | Iterator[Triple]


@dataclass(frozen=True)
class Query:
    """A query that may run: one we wrote, or one that `sparql.guard` has read.

    Args:
        text: the query; our prefixes need no declaration.
        default_graphs: IRIs of the graphs that make up the default graph; they override FROM.
        named_graphs: IRIs of the graphs that GRAPH may name; they override FROM NAMED.
        own_dataset: whether the text names its dataset itself (FROM, FROM NAMED).
    """

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    own_dataset: bool = False


class QueryStore(Protocol):
    """Where a release is queried.

    The default graph is the union of all graphs, unless the query or its protocol names a dataset: then it is
    the union of the graphs named. A graph that is not there is empty; none is ever fetched.
    """

    def query(self, query: Query) -> Results:
        """Return the results of a query.

        Raises:
            WrongUseError: it does not parse (with line and column), or is an update.
            ReleaseError: the store turns out to be damaged, or cannot be reached.
        """
        ...

    @property
    def answered(self) -> Release | None:
        """The release that the last results came from, where the store may change it; else None."""
        ...

    def explain(self, error: Exception) -> BouwstenenError | None:
        """Return what to tell of an error that came up while results were read; None for a mistake of ours.

        Results are read from the store as they are written, so that it may fail long after `query`.
        """
        ...


def select(store: QueryStore, text: str) -> QuerySolutions:
    """Return the solutions of a SELECT query that we wrote.

    Raises:
        TypeError: it is no SELECT query.
    """
    results = store.query(Query(text))
    if not isinstance(results, QuerySolutions):
        raise TypeError("a SELECT query was expected")
    return results
