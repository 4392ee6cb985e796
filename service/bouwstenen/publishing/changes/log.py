"""All publications below a home that have their changes recorded, and what can be asked of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bouwstenen.errors import UnknownThingError
from bouwstenen.graph.history import Entry, folder_of, history
from bouwstenen.publishing.changes.comparison import Change, change_of
from bouwstenen.publishing.changes.recorded import PAGE, Item, Summary, index, members, summary

__all__ = ["Log", "Step", "log"]


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

    def changes(self) -> Iterator[Change]:
        """Give all changes with their statements."""
        page: list[Change] = []
        for position, item in enumerate(self.items()):
            if position % PAGE == 0:
                page = list(self.members(position // PAGE + 1))
            lines = page[position % PAGE].lines
            added = lines if item.kind == "created" else item.added
            yield Change(item.kind, item.iri, lines, item.removed, added)


@dataclass(frozen=True)
class Log:
    """What was published below a home.

    Args:
        entries: every publication, the oldest first.
        steps: those whose changes were recorded, the oldest first.
    """

    entries: tuple[Entry, ...]
    steps: tuple[Step, ...]

    def step(self, entry: Entry) -> Step | None:
        """Return the changes of a publication; None where they were not recorded."""
        return next((step for step in self.steps if step.entry.number == entry.number), None)

    def between(self, old: Entry, new: Entry) -> list[Change]:
        """Return what changed from one publication to a later one, ordered by IRI.

        Raises:
            UnknownThingError: the changes of one of them were not recorded; says of which.
            ReleaseError: what was recorded cannot be read.
        """
        for entry in (old, new):
            if self.step(entry) is None:
                raise not_recorded(entry)
        first: dict[str, tuple[str, ...]] = {}
        last: dict[str, tuple[str, ...]] = {}
        for step in self.steps:
            if old.number < step.entry.number <= new.number:
                for change in step.changes():
                    first.setdefault(change.iri, change.before)
                    last[change.iri] = change.lines
        changed = sorted(first, key=lambda iri: f"{iri}>")
        return [change_of(iri, first[iri], last[iri]) for iri in changed if first[iri] != last[iri]]


def not_recorded(entry: Entry) -> UnknownThingError:
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
        if (found := summary(folder)) is not None:
            steps.append(Step(entry, folder, found))
    return Log(entries, tuple(steps))
