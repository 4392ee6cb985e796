"""The dumps as a part of a release: written beside its store, found there, made anew where they are not.

<release>/dumps/…                        the files, as `files` names them
<release>/dumps/manifest.json            what each is
<release>/dumps/SHA256SUMS               their digests, for `sha256sum -c`
<release>/dumps/SHA256SUMS-uncompressed  the same of what is in those that are compressed
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from pyoxigraph import Store

from bouwstenen.errors import ReleaseError
from bouwstenen.graph.release import Beside
from bouwstenen.progress import Tell, silent
from bouwstenen.publishing.dumps.files import (
    CHECKSUMS,
    CONTENT_CHECKSUMS,
    CSV_FOLDER,
    MANIFEST,
    METADATA,
    TABLES,
    Dump,
)
from bouwstenen.publishing.dumps.packing import zip_files
from bouwstenen.publishing.dumps.serialising import write_statements
from bouwstenen.publishing.dumps.statements import lay_out
from bouwstenen.publishing.dumps.tables import write_tables

__all__ = [
    "FOLDER",
    "MOST_AT_BUILD",
    "add_dumps",
    "dumps",
    "dumps_of",
    "is_whole",
    "read_manifest",
    "write_dumps",
]

FOLDER = "dumps"

#: Statements up to which a build makes dumps. Ours are a fifth of that and take two seconds; beyond, dumps
#: take about as long as all the rest of a build without checks.
MOST_AT_BUILD = 250_000


def dumps(store: Store, release: str, tell: Tell = silent) -> Beside:
    """Return the dumps of `store` as something that lies beside a release's store.

    Args:
        store: what the release holds.
        release: its hash.
        tell: told how many statements are done.
    """
    return Beside(FOLDER, lambda folder: write_dumps(folder, store, release, tell), is_whole)


def write_dumps(folder: Path, store: Store, release: str, tell: Tell = silent) -> None:
    """Write all dumps into a new folder; scratch files lie beside it meanwhile.

    Raises:
        OSError: they cannot be written.
        ReleaseError: the store holds what a dump cannot.
    """
    folder.mkdir()
    tables = folder / CSV_FOLDER
    tables.mkdir()
    with tempfile.TemporaryDirectory(prefix=".dumps-", dir=folder.parent) as scratch:
        laid = lay_out(store, Path(scratch), tell)
        made = list(write_statements(laid, folder, Path(scratch)))
        files = write_tables(laid.union, tables, release)
    size, digest = zip_files(folder / TABLES, files)
    made.append(Dump(TABLES, None, "csv", "application/zip", None, size, digest, None))
    manifest = folder / MANIFEST
    manifest.write_text(json.dumps([asdict(each) for each in made], indent=1) + "\n", encoding="utf-8")
    sums = {each.file: each.sha256 for each in made}
    sums |= {str(file.relative_to(folder)): _digest(file) for file in (*files, manifest)}
    _write_sums(folder / CHECKSUMS, sums)
    contents = {each.file.removesuffix(".gz"): each.content_sha256 for each in made if each.content_sha256}
    _write_sums(folder / CONTENT_CHECKSUMS, contents)


def read_manifest(folder: Path) -> list[Dump]:
    """Return what a folder of dumps holds.

    Raises:
        ReleaseError: there are none, or what lists them cannot be read.
    """
    path = folder / MANIFEST
    try:
        return [Dump(**each) for each in json.loads(path.read_text(encoding="utf-8"))]
    except FileNotFoundError as error:
        mend = "Make them with `bouwstenen export --beside`."
        raise ReleaseError("this release has no dumps.", where=str(folder), mend=mend) from error
    except (OSError, ValueError, TypeError) as error:
        raise ReleaseError(
            f"cannot be read: {error}.", where=str(path), mend="Run `bouwstenen build`."
        ) from error


def is_whole(folder: Path) -> bool:
    """Return whether there are dumps in a folder, every file of its size.

    Which software made them does not count: the digests of a release that others cite stay what they were.
    """
    try:
        listed = read_manifest(folder)
        tables = (folder / CSV_FOLDER / METADATA, folder / CHECKSUMS, folder / CONTENT_CHECKSUMS)
        return all((folder / each.file).stat().st_size == each.size for each in listed) and all(
            path.is_file() for path in tables
        )
    except (OSError, ReleaseError):
        return False


@contextmanager
def dumps_of(folder: Path, release: str, tell: Tell = silent) -> Iterator[Path]:
    """Yield a folder with the dumps of a release: its own, or one that goes when the block ends.

    Raises:
        OSError: there is no room for them.
        ReleaseError: the release is damaged.
    """
    if is_whole(folder / FOLDER):
        yield folder / FOLDER
        return
    with tempfile.TemporaryDirectory(prefix="bouwstenen-dumps-") as scratch:
        made = Path(scratch) / FOLDER
        write_dumps(made, _store(folder), release, tell)
        yield made


def add_dumps(folder: Path, release: str, tell: Tell = silent) -> Path:
    """Make sure that the release in `folder` has its dumps beside its store; return where.

    They are whole before they are there.

    Raises:
        OSError: they cannot be written there.
        ReleaseError: the release is damaged.
    """
    place = folder / FOLDER
    if is_whole(place):
        return place
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder))
    try:
        write_dumps(draft / FOLDER, _store(folder), release, tell)
        if place.exists():
            place.rename(draft / "damaged")
        (draft / FOLDER).rename(place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return place


def _store(folder: Path) -> Store:
    try:
        return Store.read_only(str(folder / "store"))
    except (OSError, RuntimeError) as error:
        raise ReleaseError(
            f"the store of this release is damaged: {error}.",
            where=str(folder),
            mend="Run `bouwstenen build`.",
        ) from error


def _write_sums(path: Path, sums: dict[str, str]) -> None:
    lines = (f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
    path.write_text("".join(lines), encoding="utf-8")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
