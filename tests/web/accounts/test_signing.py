"""Signing in and out: what the cookie says, what a session is worth, what other websites can do with it."""

import json
import logging
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bouwstenen.curation.accounts import Role, disable
from bouwstenen.curation.audit import Sought, read
from bouwstenen.curation.schema import sessions, tokens
from bouwstenen.curation.tokens import revoke
from bouwstenen.settings import Settings
from tests.web.accounts.conftest import PAGE, Service, make_service

Headers = dict[str, str]

#: What browsers send with what a page elsewhere makes them do.
FOREIGN: list[Headers] = [
    {"sec-fetch-site": "cross-site", "sec-fetch-mode": "cors", "origin": "https://evil.example"},
    {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
    {"sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors", "origin": "http://other.testserver"},
    {"origin": "https://evil.example"},
    {"origin": "http://testserver.evil.example"},
    {"origin": "http://testserver:81"},
    {"origin": "https://testserver"},
    {"origin": "null"},
]
OURS: list[Headers] = [
    {},
    {"sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate", "origin": "http://testserver"},
    {"sec-fetch-site": "none", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"},
    {"origin": "http://testserver"},
]


def _form_token(client: TestClient) -> str:
    found = re.search('name="form_token" value="([0-9a-f]+)"', client.get("/account").text)
    assert found
    return found[1]


def _cookie(service: Service, address: str = "http://testserver") -> tuple[str, set[str]]:
    """Name and attributes of the cookie that signing in sets."""
    response = service.anonymous(address).post("/sign-in", data={"token": service.secrets[Role.READER]})
    name, *attributes = response.headers["set-cookie"].split("; ")
    return name.partition("=")[0], {each.lower() for each in attributes}


@pytest.mark.threat("T16")
def test_by_http_the_cookie_is_for_no_script_and_no_other_website(small: Service) -> None:
    name, attributes = _cookie(small)
    assert name == "bouwstenen"
    assert {"httponly", "samesite=strict", "path=/"} <= attributes
    assert "secure" not in attributes
    assert not any(each.startswith("domain") for each in attributes)
    (age,) = [int(each.partition("=")[2]) for each in attributes if each.startswith("max-age")]
    assert 12 * 3600 - 5 <= age <= 12 * 3600


@pytest.mark.threat("T30")
def test_by_https_it_goes_by_https_alone_and_for_this_host_alone(small: Service) -> None:
    name, attributes = _cookie(small, "https://testserver")
    assert name == "__Host-bouwstenen"
    assert {"secure", "path=/", "httponly", "samesite=strict"} <= attributes


def test_below_a_path_behind_a_proxy_it_is_for_that_path(tmp_path: Path) -> None:
    service = make_service(Settings(home=tmp_path, address="https://example.org/x"))
    name, attributes = _cookie(service)
    assert name == "__Secure-bouwstenen"
    assert {"secure", "path=/x"} <= attributes
    service.app.state.workflow.close()


def test_a_session_lasts_as_long_as_the_setting_says_and_no_longer_than_its_token(tmp_path: Path) -> None:
    service = make_service(Settings(home=tmp_path, session_hours=700))
    soon = (datetime.now(UTC) + timedelta(minutes=5)).isoformat(timespec="seconds")
    with service.database.writing() as connection:
        connection.execute(tokens.update().values(expires=soon))
    _, attributes = _cookie(service)
    (age,) = [int(each.partition("=")[2]) for each in attributes if each.startswith("max-age")]
    assert age <= 300
    service.app.state.workflow.close()


@pytest.mark.parametrize("token", ["", "xyzzy", "bst_" + "0" * 64, "bst_\r\nX: y", "\0", "a" * 60_000])
def test_what_is_no_token_signs_nobody_in(service: Service, token: str) -> None:
    response = service.anonymous().post("/sign-in?lang=en", data={"token": token}, headers=PAGE)
    assert response.status_code == 401
    assert "set-cookie" not in response.headers
    assert "has expired or was revoked" in response.text
    assert not token or token not in response.text
    assert service.anonymous().post("/sign-in", data={"token": token}).json()["status"] == 401


def test_signing_in_again_is_a_new_session_and_ends_the_one_before(service: Service) -> None:
    browser = service.browser(Role.READER)
    first = browser.cookies["bouwstenen"]
    assert browser.post("/sign-in", data={"token": service.secrets[Role.CURATOR]}).status_code == 303
    assert browser.cookies["bouwstenen"] != first
    assert browser.get("/audit").status_code == 200
    other = service.anonymous()
    other.cookies.set("bouwstenen", first)
    assert other.get("/account").status_code == 401


@pytest.mark.threat("T30")
def test_a_session_that_somebody_else_chose_is_not_taken_over(service: Service) -> None:
    browser = service.anonymous()
    browser.cookies.set("bouwstenen", "chosen")
    response = browser.post("/sign-in", data={"token": service.secrets[Role.READER]})
    assert "bouwstenen=chosen" not in response.headers["set-cookie"]
    other = service.anonymous()
    other.cookies.set("bouwstenen", "chosen")
    assert other.get("/account").status_code == 401


def test_signing_out_ends_the_session_for_every_copy_of_the_cookie(service: Service) -> None:
    browser = service.browser(Role.READER)
    secret = browser.cookies["bouwstenen"]
    response = browser.post("/sign-out", data={"form_token": _form_token(browser)})
    assert (response.status_code, response.headers["location"]) == (303, "/sign-in?lang=nl")
    assert "bouwstenen" not in browser.cookies
    copy = service.anonymous()
    copy.cookies.set("bouwstenen", secret)
    assert copy.get("/account").status_code == 401


@pytest.mark.parametrize("how", ["revoked", "disabled", "expired", "over"])
def test_a_session_ends_at_once_when_its_ground_is_gone(service: Service, how: str) -> None:
    browser, account = service.browser(Role.CURATOR), service.accounts[Role.CURATOR]
    assert browser.get("/audit").status_code == 200
    with service.database.writing() as connection:
        if how == "revoked":
            revoke(connection, account, service.tokens[Role.CURATOR].id, by=account)
        elif how == "disabled":
            disable(connection, account, by="x")
        else:
            table = tokens if how == "expired" else sessions
            connection.execute(table.update().values(expires="2020-01-01T00:00:00+00:00"))
    assert browser.get("/audit").status_code == 401


@pytest.mark.threat("T32")
@pytest.mark.parametrize("headers", FOREIGN)
def test_no_other_website_acts_or_reads_by_a_cookie(small: Service, headers: Headers) -> None:
    browser = small.browser(Role.ADMIN)
    form = {"form_token": _form_token(browser), "action": "disable"}
    assert browser.get("/accounts", headers=headers).status_code == 401
    assert browser.post("/accounts/reader-van-der-test", data=form, headers=headers).status_code == 401
    assert browser.post("/sign-out", data=form, headers=headers).status_code == 403
    foreign = browser.post("/sign-in", data={"token": small.secrets[Role.READER]}, headers=headers)
    assert foreign.status_code == 403
    assert "set-cookie" not in foreign.headers
    assert browser.get("/accounts").status_code == 200, "the session is as it was"


@pytest.mark.parametrize("headers", OURS)
def test_our_own_pages_do(small: Service, headers: Headers) -> None:
    browser = small.browser(Role.ADMIN)
    form = {"form_token": _form_token(browser), "action": "disable"}
    assert browser.get("/accounts", headers=headers).status_code == 200
    assert browser.post("/accounts/reader-van-der-test", data=form, headers=headers).status_code == 303


def test_who_follows_a_link_on_a_neighbouring_site_reads_but_changes_nothing(small: Service) -> None:
    browser = small.browser(Role.ADMIN)
    followed = {"sec-fetch-site": "same-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert browser.get("/accounts", headers=followed).status_code == 200
    form = {"form_token": _form_token(browser), "action": "disable"}
    assert browser.post("/accounts/reader-van-der-test", data=form, headers=followed).status_code == 401


@pytest.mark.threat("T32")
@pytest.mark.parametrize("given", ["", "0", "x" * 128, "00" * 64, "00" * 32, "é", "another"])
def test_a_form_needs_the_secret_of_its_session(small: Service, given: str) -> None:
    browser = small.browser(Role.ADMIN)
    if given == "another":
        given = _form_token(small.browser(Role.ADMIN))
    form = {"action": "disable", "form_token": given}
    response = browser.post("/accounts/reader-van-der-test", data=form)
    assert response.status_code == 403
    del form["form_token"]
    assert browser.post("/accounts/reader-van-der-test", data=form).status_code == 403
    assert browser.post("/sign-out").status_code == 403


def test_the_secret_of_forms_is_another_on_each_page_and_not_that_of_the_session(small: Service) -> None:
    browser = small.browser(Role.ADMIN)
    first, second = _form_token(browser), _form_token(browser)
    assert first[:64] != second[:64]
    assert first[64:] != second[64:]
    assert browser.cookies["bouwstenen"] not in browser.get("/account").text


@pytest.mark.threat("T32")
@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/\r\nSet-Cookie: x=y",
        "",
    ],
)
def test_nobody_is_led_elsewhere_after_signing_in(small: Service, target: str) -> None:
    form = {"token": small.secrets[Role.READER], "next": target}
    response = small.anonymous().post("/sign-in", data=form, headers=PAGE)
    assert response.headers["location"] == "/account?lang=nl"
    assert "x=y" not in response.headers["set-cookie"]


def test_who_must_sign_in_is_led_back_to_what_they_wanted(small: Service) -> None:
    browser = small.anonymous()
    refused = browser.get("/audit?who=Els&lang=en", headers=PAGE)
    found = re.search(r'href="(/sign-in\?[^"]*)"[^>]*>Sign in</a></li>', refused.text)
    assert found
    form = browser.get(found[1].replace("&amp;", "&"), headers=PAGE).text
    assert 'name="next" value="/audit?who=Els&amp;lang=en"' in form
    data = {"token": small.secrets[Role.CURATOR], "next": "/audit?who=Els&lang=en"}
    assert browser.post("/sign-in", data=data, headers=PAGE).headers["location"] == "/audit?who=Els&lang=en"
    again = browser.get(found[1].replace("&amp;", "&"), headers=PAGE)
    assert (again.status_code, again.headers["location"]) == (303, "/audit?who=Els&lang=en")


@pytest.mark.threat("T30")
def test_one_client_may_not_try_for_ever(tmp_path: Path) -> None:
    service = make_service(Settings(home=tmp_path, rate_sign_in="3/minute"))
    client = service.anonymous()
    statuses = [client.post("/sign-in", data={"token": "x"}).status_code for _ in range(5)]
    assert statuses == [401, 401, 401, 429, 429]
    service.app.state.workflow.close()


@pytest.mark.threat("T21")
def test_secrets_are_in_no_log_no_address_and_no_line(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        browser = service.browser(Role.ADMIN)
        secret, session = service.secrets[Role.ADMIN], browser.cookies["bouwstenen"]
        browser.get("/account")
        service.anonymous().post("/sign-in", data={"token": secret + "x"})
        browser.post("/sign-out", data={"form_token": _form_token(browser)})
    with service.database.reading() as connection:
        lines = read(connection, Sought(), 100)[1]
    told = caplog.text + json.dumps([line.details for line in lines]) + str(lines)
    assert secret not in told
    assert session not in told
    assert [line.action for line in lines[:2]] == ["session ended", "session begun"]


@pytest.mark.parametrize("scheme", ["Basic eDp5", "Digest x", "bst_x", ""])
def test_other_schemes_are_none_of_ours(small: Service, scheme: str) -> None:
    response = small.anonymous().get("/account", headers={"Authorization": scheme})
    assert response.status_code == 401
    assert "invalid_token" not in response.headers["www-authenticate"]


@pytest.mark.parametrize("token", ["", "x", "bst_" + "f" * 64, "bst_" + "f" * 64 + " x"])
def test_a_token_that_proves_nothing_is_refused_even_with_a_good_cookie(small: Service, token: str) -> None:
    browser = small.browser(Role.ADMIN)
    response = browser.get("/account", headers={"Authorization": f"Bearer {token}"})
    assert response.status_code == 401
    assert 'error="invalid_token"' in response.headers["www-authenticate"]


@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        (b"a=" + b"x" * 70_000, "application/x-www-form-urlencoded", 413),
        (b"&".join(b"a%d=" % number for number in range(60)), "application/x-www-form-urlencoded", 400),
        (b"name=a&name=b", "application/x-www-form-urlencoded", 400),
        (b"name=%ff", "application/x-www-form-urlencoded", 400),
        (b"name=\xff", "application/x-www-form-urlencoded", 400),
        (b"[" * 10_000, "application/json", 400),
        (b"[1]", "application/json", 400),
        (b'{"name": {"a": 1}}', "application/json", 400),
        (b'{"name": "\\ud800"}', "application/json", 400),
        (b'{"name": ' + b"9" * 6000 + b"}", "application/json", 400),
        (b"x", "multipart/form-data; boundary=x", 415),
        (b"x", "text/plain", 415),
    ],
)
def test_a_body_that_is_no_form_is_told(small: Service, content: bytes, media_type: str, status: int) -> None:
    headers = {"content-type": media_type}
    assert small.bearer(Role.ADMIN).post("/accounts", content=content, headers=headers).status_code == status
