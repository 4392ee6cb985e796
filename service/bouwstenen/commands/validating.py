"""The command that checks files: `validate`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bouwstenen.commands.common import example
from bouwstenen.errors import SourceError
from bouwstenen.settings import Settings

if TYPE_CHECKING:
    from bouwstenen.curation.reading import Given

__all__ = ["validate"]


@click.command(epilog=example("bouwstenen validate data/tabel-b3-7.ttl --language en"))
@click.argument(
    "files",
    nargs=-1,
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
)
@click.option(
    "--alone", is_flag=True, help="Check the files by themselves, not together with the current data."
)
@click.option(
    "--language",
    type=click.Choice(["nl", "en"]),
    default="nl",
    show_default=True,
    help="Language of messages.",
)
@click.option(
    "--format",
    "wanted",
    type=click.Choice(["text", "html", "csv", "json", "ttl", "sarif", "github"]),
    default="text",
    show_default=True,
)
@click.option(
    "--from",
    "kind",
    metavar="FORMAT",
    help="What the files are, by name or media type: ttl, trig, nt, nq, jsonld, rdf, xlsx or csv. By default "
    "what the suffix says; of standard input (-) how it begins.",
)
@click.pass_obj
def validate(
    settings: Settings, files: tuple[Path, ...], alone: bool, language: str, wanted: str, kind: str | None
) -> None:
    """Check FILES (- for standard input) against the shapes, together with the current data.

    They are Turtle, TriG, N-Triples, N-Quads, JSON-LD, RDF/XML, xlsx or csv. A file of the checkout is
    checked as part of the sources; without FILES all of them are. Exit code 1 when there are violations, 2
    when a file cannot be read.
    """
    from bouwstenen.curation.checking import Check, check, check_bounded
    from bouwstenen.validation.presenting import present

    if files:
        given = tuple(_given(path, kind) for path in files)
        report = check_bounded(Check(given, alone=alone, language=language), settings)
    else:  # our own sources need no bounds
        report = check(Check(alone=alone, language=language), settings.sources, settings.home)
    click.echo(present(report, wanted).removesuffix("\n"))
    if not report.readable:
        sys.exit(2)
    if not report.conforms:
        sys.exit(1)


def _given(path: Path, kind: str | None) -> "Given":
    from bouwstenen.curation.reading import Given
    from bouwstenen.validation.reading.kinds import kind_of

    name = str(path)
    known = kind_of("", named=kind or "")
    chosen = known.name if known else ""
    if name == "-":
        return Given(name, sys.stdin.buffer.read(), chosen)
    try:
        return Given(name, path.read_bytes(), chosen, path)
    except OSError as error:
        raise SourceError(f"cannot be read: {error}.", where=name) from error
