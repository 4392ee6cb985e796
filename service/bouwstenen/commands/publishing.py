"""The command that makes a release of accepted changes, where no service does."""

import sys

import click

from bouwstenen.commands.common import example
from bouwstenen.settings import Settings

__all__ = ["publish_changes"]


@click.command("publish-changes", epilog=example("bouwstenen publish-changes --again 7"))
@click.option(
    "--again",
    type=click.IntRange(1),
    multiple=True,
    metavar="NUMBER",
    help="Try a changeset again that is set aside, since what stood in its way is mended.",
)
@click.pass_obj
def publish_changes(settings: Settings, again: tuple[int, ...]) -> None:
    """Make a release of the accepted changes that none has yet; list those that none could be made with."""
    from bouwstenen.curation.accepted import database_if_any
    from bouwstenen.curation.building import Builder
    from bouwstenen.curation.publisher import bring_in_again, publish_pending
    from bouwstenen.publishing.changes.mending import mend

    mend(settings.home)
    database = database_if_any(settings)
    if database is None:
        click.echo("Nothing has been proposed yet.")
        return
    try:
        for number in again:
            bring_in_again(settings, database, number)
        left = publish_pending(settings, database, Builder(settings).build)
    finally:
        database.close()
    for number, reason in left.aside.items():
        click.echo(f"changeset {number} is set aside: no release can be made with it.\n{reason}\n")
    if left.pending:
        click.echo(f"{len(left.pending)} accepted changes wait.\n{left.failed or ''}")
    if left.pending or left.aside:
        sys.exit(1)
    click.echo("Every accepted change is in a release.")
