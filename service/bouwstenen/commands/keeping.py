"""Commands that keep what cannot be made again: backup, restore."""

from pathlib import Path

import click

from bouwstenen.commands.common import example
from bouwstenen.settings import Settings

__all__ = ["backup", "restore"]


@click.command(epilog=example("bouwstenen backup /var/backups"))
@click.argument("target", metavar="FILE|FOLDER", type=click.Path(path_type=Path))
@click.option(
    "--without-releases",
    is_flag=True,
    help="Only what no build can make: database, changesets, history. Earlier releases are lost then.",
)
@click.pass_obj
def backup(settings: Settings, target: Path, without_releases: bool) -> None:
    """Write all that is kept – database, changesets, history, releases – into a FILE, also while serving."""
    from bouwstenen.curation.backup import back_up

    path, manifest = back_up(settings, target, releases=not without_releases)
    rows = sum(manifest.tables.values())
    click.echo(f"{path} · {len(manifest.files)} files · {rows} rows · as of {manifest.made}")


@click.command(epilog=example("bouwstenen restore /var/backups/bouwstenen-2026-11-24T120000Z.tar.gz"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Take the place of what is there, which is kept aside.")
@click.option("--check", is_flag=True, help="Only read it to its end, and see that nothing is damaged.")
@click.pass_obj
def restore(settings: Settings, file: Path, replace: bool, check: bool) -> None:
    """Bring back what `bouwstenen backup` wrote into FILE; also while serving, and into another database."""
    from bouwstenen.curation.archive import verify
    from bouwstenen.curation.restore import restore as bring_back

    if check:
        manifest = verify(file)
        click.echo(f"{file} is whole · {len(manifest.files)} files · as of {manifest.made}")
        return
    manifest, before = bring_back(settings, file, over=replace)
    click.echo(f"{settings.home} is as it was at {manifest.made}")
    if before is not None:
        click.echo(f"What was there is kept in {before}")
