"""Any question, package or query can be asked of a named release, and every answer says how to cite it."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from bouwstenen.graph.history import Entry, history
from bouwstenen.settings import Settings
from bouwstenen.web.app import create_app
from tests.servers import Remote

_NAME = "SELECT ?name { id:intervention/diamant rdfs:label ?name }".replace(
    "id:intervention/diamant", "<https://w3id.org/bouwstenen/id/intervention/diamant>"
)
_PROFILE = "/queries/evidence-of?intervention=diamant"
_BROWSER = {"accept": "text/html", "accept-language": "en"}


@pytest.fixture(scope="module")
def asked(two_releases: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(two_releases)) as client:
        yield client


@pytest.fixture(scope="module")
def entries(two_releases: Settings) -> list[Entry]:
    return history(two_releases.home)


@pytest.fixture(params=["name", "hash", "version"])
def earlier(request: pytest.FixtureRequest, entries: list[Entry]) -> str:
    name: str = getattr(entries[0], request.param)
    return name


def _names(client: TestClient, address: str, **more: str) -> list[str]:
    answer = client.get(address, params={"query": _NAME, "format": "csv", **more})
    assert answer.status_code == 200, answer.text
    return answer.text.split("\r\n")[1:-1]


def test_a_query_is_answered_from_the_release_that_is_named(asked: TestClient, earlier: str) -> None:
    assert _names(asked, "/sparql") == ["DIAMANT"]
    assert _names(asked, "/sparql", release=earlier) == ["Diamant van vroeger"]
    assert _names(asked, f"/release/{earlier}/sparql") == ["Diamant van vroeger"]


def test_a_query_by_post_may_name_it_in_its_form(asked: TestClient, entries: list[Entry]) -> None:
    form = {"query": _NAME, "release": entries[0].name}
    answer = asked.post("/sparql", data=form, headers={"accept": "text/csv"})
    assert "Diamant van vroeger" in answer.text
    there = asked.post(
        "/sparql?release=" + entries[0].name, data={"query": _NAME}, headers={"accept": "text/csv"}
    )
    assert there.text == answer.text


def test_a_question_is_answered_from_the_release_that_is_named(asked: TestClient, earlier: str) -> None:
    now = asked.get(_PROFILE, headers={"accept": "text/csv"}).text
    then = asked.get(f"{_PROFILE}&release={earlier}", headers={"accept": "text/csv"}).text
    within = asked.get(f"/release/{earlier}{_PROFILE}", headers={"accept": "text/csv"}).text
    assert then == within != now
    assert "Diamant van vroeger" in then


def test_a_thing_is_found_by_the_name_it_had(asked: TestClient, entries: list[Entry]) -> None:
    address = "/queries/evidence-of?intervention=Diamant%20van%20vroeger&format=csv"
    assert asked.get(f"/release/{entries[0].version}{address}").status_code == 200
    assert asked.get(address).status_code == 404


def test_a_search_reads_the_index_of_that_release(asked: TestClient, entries: list[Entry]) -> None:
    address = "/queries/search?text=vroeger&class=Intervention&format=csv"
    assert "van vroeger" in asked.get(f"/release/{entries[0].version}{address}").text
    assert "van vroeger" not in asked.get(address).text


def test_a_package_is_planned_from_the_release_that_is_named(asked: TestClient, entries: list[Entry]) -> None:
    wanted = {"factor": ["mediawijsheid"], "have": ["diamant"]}
    now = asked.get("/package", params={**wanted, "format": "json"}).json()
    then = asked.get("/package", params={**wanted, "format": "json", "release": entries[0].name}).json()
    posted = asked.post(f"/package?release={entries[0].name}", json=wanted).json()
    labels = [
        [each["label"] for each in plan["packages"][0]["interventions"]] for plan in (now, then, posted)
    ]
    assert "DIAMANT" in labels[0]
    assert "Diamant van vroeger" in labels[1]
    assert labels[1] == labels[2]


def test_links_on_a_page_stay_within_the_release(asked: TestClient, entries: list[Entry]) -> None:
    page = asked.get(f"{_PROFILE}&release={entries[0].version}", headers=_BROWSER)
    assert page.status_code == 200
    links = re.findall(r'(?:href|action)="(/[^"]*)"', page.text)
    links = [link for link in links if not link.startswith(("/report?", "/sign-in?"))]  # of no release
    assert links
    assert all(link.startswith(f"/release/{entries[0].version}/") for link in links), links


@pytest.mark.parametrize("address", [_PROFILE, "/package?factor=mediawijsheid", "/sparql?query=ASK%20%7B%7D"])
def test_every_answer_says_how_it_is_cited_and_that_address_keeps_it(
    asked: TestClient, entries: list[Entry], address: str
) -> None:
    answer = asked.get(address, headers={"accept": "application/json"})
    (cited,) = re.findall(r'<([^>]*)>; rel="cite-as"', answer.headers["link"])
    assert urlsplit(cited).path.startswith(f"/release/{entries[1].version}/")
    kept = asked.get(cited, headers={"accept": "application/json"})
    assert kept.content == answer.content
    assert f'<{cited}>; rel="cite-as"' in kept.headers["link"], "a cited address cites itself"


def test_a_page_shows_how_it_is_cited(asked: TestClient, entries: list[Entry]) -> None:
    page = asked.get(_PROFILE, headers=_BROWSER).text
    address = f"/release/{entries[1].version}/queries/evidence-of?intervention=diamant"
    assert "Cite this as:" in page
    assert f'href="http://testserver{address}"' in page
    assert asked.get(address, headers=_BROWSER).status_code == 200


def test_a_query_too_long_for_a_header_is_answered_without(asked: TestClient) -> None:
    answer = asked.get("/sparql", params={"query": "ASK {} #" + "x" * 3000})
    assert answer.status_code == 200
    assert "link" not in answer.headers


def test_what_a_client_writes_cannot_leave_the_header(asked: TestClient) -> None:
    answer = asked.get('/sparql?query=ASK{}%23&x=<http://x>;rel="a"', headers={"host": "evil>; rel=x"})
    assert 'rel="a"' not in answer.headers.get("link", "")


@pytest.mark.parametrize(
    "address",
    [
        "/release/2020-01-01/queries",
        "/queries?release=2020-01-01",
        "/sparql?query=ASK{}&release=../x",
        "/package?release=abc",
    ],
)
def test_a_release_that_never_was_is_told_with_the_nearest(
    asked: TestClient, entries: list[Entry], address: str
) -> None:
    answer = asked.get(address, headers={"accept": "application/json", "accept-language": "en"})
    assert answer.status_code == 404
    assert "there is no release" in answer.json()["detail"]
    assert entries[0].name in answer.json()["mend"] or entries[1].version in answer.json()["mend"]


def test_two_releases_at_once_are_refused(asked: TestClient, entries: list[Entry]) -> None:
    one, other = entries[0].version, entries[1].version
    for address in (
        f"/release/{one}/sparql?query=ASK{{}}&release={other}",
        f"{_PROFILE}&release={one}&release={other}",
    ):
        answer = asked.get(address, headers={"accept": "application/json"})
        assert answer.status_code == 400, address
        assert "release" in answer.text


def test_a_release_that_is_not_kept_is_told(two_releases: Settings, entries: list[Entry]) -> None:
    app = create_app(two_releases)
    with TestClient(app) as client:
        folder = two_releases.home / "releases" / entries[0].hash
        away = folder.with_name("away")
        folder.rename(away)
        try:
            answer = client.get(
                f"/queries?release={entries[0].version}", headers={"accept": "application/json"}
            )
        finally:
            away.rename(folder)
    assert answer.status_code == 404
    assert "not kept" in answer.json()["detail"] or "niet meer bewaard" in answer.json()["detail"]


def test_only_so_many_earlier_releases_are_open(two_releases: Settings, entries: list[Entry]) -> None:
    few = two_releases.model_copy(update={"earlier_releases": 1})
    with TestClient(create_app(few)) as client:
        for _ in range(2):
            for entry in entries:
                assert len(_names(client, "/sparql", release=entry.hash)) == 1


def test_it_holds_below_a_path(two_releases: Settings, entries: list[Entry]) -> None:
    below = two_releases.model_copy(update={"address": "https://example.org/kennis"})
    with TestClient(create_app(below)) as client:
        answer = client.get(
            f"/kennis/release/{entries[0].name}/sparql", params={"query": _NAME, "format": "csv"}
        )
        assert "van vroeger" in answer.text
        assert f"<https://example.org/kennis/release/{entries[0].version}/sparql?" in answer.headers["link"]
        page = client.get(f"/release/{entries[0].name}/queries", headers=_BROWSER).text
    assert f'href="/kennis/release/{entries[0].name}/package' in page


def test_a_service_on_a_server_has_earlier_releases_from_its_home(
    two_releases: Settings, entries: list[Entry], remote_server: Remote
) -> None:
    there = two_releases.model_copy(update={"store": remote_server.query})
    with TestClient(create_app(there)) as client:
        assert _names(client, "/sparql") == ["DIAMANT"]
        assert _names(client, "/sparql", release=entries[0].hash) == ["Diamant van vroeger"]


@pytest.mark.parametrize(
    "address",
    [
        "/doc/intervention/diamant",
        "/doc/intervention/diamant.nt",
        "/graph/tabel-b3-7.nt",
        "/graph/tabel-b3-7.jsonld",
        "/dump/csv/interventions.csv",
        "/queries/search?text=vroeger&class=Intervention&format=csv",
        "/sparql?format=nt&query=DESCRIBE%20%3Chttps%3A%2F%2Fw3id.org%2Fbouwstenen%2Fid%2Fintervention%2Fdiamant%3E",
    ],
)
def test_what_an_earlier_release_says_is_its_own(
    asked: TestClient, entries: list[Entry], address: str
) -> None:
    for accept in ("text/html", "*/*"):
        then = asked.get(f"/release/{entries[0].version}{address}", headers={"accept": accept})
        now = asked.get(address, headers={"accept": accept})
        assert (then.status_code, now.status_code) == (200, 200)
        assert "Diamant van vroeger" in then.text
        assert "Diamant van vroeger" not in now.text


def test_the_shapes_and_the_vocabulary_of_a_release_are_its_own(
    asked: TestClient, entries: list[Entry]
) -> None:
    for address in ("/shapes.nt", "/def/index.nt", "/graph/derived.nt"):
        then = asked.get(f"/release/{entries[0].version}{address}")
        now = asked.get(address)
        assert then.status_code == 200
        assert then.headers["etag"] != now.headers["etag"]


def test_a_release_knows_of_no_later_one(asked: TestClient, entries: list[Entry]) -> None:
    within = f"/release/{entries[0].version}"
    changes = asked.get(f"{within}/changes?format=json&limit=1000").json()
    assert {change["release"] for change in changes} == {entries[0].name}
    assert [each["name"] for each in asked.get(f"{within}/release?format=json").json()] == [entries[0].name]
    assert entries[1].name not in asked.get(f"{within}/catalog.nt").text


def test_a_package_has_the_same_bytes_each_time(asked: TestClient) -> None:
    first, second = (asked.get("/package?factor=mediawijsheid&format=json") for _ in range(2))
    assert first.content == second.content
    assert re.fullmatch(r"plan;dur=[0-9.]+", first.headers["server-timing"])


@pytest.mark.parametrize("name", ["2026-11-24%0a", "%0d%0ax", "a%20b"])
def test_what_is_no_name_of_a_release_is_no_address(asked: TestClient, name: str) -> None:
    assert asked.get(f"/release/{name}/doc/trede/3").status_code == 404


def test_odd_parameters_are_no_part_of_the_feeds_own_address(asked: TestClient) -> None:
    assert asked.get("/changes?format=ttl&limit=5&x=%zz&y={").status_code == 200


def test_the_release_that_serves_is_known_by_its_hash_without_a_history(
    settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "releases").symlink_to(settings.home / "releases")
    (tmp_path / "current").write_text((settings.home / "current").read_text())
    with TestClient(create_app(settings.model_copy(update={"home": tmp_path}))) as client:
        answer = client.get("/sparql", params={"query": "ASK {}"})
        (cited,) = re.findall(r'<([^>]*)>; rel="cite-as"', answer.headers["link"])
        assert client.get(cited).json() == answer.json()


def test_pages_of_changes_of_one_class_are_the_whole(asked: TestClient) -> None:
    whole = asked.get("/changes?class=Intervention&format=json&limit=500").json()
    pages = [
        asked.get(f"/changes?class=Intervention&format=json&limit=50&offset={start}").json()
        for start in range(0, 200, 50)
    ]
    assert [len(page) for page in pages] == [50, 50, len(whole) - 100, 0]
    assert [each for page in pages for each in page] == whole
