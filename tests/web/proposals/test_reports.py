"""Reporting an error: for everybody, and for nobody's spam."""

import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from bouwstenen.errors import WrongUseError
from bouwstenen.web.proposals.seal import LATEST, SOONEST, Seals
from bouwstenen.web.proposals.texts import PROPOSAL_TEXTS
from tests.curation.proposals.making import AIM, PREFIX
from tests.web.proposals.conftest import People

HTML = {"Accept": "text/html"}
DIAMANT = "https://w3id.org/bouwstenen/id/intervention/diamant"


def _seal(client: TestClient, about: str = DIAMANT, age: float = 60) -> str:
    home: Path = client.app.state.settings.home  # type: ignore[attr-defined]
    return Seals(home).seal(about, time.time() - age)


def _given(client: TestClient, **changed: str) -> dict[str, str]:
    usual = {"about": DIAMANT, "wrong": "De leeftijd klopt niet.", "seal": _seal(client)}
    return {**usual, **changed}


def _count(client: TestClient) -> int:
    count: int = client.get("/proposals").json()["count"]
    return count


def test_every_page_leads_to_the_form_which_works_without_script(desk_client: TestClient) -> None:
    for page in ("/", "/doc/intervention/diamant", "/queries", "/changes", "/nergens"):
        found = re.search(r'href="(/report\?[^"]+)"', desk_client.get(page, headers=HTML).text)
        assert found is not None, page
        address = found[1].replace("&amp;", "&")
        assert parse_qs(urlsplit(address).query)["about"] == [page]
    form = desk_client.get("/report?about=/doc/intervention/diamant", headers=HTML).text
    assert f'name="about" value="{DIAMANT}"' in form
    assert "<script" not in form


def test_a_report_is_kept_and_read_by_curators_only(desk_client: TestClient, people: People) -> None:
    made = desk_client.post(
        "/report", data=_given(desk_client, correction="12 jaar", name="Jan"), headers=HTML
    )
    assert made.status_code == 201
    where = made.headers["location"].removeprefix("http://testserver")
    assert PROPOSAL_TEXTS["nl"]["kept_report"] in made.text
    for headers in ({}, HTML):
        for address in (where, "/proposals"):
            text = desk_client.get(address, headers=headers).text
            assert "leeftijd" not in text
            assert "Jan" not in text
    shown = desk_client.get(where, headers=people("Anna")).json()
    assert shown["reason"] == "De leeftijd klopt niet.\n\n→ 12 jaar"
    assert (shown["kind"], shown["about"], shown["name"]) == ("report", DIAMANT, "Jan")


def test_a_curator_asks_and_whoever_reported_answers(desk_client: TestClient, people: People) -> None:
    made = desk_client.post("/report", json=_given(desk_client)).json()
    where, anna = f"/proposals/{made['id']}", people("Anna")
    assert desk_client.post(f"{where}/approve", headers=anna).status_code == 409
    desk_client.post(f"{where}/ask", json={"comment": "Welke leeftijd?"}, headers=anna)
    assert "Welke leeftijd?" in desk_client.get(where, headers=HTML).text
    answered = desk_client.post(f"{where}/answer", json={"comment": "Die van 12.", "key": made["key"]})
    assert answered.json()["status"] == "open"
    assert "Die van 12" not in desk_client.get(where).text


def test_a_curator_turns_a_report_into_a_change_that_another_accepts(
    desk_client: TestClient, people: People
) -> None:
    made: dict[str, Any] = desk_client.post("/report", json=_given(desk_client)).json()
    given = {
        "add": f"{PREFIX}\n{AIM}",
        "reason": "Gemeld.",
        "source": "De website",
        "report": made["id"],
        "name": "Piet",
    }
    assert desk_client.post("/proposals", json=given).status_code == 401, "not for everybody"
    anna = people("Anna")
    change = desk_client.post("/proposals", json=given, headers=anna).json()
    report = desk_client.get(f"/proposals/{made['id']}").json()
    assert (report["status"], report["taken_up"]) == ("accepted", [change["id"]])
    assert desk_client.post(f"/proposals/{change['id']}/approve", headers=anna).status_code == 403
    again = {**given, "add": given["add"].replace("doel", "x")}
    assert desk_client.post("/proposals", json=again, headers=anna).status_code == 409


@pytest.mark.threat("T43")
@pytest.mark.parametrize(
    "changed",
    [
        {"wrong": "kort"},
        {"wrong": "Kijk: http://a.example http://b.example www.c.example"},
        {"wrong": "Schrijf mij op piet@example.org alstublieft"},
        {"name": "http://example.org"},
        {"website": "https://example.org"},
        {"seal": ""},
        {"seal": "1.x"},
        {"seal": "é.é"},
        {"about": "/doc/intervention/bubble-games"},
        {"about": "javascript:alert(1)"},
    ],
    ids=str,
)
def test_what_looks_like_spam_is_refused(desk_client: TestClient, changed: dict[str, str]) -> None:
    assert desk_client.post("/report", json=_given(desk_client, **changed)).status_code == 400
    assert _count(desk_client) == 0


def test_what_is_larger_than_a_report_is_refused(desk_client: TestClient) -> None:
    assert desk_client.post("/report", json=_given(desk_client, wrong="x" * 3000)).status_code == 413


@pytest.mark.threat("T43")
def test_too_fast_and_too_late_are_told_and_nothing_typed_is_lost(desk_client: TestClient) -> None:
    for age in (0.0, LATEST + 60.0):
        given = _given(desk_client, seal=_seal(desk_client, age=age))
        answer = desk_client.post("/report", data=given, headers=HTML)
        assert answer.status_code == 400
        assert "De leeftijd klopt niet." in answer.text
    assert _count(desk_client) == 0


def test_the_same_report_twice_is_one(desk_client: TestClient) -> None:
    first = desk_client.post("/report", json=_given(desk_client))
    second = desk_client.post("/report", json=_given(desk_client, wrong="de LEEFTIJD klopt niet"))
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json()["id"] == first.json()["id"]
    assert second.json()["key"] is None, "who reports it again gets no key of somebody else"
    assert _count(desk_client) == 1


@pytest.mark.threat("T43")
def test_who_reports_too_often_is_slowed(desk_client: TestClient) -> None:
    given = [_given(desk_client, wrong=f"Dit is fout nummer {number}.") for number in range(12)]
    statuses = [desk_client.post("/report", json=each).status_code for each in given]
    assert statuses[0] == 201
    assert statuses[-1] == 429


def test_a_seal_is_of_its_home_its_page_and_its_time(tmp_path: Path) -> None:
    seals, now = Seals(tmp_path), time.time()
    good = seals.seal("/x", now - SOONEST - 1)
    Seals(tmp_path).check(good, "/x")  # another process of the same home
    (tmp_path / "other").mkdir()
    for other, about in ((seals, "/y"), (Seals(tmp_path / "other"), "/x")):
        with pytest.raises(WrongUseError):
            other.check(good, about)
    assert (tmp_path / "forms.key").stat().st_mode & 0o077 == 0


def test_a_home_that_cannot_be_written_has_seals_all_the_same(tmp_path: Path) -> None:
    seals = Seals(tmp_path / "nowhere")
    seals.check(seals.seal("/x", time.time() - SOONEST - 1), "/x")
