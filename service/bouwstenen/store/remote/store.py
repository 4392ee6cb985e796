"""A release on a SPARQL 1.1 server elsewhere: any product, one machine or many."""

import time
from collections.abc import Sequence
from dataclasses import replace

from pyoxigraph import QueryBoolean, Store

from bouwstenen.errors import BouwstenenError, ReleaseError, RemoteError
from bouwstenen.graph.release import Release
from bouwstenen.namespaces import graph_iri
from bouwstenen.store.embedded import EmbeddedStore
from bouwstenen.store.interface import Query, Results
from bouwstenen.store.remote.closable import Closable
from bouwstenen.store.remote.connection import Connection, TransientError
from bouwstenen.store.remote.endpoint import ASK_UNION, QueryEndpoint
from bouwstenen.store.remote.live import Live, Union

__all__ = ["RemoteStore"]


#: How often a query is asked again at once because the release has changed.
_CHANGES = 5


class RemoteStore(Closable):
    """A `QueryStore` over a SPARQL 1.1 server that `bouwstenen publish` has loaded.

    Queries are read here first, so that errors are the same as those of the embedded store and no update ever
    leaves. Results are read as they come and written again by us: in all our formats, whatever it has.

    Every answer is of one release. Before it is handed on, the server is asked which release it holds *now*;
    where that is another than the query was made for, the query is asked again. A server whose default graph
    is not just this release – no union, or other graphs beside ours – is told the graphs with each query.

    Use a store in the process that made it, for one query at a time.

    Args:
        endpoint: address of the server's query endpoint.
        authorization: value of the Authorization header, if the server asks for one.
        timeout: seconds that a query has from its sending until the last of its results. It is looked at
            between pieces, so that a server which falls silent may take as long once more.
    """

    def __init__(self, endpoint: str, *, authorization: str | None = None, timeout: float = 30.0) -> None:
        self._timeout = timeout
        self._connection = Connection(authorization)
        self._endpoint = QueryEndpoint(endpoint, self._connection)
        self._local = EmbeddedStore(Store())
        self._live: Live | None = None

    @property
    def where(self) -> str:
        """The address, as messages may show it."""
        return self._endpoint.where

    @property
    def answered(self) -> Release | None:
        """The release that the last results came from; None before the first."""
        return self._live.release if self._live else None

    def query(self, query: Query) -> Results:
        """Return the results of a query; see `QueryStore`.

        Raises:
            WrongUseError: it does not parse (with line and column), or is an update.
            ReleaseError: no release is published there.
            RemoteTimeoutError: there is no answer in time.
            RemoteError: the server is down, refuses, or its answer cannot be one.
        """
        # over nothing: this tells whether it is a query, and of what kind
        kind = type(self._local.query(query))
        deadline = self._deadline()
        return self._connection.patiently(lambda: self._answer(query, kind, deadline), deadline)

    def explain(self, error: Exception) -> BouwstenenError | None:
        """Return what to tell of an error while results were read; see `QueryStore`."""
        if isinstance(error, BouwstenenError):
            return error
        return self._endpoint.malformed(error) if isinstance(error, SyntaxError) else None

    def release(self) -> Release:
        """Ask which release is live there.

        Raises:
            ReleaseError: none is, or one that this software cannot read.
            RemoteError: as `query`.
        """
        deadline = self._deadline()
        self._live = self._connection.patiently(lambda: self._describe(deadline), deadline)
        return self._live.release

    def ping(self) -> None:
        """Return when the simplest query there is has been answered; raise as `query` where it is not."""
        self._endpoint.ask("ASK {}", QueryBoolean, self._deadline())

    def close(self) -> None:
        """Close all connections."""
        self._connection.close()

    def _deadline(self) -> float:
        return time.monotonic() + self._timeout

    def _answer(self, query: Query, kind: type[Results], deadline: float) -> Results:
        """Ask, and see that the answer is of the release it was asked of; where it is not, ask again."""
        for _ in range(_CHANGES):
            live = self._live = self._live or self._describe(deadline)
            results = self._endpoint.ask(query.text, kind, deadline, _dataset(query, live, self.where))
            # a first piece is here, so the server has begun: what it holds now is what it answers from
            state = self._endpoint.state(deadline)
            if state is None:
                break  # a swap is under way, on a server that lets it be seen
            same = (state.hash, state.issued) == (live.release.hash, live.issued)
            self._live = replace(live, alone=state.alone) if same else None
            # the default graph of a server that is not alone any more may have had staged graphs in it
            if self._live and (live.needs_dataset or not self._live.needs_dataset):
                return results
            del results  # lets go of its connection
        what = "its release changes at this moment, or is gone."
        raise TransientError(what, where=self.where, mend="Ask again in a moment.")

    def _describe(self, deadline: float) -> Live:
        live = self._endpoint.live(deadline)
        if live is None:
            mend = "Run `bouwstenen publish --to …`."
            raise ReleaseError("no release of ours is there.", where=self.where, mend=mend)
        return live


def _dataset(query: Query, live: Live, where: str) -> Sequence[tuple[str, str]]:
    """The protocol's parameters for the graphs that a query is about."""
    default, named = query.default_graphs, query.named_graphs
    if not default and not named:
        if query.own_dataset:
            if not live.heeds_from:
                mend = "Send default-graph-uri instead, or start Oxigraph without --union-default-graph."
                raise RemoteError("it does not heed FROM in a query.", where=where, mend=mend)
            return []
        if not live.needs_dataset:
            return [ASK_UNION] if live.union == Union.ASKED else []
        default = named = tuple(graph_iri(name) for name in live.release.graphs)
    return [("default-graph-uri", iri) for iri in default] + [("named-graph-uri", iri) for iri in named]
