"""`/catalog` and `/.well-known/void`: in every format, with the addresses of the service, and as a page."""

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from bouwstenen.formats import GRAPHS, Format
from bouwstenen.namespaces import BASE
from bouwstenen.publishing.catalogue.about import CAVEAT, DATASET
from bouwstenen.settings import Settings
from bouwstenen.solutions import select
from bouwstenen.store.opening import Opened
from bouwstenen.web.app import create_app
from bouwstenen.web.catalogue.texts import CATALOGUE_TEXTS

_BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_NAMED = tuple(f"{BASE}{name}/" for name in ("id", "def", "graph", "shape"))


def _read(text: str, media_type: str) -> Store:
    form = RdfFormat.from_media_type(media_type)
    assert form is not None
    store = Store()
    store.extend(parse(text, form))
    return store


def _value(store: Store, name: str) -> str:
    (row,) = select(store, f"SELECT ?v {{ <{DATASET}> {name} ?v }}")
    value: str = row["v"].value
    return value


@pytest.fixture(scope="module")
def served(client: TestClient) -> Store:
    return _read(client.get("/catalog").text, "text/turtle")


@pytest.mark.parametrize("item", GRAPHS, ids=lambda item: item.name)
def test_in_every_format(client: TestClient, served: Store, item: Format) -> None:
    asked = [
        client.get("/catalog", headers={"accept": item.media_type}),
        client.get("/catalog", params={"format": item.name}, headers={"accept": _BROWSER}),
        client.get(f"/catalog.{item.name}", headers={"accept": _BROWSER}),
        client.get("/.well-known/void", headers={"accept": item.media_type}),
    ]
    for response in asked:
        assert response.status_code == 200
        assert response.headers["content-type"] == item.content_type
        assert len(_read(response.text, item.media_type)) == len(served) > 2000


def test_who_asks_for_nothing_gets_turtle_and_a_browser_a_page(client: TestClient) -> None:
    kinds = [
        client.get(path, headers={"accept": accept}).headers["content-type"].partition(";")[0]
        for path in ("/catalog", "/.well-known/void")
        for accept in ("*/*", _BROWSER)
    ]
    assert kinds == ["text/turtle", "text/html", "text/turtle", "text/turtle"]
    assert (
        client.get("/catalog.html", headers={"accept": "*/*"}).headers["content-type"].startswith("text/html")
    )


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        ("/catalog", "text/csv", 406),
        ("/.well-known/void", "image/png", 406),
        ("/catalog.xyz", "*/*", 406),
        ("/catalog?format=xyz", "*/*", 406),
    ],
)
def test_other_formats_are_refused_with_those_there_are(
    client: TestClient, path: str, accept: str, status: int
) -> None:
    response = client.get(path, headers={"accept": accept})
    assert response.status_code == status
    assert "ttl" in response.text or "turtle" in response.text


def test_it_is_what_is_stored_and_what_is_known_of_the_release(served: Store, opened: Opened) -> None:
    assert len(served) > opened.release.graphs["dataset"]
    assert _value(served, "owl:versionInfo") == opened.release.hash
    assert _value(served, "dcat:version").startswith(opened.release.built[:10])
    assert _value(served, "dcterms:issued") == opened.release.built[:10]


def test_addresses_are_those_of_the_service_and_names_stay(served: Store) -> None:
    iris = {
        term.value
        for quad in served
        for term in (quad.subject, quad.object)
        if isinstance(term, NamedNode) and term.value.startswith(BASE)
    }
    assert {iri for iri in iris if not iri.startswith(_NAMED)} == set()
    assert _value(served, "void:sparqlEndpoint") == "http://testserver/sparql"
    assert _value(served, "dcat:landingPage") == "http://testserver/"
    assert _value(served, "dcterms:identifier") == DATASET


def test_below_a_path_and_behind_a_proxy(settings: Settings) -> None:
    changed = settings.model_copy(update={"address": "https://example.org/kennis"})
    with TestClient(create_app(changed)) as client:
        found = _read(client.get("/catalog.ttl").text, "text/turtle")
        void = client.get("/kennis/.well-known/void")
        page = client.get("/catalog", headers={"accept": _BROWSER}).text
    assert _value(found, "void:sparqlEndpoint") == "https://example.org/kennis/sparql"
    assert void.status_code == 200
    assert "https://example.org/kennis/sparql" in void.text
    for link in page.split('="/')[1:]:
        assert link.startswith("kennis/"), link[:40]


def test_it_is_not_sent_again_to_who_has_it(client: TestClient) -> None:
    first = client.get("/catalog")
    assert first.headers["last-modified"].endswith("GMT")
    again = client.get("/catalog", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    page = client.get("/catalog.html?lang=en")
    assert page.headers["etag"] != client.get("/catalog.html?lang=nl").headers["etag"]
    known = {"if-none-match": page.headers["etag"]}
    assert client.get("/catalog.html?lang=en", headers=known).status_code == 304
    other = client.get("/catalog.nt", headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200


def test_where_else_it_is(client: TestClient) -> None:
    link = client.get("/catalog").headers["link"]
    for name in ("html", "nt", "jsonld", "rdf"):
        assert f"<http://testserver/catalog.{name}" in link
    assert link.count('rel="alternate"') == 4
    assert f'<{DATASET}>; rel="describes"' in link


@pytest.fixture
def with_files(settings: Settings, opened: Opened, tmp_path: Path) -> Iterator[TestClient]:
    """The same release with a manifest of dumps and a history."""
    releases = tmp_path / "releases"
    releases.mkdir()
    source = settings.home / "releases" / opened.release.hash
    folder = releases / opened.release.hash
    folder.mkdir()
    for each in source.iterdir():
        if each.name != "dumps":
            (folder / each.name).symlink_to(each)
    (tmp_path / "current").write_text(f"{opened.release.hash}\n")
    files = [
        {
            "file": "bouwstenen.nq.gz",
            "graph": None,
            "format": "nq",
            "media_type": "application/n-quads",
            "compression": "gzip",
            "size": 3 * 2**20,
            "sha256": sha256(b"x").hexdigest(),
        }
    ]
    (folder / "dumps").mkdir()
    (folder / "dumps" / "manifest.json").write_text(json.dumps(files))
    prior = sha256(b"before").hexdigest()
    for number, (name, digest, before) in enumerate(
        (("2026-11-20", prior, None), ("2026-11-21.2", opened.release.hash, prior)), 1
    ):
        entry = tmp_path / "history" / f"{number:06}"
        entry.mkdir(parents=True)
        (entry / "entry.json").write_text(
            json.dumps(
                {
                    "number": number,
                    "name": name,
                    "hash": digest,
                    "published": f"{name[:10]}T12:00:00+00:00",
                    "prior": before,
                }
            )
        )
    with TestClient(create_app(Settings(home=tmp_path, sources=settings.sources))) as client:
        yield client


def test_version_files_and_past_are_those_of_this_home(with_files: TestClient) -> None:
    response = with_files.get("/catalog")
    assert response.headers["last-modified"] == "Sat, 21 Nov 2026 12:00:00 GMT"
    found = _read(response.text, "text/turtle")
    prior = "https://w3id.org/bouwstenen/release/2026-11-20"
    assert _value(found, "dcat:version") == "2026-11-21.2"
    assert _value(found, "dcat:previousVersion") == prior
    assert '"3145728"^^xsd:nonNegativeInteger' in response.text
    page = with_files.get("/catalog", params={"lang": "nl"}, headers={"accept": _BROWSER}).text
    assert "3,0 MiB" in page
    assert sha256(b"x").hexdigest()[:12] in page
    assert 'href="/release/2026-11-20"' in page


@pytest.mark.parametrize(
    ("contact", "said", "shown"),
    [
        (None, "hasURL", "http://testserver/docs"),
        ("https://example.org/vragen", "hasURL", "https://example.org/vragen"),
        ("mailto:vragen@example.org", "hasEmail", "mailto:vragen@example.org"),
    ],
)
def test_who_answers_questions_is_who_the_operator_says(
    settings: Settings, contact: str | None, said: str, shown: str
) -> None:
    with TestClient(create_app(settings.model_copy(update={"contact": contact}))) as client:
        found = _read(client.get("/catalog").text, "text/turtle")
        pages = [client.get(path, headers={"accept": _BROWSER}).text for path in ("/catalog", "/docs")]
    told = select(found, "SELECT ?p ?v { ?k a vcard:Kind ; ?p ?v FILTER(isIRI(?v) && ?p != rdf:type) }")
    assert [(row["p"].value.rpartition("#")[2], row["v"].value) for row in told] == [(said, shown)]
    assert f'href="{shown}"' in pages[0]
    assert (f'href="{shown}"' in pages[1]) is (contact is not None)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_says_it_in_words(client: TestClient, opened: Opened, language: str) -> None:
    page = client.get("/catalog", params={"lang": language}, headers={"accept": _BROWSER})
    assert page.headers["content-language"] == language
    text = page.text
    assert CAVEAT[language] in text
    assert str(sum(n for name, n in opened.release.graphs.items() if name != "dataset")) in text
    for heading in ("obtain", "services", "quality", "contents", "as_data"):
        assert f"<h2>{CATALOGUE_TEXTS[language][heading]}</h2>" in text
    for address in ("/dump/bouwstenen.nq.gz", "/sparql", "/stream", "/catalog.ttl"):
        assert f'{address}"' in text
    interventions = {"nl": "interventie (bm:Intervention)", "en": "intervention (bm:Intervention)"}[language]
    assert re.search(r"120 (van|of) 120</th><td class=\"number\">100[.,]0%<", text)
    assert re.search(rf"{re.escape(interventions)}</a></th><td class=\"number\">120<", text)


def test_the_first_page_carries_the_dataset_for_search_engines(client: TestClient) -> None:
    page = client.get("/", params={"lang": "en"}, headers={"accept": _BROWSER}).text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    assert (data["@type"], data["@id"]) == ("Dataset", DATASET)
    assert data["includedInDataCatalog"]["url"] == "http://testserver/catalog"
    assert 'href="/catalog?lang=en"' in page


def test_a_description_that_cannot_be_read_is_told(with_files: TestClient, tmp_path: Path) -> None:
    (manifest,) = (tmp_path / "releases").glob("*/dumps/manifest.json")
    manifest.write_text("no json")
    response = with_files.get("/catalog")
    assert response.status_code >= 500
    assert "manifest" in response.json()["detail"]
    assert with_files.get("/sparql").status_code == 200
