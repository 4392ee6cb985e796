"""Dereferencing over HTTP: from a thing to its document, in every format, by every way to ask for one."""

import json
import re
from pathlib import Path

import httpx2
import pytest
from fastapi.testclient import TestClient
from pyoxigraph import NamedNode, RdfFormat, Store, Triple, parse
from starlette.routing import Match

from bouwstenen.formats import GRAPHS, Format
from bouwstenen.graph.release import current
from bouwstenen.namespaces import BASE, BM, ID, graph_iri
from bouwstenen.settings import Settings
from bouwstenen.web.app import create_app
from bouwstenen.web.documents.texts import WORDS
from tests.servers import Remote
from tests.web.treden import service_over

_BROWSER = {
    "accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "accept-language": "nl",
}
_TURTLE = {"accept": "text/turtle"}
_THING = f"{ID}trede/3"

#: The vocabulary has a page of its own.
_OTHERS = ("def/",)


@pytest.fixture(scope="module")
def names(settings: Settings) -> list[str]:
    """The path below our base of every IRI of ours in the release."""
    store = Store.read_only(str(current(settings.home)[0] / "store"))
    terms = {
        term.value
        for quad in store
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)
        if isinstance(term, NamedNode)
    }
    return sorted(term.removeprefix(BASE) for term in terms if term.startswith(BASE))


def _kind(path: str) -> str:
    return "/".join(path.split("/")[:2]) if path.startswith("id/") else path.partition("/")[0]


def _links(response: httpx2.Response) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for target, relation in re.findall(r'<([^>]*)>; rel="([^"]*)"', response.headers["link"]):
        found.setdefault(relation, []).append(target)
    return found


def _read(response: httpx2.Response, chosen: Format) -> set[Triple]:
    assert isinstance(chosen.writer, RdfFormat)
    return {quad.triple for quad in parse(response.content, format=chosen.writer)}


def test_one_of_each_kind_answers_in_every_format(client: TestClient, names: list[str]) -> None:
    """From the IRI on, as whoever finds it in the data would follow it."""
    firsts = {_kind(path): path for path in reversed(names) if path.startswith(("id/", "graph/", "shape/"))}
    assert len(firsts) > 20
    for path in firsts.values():
        for chosen in GRAPHS:
            response = client.get(f"/{path}", headers={"accept": chosen.media_type})
            assert response.status_code == 200, path
            assert response.headers["content-type"] == chosen.content_type
            assert [hop.status_code for hop in response.history] == ([303] if path.startswith("id/") else [])
            assert any(triple.subject == NamedNode(BASE + path) for triple in _read(response, chosen)), path
        page = client.get(f"/{path}", headers=_BROWSER)
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert f'href="{BASE}{path}"' in page.text


def test_every_other_address_in_the_data_is_one_of_the_service(client: TestClient, names: list[str]) -> None:
    for path in names:
        if path and not path.startswith(("id/", "graph/", "shape/", *_OTHERS)):
            scope = {"type": "http", "path": f"/{path}", "method": "GET"}
            routes = client.app.routes  # type: ignore[attr-defined]
            assert path == "sparql" or any(route.matches(scope)[0] is Match.FULL for route in routes), path


def test_one_redirect_leads_from_a_thing_to_its_document(client: TestClient) -> None:
    response = client.get("/id/trede/3?lang=en&format=nt", follow_redirects=False)
    assert response.status_code == 303
    assert response.headers["location"] == "/doc/trede/3?lang=en&format=nt"
    assert "Accept" in response.headers["vary"]
    assert client.get("/id/trede/3.ttl", follow_redirects=False).headers["location"] == "/doc/trede/3.ttl"
    assert client.get("/doc/trede/3", headers=_TURTLE).history == []


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "text/turtle"),
        ("*/*", "text/turtle"),
        (_BROWSER["accept"], "text/html"),
        ("application/ld+json", "application/ld+json"),
        ("application/json", "application/ld+json"),
        ("application/rdf+xml, text/html;q=0.5", "application/rdf+xml"),
        ("text/turtle;q=0.3, application/n-triples;q=0.7", "application/n-triples"),
        ("application/pdf, text/html;q=0.1", "text/html"),
    ],
)
def test_by_accept(client: TestClient, accept: str | None, media_type: str) -> None:
    headers = {"accept": accept} if accept else {"accept": ""}
    response = client.get("/doc/trede/3", headers=headers)
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert "Accept" in response.headers["vary"]


@pytest.mark.parametrize("suffix", ["ttl", "nt", "jsonld", "rdf", "html", "TTL"])
@pytest.mark.parametrize(
    "path", ["/doc/trede/3", "/doc/intervention-type/1.3", "/shape/Concept", "/graph/tabel-2-1"]
)
def test_by_suffix_whatever_accept_says(client: TestClient, path: str, suffix: str) -> None:
    response = client.get(f"{path}.{suffix}", headers={"accept": "image/png"})
    assert response.status_code == 200
    assert response.headers["content-location"].partition("?")[0] == f"{path}.{suffix.lower()}"


def test_by_parameter(client: TestClient) -> None:
    response = client.get("/doc/trede/3?format=rdf", headers=_TURTLE)
    assert response.headers["content-type"] == "application/rdf+xml"
    assert client.get("/doc/trede/3.ttl?format=ttl").status_code == 200
    assert client.get("/doc/trede/3.ttl?format=rdf").status_code == 400


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("/doc/trede/3", "application/pdf"),
        ("/doc/trede/3.pdf", "text/turtle"),
        ("/doc/trede/3?format=xyz", "text/turtle"),
        ("/doc/intervention-type/1.3.docx", "*/*"),
        ("/id/trede/3.pdf", "*/*"),
        ("/graph/tabel-2-1.csv", "*/*"),
        ("/graph/tabel-2-1", "image/*"),
        ("/shape/Concept.json", "*/*"),
        ("/shapes.pdf", "*/*"),
    ],
)
def test_an_unknown_format_is_told_what_there_is(client: TestClient, path: str, accept: str) -> None:
    response = client.get(path, headers={"accept": accept, "accept-language": "en"})
    assert response.status_code == 406
    assert response.headers["content-type"] == "application/problem+json"
    assert "text/turtle" in response.json()["mend"]
    offered = _links(response)["alternate"]
    assert [each["address"] for each in response.json()["offered"]] == offered
    assert len(offered) == 5
    for address in offered:
        assert client.get(address).status_code == 200


def test_a_browser_gets_links_to_the_formats_there_are(client: TestClient) -> None:
    page = client.get("/doc/trede/3.pdf", headers=_BROWSER)
    assert page.status_code == 406
    assert '<a href="/doc/trede/3.ttl">' in page.text


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/id/intervention/diamand", f"{ID}intervention/diamant"),
        ("/doc/intervention/diamand.ttl", f"{ID}intervention/diamant"),
        ("/id/trede/33", _THING),
        ("/doc/intervention-type/1.33", f"{ID}intervention-type/1.3"),
        ("/graph/tabel-b3-77", graph_iri("tabel-b3-7")),
        ("/graph/derivd", graph_iri("derived")),
        ("/shape/Concep", f"{BASE}shape/Concept"),
    ],
)
def test_an_unknown_iri_is_told_the_nearest(client: TestClient, path: str, near: str) -> None:
    response = client.get(path, headers=_TURTLE, follow_redirects=False)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert near in response.json()["nearest"]
    assert near.removeprefix(BASE) in response.json()["mend"]
    page = client.get(path, headers=_BROWSER)
    assert page.status_code == 404
    assert near in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/id/",
        "/doc/",
        "/id/x",
        "/doc/trede",
        "/doc/trede/3/",
        "/doc/a%20b",
        "/doc/%3E%20%3Fp%20%3Fo",
        "/doc/%0A",
        "/graph/%22",
        "/doc/" + "x" * 2000,
        "/doc/trede/3%7D%20UNION%20%7B",
        "/id/%C3%A9",
        "/doc//trede/3",
        "/doc/../etc/passwd",
    ],
)
def test_nonsense_is_unknown(client: TestClient, path: str) -> None:
    response = client.get(path, headers=_TURTLE)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_headers_tell_what_it_is_and_where_else(client: TestClient) -> None:
    response = client.get("/doc/trede/3.ttl?x=1")
    links = _links(response)
    assert links["describes"] == [_THING]
    assert links["canonical"] == ["http://testserver/doc/trede/3"]
    assert links["alternate"] == [
        "http://testserver/doc/trede/3.nt?x=1",
        "http://testserver/doc/trede/3.jsonld?x=1",
        "http://testserver/doc/trede/3.rdf?x=1",
        "http://testserver/doc/trede/3.html?x=1&lang=nl",
    ]
    assert f"{BM}Trede" in links["type"]
    assert links["profile"] == [BM, "http://nlbegrip.nl/def/skosapnl"]
    assert links["license"] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert 'rel="alternate"; type="application/rdf+xml"' in response.headers["link"]
    assert response.headers["last-modified"].endswith("GMT")
    assert _links(client.get("/doc/organisation/nji.ttl"))["profile"] == [BM]


@pytest.mark.parametrize("path", ["/doc/trede/3", "/graph/derived", "/shape/Concept", "/shapes"])
@pytest.mark.parametrize("accept", ["text/turtle", "text/html"])
def test_304(client: TestClient, path: str, accept: str) -> None:
    first = client.get(path, headers={"accept": accept})
    etag, modified = first.headers["etag"], first.headers["last-modified"]
    for condition in (
        {"if-none-match": etag},
        {"if-none-match": f'"x", {etag}'},
        {"if-modified-since": modified},
        {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    ):
        again = client.get(path, headers={"accept": accept, **condition})
        assert (again.status_code, again.content) == (304, b"")
        for name in ("etag", "content-location", "cache-control"):
            assert again.headers[name] == first.headers[name], name
        assert set(again.headers["vary"].split(", ")) == set(first.headers["vary"].split(", "))
    for condition in (
        {"if-none-match": '"x"'},
        {"if-none-match": '"x"', "if-modified-since": modified},
        {"if-modified-since": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"if-modified-since": "yesterday"},
    ):
        assert client.get(path, headers={"accept": accept, **condition}).status_code == 200


def test_what_is_otherwise_has_another_etag(client: TestClient) -> None:
    paths = ("trede/3.ttl", "trede/3.nt", "trede/4.ttl", "trede/3.html?lang=nl", "trede/3.html?lang=en")
    etags = [client.get(f"/doc/{path}").headers["etag"] for path in paths]
    etags.append(client.get("/doc/trede/3.ttl", headers={"host": "example.org"}).headers["etag"])
    assert len(set(etags)) == len(etags)


def test_other_software_has_other_etags(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    etag = client.get("/doc/trede/3.html").headers["etag"]
    monkeypatch.setattr("bouwstenen.web.representation.software", lambda: "changed")
    assert client.get("/doc/trede/3.html").headers["etag"] != etag


def test_an_unknown_thing_is_never_unmodified(client: TestClient) -> None:
    since = {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT", **_TURTLE}
    assert client.get("/doc/trede/33", headers=since).status_code == 404


def test_head(client: TestClient) -> None:
    for path in ("/doc/trede/3.ttl", "/graph/derived.ttl", "/id/trede/3"):
        head, get = (client.request(method, path, follow_redirects=False) for method in ("HEAD", "GET"))
        assert head.status_code == get.status_code
        assert head.content == b""
        assert head.headers.get("etag") == get.headers.get("etag")
        assert head.headers.get("link") == get.headers.get("link")


def test_a_graph_is_given_whole_and_nothing_else(client: TestClient, settings: Settings) -> None:
    store = Store.read_only(str(current(settings.home)[0] / "store"))
    for name in ("tabel-2-1", "derived", "dataset"):
        given = _read(client.get(f"/graph/{name}.nt"), GRAPHS[1])
        stored = store.quads_for_pattern(None, None, None, NamedNode(graph_iri(name)))
        assert given == {quad.triple for quad in stored}
    shapes = list(store.quads_for_pattern(None, None, None, NamedNode(graph_iri("shapes"))))
    assert len(_read(client.get("/shapes.ttl"), GRAPHS[0])) == len(shapes)


def test_a_graph_page_tells_what_is_in_it(client: TestClient) -> None:
    page = client.get("/graph/tabel-2-1.html?lang=nl").text
    count = client.get("/health").json()["statements"]
    assert count
    (statements, things) = map(int, re.findall(r"<p>(\d+) uitspraken, (\d+) dingen", page)[0])
    assert 0 < things < statements
    assert f"{things - 50} meer" in page.replace("en ", "")


def test_the_shapes_are_listed(client: TestClient) -> None:
    page = client.get("/shapes", headers=_BROWSER).text
    assert '<a href="/shape/Concept?lang=nl">begrip</a>' in page


def test_a_page_tells_what_is_said_by_whom_and_where(client: TestClient) -> None:
    dutch, english = (client.get(f"/doc/intervention/diamant.html?lang={each}").text for each in ("nl", "en"))
    assert '<html lang="nl">' in dutch
    assert '<html lang="en">' in english
    assert ">Zelfbeheersing</a>" in dutch
    assert ">Self-regulation</a>" in english
    assert WORDS["nl"]["claims"] in dutch
    assert 'href="/doc/passage/tabel-b3-7-diamant?lang=nl">' in dutch
    assert ">De auteurs van het rapport</a>" in dutch
    assert WORDS["nl"]["conflicts"] in dutch
    assert "DIAMANT: trede 2 (tabel B3.1" in dutch
    assert '<link rel="alternate" type="text/turtle" href="/doc/intervention/diamant.ttl">' in dutch


def test_a_claim_page_tells_the_conflicts_it_is_part_of(client: TestClient) -> None:
    page = client.get(
        "/doc/claim/bijlage-2-type-4-voorbeeld-diamant-diamant-evidence-movisie.html?lang=en"
    ).text
    assert "clashes with" in page or "conflicts with" in page
    assert 'href="/doc/intervention/diamant?lang=en"' in page
    assert 'href="/doc/conflict/' in page


def test_what_does_not_fit_on_a_page_is_counted_with_a_query_for_it(client: TestClient) -> None:
    page = client.get("/doc/organisation/rapportauteurs.html?lang=en").text
    every = re.findall(r'<a href="(/sparql[^"]*)">and (\d+) more', page)
    address, count = max(every, key=lambda pair: int(pair[1]))
    asked = client.get(address.replace("&amp;", "&"), headers=_BROWSER)
    assert asked.status_code == 200
    assert "wasAttributedTo" in asked.text
    assert int(count) > 250


def test_the_query_behind_a_page_answers_what_the_page_says(client: TestClient) -> None:
    page = client.get("/doc/trede/3.html?lang=en").text
    (query,) = re.findall(r"<pre>(CONSTRUCT.*?)</pre>", page, re.DOTALL)
    query = query.replace("&lt;", "<").replace("&gt;", ">")
    answer = client.get("/sparql", params={"query": query, "format": "nt"})
    asked, given = _read(answer, GRAPHS[1]), _read(client.get("/doc/trede/3.nt"), GRAPHS[1])
    assert asked <= given
    assert len(asked) > 50


def test_a_question_leads_to_where_it_is_asked(client: TestClient) -> None:
    assert 'href="/queries/coverage?lang=nl"' in client.get("/doc/question/coverage.html?lang=nl").text


@pytest.mark.threat("T15")
def test_texts_of_the_data_are_escaped(tmp_path: Path) -> None:
    nasty = '<script>alert("x")</script>'
    with service_over(tmp_path, [{"a": nasty}]) as client:
        page = client.get("/doc/trede/a.html")
        assert page.status_code == 200
        assert nasty not in page.text


def test_below_a_path_addresses_are_those_of_readers_and_iris_stay(settings: Settings) -> None:
    address = "https://example.org/kennis"
    with TestClient(create_app(settings.model_copy(update={"address": address}))) as client:
        response = client.get("/id/trede/3", follow_redirects=False)
        assert response.headers["location"] == "/kennis/doc/trede/3"
        described = client.get("/doc/trede/3.ttl")
        assert f"<{address}/doc/trede/3>" in described.text
        assert any(triple.subject == NamedNode(_THING) for triple in _read(described, GRAPHS[0]))
        assert described.headers["content-location"] == "/kennis/doc/trede/3.ttl"
        assert f"<{address}/doc/trede/3.nt>" in described.headers["link"]
        page = client.get("/doc/trede/3.html").text
        for link in re.findall(r'(?:href|src|action)="(/[^"]*)"', page):
            assert link.startswith("/kennis/"), link
        offered = client.get("/doc/trede/3.pdf").json()["offered"]
        assert offered[0]["address"] == "/kennis/doc/trede/3.ttl"


def test_over_a_server_it_is_the_same(remote_server: Remote, settings: Settings, client: TestClient) -> None:
    remote = Settings(store=remote_server.query, home=settings.home / "nothing", query_timeout=10)
    with TestClient(create_app(remote)) as theirs:
        for path in (
            "/doc/trede/3.nt",
            "/doc/intervention/diamant.html",
            "/doc/organisation/rapportauteurs.ttl",
        ):
            assert theirs.get(path).content == client.get(path).content, path
        ours, others = (each.get("/graph/tabel-2-1.nt") for each in (client, theirs))
        assert _read(ours, GRAPHS[1]) == _read(others, GRAPHS[1])
        assert theirs.get("/id/trede/33").json()["nearest"] == client.get("/id/trede/33").json()["nearest"]


def test_search_engines_read_what_a_thing_is(client: TestClient) -> None:
    page = client.get("/doc/intervention/diamant?lang=nl", headers=_BROWSER).text
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    said = json.loads(block)
    assert said["@id"] == f"{ID}intervention/diamant"
    assert said["name"] == "DIAMANT"
    claim = client.get("/doc/claim/tabel-b3-7-diamant-row-evidence-nji", headers=_BROWSER)
    assert "<script" not in claim.text, "a claim has no counterpart there"
