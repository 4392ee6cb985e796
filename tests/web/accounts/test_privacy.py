"""Caches keep nothing that is for one person; what everybody sees does not look at who asks."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bouwstenen.curation.accounts import Role
from bouwstenen.settings import Settings
from bouwstenen.web.app import create_app
from tests.web.accounts.conftest import PAGE, Service

PRIVATE = ["/account", "/accounts", "/audit", "/accounts?format=xyz", "/audit?since=x"]


@pytest.mark.parametrize("address", PRIVATE)
@pytest.mark.parametrize("how", ["session", "token", "nothing"])
def test_what_is_for_one_person_is_kept_by_no_cache(small: Service, address: str, how: str) -> None:
    known = {"session": small.browser, "token": small.bearer}
    response = (known[how](Role.ADMIN) if how in known else small.anonymous()).get(address)
    assert response.headers["cache-control"] == "private, no-store"
    assert {"Authorization", "Cookie"} <= set(response.headers["vary"].replace(" ", "").split(","))
    assert response.headers["cross-origin-resource-policy"] == "same-origin"
    assert "etag" not in response.headers


@pytest.mark.threat("T16")
@pytest.mark.parametrize("address", ["/sign-in", "/account", "/accounts", "/audit"])
def test_other_websites_read_nothing_by_a_cookie(small: Service, address: str) -> None:
    response = small.browser(Role.ADMIN).get(address, headers={"origin": "https://evil.example"})
    assert "access-control-allow-credentials" not in response.headers
    assert small.accounts[Role.ADMIN].name not in response.text


@pytest.mark.parametrize("address", ["/queries", "/doc/trede/3", "/sparql?query=ASK{}", "/catalog", "/"])
def test_public_pages_are_the_same_for_everybody(client: TestClient, address: str) -> None:
    known = {"Cookie": "bouwstenen=x", "Authorization": "Bearer bst_x"}
    for accept in (PAGE, {}):
        plain, shown = client.get(address, headers=accept), client.get(address, headers={**accept, **known})
        assert plain.status_code == shown.status_code == 200
        assert plain.text == shown.text
        assert shown.headers.get("cache-control") == plain.headers.get("cache-control")
        assert "private" not in shown.headers.get("cache-control", "")
        assert "Cookie" not in shown.headers.get("vary", "")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("address", ["/account", "/accounts", "/audit"])
def test_pages_say_who_is_signed_in(small: Service, address: str, language: str) -> None:
    response = small.browser(Role.ADMIN).get(address, params={"lang": language})
    assert response.headers["content-language"] == language
    said = {"nl": "Aangemeld als", "en": "Signed in as"}[language]
    assert f'{said} <a href="/account?lang={language}">Admin van der Test</a>' in response.text


def test_a_home_that_cannot_be_written_takes_nothing_from_what_needs_none(tmp_path: Path) -> None:
    (tmp_path / "workflow.sqlite").mkdir()
    client = TestClient(create_app(Settings(home=tmp_path)))
    response = client.get("/account", headers={"Authorization": "Bearer bst_x"})
    assert response.status_code == 503
    assert "BOUWSTENEN_DATABASE" in response.json()["mend"]
    assert client.post("/sign-in", data={"token": "x"}).status_code == 503
    assert client.get("/sign-in", headers=PAGE).status_code == 200
    assert client.get("/account").status_code == 401
