"""What is logged, at the level that shows most: nothing that lets somebody act in another's name."""

import io
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from bouwstenen.curation import accounts, tokens
from bouwstenen.curation.accounts import Role
from bouwstenen.logs import set_up
from bouwstenen.settings import Settings
from bouwstenen.web.app import create_app

pytestmark = pytest.mark.threat("T21")

_HUSH = "hush-hush-7f3a"


def _log_to(told: io.StringIO, level: str) -> None:
    set_up(level)
    (handler,) = logging.getLogger().handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(told)


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """All that is logged, as the service logs it."""
    root, told = logging.getLogger(), io.StringIO()
    before, level = root.handlers[:], root.level
    _log_to(told, "debug")
    yield told
    root.handlers[:] = before
    root.setLevel(level)


@pytest.fixture
def served(settings: Settings, logged: io.StringIO, tmp_path: Path) -> Iterator[TestClient]:
    """The service over a home of its own, reached by https: its cookies are for nothing else."""
    home = shutil.copytree(settings.home, tmp_path / "home", symlinks=True)
    secret = {"store_authorization": SecretStr(f"Bearer store-{_HUSH}"), "home": home, "publish": False}
    with TestClient(create_app(settings.model_copy(update=secret)), base_url="https://testserver") as client:
        yield client


def test_no_token_session_or_header_is_logged(served: TestClient, logged: io.StringIO) -> None:
    with served.app.state.workflow.database().writing() as connection:  # type: ignore[attr-defined]
        account = accounts.add(connection, "Logged In", Role.ADMIN, by="test")
        token, _ = tokens.issue(connection, account, 1, by=account)
    entered = served.post(
        "/sign-in", data={"token": token}, headers={"accept": "text/html"}, follow_redirects=False
    )
    assert entered.status_code == 303
    cookies = list(served.cookies.values())
    assert cookies
    bearer = {"Authorization": f"Bearer {token}"}
    made = served.post("/account/tokens", data={"label": "x"}, headers=bearer)
    assert made.status_code < 400
    headers = {"Authorization": f"Basic {_HUSH}", "Cookie": f"session={_HUSH}", "Proxy-Authorization": _HUSH}
    for path in ("/account", "/accounts", "/audit", "/sparql?query=ASK%7B%7D", "/queries", "/nowhere"):
        served.get(path, headers=headers)
        served.get(path, headers=bearer)
        served.get(path)
    served.post("/sign-in", data={"token": _HUSH}, headers=headers)
    served.post("/sign-in", content=b"\xff" + _HUSH.encode(), headers=headers)
    served.post("/sign-out")
    said = logged.getvalue()
    assert '"event": "query"' in said, "nothing was logged: this test shows nothing"
    for secret in (token, *cookies, _HUSH):
        assert secret not in said


def test_a_mistake_of_ours_is_logged_without_what_was_sent(
    served: TestClient, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("bouwstenen.web.home.render", broken)
    quiet = TestClient(served.app, raise_server_exceptions=False)
    assert (
        quiet.get("/", headers={"Authorization": f"Bearer {_HUSH}", "Cookie": f"session={_HUSH}"}).status_code
        == 500
    )
    assert _HUSH not in logged.getvalue()


def test_queries_are_logged_at_debug_alone(served: TestClient, logged: io.StringIO) -> None:
    text = "ASK { <x:private> ?p ?o }"
    served.post("/sparql", data={"query": text})
    assert "x:private" in logged.getvalue()
    told = io.StringIO()
    _log_to(told, "info")
    served.post("/sparql", data={"query": text})
    assert '"event": "query"' in told.getvalue()
    assert "private" not in told.getvalue()
