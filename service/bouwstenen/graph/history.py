"""Which releases were published below a home, one after another: their names, and how to find one.

<home>/history/000001/entry.json      what was published first
<home>/history/000001/…               what was written beside: what changed since the one before

A release is named after its content (`graph.release`); an entry says when that content became the current
one. The same content may come back, as a later entry.
"""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rapidfuzz import process

from bouwstenen.errors import ReleaseError, UnknownThingError
from bouwstenen.namespaces import RELEASE

__all__ = [
    "SHORT",
    "SHORTEST",
    "Entry",
    "Follow",
    "find_entry",
    "folder_of",
    "history",
    "record",
    "release_iri",
]

#: Digits of a hash that name a release: as many as no other release will begin with.
SHORT = 12
SHORTEST = 8


@dataclass(frozen=True)
class Entry:
    """One publication.

    Args:
        number: 1 for the first.
        name: the day, and from the second of a day on which one: `2026-11-24`, `2026-11-24.2`.
        hash: of the release, hexadecimal.
        published: when, ISO 8601 in UTC.
        prior: hash of the release before it; None for the first.
    """

    number: int
    name: str
    hash: str
    published: str
    prior: str | None = None

    @property
    def version(self) -> str:
        """What the release is cited by: the beginning of its hash, the same wherever it is built."""
        return self.hash[:SHORT]


#: What an entry must say; software that comes later may say more.
_FIELDS = tuple(Entry.__dataclass_fields__)


def release_iri(entry: Entry) -> str:
    """Return the IRI of a publication; w3id.org leads from there to its address at the service."""
    return f"{RELEASE}{entry.name}"


#: Writes what follows from two releases – their folders; None where there is none before – into a folder.
Follow = Callable[[Path, Entry, Path, Path | None], None]


def history(home: Path) -> list[Entry]:
    """Return what was published below `home`, the oldest first.

    Raises:
        ReleaseError: an entry cannot be read.
    """
    entries = []
    for path in sorted((home / "history").glob("[0-9]*/entry.json")):
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            entries.append(Entry(**{name: said[name] for name in _FIELDS}))
        except (OSError, ValueError, TypeError, KeyError) as error:
            mend = "Bring back the file from a copy: the numbers of later releases depend on it."
            raise ReleaseError(f"cannot be read: {error}.", where=str(path), mend=mend) from error
    return entries


def folder_of(home: Path, entry: Entry) -> Path:
    """Return the folder of an entry, with what was written beside it."""
    return home / "history" / f"{entry.number:06}"


def find_entry(entries: Sequence[Entry], text: str) -> Entry:
    """Return the entry that is meant by a name, or by eight digits or more of a hash.

    Content that came back has several entries; a hash means the last of them.

    Raises:
        UnknownThingError: there is none; tells the nearest names.
    """
    wanted = text.strip().lower()
    for entry in reversed(entries):
        if wanted == entry.name or (
            re.fullmatch(rf"[0-9a-f]{{{SHORTEST},64}}", wanted) and entry.hash.startswith(wanted)
        ):
            return entry
    names = [name for entry in reversed(entries) for name in (entry.name, entry.version)]
    near = ", ".join(name for name, *_ in process.extract(wanted, names, limit=3))
    raise UnknownThingError(
        {"nl": f"er is geen uitgave “{text}”.", "en": f"there is no release “{text}”."},
        where="release",
        mend={"nl": f"Bedoelt u: {near}?", "en": f"Did you mean: {near}?"} if near else None,
    )


def record(home: Path, release: str, published: str, follow: Sequence[Follow] = ()) -> Entry | None:
    """Append a release to the history; return its entry, or None where it was the last one already.

    Call it while no other build writes. The entry is whole before it is there: what follows from the release
    is written first, under a temporary name.

    Args:
        home: folder that holds the releases.
        release: hash of one that is there.
        published: when, ISO 8601 in UTC.
        follow: write what else goes into the entry's folder.

    Raises:
        OSError: it cannot be written.
        ReleaseError: what was recorded before cannot be read.
    """
    entries = history(home)
    last = entries[-1] if entries else None
    if last is not None and last.hash == release:
        return None
    day = published[:10]
    same = sum(1 for entry in entries if entry.name.partition(".")[0] == day)
    entry = Entry(
        number=last.number + 1 if last else 1,
        name=f"{day}.{same + 1}" if same else day,
        hash=release,
        published=published,
        prior=last.hash if last else None,
    )
    parent = home / "history"
    parent.mkdir(exist_ok=True)
    for left in parent.glob(".draft-*"):
        shutil.rmtree(left, ignore_errors=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=parent))
    try:
        for write in follow:
            write(draft, entry, home / "releases" / release, home / "releases" / last.hash if last else None)
        with (draft / "entry.json").open("w", encoding="utf-8") as file:
            json.dump(asdict(entry), file, indent=2)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(0o755)
        draft.rename(folder_of(home, entry))
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return entry
