"""Write results in a format, piece by piece, and never more of them than was allowed."""

import io
from collections.abc import Iterator, Sequence
from typing import IO, Protocol, cast

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Triple, serialize

from bouwstenen.errors import NotAcceptableError, TooManyRowsError
from bouwstenen.formats import GRAPHS, SOLUTIONS, Format, listed
from bouwstenen.namespaces import PREFIXES
from bouwstenen.store.interface import QueryStore, Results

__all__ = ["formats_for", "write", "write_to"]

#: What stands once between two solutions in each format, as pyoxigraph writes it.
_BETWEEN = {
    QueryResultsFormat.JSON: b"},{",
    QueryResultsFormat.XML: b"<result>",
    QueryResultsFormat.CSV: b"\r\n",
    QueryResultsFormat.TSV: b"\n",
}


class Sink(Protocol):
    """Where written bytes go."""

    def write(self, data: bytes, /) -> int:
        """Take `data`; return how many bytes were taken."""
        ...


def formats_for(results: Results) -> Sequence[Format]:
    """Return the formats these results can have, the preferred one first."""
    return SOLUTIONS if isinstance(results, QuerySolutions | QueryBoolean) else GRAPHS


def write(store: QueryStore, results: Results, chosen: Format) -> bytes:
    """Return `results` in a format; raises as `write_to` does."""
    written = io.BytesIO()
    write_to(written, store, results, chosen)
    return written.getvalue()


def write_to(
    sink: Sink, store: QueryStore, results: Results, chosen: Format, *, max_rows: int | None = None
) -> None:
    """Write `results` to `sink` in a format, as they come.

    Args:
        sink: takes the bytes.
        store: where the results come from.
        results: what to write.
        chosen: the format.
        max_rows: solutions or triples that may be written; None for any number.

    Raises:
        NotAcceptableError: these results have no such format (a graph is no CSV).
        TooManyRowsError: there are more than `max_rows`; what was written is not whole.
        ReleaseError: the store fails while it is read.
    """
    writer = chosen.writer
    if chosen not in formats_for(results):
        names = listed(formats_for(results))
        what = f"these results have no format “{chosen.name}”."
        raise NotAcceptableError(what, where="format", mend=f"Choose one of: {names}.")
    try:
        if isinstance(writer, QueryResultsFormat) and isinstance(results, QuerySolutions | QueryBoolean):
            if max_rows is not None and isinstance(results, QuerySolutions):
                sink = _Counted(sink, writer, max_rows)
            results.serialize(cast(IO[bytes], sink), format=writer)
        elif isinstance(writer, RdfFormat) and not isinstance(results, QuerySolutions | QueryBoolean):
            triples = results if max_rows is None else _at_most(max_rows, results)
            serialize(triples, cast(IO[bytes], sink), format=writer, prefixes=PREFIXES)
    except (OSError, RuntimeError, SyntaxError) as error:
        raise store.explain(error) or error from error


def _too_many(max_rows: int) -> TooManyRowsError:
    return TooManyRowsError(
        f"there are more than {max_rows:,} rows.", where="query", mend="Ask in parts with LIMIT and OFFSET."
    )


def _at_most(max_rows: int, triples: Iterator[Triple]) -> Iterator[Triple]:
    for number, triple in enumerate(triples):
        if number == max_rows:
            raise _too_many(max_rows)
        yield triple


class _Counted:
    """Counts solutions as pyoxigraph writes them, which has no limit of its own.

    It looks for what stands between two solutions. A literal that holds the same characters counts too: it
    takes a limit's worth of those to refuse what should have passed.
    """

    def __init__(self, sink: Sink, writer: QueryResultsFormat, max_rows: int) -> None:
        self._sink = sink
        self._between = _BETWEEN[writer]
        self._rest = b""
        self._max = max_rows
        # JSON has one less of them than it has rows; in CSV and TSV the header is a line too
        self._left = max_rows + {QueryResultsFormat.JSON: -1, QueryResultsFormat.XML: 0}.get(writer, 1)

    def write(self, data: bytes, /) -> int:
        seen = self._rest + data
        self._left -= seen.count(self._between)
        self._rest = seen[len(seen) - len(self._between) + 1 :]
        if self._left < 0:
            raise _too_many(self._max)
        return self._sink.write(data)

    def flush(self) -> None:
        pass
