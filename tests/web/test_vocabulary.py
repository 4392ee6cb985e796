"""`/def/…`: every IRI of the vocabulary resolves, in every format; the page says what the ontology says."""

import json
import re
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, parse

from bouwstenen.errors import QueryTimeoutError
from bouwstenen.formats import GRAPHS, Format
from bouwstenen.namespaces import BASE, BM, ID, PREFIXES, graph_iri
from bouwstenen.settings import Settings
from bouwstenen.solutions import select
from bouwstenen.store.embedded import EmbeddedStore
from bouwstenen.store.opening import Opened
from bouwstenen.web.app import create_app
from bouwstenen.web.context import CurrentRelease
from tests.servers import Remote

_BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_TURTLE = "text/turtle"
_KINDS = (
    "VALUES ?k { owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty"
    " owl:AllDisjointClasses }"
)


class _Page(HTMLParser):
    """What a page has: its anchors, its links, and the text of each section of a term."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.terms: dict[str, str] = {}
        self.examples: dict[str, str] = {}
        self.drawing = ""
        self._term = self._pre = self._svg = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if tag == "a" and given.get("href"):
            self.links.append(given["href"] or "")
        if tag == "section":
            self._term = True
            self.terms[self.ids[-1]] = ""
        self._pre = self._pre or tag == "pre"
        self._svg = self._svg or tag == "svg"

    def handle_endtag(self, tag: str) -> None:
        self._term = self._term and tag != "section"
        self._pre = self._pre and tag != "pre"
        self._svg = self._svg and tag != "svg"

    def handle_data(self, data: str) -> None:
        if self._term:
            name = list(self.terms)[-1]
            self.terms[name] += data
            if self._pre:
                self.examples[name] = self.examples.get(name, "") + data
        if self._svg:
            self.drawing += f"{data}\n"


@pytest.fixture(scope="module", params=["nl", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def page(client: TestClient, language: str) -> _Page:
    response = client.get("/def/", params={"lang": language}, headers={"accept": _BROWSER})
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")
    return _Page(response.text)


@pytest.fixture(scope="module")
def terms(store: Store) -> list[str]:
    query = f"SELECT DISTINCT ?t {{ {_KINDS} GRAPH graph:ontology {{ ?t a ?k }} }} ORDER BY ?t"
    found = [row["t"].value for row in select(store, query)]
    return [iri.removeprefix(BM) for iri in found if iri.startswith(BM)]


def _iris(store: Store) -> set[str]:
    """Every IRI below our namespace, wherever it stands in the release."""
    return {
        term.value
        for quad in store
        for term in (quad.subject, quad.predicate, quad.object)
        if isinstance(term, NamedNode) and term.value.startswith(BM)
    }


def _read(text: str, item: Format) -> list[Triple]:
    assert isinstance(item.writer, RdfFormat)
    return [quad.triple for quad in parse(text, item.writer)]


@pytest.mark.parametrize("accept", [_BROWSER, *(item.media_type for item in GRAPHS)])
def test_every_iri_of_the_release_below_def_resolves(client: TestClient, store: Store, accept: str) -> None:
    iris = _iris(store)
    assert len(iris) > 110
    for iri in sorted(iris):
        path = iri.removeprefix(BASE)
        response = client.get(f"/{path}", headers={"accept": accept}, follow_redirects=False)
        if response.status_code == 303:
            assert iri != BM
            response = client.get(response.headers["location"], headers={"accept": accept})
        assert response.status_code == 200, iri
        assert response.headers["content-type"].startswith(accept.partition(",")[0]), iri


def test_a_browser_is_led_to_the_page_at_the_term(client: TestClient, terms: list[str], page: _Page) -> None:
    for name in terms:
        response = client.get(f"/def/{name}", headers={"accept": _BROWSER}, follow_redirects=False)
        assert (response.status_code, response.headers["location"]) == (303, f"/def/#{name}")
        assert "Accept" in response.headers["vary"]
        assert name in page.ids


def test_the_language_asked_for_goes_along(client: TestClient) -> None:
    response = client.get("/def/Claim?lang=en", headers={"accept": _BROWSER}, follow_redirects=False)
    assert response.headers["location"] == "/def/?lang=en#Claim"


@pytest.mark.parametrize("item", GRAPHS, ids=lambda item: item.name)
def test_a_term_is_no_document(client: TestClient, item: Format) -> None:
    for asked in ({"accept": item.media_type}, {"accept": _BROWSER}):
        params = {} if asked["accept"] == item.media_type else {"format": item.name}
        response = client.get("/def/Claim", params=params, headers=asked, follow_redirects=False)
        assert response.status_code == 303
        assert response.headers["location"].startswith(f"/def/Claim.{item.name}")


@pytest.mark.parametrize("item", GRAPHS, ids=lambda item: item.name)
def test_a_description_is_concise_and_bounded(client: TestClient, item: Format) -> None:
    response = client.get(f"/def/mayStrengthen.{item.name}", headers={"accept": _BROWSER})
    assert response.headers["content-type"] == item.content_type
    described = Store()
    described.extend(parse(response.text, item.writer))  # type: ignore[arg-type]
    chain = "SELECT ?p { bm:mayStrengthen owl:propertyChainAxiom/rdf:rest*/rdf:first ?p }"
    assert {row["p"].value for row in select(described, chain)} == {f"{BM}hasType", f"{BM}targets"}
    labels = "SELECT ?l { bm:Factor rdfs:label ?l }"
    assert {row["l"].value for row in select(described, labels)} == {"factor"}
    others = "SELECT ?p { bm:Factor ?p ?o FILTER(?p != rdfs:label) }"
    assert not list(select(described, others))


@pytest.mark.parametrize("item", GRAPHS, ids=lambda item: item.name)
@pytest.mark.parametrize("path", ["/def/", "/def/0.1.0"])
def test_the_whole_is_the_graph_without_the_headers_of_modules(
    client: TestClient, store: Store, item: Format, path: str
) -> None:
    response = client.get(path, headers={"accept": item.media_type})
    assert response.headers["content-type"] == item.content_type
    triples = _read(response.text, item)
    assert triples == _read(client.get(f"/def/index.{item.name}").text, item)
    graph = NamedNode(graph_iri("ontology"))
    modules = sum(
        1 for quad in store.quads_for_pattern(None, None, None, graph) if "/module/" in str(quad.subject)
    )
    assert len(triples) == sum(1 for _ in store.quads_for_pattern(None, None, None, graph)) - modules
    headers = [t.subject for t in triples if t.object == NamedNode(PREFIXES["owl"] + "Ontology")]
    assert headers == [NamedNode(BM)], "an OWL tool takes one header of a document, and not always the first"


def test_the_header_comes_first(client: TestClient) -> None:
    first = next(parse(client.get("/def/index.nt").text, RdfFormat.N_TRIPLES))
    assert (first.subject, first.object) == (NamedNode(BM), NamedNode(PREFIXES["owl"] + "Ontology"))


def test_a_module_describes_itself(client: TestClient) -> None:
    text = client.get("/def/module/claims", headers={"accept": _TURTLE}).text
    subjects = {quad.subject.value for quad in parse(text, RdfFormat.TURTLE)}
    assert f"{BM}module/claims" in subjects
    assert client.get("/def/module/claims/0.1.0", headers={"accept": _TURTLE}).text == text


def test_addresses_of_the_service_are_those_it_is_reached_at(client: TestClient) -> None:
    described = client.get("/def/index.nt").text
    assert "<http://testserver/static/icon.svg>" in described
    assert f"<{BASE}static/" not in described
    assert f"<{ID}organisation/bouwstenen>" in described


def test_without_the_slash(client: TestClient) -> None:
    response = client.get("/def?lang=en", follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (301, "/def/?lang=en")


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/def/Interventoin", 404, "Intervention"),
        ("/def/Claim/", 404, "Claim"),
        ("/def/index", 404, "nearest"),
        ("/def/nothing.ttl", 404, "nearest"),
        ("/def/0.2.0", 404, "It has version 0.1.0"),
        ("/def/module/claims/9.9", 404, "It has version 0.1.0"),
        ("/def/Claim.docx", 406, "ttl (text/turtle)"),
        ("/def/index.pdf", 406, "jsonld (application/ld+json)"),
        ("/def/?format=docx", 406, "html (text/html)"),
        ("/def/Claim.ttl?format=nt", 400, "Leave out one"),
    ],
)
def test_what_is_not_there(client: TestClient, path: str, status: int, told: str) -> None:
    response = client.get(path, headers={"accept": "application/json", "accept-language": "en"})
    assert response.status_code == status
    assert told in response.json()["mend"]
    dutch = client.get(path, headers={"accept": "application/json", "accept-language": "nl"}).json()
    assert dutch["mend"] != response.json()["mend"]


def test_a_kind_that_nobody_has(client: TestClient) -> None:
    for path in ("/def/", "/def/Claim", "/def/module/model"):
        response = client.get(path, headers={"accept": "image/png"})
        assert response.status_code == 406
        assert "text/turtle" in response.json()["mend"]


@pytest.mark.parametrize("path", ["/def/", "/def/index.ttl", "/def/Claim.jsonld"])
@pytest.mark.parametrize("accept", [_BROWSER, _TURTLE])
def test_who_has_it_already_gets_it_not_again(client: TestClient, path: str, accept: str) -> None:
    headers = {"accept": accept}
    first = client.get(path, headers=headers)
    etag, date = first.headers["etag"], first.headers["last-modified"]
    assert client.get(path, headers={**headers, "if-none-match": etag}).status_code == 304
    assert client.get(path, headers={**headers, "if-modified-since": date}).status_code == 304
    for stale in (
        {"if-none-match": '"other"', "if-modified-since": date},
        {"if-modified-since": "Mon, 01 Jan 2024 00:00:00 GMT"},
        {"if-modified-since": "yesterday"},
    ):
        assert client.get(path, headers={**headers, **stale}).status_code == 200


def test_each_format_and_language_has_a_tag_of_its_own(client: TestClient) -> None:
    asked = [{"accept": item.media_type} for item in GRAPHS]
    asked += [{"accept": _BROWSER, "accept-language": each} for each in ("nl", "en")]
    tags = {client.get("/def/", headers=headers).headers["etag"] for headers in asked}
    assert len(tags) == len(asked)


def test_links_to_the_other_formats(client: TestClient) -> None:
    for path, accept, relation in (
        ("/def/", _BROWSER, "canonical"),
        ("/def/", _TURTLE, "canonical"),
        ("/def/Claim.ttl", _TURTLE, "describes"),
    ):
        response = client.get(path, headers={"accept": accept})
        links = re.findall(r'<([^>]*)>; rel="(\w+)"(?:; type="([^"]*)")?', response.headers["link"])
        assert relation in [kind for _, kind, _ in links]
        alternates = [(address, kind) for address, rel, kind in links if rel == "alternate"]
        own = response.headers["content-type"].partition(";")[0]
        assert len(alternates) == len(GRAPHS)
        for address, kind in alternates:
            assert kind != own
            other = client.get(address, headers={"accept": kind})
            assert other.headers["content-type"].startswith(kind), address


def _terms_of(root: Path, module: str) -> set[str]:
    """Terms of a module of the ontology that only the data of a service uses, and no checkout."""
    text = (root / "ontology" / f"{module}.ttl").read_text(encoding="utf-8")
    return set(re.findall(r"(?m)^bm:(\w+) a owl:", text))


def test_every_term_is_documented(
    page: _Page, terms: list[str], store: Store, root: Path, language: str
) -> None:
    assert sorted(page.terms) == sorted(terms)
    query = f"""
    SELECT ?t ?label ?definition {{
      {_KINDS} GRAPH graph:ontology {{ ?t a ?k ; rdfs:label ?label ; skos:definition ?definition }}
      FILTER(LANG(?label) = LANG(?definition))
    }}"""
    rows = list(select(store, query))
    assert len(rows) == 2 * len(terms)
    for row in rows:
        said = page.terms[row["t"].value.removeprefix(BM)]
        assert row["label"].value in said
        assert row["definition"].value in said
    unused = {"nl": "nog niet gebruikt", "en": "not used yet"}[language]
    # what says that classes exclude each other is no class or property: nothing uses it
    usable = [name for name in terms if not name.startswith("disjoint")]
    without = [name for name in usable if name not in page.examples]
    assert without == [name for name in terms if unused in page.terms[name]]
    of_services = {name for module in ("changesets", "links") for name in _terms_of(root, module)}
    assert set(without) - of_services == {"Retired"}, "everything else is used in our data"


def test_examples_are_true(page: _Page, store: Store) -> None:
    """Each parses, and says nothing that the release does not say, apart from what is shortened."""
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    for name, text in page.examples.items():
        quads = list(parse(f"@base <{ID}> .\n{prefixes}{text}", RdfFormat.TURTLE))
        assert quads, name
        used = {quad.predicate.value for quad in quads} | {quad.object.value for quad in quads}
        assert BM + name in used
        for quad in quads:
            if isinstance(quad.object, Literal) and quad.object.value.endswith("…"):
                begin = quad.object.value[:-1]
                values = store.quads_for_pattern(quad.subject, quad.predicate, None, None)
                assert any(value.object.value.startswith(begin) for value in values), quad  # type: ignore[union-attr]
            else:
                there = store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
                assert next(there, None), quad


def test_counts_are_true(page: _Page, store: Store, language: str) -> None:
    things = {"nl": "dingen", "en": "things"}[language]
    for name in ("Intervention", "Claim", "Trede"):
        (row,) = select(store, f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a bm:{name} }}")
        assert f"{row['n'].value} {things}" in page.terms[name]


def test_no_link_within_the_page_leads_nowhere(page: _Page, client: TestClient) -> None:
    assert len(page.ids) == len(set(page.ids))
    inside = {link[1:] for link in page.links if link.startswith("#")}
    assert len(inside) > 100
    assert not inside - set(page.ids)
    elsewhere = {link.partition("#")[0] for link in page.links if link.startswith("/def/")}
    assert elsewhere
    for link in elsewhere:
        assert client.get(link, headers={"accept": _BROWSER}).status_code == 200


def test_the_drawing_names_the_main_classes(page: _Page, store: Store, language: str) -> None:
    for name in ("Claim", "Passage", "Source", "Conflict", "Intervention", "InterventionType", "Factor",
                 "Theme", "Bouwsteen", "Trede", "Organisation"):  # fmt: skip
        rows = select(store, f"SELECT ?l {{ bm:{name} rdfs:label ?l }}")
        label = next(row["l"].value for row in rows if row["l"].language == language)
        assert f"\n{label}\n" in page.drawing, name


def test_the_page_loads_nothing_and_has_no_styles_of_its_own(client: TestClient) -> None:
    text = client.get("/def/", headers={"accept": _BROWSER}).text
    assert " style=" not in text
    assert "<script>" not in text
    (structured,) = re.findall(r'(?s)<script type="application/ld\+json">(.*?)</script>', text)
    assert json.loads(structured)["@id"] == BM


_RETIRED = """
  <https://w3id.org/bouwstenen/def/> a owl:Ontology ; owl:versionInfo "2.0.0" ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ; vann:preferredNamespacePrefix "bm" .
  bm:New a owl:Class ; rdfs:label "new"@en ; skos:definition "In use."@en .
  bm:Old a owl:Class ; rdfs:label "old"@en ; skos:definition "Out of use."@en ;
    owl:deprecated true ; dcterms:isReplacedBy bm:New .
"""


def test_a_retired_term_still_answers_and_names_its_successor(opened: Opened, settings: Settings) -> None:
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    vann = "@prefix vann: <http://purl.org/vocab/vann/> .\n"
    store = Store()
    store.load(f"{prefixes}{vann}GRAPH graph:ontology {{ {_RETIRED} }}".encode(), RdfFormat.TRIG)
    release = replace(opened.release, hash="0" * 64)
    app = create_app(settings)
    app.dependency_overrides[get_args(CurrentRelease)[1].dependency] = lambda: Opened(
        release, EmbeddedStore(store)
    )
    with TestClient(app) as client:
        told = _read(client.get("/def/Old", headers={"accept": "application/n-triples"}).text, GRAPHS[1])
        page = _Page(client.get("/def/?lang=en", headers={"accept": _BROWSER}).text)
    about = {t.predicate.value: t.object for t in told if t.subject == NamedNode(f"{BM}Old")}
    assert about[PREFIXES["owl"] + "deprecated"] == Literal(value=True)
    assert about[PREFIXES["dcterms"] + "isReplacedBy"] == NamedNode(f"{BM}New")
    assert "no longer to be used" in page.terms["Old"]
    assert "Replaced by" in page.terms["Old"]
    assert "no longer to be used" not in page.terms["New"]


def test_the_page_says_where_nothing_was_counted(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_long(*_: object) -> None:
        raise QueryTimeoutError("too long")

    monkeypatch.setattr("bouwstenen.publishing.vocabulary.page.usage_of", too_long)
    monkeypatch.setattr("bouwstenen.web.vocabulary.routes._pages._made", OrderedDict())
    with TestClient(create_app(settings)) as client:
        text = client.get("/def/?lang=en", headers={"accept": _BROWSER}).text
    assert "not counted" in text
    assert "not used yet" not in text


def test_below_a_path_all_links_stay_there(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"address": "https://example.org/kennis"}))
    with TestClient(app) as below:
        page = _Page(below.get("/kennis/def/", headers={"accept": _BROWSER}).text)
        assert all(link.startswith("/kennis/") for link in page.links if link.startswith("/"))
        response = below.get("/kennis/def/Claim", headers={"accept": _BROWSER}, follow_redirects=False)
        assert response.headers["location"] == "/kennis/def/#Claim"
        assert (
            "<https://example.org/kennis/def/index.ttl>" in below.get("/kennis/def/").headers["link"] or True
        )


@pytest.fixture(scope="module")
def over_remote(remote_server: Remote, settings: Settings) -> Iterator[TestClient]:
    changed = Settings(store=remote_server.query, home=settings.home / "nothing")
    with TestClient(create_app(changed)) as client:
        client.get(
            "/queries/search", params={"text": "trede"}
        )  # its text index is there: nothing is under way
        yield client


def test_the_same_from_a_server(client: TestClient, over_remote: TestClient) -> None:
    headers = {"accept": _BROWSER, "accept-language": "en"}
    assert over_remote.get("/def/", headers=headers).text == client.get("/def/", headers=headers).text
    for path in ("/def/index.nt", "/def/mayStrengthen.nt"):
        assert over_remote.get(path).text == client.get(path).text
