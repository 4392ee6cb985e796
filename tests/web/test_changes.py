"""`/changes`: since when, of what, in every form."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import RdfFormat, parse

from bouwstenen.graph.history import history
from bouwstenen.settings import Settings
from bouwstenen.web.app import create_app
from tests.publishing.changes.releases import released

_HTML = {"accept": "text/html"}
_CLAIM = ":claim a bm:Claim ; bm:about :a ; bm:v"
CONTENTS = (
    f'graph:x {{ :a a bm:Form ; rdfs:label "A"@nl . :b a bm:Setting . {_CLAIM} 1 }}',
    f'graph:x {{ :a a bm:Form ; rdfs:label "AA"@nl . :c a bm:Form . {_CLAIM} 2 }}',
    f'graph:x {{ :a a bm:Form ; rdfs:label "AA"@nl . {_CLAIM} 2 }}',
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    for number, content in enumerate(CONTENTS):
        released(home, content, f"2026-11-2{number}T08:00:00+00:00")
    return home


@pytest.fixture(scope="module")
def service(home: Path) -> TestClient:
    return TestClient(create_app(Settings(home=home)), headers={"accept-language": "nl"})


def _told(service: TestClient, **asked: str) -> list[str]:
    answer = service.get("/changes", params=asked)
    assert answer.status_code == 200, answer.text
    return [f"{row['release'][-2:]} {row['kind']} {row['iri'].rpartition('/')[2]}" for row in answer.json()]


ALL = [
    "22 deleted c", "21 updated a", "21 deleted b", "21 created c", "21 updated claim",
    "20 created a", "20 created b", "20 created claim",
]  # fmt: skip


def test_without_since_everything_the_newest_first(service: TestClient) -> None:
    assert _told(service) == ALL


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("2026-11-22", ALL[:1]),
        ("2026-11-21", ALL[:5]),
        ("2026-11-21T08:00:00Z", ALL[:5]),
        ("2026-11-21T09:00:01+01:00", ALL[:1]),
        ("2026-11-21T08:00:01", ALL[:1]),
        ("2027-01-01", []),
        ("1999-12-31T00:00Z", ALL),
    ],
)
def test_since_a_day_or_a_moment(service: TestClient, since: str, expected: list[str]) -> None:
    assert _told(service, since=since) == expected


def test_since_a_release_is_after_it(service: TestClient, home: Path) -> None:
    first, second, third = history(home)
    assert _told(service, since=first.version) == ALL[:5]
    assert _told(service, since=second.hash) == ALL[:1]
    assert _told(service, since=third.hash[:8]) == []


def test_a_plus_that_became_a_space_is_understood(service: TestClient) -> None:
    answer = service.get("/changes?since=2026-11-21T09:00:01+01:00")
    assert len(answer.json()) == 1


@pytest.mark.parametrize(
    "since", ["gisteren", "2026-13-01", "2026-11-21T25:00", "ffffffffffff", "20", "2026"]
)
def test_another_since_is_told_how_to_write_it(service: TestClient, since: str) -> None:
    for headers in ({}, _HTML):
        answer = service.get("/changes", params={"since": since}, headers=headers)
        assert answer.status_code == 400
        assert "2026-11-24T09:00:00Z" in answer.text


def test_of_a_class(service: TestClient) -> None:
    for name in ("Form", "bm:Form", "https://w3id.org/bouwstenen/def/Form"):
        assert _told(service, **{"class": name}) == [ALL[0], ALL[1], ALL[3], ALL[5]]
    assert _told(service, **{"class": "Setting", "since": "2026-11-22"}) == []


def test_of_a_thing_and_of_claims_about_it(service: TestClient) -> None:
    for name in ("a", "thing/a", "https://w3id.org/bouwstenen/id/thing/a"):
        assert _told(service, thing=name) == [ALL[1], ALL[4], ALL[5], ALL[7]]
    assert _told(service, thing="c", since="2026-11-22") == [ALL[0]]


@pytest.mark.parametrize(
    ("name", "value", "near"), [("class", "Forms", "Form"), ("thing", "claims", "claim")]
)
def test_what_never_was_is_told_with_the_nearest(
    service: TestClient, name: str, value: str, near: str
) -> None:
    answer = service.get("/changes", params={name: value})
    assert answer.status_code == 404
    assert near in answer.json()["mend"]
    assert answer.json()["where"] == name


def test_pages_of_it_are_linked(service: TestClient) -> None:
    seen = []
    address = "/changes?limit=3"
    while address:
        answer = service.get(address)
        seen += [row["version"] for row in answer.json()]
        address = answer.links.get("next", {}).get("url", "")
    assert seen == [row["version"] for row in service.get("/changes").json()]
    assert service.get("/changes", params={"limit": "0"}).status_code == 400
    assert _told(service, offset="7") == ALL[7:]
    assert _told(service, offset="100") == []


def test_each_change_says_what_when_and_where(service: TestClient) -> None:
    row = service.get("/changes", params={"thing": "thing/claim", "since": "2026-11-21"}).json()[0]
    assert row["kind"] == "updated"
    assert row["published"] == "2026-11-21T08:00:00Z"
    assert row["version"] == "https://w3id.org/bouwstenen/release/2026-11-21/id/thing/claim"
    assert row["about"] == "https://w3id.org/bouwstenen/id/thing/a"
    assert row["text"] == "AA: bm:v 1 → 2 (x)"
    assert len(row["removed"]) == len(row["added"]) == 1


def test_as_a_feed(service: TestClient) -> None:
    answer = service.get("/changes?limit=3&offset=3", headers={"accept": "application/atom+xml"})
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.content)  # noqa: S314 - our own
    entries = list(feed.iterfind("{*}entry"))
    titles = [entry.findtext("{*}title") for entry in entries]
    assert titles == ["nieuw: thing/c (bm:Form)", "AA: bm:v 1 → 2 (x)", "nieuw: A (bm:Form)"]
    assert len({entry.findtext("{*}id") for entry in entries}) == 3
    assert all(entry.findtext("{*}updated") for entry in [feed, *entries])
    links = {link.get("rel"): link.get("href") or "" for link in feed.iterfind("{*}link")}
    assert set(links) == {"self", "first", "last", "next", "previous"}
    assert all(link.startswith("http://testserver/changes?") for link in links.values())


@pytest.mark.parametrize("media_type", ["text/turtle", "application/ld+json", "application/n-triples"])
def test_as_activities(service: TestClient, media_type: str) -> None:
    answer = service.get("/changes", headers={"accept": media_type})
    form = RdfFormat.from_media_type(media_type)
    assert form is not None
    triples = list(parse(answer.content, form))
    kinds = [
        str(quad.object)[1:-1].rpartition("#")[2] for quad in triples if "ns#type" in quad.predicate.value
    ]
    assert sorted(kinds) == sorted([*["Create"] * 4, *["Update"] * 2, *["Delete"] * 2, "Collection"])


def test_a_page_in_both_languages(service: TestClient) -> None:
    dutch = service.get("/changes?since=2026-11-21", headers=_HTML)
    english = service.get("/changes?since=2026-11-21&lang=en", headers=_HTML)
    assert "AA: naam “A” → “AA” (x)" in dutch.text
    assert "gone: thing/c" in english.text
    assert 'value="2026-11-21"' in dutch.text
    past = service.get("/changes?offset=50", headers=_HTML).text
    assert 'rel="first"' in past
    assert "Nothing has changed" in service.get("/changes?since=2027-01-01&lang=en", headers=_HTML).text
