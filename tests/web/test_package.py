"""The planner over HTTP: JSON, CSV, pages in both languages, and what is wrong with a request."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bouwstenen.errors import BusyError
from bouwstenen.planner.request import PackageRequest, help_of
from bouwstenen.settings import Settings
from bouwstenen.web.app import create_app
from bouwstenen.web.package import routes as package

Params = list[tuple[str, str | int | float | bool | None]]

_BOTH: Params = [("factor", "kritisch-en-complex-denkvermogen"), ("factor", "multi-perspectiviteit")]
_CONTRACT = {"status", "size", "complete", "packages", "uncoverable", "caveats"}
_PAGE = {"accept": "text/html,*/*;q=0.8"}


def test_json_has_the_keys_of_the_contract(client: TestClient) -> None:
    response = client.get("/package", params=_BOTH)
    assert response.headers["content-type"] == "application/json"
    answer = response.json()
    assert answer.keys() >= _CONTRACT
    assert (answer["status"], answer["size"], answer["complete"]) == ("optimal", 1, True)
    (item,) = answer["packages"][0]["interventions"]
    assert item.keys() >= {"iri", "label", "covers", "only"}
    assert item["iri"] == "https://w3id.org/bouwstenen/id/intervention/vip"
    assert item["covers"] == item["only"] == [factor["iri"] for factor in answer["factors"]]
    assert answer["release"] == client.get("/health").json()["release"]


def test_uncoverable_factors_have_a_reason(client: TestClient) -> None:
    answer = client.get("/package", params={"factor": "kennis", "min_trede": 3}).json()
    assert answer["status"] == "infeasible"
    (factor,) = answer["uncoverable"]
    assert factor["factor"] == "https://w3id.org/bouwstenen/id/factor/kennis"
    assert factor["reason"] == "below-trede"


def test_post_asks_the_same(client: TestClient) -> None:
    asked = {"factor": [value for _, value in _BOTH], "min_trede": 3, "have": ["diamant"]}
    posted = client.post("/package", json=asked)
    got = client.get("/package", params=[*_BOTH, ("min_trede", 3), ("have", "diamant")])
    for response in (posted, got):
        assert response.status_code == 200
    assert {**posted.json(), "seconds": 0} == {**got.json(), "seconds": 0}
    assert posted.headers["etag"] == got.headers["etag"]


@pytest.mark.parametrize(
    "how", [{"params": [*_BOTH, ("format", "csv")]}, {"params": _BOTH, "headers": {"accept": "text/csv"}}]
)
def test_csv(client: TestClient, how: dict[str, object]) -> None:
    response = client.get("/package", **how)  # type: ignore[arg-type]
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert [(row["package"], row["interventionLabel"], row["via"]) for row in rows] == [
        ("1", "VIP", "direct")
    ] * 2
    assert rows[0]["passageLabel"] == "Tabel B3.1, Kritisch en complex denkvermogen"


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        (
            "nl",
            [
                "Pakketten",
                "Bewezen",
                "Dekt alleen zij",
                "Tabel B3.1, Multi-perspectiviteit",
                "Let op",
                "geen bewijs",
            ],
        ),
        (
            "en",
            ["Packages", "Proven", "Covered by it only", "Multiperspectivity", "Bear in mind", "no proof"],
        ),
    ],
)
def test_a_page_in_both_languages(client: TestClient, language: str, texts: list[str]) -> None:
    response = client.get("/package", params=_BOTH, headers=_PAGE | {"accept-language": language})
    assert response.headers["content-language"] == language
    page = response.text
    for text in texts:
        assert text in page
    assert '<input type="checkbox" name="factor" value="multi-perspectiviteit" checked>' in page
    assert page.count(" checked>") == 2
    assert "<script" not in page


def test_a_page_tells_what_cannot_be_and_what_else_there_is(client: TestClient) -> None:
    params: Params = [*_BOTH, ("factor", "sociaal-vertrouwen"), ("have", "diamant"), ("max_size", 2)]
    page = client.get("/package", params=params, headers=_PAGE | {"accept-language": "en"}).text
    assert "a type does target it (via=type)" in page
    assert "is there already" in page
    assert "Size against the lowest trede" in page
    assert "Without own estimates" in page
    assert 'name="max_size" value="2" min="1"' in page
    assert '<input name="have" value="diamant" list="all-Intervention"' in page
    assert "format=csv" in page
    assert "<option selected>direct</option>" in page
    assert 'name="times" value="1"' in page


def test_a_page_says_that_nothing_can_be_covered(client: TestClient) -> None:
    params: Params = [("factor", "kennis"), ("min_trede", 5)]
    page = client.get("/package", params=params, headers=_PAGE | {"accept-language": "nl"}).text
    assert "Geen van de gekozen factoren kan worden gedekt." in page
    assert "TerInfo (Trede –; valt af door trede)" in page


def test_a_page_without_interventions_has_no_empty_table(client: TestClient) -> None:
    """One intervention cannot cover a factor twice."""
    params: Params = [("factor", "zelfbeheersing"), ("times", 2), ("max_size", 1)]
    page = client.get("/package", params=params, headers=_PAGE | {"accept-language": "nl"}).text
    assert "Pakket 1: geen interventies" in page
    assert "<tbody>\n  </tbody>" not in page


def test_without_parameters_a_browser_gets_the_form(client: TestClient) -> None:
    for language in ("nl", "en"):
        page = client.get("/package", params={"lang": language}, headers=_PAGE).text
        assert "<tbody>" not in page
        for name in PackageRequest.model_fields:
            if name not in ("factor", "language"):
                assert f'name="{name}"' in page
                assert (
                    help_of(name, language).replace("’", "&#8217;") in page or help_of(name, language) in page
                )
    assert page.count('type="checkbox"') == 130, "120 protective and 10 indirect factors, no risk factors"
    assert '<option value="offered">offered</option>' in page


def test_the_form_shows_what_was_asked_however_it_was_written(client: TestClient) -> None:
    params: Params = [
        ("factor", "Multi-perspectiviteit"),
        ("availability", "aangeboden"),
        ("setting", "https://w3id.org/bouwstenen/id/setting/school"),
        ("have", "VIP"),
    ]
    page = client.get("/package", params=params, headers=_PAGE).text
    for written in (
        'value="multi-perspectiviteit" checked>',
        '<option value="offered" selected>',
        '<option value="school" selected>',
        'name="have" value="vip"',
    ):
        assert written in page, "or it is lost when the form is sent again"


def test_a_form_sends_empty_fields(client: TestClient) -> None:
    empty: Params = [(name, "") for name in PackageRequest.model_fields if name != "language"]
    page = client.get("/package", params=[*_BOTH, *empty, ("lang", "en")], headers=_PAGE)
    assert page.status_code == 200
    assert "VIP" in page.text


@pytest.mark.threat("T15")
def test_what_is_asked_is_escaped(client: TestClient) -> None:
    nasty = "<script>alert(1)</script>"
    page = client.get("/package", params={"factor": nasty}, headers=_PAGE)
    assert page.status_code == 404
    assert nasty not in page.text


def test_the_same_release_has_the_same_answer(client: TestClient) -> None:
    first = client.get("/package", params=_BOTH)
    etag = first.headers["etag"]
    again = client.get("/package", params=_BOTH, headers={"if-none-match": etag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert "Accept-Language" in again.headers["vary"]
    for other in ([*_BOTH, ("format", "csv")], [*_BOTH, ("min_trede", 2)], [*_BOTH, ("language", "en")]):
        response = client.get("/package", params=other, headers={"if-none-match": etag})
        assert (response.status_code, response.headers["etag"] == etag) == (200, False)


def test_what_the_address_takes_is_told(client: TestClient) -> None:
    response = client.delete("/package")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD, POST")
    described = client.get("/openapi.json").json()["paths"]["/package"]
    for operation in described.values():
        (schema,) = (each["schema"] for each in operation["parameters"] if each["name"] == "format")
        assert schema["enum"] == ["json", "csv"]


def test_head_has_the_headers_of_get(client: TestClient) -> None:
    head = client.head("/package", params=_BOTH)
    assert (head.status_code, head.content) == (200, b"")
    assert "etag" in head.headers


@pytest.mark.parametrize(
    ("query", "status", "nl", "en"),
    [
        ("", 400, "er is geen factor gegeven", "no factor is given"),
        ("?factor=", 400, "er is geen factor gegeven", "no factor is given"),
        (
            "?factor=zelfbeheersign",
            404,
            "er is geen beschermende factor of",
            "there is no protective factor or",
        ),
        ("?factor=beperkte-digitale-weerbaarheid", 400, "is een risicofactor", "is a risk factor"),
        ("?factor=kennis&have=diamand", 404, "er is geen interventie", "there is no intervention"),
        ("?factor=kennis&have=diamant&exclude=diamant", 422, "dezelfde interventie", "the same intervention"),
        (
            "?factor=kennis&have=diamant&have=vip&max_size=1",
            422,
            "max_size staat er 1 toe",
            "max_size allows 1",
        ),
        ("?factor=kennis&max_size=121", 400, "meer dan de 120", "more than the 120"),
        ("?factor=kennis&max_size=0", 400, "valt buiten de grenzen", "is out of range"),
        ("?factor=kennis&min_trede=-1", 400, "valt buiten de grenzen", "is out of range"),
        ("?factor=kennis&times=0", 400, "valt buiten de grenzen", "is out of range"),
        ("?factor=kennis&age=121", 400, "valt buiten de grenzen", "is out of range"),
        ("?factor=kennis&age=jong", 400, "geen heel getal", "not a whole number"),
        ("?factor=kennis&via=magic", 400, "geen keuze", "not a choice"),
        ("?factor=kennis&colour=red", 400, "er is geen parameter “colour”", "there is no parameter “colour”"),
        ("?factor=kennis&format=xml", 406, "csv (text/csv)", "csv (text/csv)"),
    ],
)
def test_wrong(client: TestClient, query: str, status: int, nl: str, en: str) -> None:
    for language, said in (("nl", nl), ("en", en)):
        response = client.get(f"/package{query}", headers={"accept-language": language})
        assert response.status_code == status
        assert response.headers["content-type"] == "application/problem+json"
        assert said in response.json()["detail"] + response.json().get("mend", "")
        page = client.get(f"/package{query}", headers=_PAGE | {"accept-language": language})
        if query and "format" not in query and query != "?factor=":
            assert page.status_code == status
            assert said in page.text


def test_a_name_that_is_nearly_right_is_told(client: TestClient) -> None:
    problem = client.get("/package", params={"factor": "zelfbeheersign"}).json()
    assert problem["where"] == "factor"
    assert "zelfbeheersing" in problem["mend"]
    assert problem["mend"].startswith("Het meest lijken")


@pytest.mark.parametrize(
    ("body", "kind", "status", "said"),
    [
        (b"{", "application/json", 400, "geen JSON-object"),
        (b"[]", "application/json", 400, "geen JSON-object"),
        (b"\xff", "application/json", 400, "geen JSON-object"),
        (b"[" * 100_000, "application/json", 400, "geen JSON-object"),
        (b'{"factor": []}', "application/json", 400, "geen factor"),
        (b'{"factor": ["kennis"], "times": true}', "application/json", 400, "geen heel getal"),
        (b'{"factor": ["kennis"], "lang": "nl"}', "application/json", 400, "geen parameter"),
        (b"factor=kennis", "application/x-www-form-urlencoded", 415, "application/json"),
        (b'{"factor": ["\\ud800"]}', "application/json", 400, "geen JSON-object"),
        (b'{"\\udfff": 1}', "application/json", 400, "geen JSON-object"),
        (b'{"factor": "kennis", "factor": "vip"}', "application/json", 400, "“factor” staat er meer dan"),
        (b'{"\\ud800": 1, "\\ud800": 2}', "application/json", 400, "meer dan één keer"),
        (b" " * (2**20 + 1), "application/json", 413, "hoogstens 1048576 bytes"),
    ],
)
def test_wrong_bodies(client: TestClient, body: bytes, kind: str, status: int, said: str) -> None:
    response = client.post("/package", content=body, headers={"content-type": kind})
    assert response.status_code == status
    assert said in response.text


def test_what_no_format_fits(client: TestClient) -> None:
    assert client.get("/package", params=_BOTH, headers={"accept": "image/png"}).status_code == 406


def test_the_api_describes_every_parameter(client: TestClient) -> None:
    described = client.get("/openapi.json").json()["paths"]["/package"]
    parameters = {parameter["name"]: parameter for parameter in described["get"]["parameters"]}
    assert parameters.keys() == {*PackageRequest.model_fields, "format"}
    assert parameters["factor"]["required"]
    assert all(parameter["description"] for parameter in parameters.values())
    body = described["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["properties"]["via"]["enum"] == ["direct", "type", "editorial"]
    for method in ("get", "post"):
        answer = described[method]["responses"]["200"]["content"]["application/json"]["schema"]
        assert answer == {"$ref": "#/components/schemas/Plan"}


def test_where_time_is_up_the_answer_says_so_and_is_not_kept(settings: Settings) -> None:
    hasty = settings.model_copy(update={"package_timeout": 1e-9})
    with TestClient(create_app(hasty)) as client:
        response = client.get("/package", params=_BOTH)
        answer = response.json()
        assert (answer["status"], answer["complete"], answer["proof"]["size"]) == ("limit", False, False)
        assert answer["size"] >= answer["proof"]["bound"]
        assert "etag" not in response.headers
        assert response.headers["cache-control"] == "no-store"
        page = client.get("/package", params=_BOTH, headers=_PAGE | {"accept-language": "en"})
        assert "Not proven: time was up." in page.text


@pytest.mark.threat("T06")
def test_too_many_at_once_are_told_to_come_back(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "WAITING", 0)
    response = client.get("/package", params=_BOTH)
    assert response.status_code == BusyError.status
    assert response.headers["retry-after"] == "5"


def test_links_on_the_page_lead_to_the_same_answer(client: TestClient) -> None:
    params: Params = [*_BOTH, ("have", "DIAMANT"), ("min_trede", 2)]
    page = client.get("/package", params=params, headers=_PAGE | {"accept-language": "nl"}).text
    (link,) = re.findall(r'href="(\?[^"]*format=json)"', page)
    linked = client.get(f"/package{link.replace('&amp;', '&')}").json()
    asked = client.get("/package", params=params).json()
    assert {**linked, "seconds": 0} == {**asked, "seconds": 0}


def test_what_is_documented_can_be_asked(client: TestClient, root: Path) -> None:
    text = (root / "docs" / "planner.md").read_text()
    (query,) = re.findall(r"localhost:8000/package(\?[^']*)'", text)
    assert client.get(f"/package{query}").json()["status"] == "optimal"
    (body,) = re.findall(r"-d '([^']*)'", text)
    assert client.post("/package", json=json.loads(body)).status_code == 200


def test_of_a_risk_factor_the_factors_it_mirrors_are_told(client: TestClient) -> None:
    asked = {"factor": "beperkte-digitale-weerbaarheid", "lang": "en"}
    assert client.get("/package", params=asked).json()["mend"] == "It is the reverse of: mediawijsheid."
