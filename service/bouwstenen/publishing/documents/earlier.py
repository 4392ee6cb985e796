"""Things that the current release does not have any more, as the last release before it described them."""

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from pyoxigraph import NamedNode

from bouwstenen.errors import ReleaseError
from bouwstenen.graph.history import Entry, folder_of, history
from bouwstenen.publishing.changes.recorded import deleted, summary
from bouwstenen.publishing.documents.description import is_described
from bouwstenen.store.interface import QueryStore, select
from bouwstenen.store.opening import open_folder

__all__ = ["Earlier", "EarlierReleases", "successors_of"]

#: Finds the last of earlier releases that has a thing; None where none has.
Earlier = Callable[[NamedNode], tuple[Entry, QueryStore] | None]

#: Releases that are kept open.
_OPEN = 2
#: Pairs of a release and a thing that it lacks, which are remembered.
_REMEMBERED = 4096

_SUCCESSORS = "SELECT DISTINCT ?new WHERE {{ ?new dcterms:replaces {0} }}"


class EarlierReleases:
    """The releases before one, below a home, the newest first.

    The recorded changes tell what each release lacks of the one before; where they do not, for publications
    of older software, the releases themselves are looked into. A release that is damaged or was removed is
    passed over. What is read of a store is read in one thread, the caller's; the store itself may go from
    thread to thread.

    Args:
        home: folder that holds the releases.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._open: OrderedDict[str, QueryStore] = OrderedDict()
        self._nowhere: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._lock = Lock()

    def before(self, release: str) -> Earlier:
        """Return what finds things in the releases before `release` (a hash)."""

        def earlier(iri: NamedNode) -> tuple[Entry, QueryStore] | None:
            return self._find(release, iri)

        return earlier

    def lost_with(self, entry: Entry) -> Entry | None:
        """Return the publication after an entry: with it, what that was the last to have was gone."""
        return next((each for each in history(self._home) if each.number == entry.number + 1), None)

    def _find(self, release: str, iri: NamedNode) -> tuple[Entry, QueryStore] | None:
        entries = history(self._home)
        last = max((entry.number for entry in entries if entry.hash == release), default=len(entries) + 1)
        after: Entry | None = next((entry for entry in entries if entry.number == last), None)
        was_there = False
        for entry in reversed([entry for entry in entries if entry.number < last]):
            gone = self._gone(after, entry) if after is not None else None
            after = entry
            if gone is not None and iri.value in gone:
                was_there = True  # if not to be read any more in this release, then in one before it
            elif gone is not None and not was_there:
                continue
            key = (entry.hash, iri.value)
            if entry.hash == release or key in self._nowhere:
                continue
            store = self._store(entry)
            if store is not None and is_described(store, iri):
                return entry, store
            if store is not None:
                self._remember(key)
        return None

    def _gone(self, entry: Entry, before: Entry) -> frozenset[str] | None:
        """What one release had and the next has not; None where that was not recorded of just these two."""
        folder = folder_of(self._home, entry)
        found = summary(folder)
        return deleted(folder) if found is not None and found.since == before.number else None

    def _remember(self, key: tuple[str, str]) -> None:
        with self._lock:
            self._nowhere[key] = None
            while len(self._nowhere) > _REMEMBERED:
                self._nowhere.popitem(last=False)

    def _store(self, entry: Entry) -> QueryStore | None:
        with self._lock:
            if entry.hash in self._open:
                self._open.move_to_end(entry.hash)
                return self._open[entry.hash]
        try:
            store = open_folder(self._home / "releases" / entry.hash)
        except ReleaseError:
            return None
        with self._lock:
            self._open[entry.hash] = store
            while len(self._open) > _OPEN:
                self._open.popitem(last=False)
        return store


def successors_of(store: QueryStore, iri: NamedNode) -> list[str]:
    """Return the IRIs of what a release says replaces a thing."""
    return sorted(row["new"].value for row in select(store, _SUCCESSORS.format(iri)))
