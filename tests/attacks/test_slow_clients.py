"""Clients that take their time hold nothing that others need."""

import contextlib
import socket
import time
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

import httpx2
import pytest

from bouwstenen.settings import Settings
from tests.attacks.server import Server, serving

_LARGE = "SELECT ?a ?b ?c { ?a ?b ?c . ?d ?e ?f } LIMIT 100000"
_LOOKUP = {"query": "SELECT ?p ?o { <https://w3id.org/bouwstenen/id/intervention/vip> ?p ?o }"}


@pytest.fixture(scope="module")
def server(settings: Settings) -> Iterator[Server]:
    with serving(settings.home, query_timeout=10, query_short=2, query_long=2, cache_size=0) as server:
        yield server


def _connect(server: Server) -> socket.socket:
    address = urlsplit(server.address)
    assert address.hostname
    assert address.port
    return socket.create_connection((address.hostname, address.port), timeout=10)


def _ask(connection: socket.socket, query: str) -> None:
    request = f"GET /sparql?{urlencode({'query': query, 'format': 'json'})} HTTP/1.1\r\nHost: a\r\n\r\n"
    connection.sendall(request.encode())


@pytest.mark.threat("T08")
def test_who_sends_slowly(server: Server) -> None:
    with contextlib.ExitStack() as stack:
        for number in range(100):
            connection = stack.enter_context(_connect(server))
            connection.sendall(b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-"[: 20 + number % 20])
        for _ in range(50):
            connection = stack.enter_context(_connect(server))
            connection.sendall(
                b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
                b"Content-Length: 1000\r\n\r\nASK"
            )
        assert httpx2.get(f"{server.address}/sparql", params=_LOOKUP, timeout=5).status_code == 200


@pytest.mark.threat("T08")
def test_who_reads_slowly(server: Server) -> None:
    """More of them than there are workers, each with an answer far larger than what its connection holds."""
    with contextlib.ExitStack() as stack:
        readers = [stack.enter_context(_connect(server)) for _ in range(12)]
        began = server.memory()
        for reader in readers:
            _ask(reader, _LARGE)
            assert reader.recv(1)
        assert httpx2.get(f"{server.address}/sparql", params=_LOOKUP, timeout=5).status_code == 200
        # what they have not read waits on disk
        assert server.memory() < began + 150 * 2**20
        rest = readers[0].recv(2**20)
        while b"\r\n0\r\n\r\n" not in rest[-20:]:
            piece = readers[0].recv(2**20)
            assert piece, "the answer broke off"
            rest = rest[-20:] + piece
    assert httpx2.get(f"{server.address}/sparql", params=_LOOKUP, timeout=5).status_code == 200


def test_who_goes_away_leaves_no_query_behind(server: Server) -> None:
    def running() -> float:
        text = httpx2.get(f"{server.address}/metrics", timeout=5).text
        (line,) = [line for line in text.splitlines() if line.startswith("bouwstenen_queries_running ")]
        return float(line.split()[1])

    waiting = _connect(server)
    _ask(waiting, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }")
    reading = _connect(server)
    _ask(reading, "SELECT * { ?a ?b ?c . ?d ?e ?f }")
    reading.recv(1)
    assert running() == 2
    waiting.close()
    reading.close()
    for _ in range(60):
        if running() == 0:
            break
        time.sleep(0.05)
    assert running() == 0
