"""Queries made to exhaust the service: each is ended inside its limits, and all others are served meanwhile.

Times are asserted here, unlike anywhere else: they are what the limits promise, and stand far from what is
measured (a look-up takes a few milliseconds meanwhile).
"""

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from typing import ParamSpec

import httpx2
import pytest

from bouwstenen.settings import Settings
from tests.attacks.server import Server, serving

P = ParamSpec("P")

TIMEOUT = 2.0
_LOOKUP = "SELECT ?p ?o { <https://w3id.org/bouwstenen/id/intervention/vip> ?p ?o }"
_PAIRS = "?a ?b ?c . ?d ?e ?f"

#: By name: a query, and the statuses that are an honest answer to it.
BOMBS: dict[str, tuple[str, set[int]]] = {
    "cartesian product": (f"SELECT (COUNT(*) AS ?n) {{ {_PAIRS} . ?g ?h ?i }}", {504}),
    "rows": (f"SELECT ?c ?f {{ {_PAIRS} }}", {400, 504}),
    "empty rows": (f"SELECT ?nothing {{ {_PAIRS} }}", {400, 504}),
    "triples": (f"CONSTRUCT {{ ?a ?e ?f }} {{ {_PAIRS} }}", {400, 504}),
    "paths over cycles": (
        "SELECT (COUNT(*) AS ?n) { ?a (!<x:x>|^!<x:x>)* ?b . ?b (!<x:y>|^!<x:y>)* ?c }",
        {504, 507},  # what was visited is remembered: which limit comes first depends on the machine
    ),
    "sort": (f"SELECT * {{ {_PAIRS} }} ORDER BY ?f ?c", {504, 507}),
    "distinct": (f"SELECT DISTINCT ?a ?c ?d ?f {{ {_PAIRS} }} ORDER BY ?a", {504, 507}),
    "group-concat": (f"SELECT (GROUP_CONCAT(CONCAT(STR(?c), STR(?f))) AS ?x) {{ {_PAIRS} }}", {504, 507}),
    "groups": (f"SELECT ?c ?f (COUNT(*) AS ?n) {{ {_PAIRS} }} GROUP BY ?c ?f", {504, 507}),
    "doubled text": (
        "SELECT (STRLEN(?x40) AS ?n) { BIND('0123456789' AS ?x0) "
        + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
        + "}",
        {504, 507},
    ),
    "regular expression": (
        f"SELECT (COUNT(*) AS ?n) {{ {_PAIRS} FILTER(REGEX(CONCAT(STR(?c), STR(?f)), '^((a+)+)+$')) }}",
        {504},
    ),
    "not exists": (f"SELECT (COUNT(*) AS ?n) {{ {_PAIRS} FILTER NOT EXISTS {{ ?f ?x ?c }} }}", {504}),
    "nested brackets": ("ASK " + "{" * 5_000 + "}" * 5_000, {413}),
    "nested parentheses": ("ASK { FILTER(" + "(" * 40_000 + "1" + ")" * 40_000 + ") }", {413}),
    "nested collections": ("ASK { ?s ?p " + "(" * 190 + ")" * 190 + " }", {200, 413, 504}),
    "chain of unions": ("ASK { {}" + " UNION {}" * 11_000 + " }", {200, 413, 504, 507}),
    "chain of conditions": ("ASK { FILTER(1" + "&&1" * 33_000 + ") }", {200, 413, 504, 507}),
    "chain of negations": ("ASK { FILTER(" + "!" * 90_000 + "1) }", {200, 413, 504, 507}),
    "long path": ("ASK { ?s " + "/".join(["!<x:x>"] * 10_000) + " ?o }", {200, 413, 504, 507}),
    "megabyte": ("ASK { ?s ?p '" + "x" * 1_000_000 + "' }", {413}),
    "quotes": ("ASK { ?s ?p " + "'''\\'" * 19_000 + " }", {400}),
}


@pytest.fixture(scope="module")
def server(settings: Settings) -> Iterator[Server]:
    with serving(
        settings.home, query_timeout=TIMEOUT, query_memory=200, query_rows=20_000, cache_size=0
    ) as server:
        yield server


class Bystanders:
    """Others who ask something ordinary, and whether the service is healthy, as long as this lasts."""

    def __init__(self, server: Server) -> None:
        self._address = server.address
        self._over = threading.Event()
        self.lookups: list[float] = []
        self.checks: list[float] = []

    def __enter__(self) -> "Bystanders":
        self._threads = [
            threading.Thread(target=self._ask, args=("/sparql", {"query": _LOOKUP}, self.lookups)),
            threading.Thread(target=self._ask, args=("/health", {}, self.checks)),
        ]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, path: str, params: dict[str, str], times: list[float]) -> None:
        with httpx2.Client(base_url=self._address, timeout=30) as client:
            while not self._over.is_set() or not times:
                began = time.monotonic()
                assert client.get(path, params=params).status_code == 200
                times.append(time.monotonic() - began)
                self._over.wait(0.02)

    def assert_served(self) -> None:
        assert self.lookups
        _assert_within(statistics.median(self.lookups), 0.2)
        _assert_within(max(self.checks), 1)


class TooSlowError(AssertionError):
    """Something took longer than it should."""


def _assert_within(seconds: float, limit: float) -> None:
    if seconds >= limit:
        raise TooSlowError(f"{seconds:.2f} s, at most {limit:.2f} s")


def again_when_slow(test: Callable[P, None]) -> Callable[P, None]:
    """Try a test up to three times for its times alone: the machine may have been busy elsewhere."""

    @wraps(test)
    def trying(*args: P.args, **kwargs: P.kwargs) -> None:
        for left in (2, 1, 0):
            try:
                return test(*args, **kwargs)
            except TooSlowError:
                if not left:
                    raise
        return None

    return trying


def _throw(server: Server, query: str) -> tuple[int, float]:
    """Send a query; return the status (0: the answer broke off) and the seconds until all was over."""
    began = time.monotonic()
    try:
        with httpx2.Client(base_url=server.address, timeout=60) as client:
            response = client.post(
                "/sparql", data={"query": query}, headers={"accept": "text/csv, text/turtle"}
            )
            status = response.status_code
    except httpx2.RemoteProtocolError:
        status = 0
    return status, time.monotonic() - began


def _settled(server: Server, before: int) -> int:
    """The memory the service takes once it has come to rest: at once, or a few moments later."""
    for _ in range(100):
        after = server.memory()
        if after < before + 24 * 2**20:
            break
        time.sleep(0.05)
    return after


@pytest.mark.threat("T01", "T02", "T03")
@pytest.mark.parametrize("name", BOMBS)
@again_when_slow
def test_a_bomb(server: Server, name: str) -> None:
    query, honest = BOMBS[name]
    _throw(server, _LOOKUP)
    before = server.memory()
    with Bystanders(server) as others:
        status, seconds = _throw(server, query)
    assert status in honest | {0} - {200}, status
    _assert_within(seconds, TIMEOUT + 1)
    others.assert_served()
    assert _settled(server, before) < before + 24 * 2**20, "memory was not given back"


@pytest.mark.threat("T05")
@again_when_slow
def test_a_dozen_bombs_at_once(server: Server) -> None:
    heavy = [query for query, honest in BOMBS.values() if 504 in honest and 200 not in honest]
    before = server.memory()
    with Bystanders(server) as others, ThreadPoolExecutor(12) as pool:
        ended = list(pool.map(lambda query: _throw(server, query), heavy[:12]))
    assert {status for status, _ in ended} <= {0, 400, 429, 504, 507}, ended
    _assert_within(max(seconds for _, seconds in ended), TIMEOUT + 1)
    others.assert_served()
    assert _settled(server, before) < before + 24 * 2**20, "memory was not given back"


@pytest.mark.threat("T05")
@again_when_slow
def test_waves_of_bombs(server: Server) -> None:
    """Whoever throws the next bomb as soon as one is ended takes no place from those who ask little."""
    heavy = BOMBS["cartesian product"][0]
    over = time.monotonic() + 3 * TIMEOUT
    statuses = set()

    def throw_again_and_again(_: int) -> None:
        while time.monotonic() < over:
            statuses.add(_throw(server, heavy)[0])

    with Bystanders(server) as others, ThreadPoolExecutor(12) as pool:
        list(pool.map(throw_again_and_again, range(12)))
    assert statuses <= {429, 504}, statuses
    others.assert_served()
