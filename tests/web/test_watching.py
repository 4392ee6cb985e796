"""What the service tells of itself: counts that move as they should, a line in the log for each query."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from bouwstenen.settings import Settings
from bouwstenen.web.app import create_app
from tests.attacks.server import Server, serving

_SELECT = "SELECT ?s { ?s a bm:Trede }"
_PAIRS = "?a ?b ?c . ?d ?e ?f"
_ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {_PAIRS} . ?g ?h ?i }}"

#: What is counted: the name, and what tells one count of that name from another.
Counts = dict[tuple[str, str], float]


@pytest.fixture
def fresh(settings: Settings) -> Iterator[TestClient]:
    """A service that nobody has asked anything yet."""
    with TestClient(create_app(Settings(home=settings.home, query_memory=128))) as client:
        yield client


def _counts(client: TestClient | httpx2.Client) -> Counts:
    response = client.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain; version=")
    return {
        (sample.name.removeprefix("bouwstenen_"), "".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
        if not sample.name.endswith(("_bucket", "_created"))
    }


def _moved(before: Counts, after: Counts) -> Counts:
    """What is counted otherwise than before."""
    # durations differ from run to run, and a process that was ended may not be gone yet
    vague = ("query_seconds_sum", "cache_bytes", "queries_running")
    return {
        key: value - before.get(key, 0)
        for key, value in after.items()
        if value != before.get(key, 0) and key[0] not in vague
    }


def test_before_anything_was_asked(fresh: TestClient) -> None:
    health = fresh.get("/health").json()
    counts = _counts(fresh)
    release = ("release_statements", health["release"] + health["version"])
    assert counts.pop(release) == health["statements"] > 10_000
    assert {name for name, _ in counts} >= {"queue_length", "queries_running", "cache_bytes"}
    assert set(counts.values()) == {0.0}


def _outcome(outcome: str, more: Counts | None = None) -> Counts:
    """What one query with that outcome moves."""
    return {("queries_total", outcome): 1, ("query_seconds_count", ""): 1} | (more or {})


@pytest.mark.parametrize(
    ("query", "accept", "status", "moved"),
    [
        ("SELECT nothing", "*/*", 400, _outcome("WrongUse")),
        ("", "*/*", 400, _outcome("WrongUse")),
        ("ASK {} # SERVICE\nSERVICE", "*/*", 400, _outcome("WrongUse")),
        ("ASK " + "{" * 300, "*/*", 413, _outcome("TooLarge")),
        (_SELECT, "text/turtle", 406, _outcome("NotAcceptable")),
        (_ENDLESS, "*/*", 504, _outcome("QueryTimeout", {("killed_total", "time"): 1})),
        (
            f"SELECT * {{ {_PAIRS} }} ORDER BY ?c ?f",
            "*/*",
            507,
            _outcome("QueryMemory", {("killed_total", "memory"): 1}),
        ),
    ],
    ids=["syntax", "empty", "service", "depth", "format", "time", "memory"],
)
def test_what_fails_is_counted(
    fresh: TestClient, query: str, accept: str, status: int, moved: Counts
) -> None:
    before = _counts(fresh)
    timeout = "0.4" if status == 504 else "20"
    response = fresh.get("/sparql", params={"query": query, "timeout": timeout}, headers={"accept": accept})
    assert response.status_code == status
    assert _moved(before, _counts(fresh)) == moved


def test_answers_and_the_cache(fresh: TestClient) -> None:
    before = _counts(fresh)
    answer = fresh.get("/sparql", params={"query": _SELECT})
    first = _counts(fresh)
    size = len(answer.content)
    assert _moved(before, first) == _outcome(
        "ok", {("cache_total", "miss"): 1, ("answer_bytes_total", ""): size}
    )
    assert first["cache_bytes", ""] > size
    # the same by another way, compressed or not, is the same
    again = fresh.post("/sparql", data={"query": _SELECT}, headers={"accept-encoding": "identity"})
    assert again.content == answer.content
    second = _counts(fresh)
    assert _moved(first, second) == _outcome(
        "cached", {("cache_total", "hit"): 1, ("answer_bytes_total", ""): size}
    )
    unchanged = fresh.get(
        "/sparql", params={"query": _SELECT}, headers={"if-none-match": answer.headers["etag"]}
    )
    assert unchanged.status_code == 304
    third = _counts(fresh)
    assert _moved(second, third) == _outcome("unchanged")
    fresh.get("/sparql", params={"query": _SELECT, "format": "csv"})
    assert _moved(third, _counts(fresh))["cache_total", "miss"] == 1


def test_what_changes_by_itself_is_not_looked_up(fresh: TestClient) -> None:
    for _ in range(2):
        assert fresh.get("/sparql", params={"query": "SELECT (NOW() AS ?now) {}"}).status_code == 200
    counts = _counts(fresh)
    assert counts["queries_total", "ok"] == 2
    assert ("cache_total", "miss") not in counts
    assert counts["cache_bytes", ""] == 0


def test_canned_questions_are_answered_counted_and_kept_alike(fresh: TestClient) -> None:
    path = "/queries/coverage?factor=mediawijsheid"
    fresh.get(path + "&format=csv")
    before = _counts(fresh)
    answer = fresh.get(path)
    moved = _moved(before, _counts(fresh))
    assert moved["queries_total", "ok"] == 1
    assert moved["answer_bytes_total", ""] >= len(answer.content)
    before = _counts(fresh)
    assert fresh.get(path).content == answer.content
    moved = _moved(before, _counts(fresh))
    assert ("queries_total", "ok") not in moved
    assert ("cache_total", "miss") not in moved
    known = {"if-none-match": answer.headers["etag"]}
    assert fresh.get(path, headers=known).status_code == 304
    assert fresh.get(path + "&format=csv", headers=known).status_code == 200


@pytest.fixture(params=["info", "debug"])
def service(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Server]:
    with serving(settings.home, log_level=request.param) as service:
        yield service


def _until_logged(service: Server, count: int) -> list[dict[str, object]]:
    """The lines about queries, once there are so many of them."""
    for _ in range(600):
        lines = [json.loads(line) for line in service.log[:]]  # each line is JSON, whatever it is about
        about = [line for line in lines if line["event"] == "query"]
        if len(about) >= count:
            return about
        time.sleep(0.05)
    raise AssertionError(f"{count} lines were expected: {service.log}")


def test_the_log(service: Server, request: pytest.FixtureRequest) -> None:
    private = "geheim-4711"
    asked = [
        (f"{_SELECT} # {private}", 200, "ok"),
        (f"{_SELECT} # {private}", 200, "cached"),
        (f"SELECT '{private}'", 400, "WrongUse"),
        (f"{_ENDLESS} # {private}", 504, "QueryTimeout"),
    ]
    with httpx2.Client(base_url=service.address, timeout=60) as http:
        for query, status, _ in asked:
            assert http.get("/sparql", params={"query": query, "timeout": "0.5"}).status_code == status
        http.get(f"/{private}")
        http.get("/sparql?query=" + private, params={"format": private})
        # whoever asked this went away
        with pytest.raises(httpx2.ReadTimeout):
            http.get("/sparql", params={"query": f"{_ENDLESS} #{private}"}, timeout=1)
    lines = _until_logged(service, len(asked) + 1)
    outcomes = [outcome for _, _, outcome in asked]
    assert [line["outcome"] for line in lines] == [*outcomes, "broken off"]
    for line in lines:
        assert line["level"] == "info"
        assert isinstance(line["time"], str)
        seconds, size = line["seconds"], line["bytes"]
        assert isinstance(seconds, float)
        assert seconds >= 0
        assert isinstance(size, int)
        assert (size > 0) is (line["outcome"] in ("ok", "cached"))
    timed_out = lines[3]["seconds"]
    assert isinstance(timed_out, float)
    assert timed_out > 0.4
    keys = [line["query"] for line in lines]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 4
    if service.log and "debug" in request.node.name:
        assert [line["text"] for line in lines[:4]] == [query for query, _, _ in asked]
    else:
        assert not [line for line in service.log if private in line]


def test_a_client_that_goes_away_is_counted(settings: Settings) -> None:
    with (
        serving(settings.home) as service,
        httpx2.Client(base_url=service.address, timeout=60) as http,
    ):
        with pytest.raises(httpx2.ReadTimeout):
            http.get("/sparql", params={"query": _ENDLESS}, timeout=1)
        for _ in range(600):
            counts = _counts(http)
            if ("killed_total", "gone") in counts and counts["queries_running", ""] == 0:
                break
            time.sleep(0.05)
        assert counts["killed_total", "gone"] == 1
        assert counts["queries_total", "broken off"] == 1
        assert counts["queries_running", ""] == 0


def test_the_queue_is_counted(settings: Settings) -> None:
    with (
        serving(settings.home, query_short=1, query_long=1) as service,
        httpx2.Client(base_url=service.address, timeout=60) as http,
        ThreadPoolExecutor(6) as pool,
    ):
        params = {"query": _ENDLESS, "timeout": "3"}
        asking = [pool.submit(http.get, "/sparql", params=params) for _ in range(6)]
        most = 0.0
        while not all(one.done() for one in asking):
            most = max(most, _counts(http)["queue_length", ""])
        assert most > 0
        assert _counts(http)["queue_length", ""] == 0
        statuses = [one.result().status_code for one in asking]
        assert set(statuses) == {429, 504}
        told = _counts(http)
        assert told["queries_total", "Busy"] == statuses.count(429)
        assert told["killed_total", "time"] == statuses.count(504)
