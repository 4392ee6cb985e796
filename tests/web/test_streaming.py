"""Large answers: they leave as they are worked out, and the service holds next to nothing of them."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from bouwstenen.formats import GRAPHS, SOLUTIONS, Format
from bouwstenen.settings import Settings
from tests.attacks.server import Server, serving

#: A billion rows or triples: whoever sees their beginning cannot have waited for their end.
_ROWS = "SELECT ?a ?c ?d ?f { ?a ?b ?c . ?d ?e ?f }"
_TRIPLES = "CONSTRUCT { ?a ?e ?f } { ?a ?b ?c . ?d ?e ?f }"

_MIB = 2**20


@pytest.fixture(scope="module")
def service(settings: Settings) -> Iterator[Server]:
    """It would let them go on for an hour."""
    with serving(
        settings.home, query_timeout=3600, query_rows=10**12, query_size=10**6, log_level="info"
    ) as service:
        yield service


def _running(service: Server) -> int:
    text = httpx2.get(f"{service.address}/metrics").text
    found = re.search(r"(?m)^bouwstenen_queries_running (\S+)", text)
    assert found
    return int(float(found[1]))


def _outcomes(service: Server) -> list[str]:
    lines = [json.loads(line) for line in service.log]
    return [line["outcome"] for line in lines if line["event"] == "query"]


def _eventually(expected: object, value: object, *args: object) -> None:
    """Wait until `value(*args)` is what is expected."""
    assert callable(value)
    for _ in range(600):
        if value(*args) == expected:
            return
        time.sleep(0.05)
    assert value(*args) == expected


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("item", [*SOLUTIONS, *GRAPHS], ids=lambda item: item.name)
def test_the_first_bytes_leave_before_the_last_are_computed(
    service: Server, item: Format, encoding: str
) -> None:
    query = _ROWS if item in SOLUTIONS else _TRIPLES
    before = len(_outcomes(service))
    with (
        httpx2.Client(base_url=service.address, timeout=60) as http,
        http.stream(
            "GET",
            "/sparql",
            params={"query": query, "format": item.name},
            headers={"accept-encoding": encoding},
        ) as response,
    ):
        assert response.status_code == 200
        assert response.headers["transfer-encoding"] == "chunked"
        assert "content-length" not in response.headers
        assert response.headers.get("content-encoding", "identity") == encoding
        pieces = response.iter_bytes()
        assert next(pieces)
        assert next(pieces)
        assert _running(service) == 1
    # who goes away ends it
    _eventually(0, _running, service)
    _eventually(["broken off"], lambda: _outcomes(service)[before:])


def _peak(pid: int) -> int:
    """Bytes that a process has had in memory at most."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1]) * 1024


@pytest.mark.parametrize(
    ("encoding", "rows"), [("identity", 600_000), ("gzip", 200_000)], ids=["identity", "gzip"]
)
def test_memory_does_not_grow_with_the_answer(service: Server, encoding: str, rows: int) -> None:
    """The client is slower than the worker: what it has not taken yet is not kept in memory either."""

    def ask(rows: int) -> int:
        size = lines = 0
        with httpx2.stream(
            "GET",
            f"{service.address}/sparql",
            params={"query": f"{_ROWS} LIMIT {rows}", "format": "tsv"},
            headers={"accept-encoding": encoding},
            timeout=120,
        ) as response:
            for piece in response.iter_bytes():
                size += len(piece)
                lines += piece.count(b"\n")
                if size < 4 * _MIB:
                    time.sleep(0.02)
        assert lines == rows + 1, "nothing is missing"
        return size

    ask(20_000)
    Path(f"/proc/{service.pid}/clear_refs").write_text("5")  # from here on the peak is measured afresh
    before = _peak(service.pid)
    assert ask(rows) > 40 * _MIB
    assert _peak(service.pid) < before + 24 * _MIB
