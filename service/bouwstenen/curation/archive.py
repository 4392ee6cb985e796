"""A backup on disk: a tar file whose last member says what all the others are.

manifest.json             what made it, when; of each other member its size and SHA-256
database/<table>.jsonl    the rows of a table, the same for every database
home/…                    the files of the home: changesets, history, releases, results of the link check
home/current              which release serves
"""

import hashlib
import io
import json
import re
import tarfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from bouwstenen.curation.transfer import TABLES
from bouwstenen.errors import WrongUseError

__all__ = ["DATABASE", "FORMAT", "HELD", "HOME", "Manifest", "Writer", "members", "verify"]

DATABASE, HOME, _MANIFEST = "database", "home", "manifest.json"
_CURRENT = f"{HOME}/current"
#: Version of this form.
FORMAT = 1
_PIECE = 2**20
#: Bytes of a manifest at most: some 200,000 files.
_LARGEST = 32 * 2**20
#: What a home has of its own; nothing else is backed up or comes from a backup.
HELD = ("changesets", "history", "releases", "links", "forms.key", "current")
_HASH = re.compile(rb"[0-9a-f]{64}\n?")
_ASIDE = (".draft-", ".damaged-", ".dumps-", ".build-")


@dataclass(frozen=True)
class Manifest:
    """What a backup is.

    Args:
        format: version of its form.
        software: version of the software that made it.
        made: when, ISO 8601 in UTC.
        migration: the last one of its database; None where there was none.
        tables: how many rows each table has.
        files: size and SHA-256 of each member, by name.
    """

    format: int
    software: str
    made: str
    migration: str | None
    tables: dict[str, int]
    files: dict[str, tuple[int, str]] = field(default_factory=dict)


class _Hashing(io.RawIOBase):
    """What tar reads a member from; knows its digest afterwards."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self.digest.update(data)
        return data


class Writer:
    """Writes the members of a backup.

    Args:
        file: where to.
        packed: compress it.
    """

    def __init__(self, file: IO[bytes], *, packed: bool) -> None:
        self._tar = tarfile.open(  # noqa: SIM115 - `close` does
            fileobj=file, mode="w:gz" if packed else "w:", format=tarfile.PAX_FORMAT
        )
        self._files: dict[str, tuple[int, str]] = {}

    def add(self, name: str, source: IO[bytes]) -> None:
        """Add a member from a file that can be sought in."""
        size = source.seek(0, io.SEEK_END)
        source.seek(0)
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o644
        hashing = _Hashing(source)
        self._tar.addfile(info, hashing)
        self._files[name] = size, hashing.digest.hexdigest()

    def add_tree(self, name: str, path: Path) -> None:
        """Add a file, or all files below a folder but those that somebody is writing; links are left out."""
        if path.is_symlink() or path.name.startswith(_ASIDE):
            return
        if path.is_dir():
            for each in sorted(path.iterdir()):
                self.add_tree(f"{name}/{each.name}", each)
        elif path.is_file():
            with path.open("rb") as file:
                self.add(name, file)

    def close(self, manifest: Manifest) -> Manifest:
        """Add what the manifest says, and the end; return it with all files."""
        whole = Manifest(**{**asdict(manifest), "files": dict(self._files)})
        self.add(_MANIFEST, io.BytesIO(json.dumps(asdict(whole), indent=1).encode()))
        self._tar.close()
        return whole


def verify(path: Path) -> Manifest:
    """Read a backup to its end; return what it is.

    Raises:
        WrongUseError: it is no backup, not whole, damaged, of a form we do not know, or has files that do
            not belong in a home; says which.
        OSError: it cannot be read.
    """
    found: dict[str, tuple[int, str]] = {}
    kept: dict[str, bytes] = {}

    def take(name: str, source: IO[bytes]) -> None:
        if name in found or _MANIFEST in found:
            raise _refused(path, f"“{name}” comes twice, or after the end")
        digest, size = hashlib.sha256(), 0
        while data := source.read(_PIECE):
            digest.update(data)
            size += len(data)
            if name in (_MANIFEST, _CURRENT):  # both are small: `members` has seen to it
                kept[name] = kept.get(name, b"") + data
        found[name] = size, digest.hexdigest()

    members(path, take)
    if _MANIFEST not in found:
        raise _refused(path, "its end is missing")
    if _CURRENT in found and not _HASH.fullmatch(kept.get(_CURRENT, b"")):
        raise _refused(path, f"“{_CURRENT}” names no release")
    try:
        said = json.loads(kept.get(_MANIFEST, b""))
        if said["format"] != FORMAT:
            raise _refused(path, "newer software made it")
        files = {str(name): (int(size), str(digest)) for name, (size, digest) in said.pop("files").items()}
        manifest = Manifest(**said, files=files)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _refused(path, f"its manifest cannot be read ({error})") from error
    del found[_MANIFEST]
    for name in files.keys() | found.keys():
        if files.get(name) != found.get(name):
            raise _refused(path, f"“{name}” is missing, damaged or not of it")
    return manifest


def members(
    path: Path, take: Callable[[str, IO[bytes]], None], sizes: Mapping[str, int] | None = None
) -> None:
    """Hand each member of a backup to `take`, its name and its content.

    Args:
        path: the backup.
        take: what is done with each.
        sizes: of all members but the manifest, where they are known: none may be of another.

    Raises:
        WrongUseError: it is not whole, or has a member that may not be in it.
        OSError: it cannot be read.
    """
    try:
        with tarfile.open(path, "r|*") as tar:
            for member in tar:
                source = tar.extractfile(member) if member.isreg() else None
                if source is None or not _is_safe(member.name):
                    raise _refused(path, f"“{member.name}” may not be in it")
                most = {_MANIFEST: _LARGEST, _CURRENT: 100}.get(member.name, member.size)
                if member.size > most:
                    raise _refused(path, f"“{member.name}” is too large")
                if sizes is not None and member.name != _MANIFEST and sizes.get(member.name) != member.size:
                    raise _refused(path, f"“{member.name}” is not what was checked")
                take(member.name, source)
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise _refused(path, f"it is not whole ({error})") from error


def _is_safe(name: str) -> bool:
    """Whether a name is of a file below one of the two folders, and nowhere else."""
    if name == _MANIFEST:
        return True
    first, *rest = name.split("/")
    return (
        first in (DATABASE, HOME)
        and bool(rest)
        and all(part not in ("", ".", "..") and re.fullmatch(r"[^\\\0]+", part) for part in rest)
        # no lock, no mark, no database file
        and not (first == HOME and rest[0] not in HELD)
        and not (first == DATABASE and (len(rest) != 1 or rest[0].removesuffix(".jsonl") not in TABLES))
    )


def _refused(path: Path, reason: str) -> WrongUseError:
    return WrongUseError(
        f"this is no backup that can be restored: {reason}.", where=str(path), mend="Take another one."
    )
