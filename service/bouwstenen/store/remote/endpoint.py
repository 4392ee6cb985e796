"""The query endpoint of a SPARQL 1.1 server: send a query, read what comes back as what it must be."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import IO, cast

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
)

from bouwstenen.errors import RemoteError
from bouwstenen.formats import GRAPHS, SOLUTIONS, Format
from bouwstenen.namespaces import declarations
from bouwstenen.store.interface import Results
from bouwstenen.store.remote.body import Body
from bouwstenen.store.remote.connection import Connection, shown
from bouwstenen.store.remote.live import (
    DESCRIPTION,
    FROM_NOTHING,
    SEEN,
    STATE,
    Live,
    State,
    Union,
    live_from,
    state_from,
)

__all__ = ["ASK_UNION", "QueryEndpoint"]

# of our formats those that can be read piece by piece; the one wanted most first
_TABLES = tuple(item for item in SOLUTIONS if item.name in {"json", "xml"})
_TRIPLES = tuple(sorted((item for item in GRAPHS if item.name in {"nt", "ttl"}), key=lambda item: item.name))
#: Oxigraph's own parameter: the default graph is to be the union.
ASK_UNION = ("union-default-graph", "true")
#: Bytes that an ASK may be answered with.
_MAX_BOOLEAN = 1 << 16
_MEND = "See that it is the query endpoint of a SPARQL 1.1 server."


class QueryEndpoint:
    """Where a server takes queries. Each is sent once: patience is the caller's.

    Args:
        address: of the endpoint.
        connection: what it is reached with.
    """

    def __init__(self, address: str, connection: Connection) -> None:
        self.where = shown(address)
        self._address = address
        self._connection = connection

    def ask(
        self, text: str, kind: type[Results], deadline: float, dataset: Sequence[tuple[str, str]] = ()
    ) -> Results:
        """Return the results of a query, which are read from the server while they are used.

        Args:
            text: the query; our prefixes need no declaration.
            kind: what it asks for: QuerySolutions, QueryBoolean, or anything else for a graph.
            deadline: when to give up, as `time.monotonic` counts.
            dataset: the protocol's parameters for the graphs it is about.

        Raises:
            TransientError: asking again may help.
            RemoteTimeoutError: there is no answer in time.
            RemoteError: the server refuses, or its answer cannot be one.
        """
        # on the first line of the query itself, so that the server counts lines as the sender does
        form = [("query", " ".join([*declarations(text), text])), *dataset]
        first, second = _formats(kind)
        accept = f"{first.media_type}, {second.media_type};q=0.5"
        body = self._connection.post(self._address, form, accept, deadline)
        try:
            return self._read(body, kind)
        except SyntaxError as error:
            body.close()
            raise self.malformed(error) from error
        except RemoteError:
            body.close()
            raise

    def state(self, deadline: float) -> State | None:
        """Ask for the hash of the live release and whether it is alone; None where there is none."""
        return state_from(self.rows(STATE, deadline))

    def live(self, deadline: float) -> Live | None:
        """Ask for the live release, and how the server has it; None where there is none.

        Raises:
            ReleaseError: there is one that this software cannot read.
        """
        live = live_from(self.rows(DESCRIPTION, deadline), self.where)
        if live is None:
            return None
        if live.union == Union.ALWAYS:
            return replace(live, heeds_from=not self.ask(FROM_NOTHING, QueryBoolean, deadline))
        try:
            asked = bool(self.ask(SEEN, QueryBoolean, deadline, [ASK_UNION]))
        except RemoteError:  # to some servers a parameter they do not know is an error
            asked = False
        return replace(live, union=Union.ASKED) if asked else live

    def rows(
        self, text: str, deadline: float, dataset: Sequence[tuple[str, str]] = ()
    ) -> Iterator[QuerySolution]:
        """Yield the solutions of a SELECT query that we wrote; raises as `ask`."""
        try:
            yield from cast(QuerySolutions, self.ask(text, QuerySolutions, deadline, dataset))
        except SyntaxError as error:
            raise self.malformed(error) from error

    def malformed(self, error: SyntaxError) -> RemoteError:
        """Return what to tell where an answer does not parse."""
        what = f"its answer is malformed or cut short: {error.msg}."
        return RemoteError(what, where=self.where, mend="Ask again.")

    def _read(self, body: Body, kind: type[Results]) -> Results:
        said = body.media_type
        chosen = next((item for item in _formats(kind) if said in (item.media_type, *item.also)), None)
        if chosen is None or body.status != HTTPStatus.OK:
            what = f"what it answers is no result: {body.status} with {said or 'no media type'}."
            raise RemoteError(what, where=self.where, mend=_MEND)
        _refuse_cut(body, chosen)
        if isinstance(chosen.writer, RdfFormat):
            return (quad.triple for quad in parse(cast(IO[bytes], body), format=chosen.writer))
        form = cast(QueryResultsFormat, chosen.writer)
        body.is_xml = form == QueryResultsFormat.XML
        source = _boolean(body, form) if kind is QueryBoolean else cast(IO[bytes], body)
        results = parse_query_results(source, format=form)
        if not isinstance(results, kind):
            what = "it answers another kind of query than was asked."
            raise RemoteError(what, where=self.where, mend=_MEND)
        return results


def _formats(kind: type[Results]) -> Sequence[Format]:
    return _TABLES if kind in {QuerySolutions, QueryBoolean} else _TRIPLES


def _boolean(body: Body, form: QueryResultsFormat) -> bytes:
    """All of the answer to an ASK; pyoxigraph takes one for whole that is cut short after its boolean."""
    with body:
        whole = b""
        while piece := body.read(_MAX_BOOLEAN):
            whole += piece
            if len(whole) > _MAX_BOOLEAN:
                raise RemoteError("its answer is too long for an ASK.", where=body.where, mend=_MEND)
    if form == QueryResultsFormat.JSON:
        try:
            json.loads(whole)
        except ValueError as error:
            raise SyntaxError(str(error)) from error
    return whole


def _refuse_cut(body: Body, form: Format) -> None:
    """Refuse what is not whole, or may not be, as far as its head tells."""
    if "x-sparql-maxrows" in body.headers or "x-sql-state" in body.headers:
        what = "its answer has reached a limit of that server, and may not be whole."
        mend = "Ask for less, or raise ResultSetMaxRows or MaxQueryExecutionTime in Virtuoso's settings."
        raise RemoteError(what, where=body.where, mend=mend)
    # half a table in JSON or XML does not parse; half a graph, line by line, does
    if form in _TRIPLES and not body.tells_its_end:
        what = "it does not say where its answer ends: half a graph would look whole."
        mend = "Let that server, or the proxy before it, answer in HTTP/1.1."
        raise RemoteError(what, where=body.where, mend=mend)
