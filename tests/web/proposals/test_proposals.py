"""`/proposals` and `/changesets`, as people and programs use them."""

import csv
import io
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from pyoxigraph import RdfFormat, parse

from bouwstenen.curation.proposals.desk import Desk
from bouwstenen.curation.roles import Role
from bouwstenen.validation.findings import Finding
from bouwstenen.web.proposals.texts import PROPOSAL_TEXTS
from tests.curation.proposals.making import AIM, EVIDENCE, PREFIX
from tests.web.proposals.conftest import People

HTML = {"Accept": "text/html"}
GIVEN = {
    "add": f"{PREFIX}\n{AIM}",
    "reason": "Dit ontbrak.",
    "source": "Jaarverslag 2026",
    "name": "Carla <b>Bos</b>",
}


def _made(client: TestClient, **changed: str) -> dict[str, Any]:
    answer = client.post("/proposals", json={**GIVEN, **changed})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    assert answer.headers["location"] == f"http://testserver/proposals/{made['id']}"
    return made


def _approve(client: TestClient, where: str, who: dict[str, str]) -> Response:
    content = client.get(where).json()["content"]
    return client.post(f"{where}/approve", json={"content": content}, headers=who)


def test_a_proposal_is_kept_told_and_shown(desk_client: TestClient) -> None:
    made = _made(desk_client)
    assert made["status"] == "open"
    assert made["key"]
    assert (made["missing"], made["two_curators"]) == (1, False)
    shown = desk_client.get(f"/proposals/{made['id']}").json()
    assert "key" not in shown
    claim = next(each for each in shown["difference"] if each["iri"].endswith("/nieuw-diamant-doel"))
    assert (claim["name"], claim["kind"], claim["type"]) == ("DIAMANT", "created", "doelbewering")
    told = {row["name"]: [value["text"] for value in row["new"]] for row in claim["rows"]}
    assert told["volgens"] == ["Carla <b>Bos</b>"]
    assert told["afgeleid van"] == ["Jaarverslag 2026"]


@pytest.mark.threat("T42")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_tells_the_same_and_escapes_it(desk_client: TestClient, language: str) -> None:
    made = _made(desk_client)
    page = desk_client.get(f"/proposals/{made['id']}?lang={language}", headers=HTML)
    words = PROPOSAL_TEXTS[language]
    for text in (words["missing_one"], words["check_fine"], "Carla &lt;b&gt;Bos&lt;/b&gt;", "Dit ontbrak."):
        assert text in page.text
    assert "<b>" not in page.text
    assert page.headers["x-robots-tag"] == "noindex, nofollow"


def test_a_form_with_a_file_shows_the_key_once(desk_client: TestClient) -> None:
    given = {**GIVEN, "add": ""}
    file = {"file": ("nieuw.ttl", GIVEN["add"].encode(), "text/turtle")}
    page = desk_client.post("/proposals", data=given, files=file, headers=HTML)
    assert page.status_code == 201
    assert page.headers["cache-control"] == "no-store"
    where = page.headers["location"].removeprefix("http://testserver")
    assert PROPOSAL_TEXTS["nl"]["key_lead"] in page.text
    assert PROPOSAL_TEXTS["nl"]["key_lead"] not in desk_client.get(where, headers=HTML).text


def test_rdf_by_itself_is_taken_too(desk_client: TestClient) -> None:
    fields = {name: text for name, text in GIVEN.items() if name != "add"}
    answer = desk_client.post(
        "/proposals", params=fields, content=GIVEN["add"], headers={"Content-Type": "text/turtle"}
    )
    assert answer.status_code == 201
    assert answer.json()["added"] > 3


@pytest.mark.parametrize(
    ("changed", "status", "where"),
    [
        ({"reason": " "}, 400, "reason"),
        ({"source": ""}, 400, "source"),
        ({"name": ""}, 400, "name"),
        ({"name": "", "orcid": "0000-0002-1825-0098"}, 400, "orcid"),
        ({"add": ""}, 400, "data"),
        ({"add": "<x:1> <x:2> ."}, 400, "data"),
        ({"add": "[] <x:2> 1 ."}, 400, "data"),
        ({"add": "<https://w3id.org/bouwstenen/def/Claim> <x:2> 1 ."}, 400, "data"),
        ({"remove": "<x:1> <x:2> <x:3> ."}, 400, "data"),
        ({"remove": "<x:1> <x:2> <x:3> ."} | {"add": "<x:1> <x:2> <x:3> ."}, 400, "data"),
        ({"format": "pdf"}, 415, "format"),
        ({"reason": "x" * 5000}, 413, "reason"),
        ({"report": "bestaat-niet"}, 404, "proposal"),
    ],
)
def test_what_is_not_right_is_told(
    desk_client: TestClient, changed: dict[str, str], status: int, where: str
) -> None:
    answer = desk_client.post("/proposals", json={**GIVEN, **changed})
    assert (answer.status_code, answer.json()["where"]) == (status, where), answer.text
    assert desk_client.get("/proposals").json()["count"] == 0


@pytest.mark.parametrize("body", [b"[]", b"{", b'{"add": 1}', b'{"add": "\\ud800"}', b"\xff"])
def test_a_body_that_is_no_object_of_texts_is_refused(desk_client: TestClient, body: bytes) -> None:
    answer = desk_client.post("/proposals", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400


def test_from_proposal_to_changeset_to_reverted(desk_client: TestClient, people: People) -> None:
    anna, bert = people("Anna"), people("Bert")
    made = _made(desk_client, add=f"{PREFIX}\n{EVIDENCE}")
    where = f"/proposals/{made['id']}"
    asked = desk_client.post(f"{where}/ask", json={"comment": "Welke bladzijde?"}, headers=anna).json()
    assert (asked["status"], asked["actions"]) == ("question", ["ask", "reject"])
    answered = desk_client.post(f"{where}/answer", json={"comment": "Blz. 3.", "key": made["key"]}).json()
    assert answered["status"] == "open"
    assert _approve(desk_client, where, anna).json()["missing"] == 1
    assert _approve(desk_client, where, anna).status_code == 409
    done = _approve(desk_client, where, bert).json()
    assert (done["status"], done["accepted"]["number"]) == ("accepted", 1)
    assert (
        desk_client.post(f"{where}/reject", json={"comment": "Toch niet."}, headers=bert).status_code == 409
    )
    (listed,) = desk_client.get("/changesets").json()["changesets"]
    assert (listed["number"], listed["reason"]) == (1, "Dit ontbrak.")
    assert desk_client.post("/changesets/1/revert", json={"reason": "Het was fout."}).status_code == 401
    back = desk_client.post("/changesets/1/revert", json={"reason": "Het was fout."}, headers=anna)
    assert (back.status_code, back.json()["kind"]) == (201, "revert")
    undoing = f"/proposals/{back.json()['id']}"
    assert _approve(desk_client, undoing, anna).status_code == 403
    assert _approve(desk_client, undoing, bert).json()["accepted"]["number"] == 2
    shown = desk_client.get("/changesets/1").json()
    assert (shown["reverted_by"], shown["later"]) == ([2], [])
    assert desk_client.post("/changesets/1/revert", json={"reason": "Weer."}, headers=anna).status_code == 409
    for address in ("/changesets", "/changesets/1", "/changesets/2", "/proposals", undoing, "/proposals/new"):
        for language in ("nl", "en"):
            page = desk_client.get(address, params={"lang": language}, headers={**HTML, **anna})
            assert page.status_code == 200
            assert "<b>" not in page.text


@pytest.mark.threat("T35")
def test_an_approval_says_what_was_seen(desk_client: TestClient, people: People) -> None:
    made, anna = _made(desk_client), people("Anna")
    where, content = f"/proposals/{made['id']}", made["content"]
    page = desk_client.get(where, headers={**HTML, **anna}).text
    assert f'<input type="hidden" name="content" value="{content}">' in page
    answer = desk_client.post(f"{where}/approve", headers=anna)
    assert (answer.status_code, answer.json()["where"]) == (400, "content")
    other = {"comment": "Anders.", "key": made["key"], "add": GIVEN["add"].replace("true", "false")}
    assert desk_client.post(f"{where}/answer", json=other).status_code == 200
    late = desk_client.post(f"{where}/approve", json={"content": content}, headers=anna)
    assert (late.status_code, late.json()["where"]) == (409, "content")
    assert _approve(desk_client, where, anna).json()["status"] == "accepted"


def test_the_page_tells_what_came_first(desk_client: TestClient, people: People) -> None:
    anna = people("Anna")
    new = f'{PREFIX}\nintervention:maanlicht a bm:Intervention ; rdfs:label "Maanlicht"@nl .'
    first, second = (_made(desk_client, add=new, name=name) for name in ("Een", "Twee"))
    where = f"/proposals/{second['id']}"
    assert "is er inmiddels" not in desk_client.get(where, headers=HTML).text
    assert _approve(desk_client, f"/proposals/{first['id']}", anna).json()["status"] == "accepted"
    told = desk_client.get(where, headers=HTML).text
    assert "“Maanlicht” is er inmiddels (wijziging 1, van Een)" in told
    answer = _approve(desk_client, where, anna)
    assert (answer.status_code, answer.json()["where"]) == (409, "proposal")


def test_who_may_not_is_told(desk_client: TestClient, people: People) -> None:
    reader, where = people("Lezer", Role.READER), f"/proposals/{_made(desk_client)['id']}"
    assert desk_client.post(f"{where}/approve").status_code == 401
    assert desk_client.post(f"{where}/approve", headers=reader).status_code == 403
    assert desk_client.post(f"{where}/withdraw", json={"key": "x"}).status_code == 403
    assert desk_client.post(f"{where}/eat").status_code == 404
    foreign = {**people("Anna"), "Sec-Fetch-Site": "cross-site"}
    del foreign["Authorization"]
    assert desk_client.post("/proposals", json=GIVEN, headers=foreign).status_code == 403


def test_an_answer_may_bring_other_data(desk_client: TestClient) -> None:
    made = _made(desk_client)
    where = f"/proposals/{made['id']}"
    turtle = desk_client.get(f"{where}/added.ttl")
    assert turtle.headers["content-type"] == "text/turtle; charset=utf-8"
    again = turtle.text.replace("true", "false")
    given = {"comment": "Het is niet uitdrukkelijk.", "key": made["key"], "add": again}
    answered = desk_client.post(f"{where}/answer", json=given).json()
    assert answered["added"] == made["added"], "what we made of the source is not doubled"
    fresh = desk_client.get(f"{where}/added.ttl").text
    assert "false" in fresh
    assert len(list(parse(fresh, format=RdfFormat.TURTLE))) == made["added"]
    assert not list(parse(desk_client.get(f"{where}/removed.trig").text, format=RdfFormat.TRIG))


def test_proposals_are_listed_filtered_paged_and_as_csv(desk_client: TestClient) -> None:
    ids = [_made(desk_client, name=f"=cmd{number}")["id"] for number in range(3)]
    _made(desk_client)
    made = desk_client.post(f"/proposals/{ids[0]}/withdraw", json={"key": "x"})
    assert made.status_code == 403
    answer = desk_client.get("/proposals", params={"status": "open", "limit": 2})
    assert answer.json()["count"] == 4
    assert 'rel="next"' in answer.headers["link"]
    assert not any("orcid" in row or "key" in row for row in answer.json()["proposals"])
    table = list(csv.DictReader(io.StringIO(desk_client.get("/proposals?format=csv").text)))
    assert {row["name"] for row in table} >= {"'=cmd0", "'=cmd1", "'=cmd2"}, "no formulas"
    assert desk_client.get("/proposals?status=eaten").status_code == 400


@pytest.mark.parametrize(
    "address", ["/proposals/x", "/proposals/x/added.ttl", "/changesets/7", "/changesets/x", "/changesets/-1"]
)
def test_what_is_not_there(desk_client: TestClient, address: str) -> None:
    assert desk_client.get(address).status_code == 404


@pytest.mark.parametrize(("language", "told"), [("nl", "webpagina · Trede 3"), ("en", "web page · Rung 3")])
def test_findings_are_told_by_names(desk_client: TestClient, language: str, told: str) -> None:
    foaf, base = "http://xmlns.com/foaf/0.1/page", "https://w3id.org/bouwstenen/id"

    def wrong(*_: object) -> tuple[list[Finding], dict[str, str]]:
        messages = (("nl", "Fout."), ("en", "Wrong."))
        claim = f"{base}/claim/nieuw-diamant-doel"
        return [Finding("warning", claim, foaf, f"{base}/trede/3", "x:shape", messages)], {}

    desk: Desk = desk_client.app.state.desk  # type: ignore[attr-defined]
    desk_client.app.state.desk = Desk(desk.database, desk.root, desk.home, wrong)  # type: ignore[attr-defined]
    made = _made(desk_client, reason="Dit\nontbrak " + "heel " * 40)
    page = desk_client.get(f"/proposals/{made['id']}?lang={language}", headers=HTML).text
    shown = re.search(r"<li>(DIAMANT .*)</li>", page)
    assert shown
    first, *rest = shown[1].split(" · ")
    assert first.startswith("DIAMANT (")
    assert told in " · ".join(rest)
    assert "foaf:" not in page
    heading = re.search("<h1>(.*)</h1>", page)
    assert heading
    assert heading[1].startswith("Dit ontbrak heel")
    assert len(heading[1]) <= 80
    assert heading[1].endswith("…")
    assert (
        f'<time datetime="{made["created"]}">{made["created"][:10]} {made["created"][11:16]}</time>' in page
    )
