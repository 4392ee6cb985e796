"""Handing in what has mistakes: every one is told with its place, and the form is not lost."""

import io
import re

import openpyxl
import pytest
from fastapi.testclient import TestClient

from bouwstenen.web.proposals.texts import PROPOSAL_TEXTS
from tests.curation.proposals.making import AIM, PREFIX
from tests.web.proposals.conftest import People
from tests.web.proposals.test_reports import _given as given
from tests.web.refused import REFUSED

HTML = {"Accept": "text/html"}
GIVEN = {"reason": "Dit <b>ontbrak</b>.", "source": 'Het "Jaarverslag"', "name": "Carla Bos", "orcid": ""}


def _workbook() -> bytes:
    """A workbook whose columns have no headings that we know."""
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0].title = "Interventies"
    for row in (["Naam", "Kolom een", "Kolom twee"], ["DIAMANT", "x", "y"]):
        book.worksheets[0].append(row)
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_form_comes_back_filled_with_all_mistakes(desk_client: TestClient, language: str) -> None:
    files = {"file": ("werk.xlsx", _workbook(), "application/octet-stream")}
    data = {**GIVEN, "add": f"{PREFIX}\n{AIM}\n<x:1> <x:2> .", "format": "trig"}
    page = desk_client.post(f"/proposals?lang={language}", data=data, files=files, headers=HTML)
    words = PROPOSAL_TEXTS[language]
    assert page.status_code == 400
    assert page.headers["cache-control"] == "no-store"
    assert words["not_kept"] in page.text
    assert f"{words['choose_again']} werk.xlsx" in page.text
    assert "/validate?lang=" in page.text
    assert "werk.xlsx!Interventies" in page.text or "Interventies!" in page.text
    assert '<code class="place">add:' in page.text, "mistakes of the text are told with those of the file"
    assert "Dit &lt;b&gt;ontbrak&lt;/b&gt;.</textarea>" in page.text
    assert 'value="Het &#34;Jaarverslag&#34;"' in page.text
    assert 'value="Carla Bos"' in page.text
    assert "&lt;x:1&gt; &lt;x:2&gt; .</textarea>" in page.text
    assert '<option value="trig" selected>' in page.text
    assert desk_client.get("/proposals").json()["count"] == 0


def test_programs_get_each_mistake_by_itself(desk_client: TestClient) -> None:
    files = [("file", ("werk.xlsx", _workbook(), "")), ("file", ("fout.ttl", b"<x:1> <x:2> .", ""))]
    answer = desk_client.post("/proposals?lang=en", data=GIVEN, files=files)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    found = answer.json()["findings"]
    places = [each["place"] for each in found]
    assert any(place.startswith("fout.ttl:1:") for place in places)
    assert any("werk.xlsx" in place for place in places)
    assert found[0]["severity"] == "violation"
    assert all(each["message"] for each in found)
    assert next(each for each in found if each["place"].startswith("fout.ttl"))["mend"]


def test_no_more_than_two_hundred_are_told_and_how_many_there_are(desk_client: TestClient) -> None:
    lines = "<x:1> <x:2> .\n" * 40
    files = [("file", (f"fout{number}.nt", lines.encode(), "")) for number in range(9)]
    answer = desk_client.post("/proposals?lang=en", data=GIVEN, files=files).json()
    assert len(answer["findings"]) == 200
    total = re.match(r"(\d+) mistakes in the data; the first 200 are shown", answer["detail"])
    assert total
    assert int(total[1]) == 360


@pytest.mark.parametrize(
    ("changed", "status", "field"),
    [({"reason": " "}, 400, "reason"), ({"name": ""}, 400, "name"), ({"reason": "x" * 5000}, 413, "reason")],
)
def test_other_mistakes_of_the_form_lead_to_their_field(
    desk_client: TestClient, changed: dict[str, str], status: int, field: str
) -> None:
    given = {**GIVEN, "add": f"{PREFIX}\n{AIM}", **changed}
    page = desk_client.post("/proposals", data=given, headers=HTML)
    assert page.status_code == status
    assert f'<a href="#{field}">' in page.text
    assert f'id="{field}"' in page.text
    assert "claim:nieuw-diamant-doel" in page.text


def test_what_was_reported_stands_above_the_form_for_curators_only(
    desk_client: TestClient, people: People
) -> None:
    name = desk_client.post("/report", json=given(desk_client)).json()["id"]
    address = f"/proposals/new?report={name}"
    assert "De leeftijd klopt niet." in desk_client.get(address, headers={**HTML, **people("Anna")}).text
    assert "De leeftijd klopt niet." not in desk_client.get(address, headers=HTML).text
    assert desk_client.get("/proposals/new?report=x", headers={**HTML, **people("Bert")}).status_code == 200


@pytest.mark.parametrize("wrong", REFUSED)
def test_a_file_that_cannot_be_read_is_no_mistake_of_ours(desk_client: TestClient, wrong: str) -> None:
    name, content = REFUSED[wrong]
    answer = desk_client.post("/proposals?lang=en", data=GIVEN, files={"file": (name, content, "")})
    assert answer.status_code == 400, answer.text
    assert answer.json()["where"].startswith(name)
