"""The command that writes dumps: export."""

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bouwstenen.commands.common import example, ready
from bouwstenen.errors import ReleaseError, UnknownThingError, WrongUseError
from bouwstenen.settings import EMBEDDED, Settings

if TYPE_CHECKING:
    from bouwstenen.publishing.dumps.files import Dump

__all__ = ["export"]

_PIECE = 2**20
_FORMATS = ("nq", "trig", "ttl", "jsonld", "csv", "xlsx")


@click.command(epilog=example("bouwstenen export --format ttl --graph tabel-b3-7 --output tabel-b3-7.ttl"))
@click.option(
    "--format",
    "wanted",
    type=click.Choice(_FORMATS),
    help="What to write; csv is all tables, as zip, xlsx a workbook to edit.",
)
@click.option("--graph", metavar="NAME", help="Only this named graph, not the whole release.")
@click.option("--table", metavar="NAME", help="With csv: only this table, not all as zip.")
@click.option(
    "--output",
    default="-",
    metavar="FILE",
    help="Where to; compressed if it ends in .gz. Standard output when missing or -.",
)
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write every file, with checksums, into this new folder.",
)
@click.option(
    "--beside", is_flag=True, help="Put every file beside the release, where the service finds them."
)
@click.option("--release", metavar="VERSION", help="Another release than the current one: its day or hash.")
@click.pass_obj
def export(
    settings: Settings,
    wanted: str | None,
    graph: str | None,
    table: str | None,
    output: str,
    folder: Path | None,
    beside: bool,
    release: str | None,
) -> None:
    """Write a release as a file, or as all the files that the service offers for download."""
    from bouwstenen.publishing.dumps.release import dumps_of

    if sum((wanted is not None, folder is not None, beside)) != 1:
        raise WrongUseError(
            "one thing is written at a time.", mend="Give one of --format, --to and --beside."
        )
    if graph is not None and wanted in (None, "csv", "xlsx"):
        raise WrongUseError(
            "no graph can be chosen of that.", where="--graph", mend="Give nq, trig, ttl or jsonld."
        )
    if table is not None and wanted != "csv":
        raise WrongUseError("tables come as csv.", where="--table", mend="Give --format csv.")
    if output != "-" and wanted is None:
        raise WrongUseError("that is for one file.", where="--output", mend="Give --format too.")
    if wanted == "xlsx":
        _write_workbook(settings, release, output)
        return
    place, name = _release(settings, release)
    if beside:
        click.echo(_made_beside(place, name))
        return
    with dumps_of(place, name) as made:
        if folder is not None:
            _copy_all(made, folder)
        elif table is not None:
            _write(_table(made, table), output, packed=False)
        else:
            _write(made / _find(made, graph, wanted).file, output, packed=wanted != "csv")


def _write_workbook(settings: Settings, release: str | None, output: str) -> None:
    """Write a release as a workbook that curators edit and import reads back."""
    from bouwstenen.curation.spreadsheets.writing import write_workbook

    if output == "-" and sys.stdout.isatty():
        raise WrongUseError("a workbook is nothing to read.", where="--output", mend="Name a file.")
    opened = ready(settings, release)
    content = write_workbook(opened.store, opened.release)
    if output == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    Path(output).write_bytes(content)


def _made_beside(place: Path, release: str) -> Path:
    """Make dumps, with a bar on standard error."""
    import time

    from rich.console import Console

    from bouwstenen.bars import followed
    from bouwstenen.publishing.dumps.release import add_dumps

    with followed(Console(stderr=True)) as progress:
        began = time.perf_counter()
        progress.begin("dumps")
        made = add_dumps(place, release, progress.tell)
        progress.end("dumps", time.perf_counter() - began)
    return made


def _release(settings: Settings, wanted: str | None) -> tuple[Path, str]:
    """Folder and hash of a release that is here."""
    from bouwstenen.graph.history import find_entry, history

    name = find_entry(history(settings.home), wanted).hash if wanted else _current(settings)
    folder = settings.home / "releases" / name
    if not (folder / "store" / "CURRENT").is_file():
        mend = "Export it where it was built."
        raise ReleaseError(f"release {name[:12]} is not here.", where=str(settings.home), mend=mend)
    return folder, name


def _current(settings: Settings) -> str:
    if settings.store == EMBEDDED:
        return ready(settings).release.hash
    from bouwstenen.store.remote.store import RemoteStore

    with RemoteStore(settings.store, authorization=settings.authorization) as store:
        return store.release().hash


def _find(made: Path, graph: str | None, wanted: str | None) -> "Dump":
    from bouwstenen.publishing.dumps.release import read_manifest

    listed = read_manifest(made)
    for each in listed:
        if (each.graph, each.format) == (graph, wanted):
            return each
    raise _unknown("graph", graph or "", sorted({each.graph for each in listed if each.graph}))


def _table(made: Path, name: str) -> Path:
    from bouwstenen.publishing.dumps.files import CSV_FOLDER

    tables = {path.stem: path for path in sorted((made / CSV_FOLDER).glob("*.csv"))}
    found = tables.get(name.removesuffix(".csv"))
    if found is None:
        raise _unknown("table", name, list(tables))
    return found


def _unknown(kind: str, name: str, names: list[str]) -> UnknownThingError:
    from rapidfuzz import process

    near = ", ".join(each for each, *_ in process.extract(name, names, limit=3))
    return UnknownThingError(
        f"there is no {kind} “{name}”.", where=f"--{kind}", mend=f"Did you mean: {near}?"
    )


def _write(source: Path, output: str, *, packed: bool) -> None:
    import gzip

    if source.suffix == ".zip" and output == "-" and sys.stdout.isatty():
        raise WrongUseError("a zip file is nothing to read.", where="--output", mend="Name a file.")
    unpack = packed and not output.endswith(".gz")
    with gzip.open(source) if unpack else source.open("rb") as content:
        if output == "-":
            shutil.copyfileobj(content, sys.stdout.buffer, _PIECE)
            sys.stdout.flush()
            return
        with Path(output).open("wb") as file:
            shutil.copyfileobj(content, file, _PIECE)


def _copy_all(made: Path, folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise WrongUseError("there are files in it already.", where=str(folder), mend="Name a new folder.")
    shutil.copytree(made, folder, dirs_exist_ok=True, copy_function=shutil.copyfile)
    count = sum(1 for path in folder.rglob("*") if path.is_file())
    click.echo(f"{count} files · check them there with: sha256sum -c SHA256SUMS")
