"""What browsers are told with every answer: to run nothing, guess nothing, frame nothing, tell nobody."""

import pytest
from fastapi.testclient import TestClient

_PAGE = {"accept": "text/html"}


@pytest.mark.threat("T15")
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/docs",
        "/queries/coverage",
        "/sparql",
        "/doc/trede/3",
        "/nowhere",
        "/changes",
        "/package?factor=none",
    ],
)
def test_pages_run_nothing(client: TestClient, path: str) -> None:
    headers = client.get(path, headers=_PAGE).headers
    assert headers["content-type"].startswith("text/html")
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "script-src" not in policy
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]


@pytest.mark.threat("T15")
@pytest.mark.parametrize(
    "path",
    [
        "/health",
        "/metrics",
        "/openapi.json",
        "/sparql?query=ASK%7B%7D&format=json",
        "/queries/coverage?factor=mediawijsheid&format=csv",
        "/doc/trede/3.rdf",
        "/sitemap.xml",
        "/static/style.css",
        "/nowhere?format=json",
        "/dump",
    ],
)
def test_data_runs_nothing_and_its_kind_is_not_guessed(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert not headers["content-type"].startswith("text/html")
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "cross-origin"


def test_no_header_is_there_twice(client: TestClient) -> None:
    for path in ("/", "/sparql?query=ASK%7B%7D", "/doc/trede/3.ttl", "/package?factor=mediawijsheid"):
        answer = client.get(path, headers={"Origin": "https://elsewhere.example"})
        names = [name.lower() for name, _ in answer.headers.multi_items()]
        assert len(names) == len(set(names)), path


@pytest.mark.threat("T16")
@pytest.mark.parametrize("path", ["/", "/sparql?query=ASK%7B%7D", "/nowhere"])
def test_anybodys_page_may_read_but_by_no_cookie(client: TestClient, path: str) -> None:
    headers = client.get(path, headers={"Origin": "https://elsewhere.example", "Cookie": "a=b"}).headers
    assert headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in headers
