"""The command that tells what should be checked or renewed: stale."""

from datetime import UTC, datetime

import click

from bouwstenen.commands.common import example, of_release, ready
from bouwstenen.settings import Settings

__all__ = ["stale"]


@click.command(epilog=example("bouwstenen stale --as-of 2027-01-01 --language en"))
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day as of which data are out of date, as 2026-11-24; today without it.",
)
@click.option(
    "--language",
    type=click.Choice(["nl", "en"]),
    default="nl",
    show_default=True,
    help="Language of messages.",
)
@click.option("--format", "wanted", type=click.Choice(["text", "json"]), default="text", show_default=True)
@of_release
@click.pass_obj
def stale(
    settings: Settings, as_of: datetime | None, language: str, wanted: str, release: str | None
) -> None:
    """Check the current release against the shapes of staleness: what should be checked or renewed.

    Out of date is a warning, no violation: the exit code is 0. Of unknown date is info.
    """
    from bouwstenen.curation.staleness import stale as run
    from bouwstenen.library.things import names_of
    from bouwstenen.validation.findings import as_json, as_text

    store = ready(settings, release).store
    day = (as_of or datetime.now(UTC)).date()
    findings = run(store, settings.sources, day)
    labels = dict(names_of(store, {finding.focus for finding in findings}, language)) if findings else {}
    click.echo(as_json(findings, labels) if wanted == "json" else as_text(findings, labels, language))
