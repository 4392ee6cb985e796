"""The load driver counts whole groups of requests, keeps connections, and tells failures apart."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench.client import Load, drive


class Server(ThreadingHTTPServer):
    """Answers 200, or the status that the path names; remembers who came."""

    daemon_threads = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.clients: set[object] = set()
        self.paths: list[str] = []


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        assert isinstance(self.server, Server)
        self.server.clients.add(self.client_address)
        self.server.paths.append(self.path)
        status = self.path.removeprefix("/")
        self.send_response(int(status) if status.isdigit() else 200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_requests_are_counted_in_whole_groups_over_kept_connections(server: Server) -> None:
    requests = [("one", "/a"), ("two", "/b"), ("three", "/c")]
    sample = drive(Load(server.server_port, requests, connections=2, seconds=0.2, warmup=0.05, whole=3))
    assert len({len(latencies) for latencies in sample.latencies.values()}) == 1
    assert sample.count > 3
    assert sample.failed == 0
    assert len(server.clients) == 2
    assert all(latency > 0 for latency in sample.all)


def test_no_more_is_sent_than_wanted(server: Server) -> None:
    sample = drive(Load(server.server_port, [("one", "/a")], seconds=10, most=5))
    assert sample.latencies.keys() == {"one"}
    assert sample.count == len(server.paths) == 5


def test_failures_are_told_by_their_kind(server: Server) -> None:
    sample = drive(Load(server.server_port, [("good", "/"), ("bad", "/503")], seconds=10, most=6))
    assert sample.errors == {"503": 3}
    assert sample.count == 3


def test_a_server_that_is_not_there_is_a_failure_too() -> None:
    with Server() as gone:
        port = gone.server_port
    sample = drive(Load(port, [("one", "/")], seconds=10, most=2))
    assert sample.errors == {"ConnectionRefusedError": 2}
