"""What caches, browsers and pages of others rely on: ETag and 304, Vary, compression, CORS."""

import gzip

import httpx2
import pytest
from fastapi.testclient import TestClient

_SELECT = "SELECT ?s WHERE { ?s a bm:Trede }"
_LARGER = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 60"
_ORIGIN = {"origin": "https://example.org"}


def _get(client: TestClient, query: str = _SELECT, path: str = "/sparql", **headers: str) -> httpx2.Response:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(path, params={"query": query}, headers=sent)


def test_the_same_question_has_the_same_etag(client: TestClient) -> None:
    first = _get(client)
    assert first.headers["etag"] == _get(client).headers["etag"]
    assert first.headers["cache-control"] == "public, no-cache"
    assert first.headers["etag"] == client.post("/sparql", data={"query": _SELECT}).headers["etag"]


def test_what_may_answer_otherwise_has_another_etag(client: TestClient) -> None:
    graph = "https://w3id.org/bouwstenen/graph/ontology"
    answers = [
        _get(client),
        _get(client, _SELECT + " "),
        _get(client, accept="text/csv"),
        _get(client, path="/sparql.tsv"),
        client.get("/sparql", params={"query": _SELECT, "default-graph-uri": graph}),
        client.get("/sparql", params={"query": _SELECT, "named-graph-uri": graph}),
    ]
    assert len({answer.headers["etag"] for answer in answers}) == len(answers)


@pytest.mark.parametrize(
    "header", ["{0}", '"other", {0}', '{0}, W/"other"', '{0},"other"', "{1}", '"other",{1}']
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "QUERY"])
def test_304(client: TestClient, header: str, method: str) -> None:
    etag = _get(client).headers["etag"]
    known = header.format(
        etag, etag.removeprefix("W/")
    )  # compared weakly: whether it is weak does not matter
    sent = {"if-none-match": known, "content-type": "application/sparql-query", **_ORIGIN}
    asked = {"content": _SELECT} if method == "QUERY" else {"params": {"query": _SELECT}}
    response = client.request(method, "/sparql", headers=sent, **asked)
    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["etag"] == etag
    # a cache replaces what it has by these: nothing may be lost
    assert response.headers["cache-control"] == "public, no-cache"
    assert {"Accept", "Accept-Encoding"} <= set(response.headers["vary"].split(", "))
    assert response.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("header", ['"other"', "{0}x", "", "*", "{1}"])
def test_200_where_the_etag_is_another(client: TestClient, header: str) -> None:
    etag = _get(client).headers["etag"]
    response = _get(client, if_none_match=header.format(etag[:-1], etag[3:-1]))
    assert response.status_code == 200
    assert len(response.json()["results"]["bindings"]) == 6


def test_200_after_a_change_of_format(client: TestClient) -> None:
    response = _get(client, if_none_match=_get(client).headers["etag"], accept="text/csv")
    assert response.status_code == 200
    assert response.text.startswith("s\r\n")


def test_a_post_is_always_answered(client: TestClient) -> None:
    etag = {"if-none-match": _get(client).headers["etag"]}
    assert client.post("/sparql", data={"query": _SELECT}, headers=etag).status_code == 200


@pytest.mark.parametrize("call", ["NOW()", "RAND()", "UUID()", "STRUUID()", "now ( )"])
def test_what_changes_by_itself_is_kept_by_nobody(client: TestClient, call: str) -> None:
    query = f"SELECT ({call} AS ?x) {{}}"
    first, second = _get(client, query), _get(client, query)
    assert first.text != second.text
    for response in (first, second):
        assert "etag" not in response.headers
        assert response.headers["cache-control"] == "no-store"


def test_errors_have_no_etag(client: TestClient) -> None:
    assert "etag" not in _get(client, "SELECT nothing").headers


@pytest.mark.parametrize("accepted", ["gzip", "br;q=1.0, gzip;q=0.8, *;q=0.1"])
def test_compressed(client: TestClient, accepted: str) -> None:
    request = client.build_request(
        "GET", "/sparql", params={"query": _LARGER}, headers={"accept-encoding": accepted}
    )
    response = client.send(request, stream=True)
    assert response.headers["content-encoding"] == "gzip"
    assert {"Accept", "Accept-Encoding"} <= set(response.headers["vary"].split(", "))
    raw = b"".join(response.iter_raw())
    assert len(raw) == int(response.headers["content-length"])
    assert gzip.decompress(raw) == _get(client, _LARGER, accept_encoding="identity").content


@pytest.mark.parametrize("accepted", ["identity", "br", "gzip;q=0", "gzip;q=0.1, identity", ""])
def test_not_compressed(client: TestClient, accepted: str) -> None:
    response = _get(client, _LARGER, accept_encoding=accepted)
    assert "content-encoding" not in response.headers
    assert "Accept-Encoding" in response.headers["vary"]
    assert len(response.content) > 1024


@pytest.mark.parametrize("method", ["GET", "POST", "QUERY"])
@pytest.mark.parametrize("header", ["content-type", "Content-Type, Accept, If-None-Match"])
def test_preflight(client: TestClient, method: str, header: str) -> None:
    asking = {"access-control-request-method": method, "access-control-request-headers": header}
    response = client.options("/sparql", headers=_ORIGIN | asking)
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == "*"
    assert method in response.headers["access-control-allow-methods"].split(", ")
    assert response.headers["access-control-allow-headers"].lower() == header.lower()
    assert int(response.headers["access-control-max-age"]) > 0
    assert "access-control-allow-credentials" not in response.headers


def test_preflight_for_what_there_is_not(client: TestClient) -> None:
    response = client.options("/sparql", headers=_ORIGIN | {"access-control-request-method": "DELETE"})
    assert response.status_code == 400
    assert "DELETE" not in response.headers["access-control-allow-methods"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/sparql?query=ASK%7B%7D", 200),
        ("/sparql", 200),
        ("/sparql?query=nonsense", 400),
        ("/sparql.docx", 406),
        ("/queries/coverage?factor=mediawijsheid", 200),
        ("/queries/nothing", 404),
        ("/nowhere", 404),
    ],
)
def test_any_page_may_read_the_answer(client: TestClient, path: str, status: int) -> None:
    response = client.get(path, headers={**_ORIGIN, "cookie": "session=1"})
    assert response.status_code == status
    assert response.headers["access-control-allow-origin"] == "*"
    assert "ETag" in response.headers["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in response.headers
    assert "set-cookie" not in response.headers


def test_options_says_which_methods_there_are(client: TestClient) -> None:
    response = client.options("/sparql")
    assert (response.status_code, response.content) == (204, b"")
    assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD", "POST", "QUERY", "OPTIONS"}
