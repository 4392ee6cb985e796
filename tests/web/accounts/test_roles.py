"""Every role at every address, by token and by session: who may, may; who may not, changes nothing."""

import re

import pytest
from fastapi.testclient import TestClient

from bouwstenen.curation.accounts import Role, everybody, find
from bouwstenen.curation.audit import Sought, read
from bouwstenen.curation.tokens import tokens_of
from tests.web.accounts.conftest import Service

#: Address, form, who may.
ROUTES = [
    ("GET", "/account", None, Role.READER),
    ("POST", "/account/tokens", {"label": "x"}, Role.READER),
    ("POST", "/account/tokens/99", {}, Role.READER),
    ("GET", "/accounts", None, Role.ADMIN),
    ("POST", "/accounts", {"name": "Nieuw", "role": "reader"}, Role.ADMIN),
    ("POST", "/accounts/reader-van-der-test", {"action": "disable"}, Role.ADMIN),
    ("POST", "/accounts/reader-van-der-test", {"action": "role", "role": "admin"}, Role.ADMIN),
    ("POST", "/accounts/reader-van-der-test", {"action": "token"}, Role.ADMIN),
    ("GET", "/audit", None, Role.CURATOR),
]


def _state(service: Service) -> object:
    """All that these routes could change, but for sessions."""
    with service.database.reading() as connection:
        people = everybody(connection)
        return people, [tokens_of(connection, each) for each in people]


def _ask(client: TestClient, method: str, address: str, form: dict[str, str] | None) -> int:
    if form is not None and "cookie" in client.get("/account").request.headers:
        page = client.get("/account").text
        found = re.search('name="form_token" value="([0-9a-f]+)"', page)
        assert found
        form = {**form, "form_token": found[1]}
    return client.request(method, address, data=form).status_code


@pytest.mark.threat("T33")
@pytest.mark.parametrize("by", ["token", "session"])
@pytest.mark.parametrize(("method", "address", "form", "needed"), ROUTES)
def test_each_role_does_what_it_may_and_nothing_else(
    service: Service, method: str, address: str, form: dict[str, str] | None, needed: Role, by: str
) -> None:
    for role in Role:
        before = _state(service)
        client = service.bearer(role) if by == "token" else service.browser(role)
        status = _ask(client, method, address, form)
        if role < needed:
            assert status == 403
            assert _state(service) == before
        else:
            assert status in ((404,) if address.endswith("/99") else (200, 201, 303))
            assert (_state(service) != before) == (method == "POST" and status != 404)


@pytest.mark.parametrize(("method", "address", "form", "needed"), ROUTES)
def test_somebody_who_is_not_known_is_asked_who_they_are(
    service: Service, method: str, address: str, form: dict[str, str] | None, needed: Role
) -> None:
    before = _state(service)
    response = service.anonymous().request(method, address, data=form)
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == 'Bearer realm="bouwstenen"'
    assert "Authorization: Bearer" in response.json()["mend"]
    assert _state(service) == before


def test_routes_are_all_here(small: Service) -> None:
    described = {
        (method.upper(), path)
        for path, methods in small.app.openapi()["paths"].items()
        for method, operation in methods.items()
        if path.startswith(("/account", "/audit")) and "security" in operation
    }
    tried = {(method, re.sub(r"/99$|/reader-van.*", "/*", address)) for method, address, _, _ in ROUTES}
    assert {(method, re.sub(r"\{.*?\}", "*", path)) for method, path in described} == tried


def test_a_role_counts_from_the_next_request_on(service: Service) -> None:
    admin, reader = service.bearer(Role.ADMIN), service.browser(Role.READER)
    assert reader.get("/audit").status_code == 403
    slug = service.accounts[Role.READER].slug
    assert (
        admin.post(f"/accounts/{slug}", data={"action": "role", "role": "curator"}).json()["role"]
        == "curator"
    )
    assert reader.get("/audit").status_code == 200
    assert admin.post(f"/accounts/{slug}", data={"action": "disable"}).json()["disabled"]
    assert reader.get("/audit").status_code == 401


def test_who_did_it_is_in_the_log(service: Service) -> None:
    admin = service.bearer(Role.ADMIN)
    assert (
        admin.post("/accounts", json={"name": "Jan Jansen", "role": "Curator", "orcid": ""}).status_code
        == 201
    )
    made = admin.post("/accounts/jan-jansen", data={"action": "token", "days": "3", "label": "first"}).json()
    assert (
        service.anonymous()
        .get("/account", headers={"Authorization": f"Bearer {made['token']}"})
        .json()["slug"]
    )
    with service.database.reading() as connection:
        jan = find(connection, "Jan Jansen")
        _, lines = read(connection, Sought(subject=jan.slug), 10)
    admins_name = service.accounts[Role.ADMIN].name
    assert [(line.who, line.action) for line in lines] == [
        (admins_name, "token issued"),
        (admins_name, "account added"),
    ]
    assert made["token"] not in str(lines)


@pytest.mark.parametrize(
    ("form", "status", "where"),
    [
        ({"name": "Reader-van der Test", "role": "reader"}, 409, "name"),
        ({"name": "", "role": "reader"}, 400, "name"),
        ({"name": "Nieuw", "role": "owner"}, 400, "role"),
        ({"name": "Nieuw", "role": "reader", "orcid": "0000-0002-1825-0098"}, 400, "orcid"),
    ],
)
def test_an_account_that_cannot_be_is_told_and_not_made(
    service: Service, form: dict[str, str], status: int, where: str
) -> None:
    before = _state(service)
    response = service.bearer(Role.ADMIN).post("/accounts?lang=en", data=form)
    assert (response.status_code, response.json()["where"]) == (status, where)
    assert response.json()["mend"]
    assert _state(service) == before


@pytest.mark.parametrize(
    ("form", "status"),
    [({"action": "delete"}, 400), ({}, 400), ({"action": "role", "role": "x"}, 400)]
    + [({"action": "token", "days": days}, 400) for days in ("0", "-1", "181", "1e2", "٣", "9" * 30)],
)
def test_what_cannot_be_done_to_an_account_is_told(small: Service, form: dict[str, str], status: int) -> None:
    response = small.bearer(Role.ADMIN).post("/accounts/reader-van-der-test", data=form)
    assert response.status_code == status
    assert small.bearer(Role.ADMIN).post("/accounts/niemand", data={"action": "enable"}).status_code == 404


def test_the_only_admin_cannot_lock_everybody_out(small: Service) -> None:
    admin = small.bearer(Role.ADMIN)
    for form in ({"action": "disable"}, {"action": "role", "role": "curator"}):
        assert admin.post("/accounts/admin-van-der-test", data=form).status_code == 409
    assert admin.get("/accounts").status_code == 200


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", "1.0"])
def test_a_token_that_is_not_ones_own_is_not_there(service: Service, number: str) -> None:
    assert service.bearer(Role.READER).post(f"/account/tokens/{number}").status_code == 404


def test_ones_own_token_is_made_shown_once_and_revoked(service: Service) -> None:
    client = service.bearer(Role.READER)
    made = client.post("/account/tokens", data={"label": "laptop", "days": "2"})
    assert made.status_code == 201
    secret, number = made.json()["token"], made.json()["id"]
    assert [token["label"] for token in client.get("/account").json()["tokens"]] == ["laptop", "test"]
    assert secret not in client.get("/account").text
    other = service.anonymous()
    other.headers["Authorization"] = f"Bearer {secret}"
    assert other.get("/account").status_code == 200
    others = service.tokens[Role.ADMIN].id
    assert client.post(f"/account/tokens/{others}").status_code == 404
    assert client.post(f"/account/tokens/{number}").status_code == 204
    response = other.get("/account")
    assert response.status_code == 401
    assert 'error="invalid_token"' in response.headers["www-authenticate"]


def test_the_log_is_filtered_paged_and_comes_in_three_formats(service: Service) -> None:
    curator = service.bearer(Role.CURATOR)
    whole = curator.get("/audit").json()
    assert (whole["count"], len(whole["lines"])) == (8, 8)
    page = curator.get("/audit", params={"action": "account added", "limit": 1, "offset": 1})
    assert (page.json()["count"], [line["subject"] for line in page.json()["lines"]]) == (
        4,
        ["curator-van-der-test"],
    )
    assert 'rel="next"' in page.headers["link"]
    table = curator.get("/audit?format=csv")
    assert table.headers["content-type"].startswith("text/csv")
    assert len(table.text.splitlines()) == 9
    assert curator.get("/audit?since=gisteren").status_code == 400
    assert curator.get("/audit?who=%00").json()["count"] == 0
    html = curator.get(
        "/audit", params={"who": '"><script>', "lang": "en"}, headers={"accept": "text/html"}
    ).text
    assert "<script>" not in html
