"""Commands about who may do what, and who did what: accounts, audit."""

import csv
import getpass
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from bouwstenen.commands.common import example
from bouwstenen.settings import Settings

if TYPE_CHECKING:
    from bouwstenen.curation.database import Database

__all__ = ["accounts", "audit"]

#: A time as it stands in the database; a table has no room for all of it.
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d\+00:00")
_ROLES = ["reader", "contributor", "curator", "admin"]
_role = click.Choice(_ROLES, case_sensitive=False)


@click.group(epilog=example('bouwstenen accounts add "Els de Vries" --role curator'))
def accounts() -> None:
    """Who may do what: accounts, their roles and their tokens. The first admin is made here."""


@accounts.command(epilog=example('bouwstenen accounts add "Els de Vries" --role curator'))
@click.argument("name")
@click.option("--role", type=_role, required=True, help="What they may do.")
@click.option("--orcid", metavar="ORCID", help="Their ORCID iD, as 0000-0002-1825-0097.")
@click.pass_obj
def add(settings: Settings, name: str, role: str, orcid: str | None) -> None:
    """Make an account called NAME, as it will be shown and enter the graph."""
    from bouwstenen.curation import accounts as known

    with _opened(settings) as database, database.writing() as connection:
        made = known.add(connection, name, known.role_named(role), orcid, by=_by())
    click.echo(f"{made.name} ({made.slug}) · {role.lower()}")
    click.echo(f"A token for them: bouwstenen accounts token {made.slug}", err=True)


@accounts.command("list", epilog=example("bouwstenen accounts list --format json"))
@click.option("--format", "wanted", type=click.Choice(["table", "json", "csv"]), default="table")
@click.pass_obj
def list_accounts(settings: Settings, wanted: str) -> None:
    """List the accounts, with the tokens that are valid."""
    from bouwstenen.curation.accounts import everybody
    from bouwstenen.curation.tokens import tokens_of

    with _opened(settings) as database, database.reading() as connection:
        rows = [
            {
                "name": each.name,
                "slug": each.slug,
                "role": each.role.name.lower(),
                "orcid": each.orcid,
                "disabled": each.disabled,
                "tokens": sum(token.is_valid for token in tokens_of(connection, each)),
            }
            for each in everybody(connection)
        ]
    _print(wanted, ["name", "slug", "role", "orcid", "disabled", "tokens"], rows)


@accounts.command(epilog=example("bouwstenen accounts role els-de-vries admin"))
@click.argument("name")
@click.argument("role", type=_role)
@click.pass_obj
def role(settings: Settings, name: str, role: str) -> None:
    """Give the account NAME another ROLE, from its next request on."""
    from bouwstenen.curation.accounts import change_role, find, role_named

    with _opened(settings) as database, database.writing() as connection:
        changed = change_role(connection, find(connection, name), role_named(role), by=_by())
    click.echo(f"{changed.name} ({changed.slug}) · {changed.role.name.lower()}")


@accounts.command(epilog=example("bouwstenen accounts disable els-de-vries"))
@click.argument("name")
@click.pass_obj
def disable(settings: Settings, name: str) -> None:
    """Let the account NAME do nothing more: its sessions end at once, its tokens prove nothing."""
    from bouwstenen.curation import accounts as known

    with _opened(settings) as database, database.writing() as connection:
        changed = known.disable(connection, known.find(connection, name), by=_by())
    click.echo(f"{changed.name} ({changed.slug}) · disabled")


@accounts.command(epilog=example("bouwstenen accounts enable els-de-vries"))
@click.argument("name")
@click.pass_obj
def enable(settings: Settings, name: str) -> None:
    """Let a disabled account NAME do again what its role may."""
    from bouwstenen.curation import accounts as known

    with _opened(settings) as database, database.writing() as connection:
        changed = known.enable(connection, known.find(connection, name), by=_by())
    click.echo(f"{changed.name} ({changed.slug}) · {changed.role.name.lower()}")


@accounts.command(epilog=example("bouwstenen accounts token els-de-vries --days 30 --label laptop"))
@click.argument("name")
@click.option("--days", type=click.IntRange(1, 3650), help="How long.  [default: BOUWSTENEN_TOKEN_DAYS]")
@click.option("--label", default="", help="What it is for.")
@click.pass_obj
def token(settings: Settings, name: str, days: int | None, label: str) -> None:
    """Make a token for the account NAME. It is shown this once; only its hash is kept."""
    from bouwstenen.curation.accounts import find
    from bouwstenen.curation.tokens import issue

    with _opened(settings) as database, database.writing() as connection:
        account = find(connection, name)
        secret, made = issue(connection, account, days or settings.token_days, label, by=_by())
    click.echo(secret)
    click.echo(f"token {made.id} of {account.name}, until {made.expires}; it is not shown again.", err=True)


@accounts.command(epilog=example("bouwstenen accounts tokens els-de-vries"))
@click.argument("name")
@click.option("--format", "wanted", type=click.Choice(["table", "json", "csv"]), default="table")
@click.pass_obj
def tokens(settings: Settings, name: str, wanted: str) -> None:
    """List the tokens of the account NAME; not the tokens themselves, which nobody keeps."""
    from bouwstenen.curation.accounts import find
    from bouwstenen.curation.tokens import tokens_of

    with _opened(settings) as database, database.reading() as connection:
        rows = [asdict(each) for each in tokens_of(connection, find(connection, name))]
    _print(wanted, ["id", "label", "created", "expires", "revoked"], rows)


@accounts.command(epilog=example("bouwstenen accounts revoke els-de-vries 3"))
@click.argument("name")
@click.argument("token", type=click.IntRange(1))
@click.pass_obj
def revoke(settings: Settings, name: str, token: int) -> None:
    """Let the TOKEN of that number of the account NAME prove nothing more; its sessions end at once."""
    from bouwstenen.curation.accounts import find
    from bouwstenen.curation.tokens import revoke as run

    with _opened(settings) as database, database.writing() as connection:
        account = find(connection, name)
        run(connection, account, token, by=_by())
    click.echo(f"token {token} of {account.name} · revoked")


@click.command(epilog=example('bouwstenen audit --who "Els de Vries" --since 2026-11-24'))
@click.option("--who", metavar="NAME", help="Only what they did.")
@click.option("--action", metavar="ACTION", help="Only that action, as “token revoked”.")
@click.option("--subject", metavar="TEXT", help="Only what was done to it.")
@click.option("--since", metavar="TIME", help="Since that day or moment (UTC).")
@click.option("--until", metavar="TIME", help="Until that day, or before that moment (UTC).")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help="The newest so many.")
@click.option("--format", "wanted", type=click.Choice(["table", "json", "csv"]), default="table")
@click.option("--verify", is_flag=True, help="Instead, check that no line was changed or taken out.")
@click.pass_obj
def audit(settings: Settings, /, wanted: str, limit: int, verify: bool, **sought: str | None) -> None:
    """Show the audit log, the newest line first, or verify it (exit code 1 where it was tampered with)."""
    from bouwstenen.curation import audit as log

    with _opened(settings) as database, database.reading() as connection:
        if verify:
            wrong, newest = list(log.verify(connection)), log.last(connection)
            for number in wrong:
                click.echo(f"line {number} does not follow from the one before it.")
            if newest:
                click.echo(f"{newest.id} lines; the last has hash {newest.hash}", err=True)
            sys.exit(1 if wrong else 0)
        count, lines = log.read(connection, log.Sought(**sought), limit)
    names = ["id", "time", "who", "action", "subject", "details"]
    _print(wanted, names if wanted == "table" else [*names, "hash"], [asdict(line) for line in lines])
    if count > limit:
        click.echo(f"{count} lines in all; --limit shows more.", err=True)


@contextmanager
def _opened(settings: Settings) -> "Iterator[Database]":
    from bouwstenen.curation.database import open_database

    database = open_database(settings)
    try:
        yield database
    finally:
        database.close()


def _by() -> str:
    """Who is at the command line, for the audit log."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in containers
        user = str(os.getuid())
    return f"the command line ({user})"[:200]


def _print(wanted: str, names: list[str], rows: Sequence[Mapping[str, object]]) -> None:
    if wanted == "json":
        chosen = [{name: row[name] for name in names} for row in rows]
        click.echo(json.dumps(chosen, ensure_ascii=False, indent=1))
        return
    texts = [[_text(row[name]) for name in names] for row in rows]
    if wanted == "csv":
        csv.writer(sys.stdout, lineterminator="\n").writerows([names, *texts])
        return
    from bouwstenen.tables import print_rows

    print_rows(names, [[_TIME.sub(r"\1 \2", text) for text in row] for row in texts])


def _text(value: object) -> str:
    if value is None or value == {}:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
