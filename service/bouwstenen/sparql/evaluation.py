"""Evaluate a query on a store and write the answer in a format."""

import re
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from pyoxigraph import (
    NamedNode,
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
from bouwstenen.sparql import guard
from bouwstenen.sparql.formats import GRAPHS, SOLUTIONS, Format

__all__ = ["Results", "evaluate", "formats_for", "in_one_thread", "write"]

#: How pyoxigraph tells where a query went wrong; it gives no line and column of their own.
_PLACE = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): (?P<reason>.*)", re.DOTALL)

Results = QuerySolutions | QueryBoolean | QueryTriples
Answer = TypeVar("Answer")


def evaluate(
    store: Store, query: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()
) -> Results:
    """Evaluate a SPARQL query; our prefixes need no declaration.

    The default graph is the union of all graphs, unless a dataset is given or the query names one (FROM):
    then it is the union of those graphs. A graph that is not there is empty; none is ever fetched.

    Args:
        store: where to ask.
        query: the query.
        default_graphs: IRIs of the graphs that make up the default graph; they override FROM.
        named_graphs: IRIs of the graphs that GRAPH may name; they override FROM NAMED.

    Raises:
        WrongUseError: the query does not parse (with line and column), is an update, or has SERVICE.
        TooLargeError: it is too long or too deep.
        ReleaseError: the store turns out to be damaged.
    """
    bare = guard.read(query)
    given = bool(default_graphs or named_graphs)
    try:
        with _damage_told():
            if given:
                return store.query(
                    query,
                    prefixes=PREFIXES,
                    default_graph=[_graph(iri) for iri in default_graphs],
                    named_graphs=[_graph(iri) for iri in named_graphs],
                )
            union = not guard.has_dataset(bare)
            return store.query(query, prefixes=PREFIXES, use_default_graph_as_union=union)
    except SyntaxError as error:
        place = _PLACE.match(str(error.msg))
        where = f"line {place['line']}, column {place['column']}" if place else "query"
        reason = place["reason"] if place else str(error.msg)
        raise WrongUseError(f"not a valid SPARQL query: {reason.rstrip('.')}.", where=where) from error


def _graph(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise WrongUseError(f"“{iri}” is no IRI.", where="default-graph-uri or named-graph-uri") from error


def formats_for(results: Results) -> Sequence[Format]:
    """Return the formats these results can have, the preferred one first."""
    return GRAPHS if isinstance(results, QueryTriples) else SOLUTIONS


def write(results: Results, chosen: Format) -> bytes:
    """Return `results` in a format.

    Raises:
        WrongUseError: these results have no such format (a graph is no CSV).
        ReleaseError: the store turns out to be damaged while it is read.
    """
    with _damage_told():
        if isinstance(results, QueryTriples):
            if isinstance(chosen.writer, RdfFormat):
                return serialize(results, format=chosen.writer, prefixes=PREFIXES) or b""
        elif isinstance(chosen.writer, QueryResultsFormat):
            return results.serialize(format=chosen.writer) or b""
    names = ", ".join(item.name for item in formats_for(results))
    raise WrongUseError(f"these results have no format “{chosen.name}”.", mend=f"Choose one of {names}.")


@contextmanager
def _damage_told() -> Iterator[None]:
    """A store that lost a file says "Corruption: …" or fails to read, the first time that part is needed."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        if isinstance(error, RuntimeError) and "Corruption" not in str(error):
            raise
        raise ReleaseError(f"the store cannot be read: {error}.", mend="Run `bouwstenen build`.") from error


def in_one_thread(work: Callable[[], Answer]) -> Answer:
    """Return what `work` returns, and let an error of it leave no results behind.

    pyoxigraph's results may be dropped only in the thread that made them. An error is often handled in
    another, and its traceback holds all that the frames it passed held: so these are cleared here.
    """
    try:
        return work()
    except BaseException as error:
        link: BaseException | None = error
        while link is not None:
            traceback.clear_frames(link.__traceback__)
            link = link.__cause__ or link.__context__
        raise
