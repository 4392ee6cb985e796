"""What is known of people: what they gave to be shown, and no more; not where they asked from."""

import shutil
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bouwstenen.curation import accounts, schema, tokens
from bouwstenen.curation.accounts import Role
from bouwstenen.settings import Settings
from bouwstenen.web.app import create_app

pytestmark = pytest.mark.threat("T45")

_ADDRESS = "203.0.113.77"


def test_an_account_has_no_mail_and_no_password() -> None:
    columns = {column.name for column in schema.accounts.columns}
    assert columns == {"id", "name", "slug", "role", "orcid", "created", "disabled"}
    every = {column.name for table in schema.METADATA.tables.values() for column in table.columns}
    assert every.isdisjoint({"mail", "email", "password", "address", "ip", "client", "agent"})


def test_where_somebody_asks_from_is_kept_nowhere(settings: Settings, tmp_path: Path) -> None:
    home = shutil.copytree(settings.home, tmp_path / "home", symlinks=True)
    app = create_app(settings.model_copy(update={"home": home, "publish": False, "log_level": "debug"}))
    agent = {"User-Agent": "a-browser-like-no-other/7"}
    with TestClient(app, client=(_ADDRESS, 4711), headers=agent) as client:
        with app.state.workflow.database().writing() as connection:
            account = accounts.add(connection, "Somebody", Role.ADMIN, by="test")
            token = tokens.issue(connection, account, 1, by=account)[0]
        bearer = {"Authorization": f"Bearer {token}"}
        assert client.post("/sign-in", data={"token": token}).status_code < 400
        assert (
            client.post("/accounts", data={"name": "Other", "role": "reader"}, headers=bearer).status_code
            < 400
        )
        proposed = {"add": "<x:y> <x:z> 1 .", "reason": "r", "source": "s", "name": "n"}
        client.post("/proposals", json=proposed)
        client.get("/sparql", params={"query": "ASK {}"})
    written = [path for path in home.rglob("*") if path.is_file() and "releases" not in path.parts]
    (database,) = [path for path in written if path.name == "workflow.sqlite"]
    assert b"Somebody" in database.read_bytes()
    for path in written:
        for trace in (_ADDRESS, agent["User-Agent"]):
            assert trace.encode() not in path.read_bytes(), path
