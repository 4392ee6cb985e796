"""The service behind a proxy and below a path: its links and addresses hold."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from bouwstenen.settings import Settings
from bouwstenen.web.addressing import link_of
from bouwstenen.web.app import create_app


@pytest.fixture(scope="module")
def below(settings: Settings) -> Iterator[TestClient]:
    app = create_app(settings.model_copy(update={"address": "https://example.org/kennis/bouwstenen"}))
    with TestClient(app) as client:
        yield client


@pytest.mark.parametrize("prefix", ["", "/kennis/bouwstenen"])
def test_a_proxy_may_pass_the_path_on_or_not(below: TestClient, prefix: str) -> None:
    page = below.get(f"{prefix}/queries", headers={"accept": "text/html"})
    assert page.status_code == 200
    assert 'href="/kennis/bouwstenen/package?lang=nl"' in page.text
    assert below.get(f"{prefix}/static/style.css").status_code == 200
    assert below.get(f"{prefix}/sparql", params={"query": "ASK {}"}).json() == {"head": {}, "boolean": True}


def test_every_link_on_a_page_stays_below_the_path(below: TestClient) -> None:
    for path in (
        "/",
        "/queries",
        "/queries/coverage?factor=mediawijsheid",
        "/package",
        "/sparql",
        "/docs",
        "/nope",
    ):
        text = below.get(path, headers={"accept": "text/html"}).text
        assert 'href="/kennis/bouwstenen/' in text
        for link in text.split('="/')[1:]:
            assert link.startswith("kennis/bouwstenen/"), f"{path}: {link[:40]}"


@pytest.mark.threat("T20")
def test_the_service_tells_the_address_its_readers_use(below: TestClient) -> None:
    described = below.get("/sparql", headers={"accept": "text/turtle"}).text
    assert "<https://example.org/kennis/bouwstenen/sparql>" in described


@pytest.mark.parametrize(
    ("iri", "link"),
    [
        ("https://w3id.org/bouwstenen/id/intervention-type/1.3", "/r/doc/intervention-type/1.3"),
        ("https://w3id.org/bouwstenen/def/Claim", "/r/def/Claim"),
        ("https://example.org/id/x", "https://example.org/id/x"),
    ],
)
def test_link_of(iri: str, link: str) -> None:
    assert link_of("/r", iri) == link


def test_redirects_stay_below_the_path_and_name_no_host(below: TestClient) -> None:
    for path in ("/kennis/bouwstenen/stream/", "/release/"):
        answer = below.get(path, follow_redirects=False)
        assert answer.status_code == 307
        assert answer.headers["location"] == "/kennis/bouwstenen" + "/" + path.strip("/").rpartition("/")[2]


def test_the_other_language_is_on_the_same_host(below: TestClient) -> None:
    page = below.get("/queries?lang=nl", headers={"accept": "text/html", "host": "inside:8000"}).text
    assert 'href="/kennis/bouwstenen/queries?lang=en"' in page
    assert "inside:8000" not in page
