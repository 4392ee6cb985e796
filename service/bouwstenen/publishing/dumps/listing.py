"""What a folder of dumps holds, read once: a release never changes."""

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bouwstenen.errors import ReleaseError
from bouwstenen.publishing.dumps.files import CHECKSUMS, CONTENT_CHECKSUMS, CSV_FOLDER, METADATA, Dump
from bouwstenen.publishing.dumps.release import read_manifest

__all__ = ["Listing", "Table", "read_listing"]


@dataclass(frozen=True)
class Table:
    """A table.

    Args:
        file: its name, with its folder.
        titles: what its class is called, by language.
        size: in bytes.
        sha256: of the file, hexadecimal.
    """

    file: str
    titles: dict[str, str]
    size: int
    sha256: str


@dataclass(frozen=True)
class Listing:
    """A folder of dumps.

    Args:
        folder: where they are.
        dumps: what the manifest lists.
        tables: the table of each class.
        digests: SHA-256 of every file there is, by its name.
    """

    folder: Path
    dumps: list[Dump]
    tables: list[Table]
    digests: dict[str, str]


def read_listing(folder: Path) -> Listing | None:
    """Return what a folder of dumps holds, or None where there is no such folder.

    Raises:
        ReleaseError: what lists them is missing or cannot be read.
    """
    try:
        changed = (folder / CHECKSUMS).stat().st_mtime_ns
    except FileNotFoundError:
        return None
    return _read(folder, changed)


@lru_cache(maxsize=16)
def _read(folder: Path, changed: int) -> Listing:
    del changed  # dumps that were damaged may be made again
    digests: dict[str, str] = {}
    try:
        for line in (folder / CHECKSUMS).read_text(encoding="utf-8").splitlines():
            digest, _, name = line.partition("  ")
            digests[name] = digest
        for name in (CHECKSUMS, CONTENT_CHECKSUMS):
            digests[name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        tables = _tables(folder, digests)
    except (OSError, ValueError, KeyError) as error:
        raise ReleaseError(
            f"the dumps of this release are damaged: {error}.",
            where=str(folder),
            mend="Run `bouwstenen build`.",
        ) from error
    return Listing(folder, read_manifest(folder), tables, digests)


def _tables(folder: Path, digests: dict[str, str]) -> list[Table]:
    described = json.loads((folder / CSV_FOLDER / METADATA).read_text(encoding="utf-8"))
    tables = []
    for table in described["tables"]:
        name = f"{CSV_FOLDER}/{table['url']}"
        titles = {each.get("@language", ""): each["@value"] for each in table.get("dc:title", [])}
        tables.append(Table(name, titles, (folder / name).stat().st_size, digests[name]))
    return tables
