"""Connections of those who send too slowly, too much or nothing at all."""

import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn

from bouwstenen.settings import Settings
from bouwstenen.web.app import create_app
from bouwstenen.web.connections import MAX_ADDRESS, connections

#: Seconds, in the place of 15 and 60: long enough for a request that is sent in one go.
_TIME = 0.7

_ASK = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: a\r\n\r\n"
_POST = b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\nContent-Length: 6\r\n"


@pytest.fixture(scope="module")
def port(settings: Settings) -> Iterator[int]:
    """A service in this process, so that the times can be made short."""
    limited = settings.model_copy(update={"head_time": _TIME, "body_time": _TIME, "body_size": 1})
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(
            create_app(limited), http=connections(limited), loop="uvloop", log_config=None
        )
        server = uvicorn.Server(config)
        running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        running.start()
        yield listening.getsockname()[1]
        server.should_exit = True
        running.join()


@pytest.fixture
def connection(port: int) -> Iterator[socket.socket]:
    # far longer than the service waits: what fails by this time-out was not closed
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        yield connection


def _answer(connection: socket.socket) -> tuple[bytes, bytes]:
    """One answer: its status line and headers, its body."""
    head = b""
    while b"\r\n\r\n" not in head:
        piece = connection.recv(1)
        assert piece, f"closed after {head!r}"
        head += piece
    length = int(head.lower().partition(b"content-length:")[2].split()[0])
    body = b""
    while len(body) < length:
        body += connection.recv(length - len(body))
    return head, body


def _closed(connection: socket.socket) -> bool:
    """Whether the connection is closed without another word."""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


@pytest.mark.threat("T08")
@pytest.mark.parametrize(
    "beginning", [b"", b"GET /spar", _ASK[:-2], b"\r\n\r\n", b"POST /sparql HTTP/1.1\r\nHo"]
)
def test_half_a_head_is_not_waited_for(connection: socket.socket, beginning: bytes) -> None:
    connection.sendall(beginning)
    assert _closed(connection)


@pytest.mark.parametrize("beginning", [b"GET /spar", b"\r\n"])
def test_nor_is_half_a_head_after_a_whole_one(connection: socket.socket, beginning: bytes) -> None:
    connection.sendall(_ASK)
    assert b" 200 " in _answer(connection)[0]
    connection.sendall(beginning)
    assert _closed(connection)


def test_a_head_that_comes_byte_by_byte_has_no_more_time(connection: socket.socket) -> None:
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        for number in range(1000):
            connection.sendall(b"G" if number == 0 else b"E")
            time.sleep(0.05)
        pytest.fail("it was read to the end")


def test_a_request_in_two_pieces(connection: socket.socket) -> None:
    for beginning in (_ASK[:10], _POST + b"\r\nASK"):
        connection.sendall(beginning)
        time.sleep(0.05)
        connection.sendall(_ASK[10:] if beginning == _ASK[:10] else b" {}")
        head, body = _answer(connection)
        assert b" 200 " in head
        assert json.loads(body)["boolean"] is True


def test_an_answer_may_take_longer_than_a_head(connection: socket.socket) -> None:
    heavy = b"SELECT(COUNT(*)AS%20?n)%7B?a?b?c.?d?e?f.?g?h?i%7D"
    connection.sendall(b"GET /sparql?timeout=1.5&query=" + heavy + b" HTTP/1.1\r\nHost: a\r\n\r\n")
    assert b" 504 " in _answer(connection)[0]
    connection.sendall(_ASK)
    assert b" 200 " in _answer(connection)[0]


def test_half_a_body(connection: socket.socket) -> None:
    connection.sendall(_POST + b"\r\nASK")
    head, body = _answer(connection)
    assert b" 408 " in head
    assert b"application/problem+json" in head
    assert json.loads(body)["status"] == 408
    # what comes later is no new request
    assert b"connection: close" in head.lower()
    assert _closed(connection)


def test_who_leaves_in_the_middle_of_a_body_does_no_harm(port: int) -> None:
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.sendall(_POST + b"\r\nASK")
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(_ASK)
        assert b" 200 " in _answer(connection)[0]


def test_a_body_that_was_announced(connection: socket.socket) -> None:
    connection.sendall(_POST + b"Expect: 100-continue\r\n\r\n")
    interim = b""
    while not interim.endswith(b"\r\n\r\n"):
        interim += connection.recv(1)
    assert interim.startswith(b"HTTP/1.1 100 ")
    connection.sendall(b"ASK {}")
    assert b" 200 " in _answer(connection)[0]


def test_an_address_that_is_too_long(connection: socket.socket) -> None:
    """Beyond what can be read of an address a query is sent by POST, and that is said."""
    longest = MAX_ADDRESS - len("/sparql?query=ASK%7B%7D%23")
    for size in (longest, longest + 1):
        connection.sendall(_ASK.replace(b"%7D", b"%7D%23" + b"x" * size))
        head, body = _answer(connection)
        assert (b" 200 " in head) is (size == longest)
    assert b" 414 " in head
    assert b"application/problem+json" in head
    assert b"Access-Control-Allow-Origin: *" in head
    assert "POST" in json.loads(body)["mend"]
    assert _closed(connection)


_LONGEST_HEAD = 128 * 1024


@pytest.mark.threat("T09")
@pytest.mark.parametrize(("begun", "status"), [(b"GET /", 414), (b"GET / HTTP/1.1\r\nX: ", 431)])
def test_a_head_without_end(connection: socket.socket, begun: bytes, status: int) -> None:
    connection.sendall(begun + b"x" * (_LONGEST_HEAD + 1 - len(begun)))
    head, body = _answer(connection)
    assert b" %d " % status in head
    assert json.loads(body)["status"] == status
    assert _closed(connection)


@pytest.mark.threat("T09")
@pytest.mark.parametrize(
    ("headers", "fits"),
    [(99, True), (100, False)],  # and Host
)
def test_more_headers_than_may_be(connection: socket.socket, headers: int, fits: bool) -> None:
    connection.sendall(_ASK[:-2] + b"".join(b"X-%d: y\r\n" % number for number in range(headers)) + b"\r\n")
    head, body = _answer(connection)
    assert (b" 200 " if fits else b" 431 ") in head
    if not fits:
        assert "at most 100 headers" in json.loads(body)["detail"]
        assert _closed(connection)


def test_headers_that_are_too_long_together(connection: socket.socket) -> None:
    long = b"x" * (_LONGEST_HEAD // 4)
    connection.sendall(
        _ASK[:-2] + b"".join(b"X-%d: %s\r\n" % (number, long) for number in range(4)) + b"\r\n"
    )
    assert b" 431 " in _answer(connection)[0]
    assert _closed(connection)


def test_a_body_that_comes_with_its_head_is_no_part_of_it(connection: socket.socket) -> None:
    """As large as a read from the network, and larger than a head may be."""
    body = b"query=ASK%7B%7D&x=" + b"y" * 500_000
    head = _POST.replace(b"application/sparql-query", b"application/x-www-form-urlencoded")
    connection.sendall(head.replace(b" 6\r\n", b" %d\r\n\r\n" % len(body)) + body)
    assert b" 200 " in _answer(connection)[0]


@pytest.mark.threat("T09")
@pytest.mark.parametrize("path", [b"/sparql", b"/package", b"/health", b"/nowhere"])
def test_a_body_that_is_announced_to_be_too_large_is_not_read(connection: socket.socket, path: bytes) -> None:
    head = b"POST %s HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    connection.sendall(head % (path, 2**20 + 1))
    head, body = _answer(connection)
    assert b" 413 " in head
    assert b"connection: close" in head.lower()
    assert "1048576 bytes" in json.loads(body)["detail"]
    assert _closed(connection)


@pytest.mark.threat("T09")
@pytest.mark.parametrize("path", [b"/sparql", b"/package"])
def test_a_body_of_no_announced_length_is_counted(connection: socket.socket, path: bytes) -> None:
    connection.sendall(
        b"POST %s HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        % path.replace(b"/sparql", b"/sparql?x")
        + b"Transfer-Encoding: chunked\r\n\r\n"
    )
    chunk = b"10000\r\n" + b" " * 2**16 + b"\r\n"
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        for _ in range(40):
            connection.sendall(chunk)
    assert b" 413 " in _answer(connection)[0]


def test_a_body_that_nobody_reads_ends_the_connection(connection: socket.socket) -> None:
    connection.sendall(b"POST /health HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
    assert b" 405 " in _answer(connection)[0]
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        for _ in range(1000):
            connection.sendall(b"1\r\nx\r\n")
            time.sleep(0.01)
        pytest.fail("it was read to the end")


@pytest.mark.threat("T08")
def test_half_a_body_of_a_package(connection: socket.socket) -> None:
    connection.sendall(
        b"POST /package HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"
    )
    head, body = _answer(connection)
    assert b" 408 " in head
    assert json.loads(body)["mend"]
    assert _closed(connection)


@pytest.mark.threat("T09")
def test_what_is_compressed_is_not_read(connection: socket.socket) -> None:
    connection.sendall(_POST + b"Content-Encoding: gzip\r\n\r\nASK {}")
    head, body = _answer(connection)
    assert b" 415 " in head
    assert json.loads(body)["where"] == "Content-Encoding"
