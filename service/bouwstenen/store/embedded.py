"""A release in this process: a pyoxigraph store."""

import re

from pyoxigraph import NamedNode, Store

from bouwstenen.errors import ReleaseError, WrongUseError
from bouwstenen.namespaces import PREFIXES
from bouwstenen.store.interface import Query, Results

__all__ = ["EmbeddedStore"]

#: How pyoxigraph tells where a query went wrong; it gives no line and column of their own.
_PLACE = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): (?P<reason>.*)", re.DOTALL)


class EmbeddedStore:
    """A `QueryStore` over a pyoxigraph store.

    Args:
        store: the store to ask, in memory or read-only on disk.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def query(self, query: Query) -> Results:
        """Return the results of a query; see `QueryStore`."""
        try:
            return self._results(query)
        except SyntaxError as error:
            place = _PLACE.match(str(error.msg))
            where = f"line {place['line']}, column {place['column']}" if place else "query"
            reason = place["reason"] if place else str(error.msg)
            raise WrongUseError(f"not a valid SPARQL query: {reason.rstrip('.')}.", where=where) from error
        except (OSError, RuntimeError) as error:
            raise self.explain(error) or error from error

    @property
    def answered(self) -> None:
        """None: it has one release for ever."""
        return None

    def explain(self, error: Exception) -> ReleaseError | None:
        """Return what to tell of an error while results were read; see `QueryStore`.

        A store that lost a file fails, or says "Corruption: …", when that part is first needed.
        """
        if isinstance(error, OSError) or (isinstance(error, RuntimeError) and "Corruption" in str(error)):
            return ReleaseError(f"the store cannot be read: {error}.", mend="Run `bouwstenen build`.")
        return None

    def _results(self, query: Query) -> Results:
        # each prefix costs as much as a small part of a query
        prefixes = {prefix: iri for prefix, iri in PREFIXES.items() if f"{prefix}:" in query.text}
        if query.default_graphs or query.named_graphs:
            return self._store.query(
                query.text,
                prefixes=prefixes,
                default_graph=[_graph(iri) for iri in query.default_graphs],
                named_graphs=[_graph(iri) for iri in query.named_graphs],
            )
        union = not query.own_dataset
        return self._store.query(query.text, prefixes=prefixes, use_default_graph_as_union=union)


def _graph(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise WrongUseError(f"“{iri}” is no IRI.", where="default-graph-uri or named-graph-uri") from error
