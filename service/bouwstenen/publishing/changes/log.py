"""All publications below a home that have their changes recorded, and what can be asked of them."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from bouwstenen.errors import ReleaseError, UnknownThingError
from bouwstenen.graph.history import Entry, folder_of, history
from bouwstenen.publishing.changes.comparison import KINDS, Change, change_of
from bouwstenen.publishing.changes.recorded import PAGE, Item, Summary, index, labels, members, summary

__all__ = ["Difference", "Log", "Step", "log"]

_log_of = logging.getLogger(__name__)


@dataclass(frozen=True)
class Step:
    """A publication and how much changed with it.

    Args:
        entry: the publication.
        folder: where its changes are.
        summary: how much.
    """

    entry: Entry
    folder: Path
    summary: Summary

    def items(self) -> Iterator[Item]:
        """Give what happened to each resource, ordered by IRI; raises ReleaseError where that is damaged."""
        return index(self.folder)

    def members(self, part: int) -> Iterator[Change]:
        """Give what is said now of the resources of a page; none where nothing changed."""
        return members(self.folder, part) if self.summary.members else iter(())

    def changes(self) -> Iterator[tuple[Change, Item]]:
        """Give all changes with their statements, each with its line of the index."""
        page: list[Change] = []
        for position, item in enumerate(self.items()):
            if position % PAGE == 0:
                page = list(self.members(position // PAGE + 1))
            lines = page[position % PAGE].lines
            added = lines if item.kind == "created" else item.added
            yield Change(item.kind, item.iri, lines, item.removed, added), item


@dataclass(frozen=True)
class Log:
    """What was published below a home.

    Args:
        entries: every publication, the oldest first.
        steps: those whose changes were recorded, the oldest first.
    """

    entries: tuple[Entry, ...]
    steps: tuple[Step, ...]

    @property
    def version(self) -> str:
        """What changes whenever anything was published."""
        return f"{len(self.entries)} {self.entries[-1].hash}" if self.entries else ""

    def until(self, entry: Entry) -> "Log":
        """Return what had been published when an entry had just been."""
        return Log(
            tuple(each for each in self.entries if each.number <= entry.number),
            tuple(step for step in self.steps if step.entry.number <= entry.number),
        )

    def statements(self, entry: Entry) -> int:
        """Return how many statements there were after a publication, as far as was recorded."""
        counts = (each.summary for each in self.steps if each.entry.number <= entry.number)
        return sum(each.added - each.removed for each in counts)

    def step(self, entry: Entry) -> Step | None:
        """Return the changes of a publication; None where they were not recorded."""
        return self.numbered(entry.number)

    def numbered(self, number: int) -> Step | None:
        """Return the changes of the publication with a number; None where there are none of it."""
        return next((step for step in self.steps if step.entry.number == number), None)

    def before(self, entry: Entry) -> Entry | None:
        """Return the publication that another is compared with; None for the first.

        Raises:
            UnknownThingError: what changed with it was not recorded.
        """
        step = self.step(entry)
        if step is None:
            raise _not_recorded(entry)
        if step.summary.since is None:
            return None
        since = self.numbered(step.summary.since)
        if since is None:  # its entry is lost
            raise _not_recorded(entry)
        return since.entry

    def between(self, old: Entry | None, new: Entry) -> "Difference":
        """Return what changed from one publication (None: from nothing) to a later one.

        Raises:
            UnknownThingError: the changes of one of them were not recorded; says of which.
            ReleaseError: what was recorded cannot be read.
        """
        for entry in filter(None, (old, new)):
            if self.step(entry) is None:
                raise _not_recorded(entry)
        first: dict[str, tuple[str, ...]] = {}
        last: dict[str, tuple[Change, Item]] = {}
        names: dict[str, dict[str, str]] = {}
        for step in self.steps:
            if (old.number if old else 0) < step.entry.number <= new.number:
                names |= labels(step.folder)
                for change, item in step.changes():
                    first.setdefault(change.iri, change.before)
                    last[change.iri] = change, item
        found = []
        for iri in sorted(last, key=lambda iri: f"{iri}>"):
            change, item = last[iri]
            if first[iri] != change.lines:
                change = change_of(iri, first[iri], change.lines)
                listed = change.added if change.kind == "updated" else ()
                found.append((change, item._replace(kind=change.kind, removed=change.removed, added=listed)))
        return Difference(tuple(found), names)


class Difference(NamedTuple):
    """What changed from one publication to a later one.

    Args:
        changes: each with its line of the index, ordered by IRI.
        names: of what is mentioned, by language.
    """

    changes: tuple[tuple[Change, Item], ...]
    names: Mapping[str, Mapping[str, str]]

    @property
    def counts(self) -> dict[str, int]:
        """How many resources there are of each kind."""
        return {kind: sum(change.kind == kind for change, _ in self.changes) for kind in KINDS}


def _not_recorded(entry: Entry) -> UnknownThingError:
    """Return the error that tells that what changed with a publication was not recorded."""
    return UnknownThingError(
        {
            "nl": f"wat er met uitgave {entry.name} veranderde is niet vastgelegd.",
            "en": f"what changed with release {entry.name} was not recorded.",
        },
        where="release",
        mend={
            "nl": "De eerstvolgende uitgave waarvan dat wel zo is, telt deze veranderingen mee.",
            "en": "The next release of which it was counts these changes too.",
        },
    )


def log(home: Path) -> Log:
    """Return what was published below `home`, as it is now.

    Raises:
        ReleaseError: it cannot be read.
    """
    folder = home / "history"
    try:
        return _log(home, folder.stat().st_mtime_ns)
    except FileNotFoundError:
        return Log((), ())


@lru_cache(maxsize=8)
def _log(home: Path, changed: int) -> Log:
    """An entry is whole when it comes and never changes; that it came shows in the folder above it."""
    del changed
    entries = tuple(history(home))
    steps = []
    for entry in entries:
        folder = folder_of(home, entry)
        try:
            found = summary(folder)
        except ReleaseError as error:  # the next start makes it again, or puts something in its place
            _log_of.warning("what changed with release %s is passed over: %s", entry.name, error)
            continue
        if found is not None:
            steps.append(Step(entry, folder, found))
    return Log(entries, tuple(steps))
