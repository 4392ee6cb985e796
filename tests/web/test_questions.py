"""Canned questions over HTTP."""

import csv
import html
import io
import re

import pytest
from fastapi.testclient import TestClient

Params = list[tuple[str, str | int | float | bool | None]]

_BOTH: Params = [
    ("factor", "kritisch-en-complex-denkvermogen"),
    ("factor", "multi-perspectiviteit"),
    ("min_trede", "3"),
]
_PAGE = {"accept": "text/html", "accept-language": "nl"}


def test_the_question_of_the_first_issue(client: TestClient) -> None:
    rows = client.get("/queries/coverage", params=_BOTH).json()["results"]["bindings"]
    assert {row["interventionLabel"]["value"] for row in rows} == {"VIP"}
    assert {row["factor"]["value"].rpartition("/")[2]: row["passageLabel"]["value"] for row in rows} == {
        "kritisch-en-complex-denkvermogen": "Tabel B3.1, Kritisch en complex denkvermogen",
        "multi-perspectiviteit": "Tabel B3.1, Multi-perspectiviteit",
    }


def test_as_csv(client: TestClient) -> None:
    text = client.get("/queries/coverage", params=[*_BOTH, ("format", "csv")]).text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["interventionLabel"] for row in rows] == ["VIP", "VIP"]


def test_as_page(client: TestClient) -> None:
    page = client.get("/queries/coverage", params=_BOTH, headers=_PAGE).text
    assert "Tabel B3.1, Multi-perspectiviteit" in page
    assert "VALUES ?_factor_iri" in page, "the query behind the page is shown"
    assert 'value="multi-perspectiviteit"' in page, "the form keeps what was asked"


def test_a_page_names_things_in_the_readers_language(client: TestClient) -> None:
    dutch, english = (
        client.get(
            "/queries/coverage?factor=mediawijsheid", headers=_PAGE | {"accept-language": language}
        ).text
        for language in ("nl", "en")
    )
    assert ">Mediawijsheid</a>" in dutch
    assert ">Media literacy</a>" in english


def test_a_page_without_parameters_is_a_form(client: TestClient) -> None:
    page = client.get("/queries/coverage", headers=_PAGE).text
    assert '<option value="zelfbeheersing">Zelfbeheersing</option>' in page
    assert "<td>" not in page


def test_the_form_shows_a_yes_or_no_however_it_was_written(client: TestClient) -> None:
    page = client.get("/queries/by-target-group?age_known=0", headers=_PAGE).text
    assert "<option selected>false</option>" in page


def test_the_query_is_edited_in_the_readers_language(client: TestClient) -> None:
    page = client.get("/queries/gaps?lang=en", headers=_PAGE).text
    (editor,) = re.findall(r'href="(/sparql[^"]*edit=1)"', page)
    assert '<html lang="en">' in client.get(html.unescape(editor), headers=_PAGE).text


def test_a_form_sends_empty_fields(client: TestClient) -> None:
    empty: Params = [
        ("min_trede", ""),
        ("availability", ""),
        ("via", ""),
        ("factor", "mediawijsheid"),
        ("factor", ""),
    ]
    assert "Under Pressure" in client.get("/queries/coverage", params=empty, headers=_PAGE).text


@pytest.mark.threat("T15")
def test_what_is_asked_is_escaped(client: TestClient) -> None:
    nasty = "<script>alert(1)</script>"
    page = client.get("/queries/coverage", params={"factor": nasty}, headers=_PAGE)
    assert page.status_code == 404
    assert nasty not in page.text


@pytest.mark.parametrize(
    ("path", "status", "reason"),
    [
        ("/queries/coverage", 400, "factor"),
        ("/queries/coverage?factor=zelfbeheersign", 404, "zelfbeheersing"),
        ("/queries/coverage?factor=zelfbeheersing&colour=red", 400, "min_trede"),
        ("/queries/coverge", 404, "coverage"),
        ("/queries?format=csv", 406, "json"),
    ],
)
def test_wrong(client: TestClient, path: str, status: int, reason: str) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert reason in response.text


def test_list_as_data(client: TestClient) -> None:
    (coverage,) = [item for item in client.get("/queries").json() if item["id"] == "coverage"]
    assert {parameter["name"] for parameter in coverage["parameters"]} >= {"factor", "min_trede", "via"}
    assert coverage["summary"].keys() == {"nl", "en"}
