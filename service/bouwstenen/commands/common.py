"""What commands share: examples in their help, the release they read, how answers are printed."""

import sys
from typing import TYPE_CHECKING

import click

from bouwstenen.errors import ReleaseError, SourceError, WrongUseError
from bouwstenen.settings import EMBEDDED, Settings

if TYPE_CHECKING:
    from bouwstenen.build import Outcome
    from bouwstenen.store.interface import QueryStore, Results
    from bouwstenen.store.opening import Opened

__all__ = ["build_release", "example", "of_release", "print_results", "ready"]

# Commands import what they need when they run: `--help` answers at once.


def example(text: str) -> str:
    """Return the epilogue of a command's help that shows how it is called."""
    return f"\b\nExample:\n  {text}"


def build_release(settings: Settings, *, check: bool = True) -> "Outcome":
    """Build a release with all that was accepted, with bars on standard error.

    Accepted changes that the database has are written as files first, and noted there when the release has
    them; one that stops the build is set aside (`curation.publisher`).
    """
    from rich.console import Console

    from bouwstenen.bars import followed
    from bouwstenen.build import build as run
    from bouwstenen.curation.accepted import database_if_any, write_accepted
    from bouwstenen.curation.publisher import Built, alone
    from bouwstenen.curation.publisher import publish as build_with_accepted
    from bouwstenen.publishing.changes.mending import mend
    from bouwstenen.validation.findings import as_text, violations

    outcomes: list[Outcome] = []
    unread: list[SourceError] = []

    def build(without: frozenset[int] = frozenset()) -> Built:
        try:
            with followed(Console(stderr=True)) as progress:
                outcome = run(
                    settings.sources, settings.home, progress, settings.jobs, check=check, without=without
                )
        except SourceError as error:
            unread.append(error)
            return Built(None, str(error))
        outcomes.append(outcome)
        wrong = as_text(violations(outcome.findings), outcome.labels, "nl", limit=20)
        return Built(outcome.release.hash if outcome.release else None, wrong)

    mend(settings.home)
    database = database_if_any(settings)
    if database is None:
        build()
    else:
        try:
            with alone(settings.home):
                write_accepted(settings.home, database)
                build_with_accepted(settings, database, build)
        finally:
            database.close()
    if not outcomes:
        raise unread[-1]
    return next((each for each in reversed(outcomes) if each.release), outcomes[-1])


#: The option of commands that answer: from which release.
of_release = click.option(
    "--release",
    metavar="VERSION",
    help="Ask an earlier release: its name (2026-11-24), or eight digits or more of its hash.",
)


def ready(settings: Settings, release: str | None = None) -> "Opened":
    """The current release, or an earlier one that is named.

    The current one is built first where there is none or it is damaged, unless it is on a server.

    Raises:
        UnknownThingError: no release has that name.
    """
    from bouwstenen.store.opening import Opened, open_current, open_earlier
    from bouwstenen.validation.findings import as_text, violations

    if release is not None:
        return open_earlier(settings.home, release)
    if settings.store != EMBEDDED:
        from bouwstenen.store.remote.store import RemoteStore

        store = RemoteStore(settings.store, authorization=settings.authorization)
        return Opened(store.release(), store)
    try:
        return open_current(settings.home)
    except ReleaseError as missing:
        click.echo(f"bouwstenen: {missing} Building it now.", err=True)
        outcome = build_release(settings)
        if outcome.release is None:
            wrong = as_text(violations(outcome.findings), outcome.labels, "en", limit=5)
            raise ReleaseError(f"the sources have violations.\n{wrong}\n") from missing
        return open_current(settings.home)


def print_results(store: "QueryStore", results: "Results", wanted: str | None) -> None:
    """Write results to standard output: a table on a terminal, else JSON or Turtle, or what was asked for."""
    from bouwstenen.formats import by_name
    from bouwstenen.store.results import formats_for, write
    from bouwstenen.tables import print_table

    tabular = getattr(results, "variables", None) is not None
    if wanted == "table" or (wanted is None and tabular and sys.stdout.isatty()):
        print_table(results)
        return
    chosen = by_name(wanted) if wanted else formats_for(results)[0]
    if chosen is None:
        names = ", ".join(item.name for item in formats_for(results))
        raise WrongUseError(
            f"there is no format “{wanted}”.", where="--format", mend=f"Choose table or one of {names}."
        )
    written = write(store, results, chosen)
    # an empty line more would be one row more
    sys.stdout.buffer.write(written if written.endswith(b"\n") else written + b"\n")
