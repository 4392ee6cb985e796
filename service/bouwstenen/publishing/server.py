"""A SPARQL 1.1 server that is written to: graphs, updates, counts."""

import time
from collections.abc import Callable, Iterator
from typing import IO, TypeVar
from urllib.parse import quote

from pyoxigraph import QueryBoolean

from bouwstenen.errors import RemoteError
from bouwstenen.namespaces import GRAPH
from bouwstenen.publishing.addresses import Addresses
from bouwstenen.store.remote.closable import Closable
from bouwstenen.store.remote.connection import Connection, shown
from bouwstenen.store.remote.endpoint import ASK_UNION, QueryEndpoint
from bouwstenen.store.remote.live import Live, State, Union

__all__ = ["Server"]

_T = TypeVar("_T")

#: Seconds that one step has, tried again and all: the swap of a large release takes a server its time.
_TIMEOUT = 3600.0
#: Seconds before each time that a step is tried again: a server that starts again is waited for.
_PAUSES = (0.25, 0.5, 1.0, 2.0, 4.0)
_PIECE = 1 << 16
_OURS = f'STRSTARTS(STR(?g), "{GRAPH}")'


class Server(Closable):
    """The steps of publishing, each tried again where what fails may pass.

    Every method raises RemoteError where the server is down, refuses, or answers what it should not.

    Args:
        addresses: of the server.
        authorization: value of the Authorization header, if it asks for one.
    """

    def __init__(self, addresses: Addresses, authorization: str | None = None) -> None:
        self.where = shown(addresses.store)
        self._addresses = addresses
        self._connection = Connection(authorization, _PAUSES)
        self._endpoint = QueryEndpoint(addresses.query, self._connection)

    def close(self) -> None:
        """Close all connections."""
        self._connection.close()

    def state(self) -> State | None:
        """Return which release is live; None where none is."""
        return self._patiently(self._endpoint.state)

    def live(self) -> Live | None:
        """Return the live release, and how the server has it; None where none is."""
        return self._patiently(self._endpoint.live)

    def graphs(self) -> list[str]:
        """Return the graphs of ours that it holds, staged ones too."""
        text = f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER({_OURS}) }}"
        return self._patiently(lambda deadline: [row[0].value for row in self._endpoint.rows(text, deadline)])

    def count(self, graph: str | None, live: Live | None = None) -> int:
        """Return how many statements a graph holds.

        Args:
            graph: its IRI; None for the default graph, as queries of the release see it.
            live: how the server has the release.
        """
        pattern = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
        text = f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}"
        dataset = [ASK_UNION] if live and live.union == Union.ASKED else []

        def attempt(deadline: float) -> int:
            values = [str(row[0].value) for row in self._endpoint.rows(text, deadline, dataset)]
            if len(values) != 1 or not values[0].isdecimal():
                raise RemoteError("what it answers is no count.", where=self.where)
            return int(values[0])

        return self._patiently(attempt)

    def rows(self, graphs: str, number: int) -> int:
        """Return how many rows come of `number` that are asked for from graphs whose IRI starts so."""
        where = f'GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{graphs}"))'
        text = f"SELECT ?p WHERE {{ {where} }} LIMIT {number}"
        return self._patiently(lambda deadline: sum(1 for _ in self._endpoint.rows(text, deadline)))

    def has_others(self) -> bool:
        """Return whether it holds graphs that are not ours."""
        text = f"ASK {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(!{_OURS}) }}"
        return self._patiently(lambda deadline: bool(self._endpoint.ask(text, QueryBoolean, deadline)))

    def put(self, graph: str, file: IO[bytes]) -> None:
        """Put N-Triples in a graph, in the place of what is there."""
        length = file.seek(0, 2)
        sign = "&" if "?" in self._addresses.store else "?"
        address = f"{self._addresses.store}{sign}graph={quote(graph, safe='')}"
        headers = {"Content-Type": "application/n-triples", "Content-Length": str(length)}

        def attempt(deadline: float) -> None:
            file.seek(0)
            self._connection.send("PUT", address, _pieces(file), headers, deadline).close()

        self._patiently(attempt)

    def update(self, text: str) -> None:
        """Run an update that may run twice."""
        self._patiently(lambda deadline: self._update(text, deadline))

    def swap(self, text: str, live: str) -> None:
        """Run the update after which the release with hash `live` is live; not again once it is."""
        tried = False

        def attempt(deadline: float) -> None:
            nonlocal tried
            state = self._endpoint.state(deadline) if tried else None
            tried = True
            if state is None or state.hash != live:
                self._update(text, deadline)

        self._patiently(attempt)

    def _update(self, text: str, deadline: float) -> None:
        self._connection.post(self._addresses.update, [("update", text)], "*/*", deadline).close()

    def _patiently(self, step: Callable[[float], _T]) -> _T:
        deadline = time.monotonic() + _TIMEOUT
        return self._connection.patiently(lambda: step(deadline), deadline)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece
