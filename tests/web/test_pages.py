"""Pages, languages, problems, health."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bouwstenen.settings import Settings
from bouwstenen.web.accounts.texts import ACCOUNTS_TEXTS
from bouwstenen.web.app import create_app
from bouwstenen.web.catalogue.texts import CATALOGUE_TEXTS
from bouwstenen.web.changes.texts import CHANGES_TEXTS
from bouwstenen.web.documents.texts import WORDS
from bouwstenen.web.dumps.texts import DUMPS_TEXTS
from bouwstenen.web.package.texts import PACKAGE_TEXTS
from bouwstenen.web.texts import TEXTS
from bouwstenen.web.vocabulary.texts import VOCABULARY_TEXTS

_BROWSER = {"accept": "text/html", "accept-language": "nl"}
_PAGES = ["/", "/queries", "/queries/coverage", "/queries/coverage?factor=mediawijsheid", "/sparql", "/docs"]


@pytest.mark.parametrize(
    "texts",
    [
        TEXTS,
        ACCOUNTS_TEXTS,
        CATALOGUE_TEXTS,
        CHANGES_TEXTS,
        DUMPS_TEXTS,
        PACKAGE_TEXTS,
        VOCABULARY_TEXTS,
        WORDS,
    ],
)
def test_both_languages_have_the_same_texts(texts: dict[str, dict[str, str]]) -> None:
    assert texts["nl"].keys() == texts["en"].keys()
    assert not [key for key, text in texts["en"].items() if not text or not texts["nl"][key]]


@pytest.mark.threat("T23")
@pytest.mark.parametrize("path", _PAGES)
@pytest.mark.parametrize(("language", "caveat"), [("nl", "Bedoeld voor beleid"), ("en", "Meant for policy")])
def test_page(client: TestClient, path: str, language: str, caveat: str) -> None:
    response = client.get(path, headers={"accept": "text/html", "accept-language": language})
    assert response.status_code == 200
    assert response.headers["content-language"] == language
    assert f'<html lang="{language}">' in response.text
    assert caveat in response.text
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "http://" not in response.text.replace("http://www.w3.org", "").replace("http://testserver", "")


def test_language_by_address_wins(client: TestClient) -> None:
    assert client.get("/?lang=en", headers=_BROWSER).headers["content-language"] == "en"


def test_what_pages_load_is_ours(client: TestClient) -> None:
    for path in ("/static/style.css", "/static/icon.svg"):
        assert client.get(path).status_code == 200
        assert path in client.get("/", headers=_BROWSER).text


def test_home_shows_the_release(client: TestClient) -> None:
    page = client.get("/", headers=_BROWSER).text
    health = client.get("/health").json()
    assert health["checked"] is True
    assert health["release"][:12] in page
    assert str(health["statements"]) in page


def test_docs_list_every_address_and_setting(client: TestClient) -> None:
    page = client.get("/docs", headers=_BROWSER).text
    for path in create_app().openapi()["paths"]:
        assert f"<code>{path}</code>" in page
    for name in Settings.model_fields:
        assert f"BOUWSTENEN_{name.upper()}" in page


def test_unknown_address(client: TestClient) -> None:
    response = client.get("/nope", headers={"accept": "application/json", "accept-language": "en"})
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["title"] == "Does not exist"
    page = client.get("/nope", headers=_BROWSER)
    assert page.status_code == 404
    assert "Bestaat niet" in page.text


def test_method_not_allowed_keeps_its_headers(client: TestClient) -> None:
    response = client.delete("/sparql")
    assert response.status_code == 405
    assert "GET" in response.headers["allow"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_page_tells_which_language_its_problem_is_in(client: TestClient, language: str) -> None:
    params = {"factor": "zelfbeheersign", "lang": language}
    assert (
        f'<p lang="{language}"><code>factor' in client.get("/package", params=params, headers=_BROWSER).text
    )
    assert f'<p lang="{language}">' in client.get("/nope", params=params, headers=_BROWSER).text
    broken = {"query": "NOPE", "lang": language}
    assert '<p lang="en">' in client.get("/sparql", params=broken, headers=_BROWSER).text


def test_without_a_release_nothing_breaks(root: Path, tmp_path: Path) -> None:
    with TestClient(create_app(Settings(home=tmp_path, sources=root))) as client:
        response = client.get("/health")
    assert response.status_code == 503
    assert response.headers["retry-after"]
    assert "bouwstenen build" in response.json()["mend"]


@pytest.mark.threat("T22")
def test_our_own_mistakes_are_told_as_such(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("bouwstenen.web.home.questions_of", broken)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        response = client.get("/", headers={"accept": "application/json", "accept-language": "en"})
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert "secret" not in response.text


def test_docs_show_defaults_as_they_are_written(client: TestClient) -> None:
    page = client.get("/docs", headers=_BROWSER).text
    for default in ("30.0", "64", "embedded"):
        assert f"<td>{default}</td>" in page
    assert "None" not in page
    assert "frozenset" not in page
