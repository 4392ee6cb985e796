"""Commands that make: build, format."""

import sys
from pathlib import Path

import click

from bouwstenen.commands.common import build_release, example
from bouwstenen.settings import Settings

__all__ = ["build", "format_files"]


@click.command(epilog=example("bouwstenen build --verbose"))
@click.option("--verbose", is_flag=True, help="Also list what is incomplete, not only what is wrong.")
@click.option("--no-check", is_flag=True, help="Check nothing and refuse nothing; the release says so.")
@click.pass_obj
def build(settings: Settings, verbose: bool, no_check: bool) -> None:
    """Build the graph from its sources into a new release; violations leave the current one alone."""
    from bouwstenen.validation.findings import as_text, violations

    outcome = build_release(settings, check=not no_check)
    if no_check:
        click.echo("bouwstenen: nothing was checked: this release may hold anything.", err=True)
    shown = outcome.findings if verbose else violations(outcome.findings)
    if shown:
        click.echo(as_text(shown, outcome.labels, "en", limit=None if verbose else 20))
    if outcome.release is None:
        click.echo("No release was made; the current one is as it was.", err=True)
        sys.exit(1)
    release = outcome.release
    click.echo(
        f"release {release.hash[:12]} · {release.statements} statements · {len(release.graphs)} graphs"
    )


@click.command("format", epilog=example("bouwstenen format data/tabel-b3-7.ttl"))
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--check", is_flag=True, help="Change nothing; exit 1 when a file is not in the stable form.")
def format_files(files: tuple[Path, ...], check: bool) -> None:
    """Bring Turtle data FILES into the sorted, stable form that the repository keeps."""
    from bouwstenen.graph.turtle import format_file

    changed = [path for path in files if format_file(path, check=check)]
    for path in changed:
        click.echo(f"{path}: {'not in the stable form' if check else 'formatted'}")
    if changed and check:
        sys.exit(1)
