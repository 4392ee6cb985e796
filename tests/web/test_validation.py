"""`/validate`: bodies and forms, in both languages and every format, and what is refused."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient

from bouwstenen.curation.checking import Check
from bouwstenen.settings import Settings
from bouwstenen.validation.report import Report
from bouwstenen.web.app import create_app
from bouwstenen.web.validation import routes
from bouwstenen.web.validation.texts import VALIDATION_TEXTS
from tests.web.refused import REFUSED

_BM = "https://w3id.org/bouwstenen/def/"
_ID = "https://w3id.org/bouwstenen/id/"
TURTLE = f"""@prefix bm: <{_BM}> .
<{_ID}claim/nieuw> a bm:EvidenceClaim ;
    bm:about <{_ID}intervention/diamant> ;
    bm:trede <{_ID}trede/9> .
"""
_PAGE = {"accept": "text/html"}
_TTL = {"content-type": "text/turtle"}


@pytest.fixture(scope="module")
def patient(settings: Settings) -> Iterator[TestClient]:
    """A client of a service that gives checks more time than a busy machine needs."""
    patient = settings.model_copy(update={"validate_timeout": 300.0, "rate_validate": "none"})
    with TestClient(create_app(patient)) as client:
        yield client


@pytest.fixture(scope="module")
def told(patient: TestClient) -> dict[str, object]:
    """What the service finds in a claim, as JSON."""
    response = patient.post("/validate?language=en", content=TURTLE, headers=_TTL)
    assert response.status_code == 200
    assert response.headers["content-language"] == "en"
    assert response.headers["cache-control"] == "no-store"
    answer: dict[str, object] = response.json()
    return answer


def test_references_resolve_in_the_current_data(told: dict[str, list[dict[str, object]]]) -> None:
    found = {(each["shape"], str(each["place"])) for each in told["findings"]}
    about = [shape for shape, _ in found if str(shape).endswith("EvidenceClaim-about")]
    assert about == [], "DIAMANT is an intervention of the release"
    (trede,) = [each for each in told["findings"] if str(each["shape"]).endswith("EvidenceClaim-trede")]
    assert trede["place"] == {"file": "-", "line": 4, "column": 14, "sheet": None, "cell": None}
    assert trede["property"] == {"iri": f"{_BM}trede", "label": "trede"}
    assert trede["text"] == f"    bm:trede <{_ID}trede/9> ."


def test_alone_nothing_else_counts(patient: TestClient) -> None:
    response = patient.post("/validate?alone=true&format=json", content=TURTLE, headers=_TTL)
    shapes = {str(each["shape"]).rpartition("/")[2] for each in response.json()["findings"]}
    assert "EvidenceClaim-about" in shapes
    assert response.json()["alone"] is True


def test_a_form_with_files_and_text_is_answered_by_a_page(patient: TestClient) -> None:
    response = patient.post(
        "/validate?lang=en",
        data={"text": "<x:a>\r\n <x:p> q:c .", "kind": "ttl"},
        files=[("file", ("map/één.ttl", TURTLE, "")), ("file", ("één.ttl", "<a> <b> .", "text/turtle"))],
        headers=_PAGE,
    )
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")
    assert "<script" not in response.text
    assert '<code class="place">-:2:8</code>' in response.text
    assert '<code class="place">één (2).ttl:1:1</code>' in response.text
    assert "The prefix q: has not been declared" in response.text
    assert "&lt;x:a&gt;\n &lt;x:p&gt; q:c .</textarea>" in response.text.replace("\r", "")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_works_without_script(client: TestClient, language: str) -> None:
    html = client.get(f"/validate?lang={language}", headers=_PAGE).text
    assert f'<html lang="{language}">' in html
    assert f'action="/validate?lang={language}" enctype="multipart/form-data"' in html
    assert '<input id="file" type="file" name="file" multiple' in html
    assert "20 MB" in html
    assert "30 second" in html


def test_the_words_are_there_in_both_languages() -> None:
    assert VALIDATION_TEXTS["nl"].keys() == VALIDATION_TEXTS["en"].keys()


_UNREADABLE = b"<a> <b> ."


@pytest.mark.parametrize(
    ("name", "media_type", "begins"),
    [
        ("json", "application/json", "{"),
        ("ttl", "text/turtle; charset=utf-8", "@prefix"),
        ("csv", "text/csv; charset=utf-8", "severity,"),
        ("sarif", "application/sarif+json", "{"),
        ("text", "text/plain; charset=utf-8", "2 fouten"),
        ("github", "text/plain; charset=utf-8", "::error title=bouwstenen::"),
        ("html", "text/html; charset=utf-8", "<!doctype html>"),
    ],
)
def test_every_format(patient: TestClient, name: str, media_type: str, begins: str) -> None:
    response = patient.post(f"/validate?format={name}", content=_UNREADABLE, headers=_TTL)
    assert (response.status_code, response.headers["content-type"]) == (200, media_type)
    assert response.text.startswith(begins)


@pytest.mark.parametrize(
    ("address", "content", "headers", "status", "said"),
    [
        ("/validate", TURTLE, {"content-type": "application/pdf"}, 415, "application/pdf"),
        ("/validate", TURTLE, {"content-type": ""}, 415, "what this is"),
        ("/validate", "", _TTL, 400, "nothing to check"),
        ("/validate?format=pdf", TURTLE, _TTL, 406, "“pdf”"),
        ("/validate?alone=perhaps", TURTLE, _TTL, 400, "neither yes nor no"),
        ("/validate?language=fr", TURTLE, _TTL, 400, "“fr”"),
        ("/validate", "<x:a> <x:p> " + "[ <x:p> " * 10**5, _TTL, 413, "brackets within brackets"),
        ("/validate", b"x" * (20 * 2**20 + 1), _TTL, 413, "larger than 20 MB"),
    ],
)
def test_what_is_refused_is_told(
    patient: TestClient, address: str, content: str | bytes, headers: dict[str, str], status: int, said: str
) -> None:
    response = patient.post(address, content=content, headers={**headers, "accept-language": "en"})
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert said in response.json()["detail"]
    assert "mend" in response.json()


@pytest.mark.parametrize("headers", [{"accept": "application/json"}, _PAGE], ids=["json", "page"])
def test_forms_are_refused_as_bodies_are(patient: TestClient, headers: dict[str, str]) -> None:
    files = [("file", ("a.ttl", b"x" * (20 * 2**20 + 100_000), "text/turtle"))]
    assert patient.post("/validate", files=files, headers=headers).status_code == 413
    assert patient.post("/validate", data={"text": " "}, headers=headers).status_code == 400
    files = [("file", ("a.pdf", b"x", "application/pdf"))]
    assert patient.post("/validate", files=files, headers=headers).status_code == 415
    broken = {**headers, "content-type": "multipart/form-data"}
    assert patient.post("/validate", content=b"x", headers=broken).status_code == 400


@pytest.mark.threat("T37")
def test_a_check_that_takes_too_long_is_ended(settings: Settings) -> None:
    hasty = settings.model_copy(update={"validate_timeout": 0.2})
    with TestClient(create_app(hasty)) as client:
        response = client.post("/validate", content=TURTLE, headers=_TTL)
        assert response.status_code == 504
        assert client.get("/health").status_code == 200


@pytest.mark.threat("T37")
def test_a_few_checks_at_once_then_429_and_the_service_stays(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    going, go_on = threading.Semaphore(0), threading.Event()

    def waiting(asked: Check, _: Settings) -> Report:
        going.release()
        assert go_on.wait(60)
        return Report(asked.language, (), ())

    monkeypatch.setattr(routes, "check_bounded", waiting)

    async def ask() -> None:
        app = create_app(settings)
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                post: Callable[[], object] = lambda: client.post("/validate", content=TURTLE, headers=_TTL)  # noqa: E731
                tasks = [asyncio.ensure_future(post()) for _ in range(routes.AT_ONCE)]  # type: ignore[call-overload]
                for _ in tasks:
                    assert await asyncio.to_thread(going.acquire, timeout=60)
                refused = await client.post("/validate", content=TURTLE, headers=_TTL)
                assert refused.status_code == 429
                assert int(refused.headers["retry-after"]) > 0
                assert (await client.get("/health")).status_code == 200
                go_on.set()
                for task in tasks:
                    assert (await task).status_code == 200

    asyncio.run(ask())


def test_nothing_is_kept(patient: TestClient, settings: Settings, told: dict[str, object]) -> None:
    del told
    kept = {path.name for path in Path(settings.home).rglob("*")}
    patient.post("/validate", content=_UNREADABLE, headers=_TTL)
    assert {path.name for path in Path(settings.home).rglob("*")} == kept


def test_openapi_tells_how(client: TestClient) -> None:
    post = client.get("/openapi.json").json()["paths"]["/validate"]["post"]
    assert {"text/turtle", "application/ld+json", "multipart/form-data"} <= post["requestBody"][
        "content"
    ].keys()
    assert {each["name"] for each in post["parameters"]} == {"alone", "language", "format"}


@pytest.mark.parametrize("wrong", REFUSED)
def test_a_file_that_cannot_be_read_is_no_mistake_of_ours(patient: TestClient, wrong: str) -> None:
    name, content = REFUSED[wrong]
    answer = patient.post("/validate?language=en&format=json", files={"file": (name, content, "")})
    assert answer.status_code == 400, answer.text
    assert answer.json()["where"].startswith(name)
