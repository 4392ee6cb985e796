"""What changed with one publication, as it lies on disk.

<entry>/changes/summary.json       how much: this comes last, so that without it there is nothing
<entry>/changes/index.jsonl.gz     a line for each resource: what happened to it
<entry>/changes/0001.jsonl.gz      what is said of the first `PAGE` of them now, …
<entry>/changes/labels.json.gz     names of what the changed statements mention
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from bouwstenen.errors import ReleaseError
from bouwstenen.publishing.changes.comparison import Change, Kind

__all__ = [
    "FOLDER",
    "PAGE",
    "Item",
    "Summary",
    "deleted",
    "index",
    "is_readable",
    "labels",
    "lines_of",
    "members",
    "summary",
]

FOLDER = "changes"

#: Resources on a page.
PAGE = 500

_MEND = (
    "Bring back the folder from a copy, or move the folder “history” away: what changed is then counted anew "
    "from the next build."
)


@dataclass(frozen=True)
class Summary:
    """How much changed.

    Args:
        time: when, for readers of the stream: later than for any publication before. ISO 8601 in UTC.
        since: number of the publication it is compared with; None for the first.
        counts: how many resources of each kind.
        added: statements that came.
        removed: statements that went.
        classes: how many resources of each kind, by the IRI of their first class ("" for none).
        graphs: how many statements came and went, by the IRI of their graph ("" for none).
        lost: what was recorded was damaged and could not be made again: this stands in its place, so that
            the pages of the stream stay what they are. What is recorded later counts what it lacks.
    """

    time: str
    since: int | None
    counts: dict[str, int]
    added: int
    removed: int
    classes: dict[str, dict[str, int]]
    graphs: dict[str, list[int]]
    lost: bool = False

    @property
    def members(self) -> int:
        """How many resources changed."""
        return sum(self.counts.values())

    @property
    def parts(self) -> int:
        """How many pages they take; one where nothing changed."""
        return max(1, -(-self.members // PAGE))

    @property
    def moment(self) -> datetime:
        """The time, to compare with."""
        return datetime.fromisoformat(self.time)


class Item(NamedTuple):
    """A line of the index.

    Args:
        kind: what happened.
        iri: to which resource.
        types: its classes, those that a source states first.
        label: its names by language.
        about: what it is a claim about, if it is one.
        removed: statements that went.
        added: statements that came; none are listed for what was created, its page has them.
    """

    kind: Kind
    iri: str
    types: tuple[str, ...]
    label: dict[str, str]
    about: str | None
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


def summary(folder: Path) -> Summary | None:
    """Return how much changed with the publication in a folder; None where that was not recorded.

    Raises:
        ReleaseError: it was, and cannot be read.
    """
    path = folder / FOLDER / "summary.json"
    try:
        return _summary(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise _unreadable(path, error) from error


def is_readable(folder: Path) -> bool:
    """Return whether what was recorded with a publication is all there, as far as shows at a glance.

    True also where nothing was recorded.
    """
    place = folder / FOLDER
    if not place.exists():
        return True
    try:
        found = summary(folder)
        if found is None:
            return False
        pages = [f"{part:04}.jsonl.gz" for part in range(1, found.parts + 1)] if found.members else []
        return all((place / name).stat().st_size for name in ("index.jsonl.gz", "labels.json.gz", *pages))
    except (OSError, ReleaseError):
        return False


@lru_cache(maxsize=4096)
def _summary(path: Path, changed: int) -> Summary:
    del changed
    return Summary(**json.loads(path.read_text(encoding="utf-8")))


def index(folder: Path) -> Iterator[Item]:
    """Give what happened to each resource, ordered by IRI; raises ReleaseError where it cannot be read."""
    for row in _rows(folder / FOLDER / "index.jsonl.gz"):
        kind, iri, types, label, about, removed, added = row
        yield Item(kind, iri, tuple(types), label, about, tuple(removed), tuple(added))


def deleted(folder: Path) -> frozenset[str]:
    """Return the IRIs of the resources that are gone; raises ReleaseError where that cannot be read."""
    path = folder / FOLDER / "index.jsonl.gz"
    try:
        return _deleted(folder, path.stat().st_mtime_ns)
    except OSError as error:
        raise _unreadable(path, error) from error


@lru_cache(maxsize=256)
def _deleted(folder: Path, changed: int) -> frozenset[str]:
    del changed
    return frozenset(item.iri for item in index(folder) if item.kind == "deleted")


def members(folder: Path, part: int) -> Iterator[Change]:
    """Give what is said of the resources on a page now, and whether they are new; see `Change`.

    What was removed and added stands in the index.

    Raises:
        ReleaseError: the page cannot be read.
    """
    for kind, iri, lines in _rows(folder / FOLDER / f"{part:04}.jsonl.gz"):
        yield Change(kind, iri, tuple(lines))


def lines_of(folder: Path) -> Iterator[Change]:
    """Give the same for all pages."""
    found = summary(folder)
    for part in range(1, found.parts + 1 if found and found.members else 1):
        yield from members(folder, part)


def labels(folder: Path) -> dict[str, dict[str, str]]:
    """Return the names, by language, of what the changed statements mention.

    Raises:
        ReleaseError: they cannot be read.
    """
    path = folder / FOLDER / "labels.json.gz"
    try:
        return _labels(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise _unreadable(path, error) from error


@lru_cache(maxsize=32)
def _labels(path: Path, changed: int) -> dict[str, dict[str, str]]:
    del changed
    return next(_rows(path), {})


def _rows(path: Path) -> Iterator[Any]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)
    except (OSError, EOFError, ValueError) as error:  # gzip raises the first two, zlib's error is the third
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> ReleaseError:
    return ReleaseError(f"what changed cannot be read: {error}.", where=str(path), mend=_MEND)
