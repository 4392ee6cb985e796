"""The servers that are compared, each as its own documentation has it started, over the same quads.

In:  a dataset.
Out: a context in which the server answers on a loopback port.
"""

import http.client
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from bench.dataset import Dataset
from bench.processes import NotReadyError, Server, free_port, memory, running

__all__ = ["CACHED", "DISK", "MEMORY", "OURS", "PEERS", "RDFLIB", "Peer", "Running", "serve"]

#: Seconds to wait for a server: some, and some more for each million statements that it reads first.
_PATIENCE = 60
_PATIENCE_A_MILLION = 400

_BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Peer:
    """A server that is compared.

    Args:
        name: what the report calls it.
        path: where it answers queries.
        start: starts it over a dataset on a port; yields it once it answers.
        most: statements that it is asked to hold at most.
        turns: how many times as long it is measured, where it answers few requests a second.
    """

    name: str
    path: str
    start: Callable[[Dataset, int, Callable[[], bool]], Iterator[Server]]
    most: int = 100_000_000
    turns: float = 1.0


@dataclass(frozen=True)
class Running:
    """A peer that answers now."""

    peer: Peer
    port: int
    server: Server

    def target(self, query: str) -> str:
        """Return the request target for a query by GET."""
        return f"{self.peer.path}?query={quote(query, safe='')}"

    def rows(self, query: str) -> int:
        """Return how many solutions it gives to a SELECT query.

        Raises:
            NotReadyError: it gives none.
        """
        try:
            status, body = _get(self.port, self.target(query), timeout=120)
        except OSError as error:
            raise NotReadyError(
                f"{self.peer.name} does not answer: {self.server.ended() or error}"
            ) from error
        if status != 200:
            raise NotReadyError(f"{self.peer.name} answers {status}: {body[:200]!r}")
        return len(json.loads(body)["results"]["bindings"])

    def memory(self) -> int:
        """Return the bytes that it and its children hold."""
        return memory(self.server.pid)


@contextmanager
def serve(peer: Peer, dataset: Dataset) -> Iterator[Running]:
    """Serve a dataset with a peer until the block is left.

    Raises:
        NotReadyError: it does not come up.
    """
    port = free_port()
    probe = f"{peer.path}?query={quote('SELECT * WHERE { ?s ?p ?o } LIMIT 1', safe='')}"

    def ready() -> bool:
        status, body = _get(port, probe, timeout=5)
        return status == 200 and b'"bindings"' in body

    with contextmanager(peer.start)(dataset, port, ready) as server:
        yield Running(peer, port, server)


def _get(port: int, target: str, timeout: float) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", target, headers={"Accept": "application/sparql-results+json"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    except http.client.HTTPException as error:
        raise OSError(str(error)) from error
    finally:
        connection.close()


def _patience(dataset: Dataset) -> float:
    return _PATIENCE + _PATIENCE_A_MILLION * dataset.statements / 1e6


def _ours(cache: str) -> Callable[[Dataset, int, Callable[[], bool]], Iterator[Server]]:
    def start(dataset: Dataset, port: int, ready: Callable[[], bool]) -> Iterator[Server]:
        command = [str(_BIN / "bouwstenen"), "serve", "--port", str(port)]
        # an empty value is the default
        environment = {"BOUWSTENEN_HOME": str(dataset.home), "BOUWSTENEN_CACHE_SIZE": cache}
        with running(command, ready, _patience(dataset), environment) as server:
            yield server

    return start


def _oxigraph_on_disk(dataset: Dataset, port: int, ready: Callable[[], bool]) -> Iterator[Server]:
    oxigraph = str(_BIN / "oxigraph")
    with TemporaryDirectory(dir=dataset.home) as folder:
        for command in (["load", "--file", str(dataset.quads)], ["optimize"]):
            subprocess.run(
                [oxigraph, command[0], "--location", folder, *command[1:]], check=True, capture_output=True
            )
        with running([*_oxigraph(port), "--location", folder], ready, _patience(dataset)) as server:
            yield server


def _oxigraph_in_memory(dataset: Dataset, port: int, ready: Callable[[], bool]) -> Iterator[Server]:
    def listening() -> bool:
        return _get(port, "/query?query=ASK%20%7B%7D", timeout=5)[0] == 200

    with running(_oxigraph(port), listening, _patience(dataset)) as server:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_patience(dataset))
        with dataset.quads.open("rb") as quads:
            length = str(dataset.quads.stat().st_size)
            headers = {"Content-Type": "application/n-quads", "Content-Length": length}
            connection.request("POST", "/store", quads, headers)
            answer = connection.getresponse()
            said = answer.read()
        connection.close()
        if answer.status >= 300 or not ready():
            raise NotReadyError(f"not loaded: {answer.status} {said[:200]!r}")
        yield server


def _oxigraph(port: int) -> list[str]:
    return [str(_BIN / "oxigraph"), "serve", "--bind", f"127.0.0.1:{port}", "--union-default-graph"]


def _rdflib_endpoint(dataset: Dataset, port: int, ready: Callable[[], bool]) -> Iterator[Server]:
    # its default graph is the union of all that it parses
    command = [str(_BIN / "rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", str(port)]
    with running([*command, str(dataset.quads)], ready, _patience(dataset)) as server:
        yield server


OURS = Peer("bouwstenen, no cache", "/sparql", _ours("0"))
CACHED = Peer("bouwstenen, cache", "/sparql", _ours(""))
DISK = Peer("oxigraph on disk", "/query", _oxigraph_on_disk)
MEMORY = Peer("oxigraph in memory", "/query", _oxigraph_in_memory, most=3_000_000)
RDFLIB = Peer("rdflib-endpoint", "/", _rdflib_endpoint, most=300_000, turns=3.0)

PEERS = (OURS, CACHED, DISK, MEMORY, RDFLIB)
