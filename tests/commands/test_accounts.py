"""The accounts and the audit log on the command line, over each database, as a user has them."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from bouwstenen.cli import main
from bouwstenen.curation.accounts import Role
from tests.postgresql import PostgreSQL

Run = Callable[..., Result]


@pytest.fixture(params=["sqlite", "postgresql"])
def run(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """What runs a command of `bouwstenen` on a workflow of its own."""
    monkeypatch.setenv("BOUWSTENEN_HOME", str(tmp_path))
    if request.param == "postgresql":
        server: PostgreSQL = request.getfixturevalue("postgresql")
        monkeypatch.setenv("BOUWSTENEN_DATABASE", server.database())
    return lambda *arguments: CliRunner().invoke(main, arguments, catch_exceptions=False)


def test_an_account_from_its_making_to_its_end(run: Run) -> None:
    assert run("accounts", "add", "Ada", "--role", "admin").exit_code == 0
    made = run("accounts", "add", "Els de Vries", "--role", "CURATOR", "--orcid", "0000-0002-1825-0097")
    assert made.stdout == "Els de Vries (els-de-vries) · curator\n"
    token = run("accounts", "token", "els-de-vries", "--days", "3", "--label", "laptop")
    assert re.fullmatch(r"bst_[0-9a-f]{64}\n", token.stdout), "nothing else: it may be kept in a variable"
    (kept,) = json.loads(run("accounts", "tokens", "Els de Vries", "--format", "json").stdout)
    assert (kept["label"], kept["revoked"]) == ("laptop", None)
    assert run("accounts", "role", "els-de-vries", "admin").stdout.endswith("admin\n")
    listed = json.loads(run("accounts", "list", "--format", "json").stdout)
    assert [(each["slug"], each["role"], each["tokens"]) for each in listed] == [
        ("ada", "admin", 0),
        ("els-de-vries", "admin", 1),
    ]
    assert run("accounts", "revoke", "els-de-vries", str(kept["id"])).exit_code == 0
    assert run("accounts", "disable", "els-de-vries").stdout.endswith("disabled\n")
    assert run("accounts", "enable", "els-de-vries").stdout.endswith("admin\n")
    lines = list(csv.DictReader(io.StringIO(run("audit", "--format", "csv").stdout)))
    assert [line["action"] for line in lines] == [
        "account enabled",
        "account disabled",
        "token revoked",
        "role changed",
        "token issued",
        "account added",
        "account added",
    ]
    assert all(line["who"].startswith("the command line (") for line in lines)
    assert token.stdout.strip() not in str(lines)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("add", "els", "--role", "reader"), "would have the same address"),
        (("add", "Jan", "--role", "reader", "--orcid", "0000-0002-1825-0098"), "is no ORCID iD"),
        (("add", "!", "--role", "reader"), "a name has letters"),
        (("disable", "els"), "the only admin"),
        (("role", "els", "reader"), "the only admin"),
        (("token", "ells"), "Do you mean “Els”?"),
        (("revoke", "els", "7"), "has no token 7"),
        (("revoke", "els", "99999999999"), "99999999999"),
    ],
)
def test_what_cannot_be_is_told_in_a_line_and_changes_nothing(
    run: Run, arguments: tuple[str, ...], told: str
) -> None:
    run("accounts", "add", "Els", "--role", "admin")
    before = run("audit", "--format", "json").stdout
    failed = run("accounts", *arguments)
    assert failed.exit_code == 2
    assert told in failed.stderr
    assert "Traceback" not in failed.output
    assert run("audit", "--format", "json").stdout == before


def test_roles_on_the_command_line_are_all_roles() -> None:
    choice = main.commands["accounts"].commands["role"].params[1].type  # type: ignore[attr-defined]
    assert list(choice.choices) == [role.name.lower() for role in Role]


def test_the_log_is_filtered_and_counted(run: Run) -> None:
    for name in ("Ada", "Els", "Jan"):
        run("accounts", "add", name, "--role", "reader")
    shown = run("audit", "--limit", "1", "--format", "json")
    assert [line["subject"] for line in json.loads(shown.stdout)] == ["jan"]
    assert "3 lines in all" in shown.stderr
    assert json.loads(run("audit", "--subject", "els", "--format", "json").stdout)[0]["id"] == 2
    assert json.loads(run("audit", "--until", "2020-01-01", "--format", "json").stdout) == []
    assert "Ada" not in run("audit").stdout
    assert run("audit", "--since", "gisteren").exit_code == 2


def test_a_log_that_was_tampered_with_does_not_verify(run: Run, tmp_path: Path) -> None:
    for name in ("Ada", "Els", "Jan"):
        run("accounts", "add", name, "--role", "reader")
    right = run("audit", "--verify")
    assert right.exit_code == 0
    assert right.stdout == ""
    assert re.search("3 lines; the last has hash [0-9a-f]{64}", right.stderr)
    address = os.environ.get("BOUWSTENEN_DATABASE", "").replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(address or f"sqlite:///{tmp_path / 'workflow.sqlite'}")
    with engine.begin() as connection:
        on = " ON audit" if address else ""
        name = "audit_append_only" if address else "audit_no_delete"
        connection.execute(text(f"DROP TRIGGER {name}{on}"))
        connection.execute(text("DELETE FROM audit WHERE id = 2"))
    engine.dispose()
    wrong = run("audit", "--verify")
    assert wrong.exit_code == 1
    assert wrong.stdout == "line 3 does not follow from the one before it.\n"


def test_commands_that_run_at_once_all_take_effect(run: Run) -> None:
    command = [sys.executable, "-c", "from bouwstenen.cli import main; main()", "accounts", "add"]
    running = [
        subprocess.Popen([*command, f"Els {number}", "--role", "reader"], stdout=subprocess.DEVNULL)
        for number in range(4)
    ]
    assert [process.wait(120) for process in running] == [0] * 4
    assert len(json.loads(run("accounts", "list", "--format", "json").stdout)) == 4
    assert run("audit", "--verify").exit_code == 0
