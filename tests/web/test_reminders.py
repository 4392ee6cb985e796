"""/reminders and /links: what should be checked, as a page, as data and as a feed."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient

from bouwstenen.build import build
from bouwstenen.curation.links.keeping import write_checks
from bouwstenen.curation.links.outcome import Check, Found
from bouwstenen.graph.sources import links_file
from bouwstenen.settings import Settings
from bouwstenen.web.app import create_app
from bouwstenen.web.links.texts import LINKS_TEXTS
from bouwstenen.web.reminders.texts import REMINDERS_TEXTS

_ATOM = "{http://www.w3.org/2005/Atom}"
_DAY = "2026-11-24"

FIRST, LAST = date(2026, 11, 20), date(2026, 11, 24)
CHECKS = [
    Check("https://www.vip-academy.nl/", LAST, Found("gone", 404), FIRST),
    Check("https://www.pbsindewijk.nl/", LAST, Found("moved", 200, "https://example.org/nieuw")),
    Check("https://doi.org/10.1123/pes.2018-0168", LAST, Found("refused", problem="robots")),
    Check("https://www.landelijksteunpuntextremisme.nl/", LAST, Found("fine", 200)),
]


@pytest.fixture(scope="module")
def checked(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of a release that was built after addresses were checked."""
    home = tmp_path_factory.mktemp("home")
    write_checks(links_file(home), CHECKS)
    outcome = build(root, home, check=False)
    assert outcome.release
    assert outcome.release.graphs["links"] > 20
    with TestClient(create_app(Settings(home=home, sources=root))) as client:
        yield client


def entries(feed: bytes) -> list[dict[str, str]]:
    return [
        {tag: entry.findtext(f"{_ATOM}{tag}") or "" for tag in ("id", "title", "updated")}
        for entry in ET.fromstring(feed).iter(f"{_ATOM}entry")  # noqa: S314 - our own
    ]


@pytest.mark.parametrize("texts", [LINKS_TEXTS, REMINDERS_TEXTS])
def test_texts_are_in_both_languages(texts: dict[str, dict[str, str]]) -> None:
    assert texts["nl"].keys() == texts["en"].keys()


def test_the_feed_tells_since_when(client: TestClient) -> None:
    """Table 2.3 cites Boehnke et al. (1998): of its last day at best; it holds five years."""
    answer = client.get(f"/reminders.atom?as_of={_DAY}&limit=1000")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    found = entries(answer.content)
    (study,) = [entry for entry in found if "Boehnke" in entry["title"]]
    assert study["updated"] == "2004-01-01T00:00:00Z"
    assert study["id"].endswith("#reminder-literature-2003-12-31")
    assert len({entry["id"] for entry in found}) == len(found) > 200
    updated = [entry["updated"] for entry in found]
    assert updated == sorted(updated, reverse=True)


def test_entries_stay_the_same(client: TestClient) -> None:
    """The day of asking brings new entries, and changes none."""
    early, late = (
        {
            entry["id"]: entry
            for entry in entries(client.get(f"/reminders.atom?as_of={day}&limit=1000").content)
        }
        for day in ("2026-11-24", "2031-11-24")
    )
    assert early.items() < late.items()


def test_pages_of_the_feed_make_the_whole(client: TestClient) -> None:
    whole = entries(client.get(f"/reminders.atom?as_of={_DAY}&limit=1000").content)
    parts, address = [], f"/reminders.atom?as_of={_DAY}&limit=50"
    while address:
        answer = client.get(address)
        parts += entries(answer.content)
        address = answer.links.get("next", {}).get("url", "")
    assert parts == whole


def test_of_one_bouwsteen_or_organisation(client: TestClient) -> None:
    """B3.7: Diversae carries out Ouders in positie, at a factor of bouwsteen 2."""
    whole = client.get(f"/reminders.json?as_of={_DAY}&limit=1000").json()
    for query in ("bouwsteen=2", "organisation=diversae"):
        part = client.get(f"/reminders.json?as_of={_DAY}&limit=1000&{query}").json()
        assert "Ouders in positie" in {row["label"] for row in part}
        assert {row["id"] for row in part} < {row["id"] for row in whole}
    feed = client.get("/reminders.atom?organisation=diversae").content
    assert {"Ouders in positie"} <= {entry["title"].partition(":")[0] for entry in entries(feed)}


def test_today_is_the_day_without_one(client: TestClient) -> None:
    from datetime import UTC, datetime

    today = datetime.now(UTC).date().isoformat()
    assert client.get("/reminders.json").json() == client.get(f"/reminders.json?as_of={today}").json()


@pytest.mark.parametrize(
    "day", ["gisteren", "2026-13-01", "20261124", "2026-W01-1", "0001-01-01", "9999-12-31"]
)
def test_a_day_that_is_none(client: TestClient, day: str) -> None:
    answer = client.get(f"/reminders?as_of={day}", headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert day in answer.text


@pytest.mark.parametrize("query", ["bouwsteen=7", "organisation=niemand"])
def test_who_is_not_there(client: TestClient, query: str) -> None:
    assert client.get(f"/reminders.json?{query}").status_code == 404


@pytest.mark.parametrize("path", ["/reminders", "/links"])
def test_formats(client: TestClient, path: str) -> None:
    assert client.get(path, headers={"Accept": "text/html"}).headers["content-type"].startswith("text/html")
    assert (
        client.get(path, headers={"Accept": "application/json"}).headers["content-type"] == "application/json"
    )
    assert client.get(f"{path}.json").json() == client.get(f"{path}?format=json").json()
    assert client.get(f"{path}.pdf").status_code == 406
    etag = client.get(f"{path}.json").headers["etag"]
    assert client.get(f"{path}.json", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("language", ["nl", "en"])
def test_pages_are_in_both_languages(client: TestClient, language: str) -> None:
    for path, words in (("/reminders", REMINDERS_TEXTS), ("/links", LINKS_TEXTS)):
        page = client.get(f"{path}?lang={language}", headers={"Accept": "text/html"})
        assert words[language]["lead"] in page.text
        assert f'lang="{language}"' in page.text


def test_it_is_told_that_nothing_was_checked(client: TestClient, checked: TestClient) -> None:
    headers = {"Accept": "text/html"}
    assert LINKS_TEXTS["nl"]["never"] in client.get("/links?lang=nl", headers=headers).text
    page = checked.get("/links?lang=nl", headers=headers).text
    assert LINKS_TEXTS["nl"]["never"] not in page
    assert f"{len(CHECKS)} adressen" in page


def test_dead_and_moved_addresses(checked: TestClient) -> None:
    rows = checked.get("/links.json?limit=1000").json()
    by = {row["address"]: row for row in rows}
    dead = by["https://www.vip-academy.nl/"]
    assert (dead["state"], dead["status"], dead["firstFailed"], dead["lastChecked"]) == (
        *("dead", 404),
        *("2026-11-20", "2026-11-24"),
    )
    assert dead["citedBy"]
    assert by["https://www.pbsindewijk.nl/"]["movedTo"] == "https://example.org/nieuw"
    assert by["https://doi.org/10.1123/pes.2018-0168"]["problem"] == "robots"
    assert "https://www.landelijksteunpuntextremisme.nl/" not in by
    page = checked.get("/links?lang=en", headers={"Accept": "text/html"}).text
    assert LINKS_TEXTS["en"]["state_dead"] in page
    assert LINKS_TEXTS["en"]["problem_robots"] in page
    assert "https://example.org/nieuw" in page


def test_reminders_of_addresses(checked: TestClient) -> None:
    """What is dead or moved is to be done; what refuses to tell, or failed once, is not."""
    found = [row for row in checked.get("/reminders.json?limit=1000").json() if row["kind"] == "link"]
    assert {(row["address"], row["state"]) for row in found} == {
        ("https://www.vip-academy.nl/", "dead"),
        ("https://www.pbsindewijk.nl/", "moved"),
    }
    (dead,) = {row["since"] for row in found if row["state"] == "dead"}
    assert dead == "2026-11-20"
    assert json.dumps(found).count("reminder-") == len(found)
