"""Limits: an error with a status while nothing was sent, a broken connection after that; never a part."""

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from bouwstenen.formats import GRAPHS, SOLUTIONS, Format
from bouwstenen.settings import Settings
from tests.attacks.server import Server, serving

_PAIRS = "?a ?b ?c . ?d ?e ?f"
#: Runs for hours, and has no result before its end.
_ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {_PAIRS} . ?g ?h ?i }}"
#: Gives its first rows at once, and more of them for hours.
_TRICKLES = f"{{ {_PAIRS} FILTER(CONTAINS(SHA1(CONCAT(STR(?c), STR(?f))), '00')) }}"
#: Text of which a few hundred rows make a MiB.
_LONG = "BIND(CONCAT(" + ", ".join(["STR(?s)"] * 40) + ") AS ?long)"


@pytest.fixture(scope="module")
def service(settings: Settings) -> Iterator[Server]:
    """Small limits, but large enough for the beginning of an answer to be sent."""
    with serving(
        settings.home, query_timeout=1.5, query_rows=3000, query_size=1, query_memory=128, cache_size=64
    ) as service:
        yield service


@pytest.fixture(scope="module")
def patient(settings: Settings) -> Iterator[Server]:
    """Only time is limited."""
    with serving(settings.home, query_timeout=0.8, query_rows=10**12, query_size=10**6) as service:
        yield service


@pytest.fixture(scope="module")
def http(service: Server) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=service.address, timeout=60) as http:
        yield http


def _outcome(service: Server, number: int) -> str:
    """The outcome of the query that is logged after `number` others."""
    for _ in range(600):
        lines = [line for line in map(json.loads, service.log[:]) if line["event"] == "query"]
        if len(lines) > number:
            return str(lines[number]["outcome"])
        time.sleep(0.05)
    raise AssertionError("nothing was logged")


def _logged(service: Server) -> int:
    return sum('"event": "query"' in line for line in service.log)


@pytest.mark.threat("T04")
@pytest.mark.parametrize(
    ("item", "encoding"),
    [*((item, "identity") for item in (*SOLUTIONS, *GRAPHS)), (SOLUTIONS[0], "gzip"), (GRAPHS[0], "gzip")],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
@pytest.mark.parametrize(
    ("limited", "what", "where", "outcome"),
    [
        ("service", "?s ?p ?o", "{ ?s ?p ?o }", "TooManyRows"),
        ("service", "?s ?p ?long", f"{{ ?s ?p ?o {_LONG} }}", "ResultTooLarge"),
        ("patient", "?a ?e ?f", _TRICKLES, "QueryTimeout"),
    ],
    ids=["rows", "bytes", "time"],
)
def test_a_limit_half_way_breaks_the_connection(
    request: pytest.FixtureRequest,
    limited: str,
    what: str,
    where: str,
    outcome: str,
    item: Format,
    encoding: str,
) -> None:
    service: Server = request.getfixturevalue(limited)
    query = f"SELECT {what} {where}" if item in SOLUTIONS else f"CONSTRUCT {{ {what} }} {where}"
    before = _logged(service)
    got: list[bytes] = []

    def ask() -> None:
        url, params = f"{service.address}/sparql", {"query": query, "format": item.name}
        with httpx2.stream("GET", url, params=params, headers={"accept-encoding": encoding}) as response:
            assert response.status_code == 200
            assert response.headers["content-type"] == item.content_type
            got.extend(response.iter_bytes())

    # the second time too: a part is not kept for the whole
    for number in (before, before + 1):
        with pytest.raises(httpx2.RemoteProtocolError):
            ask()
        assert _outcome(service, number) == outcome
    assert any(got)


@pytest.mark.threat("T01")
@pytest.mark.parametrize(
    ("query", "status", "reason"),
    [
        ("SELECT (1 AS ?one) { ?s ?p ?o }", 400, "more than 3,000 rows"),
        (
            "CONSTRUCT { <x:s> <x:p> ?n } { ?s ?p ?o BIND(SUBSTR(SHA1(STR(?o)), 1, 5) AS ?n) }",
            400,
            "3,000 rows",
        ),
        (
            "SELECT ?x9 { BIND('"
            + "x" * 8192
            + "' AS ?x0) "
            + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(9))
            + "}",
            400,
            "larger than 1 MiB",
        ),
        (_ENDLESS, 504, "longer than 1.5 s"),
        (f"SELECT * {{ {_PAIRS} }} ORDER BY ?c ?f", 507, "memory"),
        ("ASK " + "{" * 500 + "}" * 500, 413, "nested"),
        ("ASK {} #" + "x" * 100_000, 413, "100,000 characters"),
    ],
    ids=["rows", "triples", "bytes", "time", "memory", "depth", "length"],
)
def test_a_limit_at_once_is_told(http: httpx2.Client, query: str, status: int, reason: str) -> None:
    response = http.post("/sparql", data={"query": query}, headers={"accept": "text/csv, text/turtle"})
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    said = response.json()
    assert said["status"] == status
    assert reason in said["detail"]
    assert said["mend"]
    assert "etag" not in response.headers


def test_what_is_within_the_limits_is_answered(http: httpx2.Client) -> None:
    query = {"query": "SELECT (1 AS ?one) { ?s ?p ?o } LIMIT 3000", "format": "csv"}
    assert http.get("/sparql", params=query).text.count("1") == 3000


def test_timeout_lowers(http: httpx2.Client) -> None:
    for response in (
        http.get("/sparql", params={"query": _ENDLESS, "timeout": "0.3"}),
        http.post("/sparql", data={"query": _ENDLESS, "timeout": "0.3"}),
        http.post(
            "/sparql?timeout=0.3", content=_ENDLESS, headers={"content-type": "application/sparql-query"}
        ),
    ):
        assert response.status_code == 504
        assert "longer than 0.3 s" in response.json()["detail"]


def test_timeout_cannot_raise(http: httpx2.Client) -> None:
    response = http.get("/sparql", params={"query": _ENDLESS, "timeout": "1000"})
    assert response.status_code == 504
    assert "longer than 1.5 s" in response.json()["detail"]


def test_not_exists_out_of_time_shows_minus(http: httpx2.Client) -> None:
    where = f"{{ {_PAIRS} . ?g ?h ?i FILTER NOT EXISTS {{ ?a  ?e 'a}}' }} }}"
    response = http.get("/sparql", params={"query": f"SELECT (COUNT(*) AS ?n) {where}"})
    assert response.status_code == 504
    assert "MINUS { ?a ?e 'a}' }" in response.json()["mend"]
    plain = http.get("/sparql", params={"query": _ENDLESS})
    assert "MINUS" not in plain.json()["mend"]


def _until(true: Callable[[], bool]) -> None:
    for _ in range(600):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it never came to that")


@pytest.mark.threat("T05")
def test_a_busy_service_says_when_to_come_back(settings: Settings) -> None:
    with (
        serving(settings.home, query_timeout=20, query_short=1, query_long=1, query_queue=0) as service,
        httpx2.Client(base_url=service.address, timeout=60) as http,
        ThreadPoolExecutor(2) as pool,
    ):

        def ask(query: str) -> httpx2.Response:
            return http.get("/sparql", params={"query": query, "timeout": "4"})

        def ask_until_admitted() -> int:
            while (status := ask(_ENDLESS).status_code) == 429:
                time.sleep(0.1)
            return status

        # one goes on in the only place for long ones, the other in the only one for short ones
        long = [pool.submit(ask_until_admitted) for _ in range(2)]
        _until(lambda: "bouwstenen_queries_running 2.0" in http.get("/metrics").text)
        response = ask("ASK {}")
        assert response.status_code == 429
        assert int(response.headers["retry-after"]) > 0
        assert "wait already" in response.json()["detail"]
        assert http.get("/health").status_code == 200
        assert {one.result() for one in long} == {504}
        # their places are free once their processes are gone
        _until(lambda: "bouwstenen_queries_running 0.0" in http.get("/metrics").text)
        assert ask("ASK {}").json()["boolean"] is True


def test_canned_questions_have_the_same_limits(settings: Settings) -> None:
    params = {"factor": "mediawijsheid"}
    with (
        serving(settings.home, query_rows=1) as service,
        httpx2.Client(base_url=service.address, timeout=60) as http,
    ):
        response = http.get("/queries/coverage", params=params)
        assert response.status_code == 400
        assert "more than 1 rows" in response.json()["detail"]
