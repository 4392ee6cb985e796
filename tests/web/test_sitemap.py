"""`/sitemap.xml` and `/robots.txt`: every page once in each language, and what robots should leave alone."""

from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import Store

from bouwstenen.namespaces import ID
from bouwstenen.settings import Settings
from bouwstenen.solutions import select
from bouwstenen.store.opening import Opened
from bouwstenen.web.app import create_app
from bouwstenen.web.catalogue import sitemap

_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_LINK = "{http://www.w3.org/1999/xhtml}link"


def _urls(text: str) -> list[ET.Element]:
    return ET.fromstring(text).findall(f"{_SITEMAP}url")  # noqa: S314 - our own


def _places(text: str) -> list[str]:
    return [each.findtext(f"{_SITEMAP}loc") or "" for each in _urls(text)]


def test_every_thing_that_people_look_for_in_both_languages(client: TestClient, store: Store) -> None:
    response = client.get("/sitemap.xml")
    assert response.headers["content-type"] == "application/xml"
    places = _places(response.text)
    assert len(places) == len(set(places))
    for kind in ("Intervention", "Factor", "InterventionType", "Theme", "Bouwsteen", "Source"):
        for row in select(store, f"SELECT DISTINCT ?t {{ ?t a bm:{kind} }}"):
            path = row["t"].value.removeprefix(ID)
            for tag in ("nl", "en"):
                assert f"http://testserver/doc/{path}?lang={tag}" in places
    assert "http://testserver/queries/coverage?lang=nl" in places
    assert not [place for place in places if "/doc/claim/" in place or "/sparql" in place]


def test_each_address_names_the_other_language_and_when(client: TestClient, opened: Opened) -> None:
    for each in _urls(client.get("/sitemap.xml").text):
        place = (each.findtext(f"{_SITEMAP}loc") or "").partition("?")[0]
        others = {link.get("hreflang"): link.get("href") for link in each.findall(_LINK)}
        assert others == {"nl": f"{place}?lang=nl", "en": f"{place}?lang=en", "x-default": place}
        assert each.findtext(f"{_SITEMAP}lastmod") == opened.release.built[:10]


def test_pages_that_are_here_answer(client: TestClient) -> None:
    ours = [place for place in _places(client.get("/sitemap.xml").text) if "/doc/" not in place]
    assert len(ours) > 60
    for place in ours[:12]:
        assert client.get(place, headers={"accept": "text/html"}).status_code == 200, place


def test_more_than_fit_in_one_are_listed_in_several(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = _places(client.get("/sitemap.xml").text)
    monkeypatch.setattr(sitemap, "MOST", 200)
    index = ET.fromstring(client.get("/sitemap.xml").text)  # noqa: S314 - our own
    assert index.tag == f"{_SITEMAP}sitemapindex"
    parts = [each.findtext(f"{_SITEMAP}loc") or "" for each in index]
    assert len(parts) == -(-len(whole) // 200) > 3
    found = []
    for part in parts:
        places = _places(client.get(part).text)
        assert 0 < len(places) <= 200
        found += places
    assert found == whole
    for number in (0, len(parts) + 1, -1):
        assert client.get(f"/sitemap-{number}.xml").status_code in (400, 404, 422)


def test_robots_keep_off_what_costs_much(client: TestClient) -> None:
    text = client.get("/robots.txt").text
    robot = RobotFileParser()
    robot.parse(text.splitlines())
    for path in ("/sparql?query=x", "/package?factor=x", "/release/0123/queries"):
        assert not robot.can_fetch("*", f"http://testserver{path}")
    for path in ("/", "/doc/intervention/diamant?lang=nl", "/queries/coverage", "/catalog"):
        assert robot.can_fetch("*", f"http://testserver{path}")
    assert robot.site_maps() == ["http://testserver/sitemap.xml"]


def test_nothing_is_listed_that_robots_may_not_ask(client: TestClient) -> None:
    robot = RobotFileParser()
    robot.parse(client.get("/robots.txt").text.splitlines())
    places = _places(client.get("/sitemap.xml").text)
    assert [place for place in places if not robot.can_fetch("*", place)] == []


def test_below_a_path(settings: Settings) -> None:
    changed = settings.model_copy(update={"address": "https://example.org/kennis"})
    with TestClient(create_app(changed)) as client:
        assert "Disallow: /kennis/sparql" in client.get("/robots.txt").text
        assert "Sitemap: https://example.org/kennis/sitemap.xml" in client.get("/robots.txt").text
        places = _places(client.get("/sitemap.xml").text)
    assert all(place.startswith("https://example.org/kennis/") for place in places)
