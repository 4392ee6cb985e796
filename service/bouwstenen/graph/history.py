"""Which releases were published below a home, one after another: their names, and how to find one.

<home>/history/000001/entry.json      what was published first
<home>/history/000001/…               what was written beside: what changed since the one before

A release is named after its content (`graph.release`); an entry says when that content became the current
one. The same content may come back, as a later entry.
"""

import json
import logging
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from rapidfuzz import process

from bouwstenen.errors import UnknownThingError
from bouwstenen.graph.files import sync_folder, sync_tree, written_whole
from bouwstenen.namespaces import RELEASE

__all__ = [
    "SHORT",
    "SHORTEST",
    "Entry",
    "Follow",
    "find_entry",
    "folder_of",
    "history",
    "name_of",
    "numbers",
    "record",
    "release_iri",
    "write_entry",
]

_log = logging.getLogger(__name__)

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

    An entry that cannot be read is passed over, which the log tells: the others keep number and name. Where
    what lies around it says what it was, the next start of the service or build writes it again.
    """
    entries = []
    for number in numbers(home):
        path = home / "history" / f"{number:06}" / "entry.json"
        try:
            entries.append(_read(path))
        except (OSError, ValueError, TypeError, KeyError) as error:
            _warn(path, str(error))
    return entries


def numbers(home: Path) -> list[int]:
    """Return the numbers of all publications, of those too whose entry cannot be read."""
    return sorted(int(path.name) for path in (home / "history").glob("[0-9]*") if path.name.isdigit())


def _read(path: Path) -> Entry:
    said = json.loads(path.read_text(encoding="utf-8"))
    entry = Entry(**{name: said[name] for name in _FIELDS})
    if not re.fullmatch("[0-9a-f]{64}", entry.hash) or entry.number != int(path.parent.name):
        raise ValueError("it is of no release, or of another place")
    return entry


@lru_cache(maxsize=256)
def _warn(path: Path, error: str) -> None:
    """Once: many ask for the history."""
    _log.warning("an entry of the history cannot be read and is passed over: %s: %s", path, error)


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
    entries, there = history(home), numbers(home)
    last = entries[-1] if entries else None
    if last is not None and last.hash == release and last.number == there[-1]:
        return None
    entry = Entry(
        number=there[-1] + 1 if there else 1,
        name=name_of(published, entries, len(there) - len(entries)),
        hash=release,
        published=published,
        prior=last.hash if last else None,
    )
    parent = home / "history"
    if not parent.is_dir():
        parent.mkdir()
        sync_folder(home)
    for left in parent.glob(".draft-*"):
        shutil.rmtree(left, ignore_errors=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=parent))
    try:
        for write in follow:
            write(draft, entry, home / "releases" / release, home / "releases" / last.hash if last else None)
        write_entry(draft, entry)
        draft.chmod(0o755)
        sync_tree(draft)
        draft.rename(folder_of(home, entry))
        sync_folder(parent)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return entry


def write_entry(folder: Path, entry: Entry) -> None:
    """Write an entry into its folder.

    Raises:
        OSError: it cannot be written.
    """
    written_whole(folder / "entry.json", json.dumps(asdict(entry), indent=2) + "\n")


def name_of(published: str, before: Sequence[Entry], unread: int = 0) -> str:
    """Return the name of a publication: its day, and from the second of a day on which one.

    Args:
        published: when, ISO 8601 in UTC.
        before: the entries before it.
        unread: how many more there are whose names are not known; any of them may be of that day.
    """
    day = published[:10]
    same = unread
    for entry in before:
        that, _, place = entry.name.partition(".")
        if that == day:
            same = max(same, unread + int(place or 1))
    return f"{day}.{same + 1}" if same else day
