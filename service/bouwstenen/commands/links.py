"""Commands about the web addresses that we cite: links check, links list."""

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bouwstenen.commands.common import example, ready
from bouwstenen.errors import WrongUseError
from bouwstenen.settings import Settings

if TYPE_CHECKING:
    from bouwstenen.curation.links.outcome import Check

__all__ = ["links"]

_FORMATS = ("table", "json", "csv")
_COLUMNS = ("state", "address", "status", "problem", "moved to", "first failed", "last checked")

_file = click.option(
    "--output",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File of the checks, such as data/editorial/links.ttl. By default it is in BOUWSTENEN_HOME.",
)
_format = click.option(
    "--format",
    "wanted",
    type=click.Choice(_FORMATS),
    help="table (default on a terminal), json (elsewhere), csv.",
)


@click.group(epilog=example("bouwstenen links check"))
def links() -> None:
    """Whether the web addresses that we cite still lead somewhere."""


@links.command(epilog=example("bouwstenen links check --limit 50"))
@click.option("--only", metavar="TEXT", help="Only addresses that contain this, such as a host.")
@click.option(
    "--limit", type=click.IntRange(1), help="Check so many at most: those never or longest ago asked."
)
@click.option("--at-once", type=click.IntRange(1, 64), default=8, show_default=True, help="Requests at once.")
@click.option(
    "--host-pause",
    type=click.FloatRange(0.1, 60),
    default=1.0,
    show_default=True,
    help="Seconds between two requests to one host, of which there is one at a time.",
)
@click.option(
    "--timeout", type=click.FloatRange(1, 120), default=20.0, show_default=True, help="Seconds for an answer."
)
@_file
@_format
@click.pass_obj
def check(
    settings: Settings,
    only: str | None,
    limit: int | None,
    at_once: int,
    host_pause: float,
    timeout: float,
    path: Path | None,
    wanted: str | None,
) -> None:
    """Ask every web address that the current release cites, and keep what each answered, dated.

    Prints what did not answer as it should; exits 1 where one is dead: failing on two days or more. The
    next build has the results. BOUWSTENEN_CONTACT tells those who are asked whom to reach.
    """
    from datetime import UTC, datetime

    from rich.console import Console

    from bouwstenen.bars import followed
    from bouwstenen.curation.links.checking import Manners
    from bouwstenen.curation.links.cited import cited_addresses
    from bouwstenen.curation.links.keeping import read_checks
    from bouwstenen.curation.links.run import agent, run
    from bouwstenen.graph.sources import links_file
    from bouwstenen.progress import Lines

    kept = path or links_file(settings.home)
    before = read_checks(kept)
    cited = cited_addresses(ready(settings).store)
    chosen = [address for address in cited if only is None or only in address]
    if only is not None and not chosen:
        raise WrongUseError(
            "no address contains that.", where="--only", mend="List them: bouwstenen ask links"
        )
    if settings.contact is None:
        click.echo("bouwstenen: set BOUWSTENEN_CONTACT, so that those we ask know whom to reach.", err=True)
    today = datetime.now(UTC).date()
    manners = Manners(agent(settings.contact), at_once, host_pause, timeout)
    console = Console(stderr=True)
    if console.is_terminal:
        with followed(console) as progress:
            found = run(kept, before, cited, chosen, limit, today, manners, progress)
    else:
        found = run(kept, before, cited, chosen, limit, today, manners, Lines())
    _show([each for each in found if each.found.state != "fine"], wanted)
    counts = Counter(each.found.state for each in found)
    told = ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "nothing to check"
    dead = sum(each.is_dead for each in found)
    click.echo(f"{len(found)} checked: {told}; {dead} dead. Kept in {kept}", err=True)
    if dead:
        sys.exit(1)


@links.command("list", epilog=example("bouwstenen links list --state gone --format csv"))
@click.option(
    "--state",
    type=click.Choice(["dead", "gone", "failing", "unsafe", "moved", "refused", "fine"]),
    help="Only addresses in this state; dead = failing on two days or more.",
)
@_file
@_format
@click.pass_obj
def list_checks(settings: Settings, state: str | None, path: Path | None, wanted: str | None) -> None:
    """List what was found when addresses were last checked; asks nothing.

    `bouwstenen ask links` tells of the current release, with what cites each address.
    """
    from bouwstenen.curation.links.keeping import read_checks
    from bouwstenen.graph.sources import links_file

    kept = path or links_file(settings.home)
    if not kept.exists():
        raise WrongUseError("nothing was checked yet.", where=str(kept), mend="Run: bouwstenen links check")
    checks = read_checks(kept).values()
    _show([each for each in checks if state in (None, each.found.state, "dead" * each.is_dead)], wanted)


def _show(checks: "list[Check]", wanted: str | None) -> None:
    import csv
    import json

    from bouwstenen.curation.links.outcome import STATES
    from bouwstenen.tables import print_rows

    rows = [
        (
            "dead" if each.is_dead else each.found.state,
            each.address,
            str(each.found.status or ""),
            each.found.problem or "",
            each.found.target or "",
            each.first_failed.isoformat() if each.first_failed else "",
            each.day.isoformat(),
        )
        for each in sorted(checks, key=lambda each: (STATES.index(each.found.state), each.address))
    ]
    chosen = wanted or ("table" if sys.stdout.isatty() else "json")
    if chosen == "table":
        print_rows(_COLUMNS, rows)
    elif chosen == "csv":
        csv.writer(sys.stdout).writerows([_COLUMNS, *rows])
    else:
        names = [name.replace(" ", "_") for name in _COLUMNS]
        told = [dict(zip(names, (text or None for text in row), strict=True)) for row in rows]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
