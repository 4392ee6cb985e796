"""Open the current release to be queried: from its folder, or in memory."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, Store

from bouwstenen.errors import ReleaseError
from bouwstenen.graph.history import find_entry, history
from bouwstenen.graph.release import Release, current, located
from bouwstenen.store.embedded import EmbeddedStore
from bouwstenen.store.interface import QueryStore, select

if TYPE_CHECKING:
    from bouwstenen.textindex.index import TextIndex

# The processes that answer queries import this module, and have no use for a text index.

__all__ = ["Opened", "into_memory", "open_current", "open_earlier", "open_folder", "open_index_of"]

#: Writes a store as N-Quads, one predicate after another. In that order in memory, queries are a seventh
#: faster than in the order of the database's keys: what is read together lies together.
_DUMP = """
import sys
from pyoxigraph import RdfFormat, Store, serialize
store = Store.read_only(sys.argv[1])
rows = store.query("SELECT DISTINCT ?p { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")
predicates = sorted((row["p"] for row in rows), key=str)
quads = (quad for each in predicates for quad in store.quads_for_pattern(None, each, None, None))
serialize(quads, sys.stdout.buffer, RdfFormat.N_QUADS)
"""


@dataclass(frozen=True)
class Opened:
    """A release that is open for reading.

    Args:
        release: which.
        store: where it is queried.
        find_index: gives its text index; None to make one of what the store answers.
    """

    release: Release
    store: QueryStore
    find_index: "Callable[[], TextIndex] | None" = None

    @property
    def index(self) -> "TextIndex":
        """The text index, opened or built when it is first asked for.

        Raises:
            BouwstenenError: the store cannot be read.
        """
        from bouwstenen.textindex.release import build_index

        return self.find_index() if self.find_index else build_index(partial(select, self.store))


def open_current(home: Path) -> Opened:
    """Open the current release below `home`, read-only, where it lies.

    Raises:
        ReleaseError: there is none, or it is damaged.
    """
    return _opened(*current(home))


def open_earlier(home: Path, name: str) -> Opened:
    """Open the release below `home` that a name or the beginning of a hash means, as `open_current` does.

    Raises:
        UnknownThingError: there is none of that name.
        ReleaseError: it is not kept any more, or is damaged.
    """
    return _opened(*located(home, find_entry(history(home), name).hash))


def _opened(folder: Path, release: Release) -> Opened:
    return Opened(release, open_folder(folder), cache(partial(open_index_of, folder)))


def open_folder(folder: Path) -> EmbeddedStore:
    """Open the store in a release's folder, read-only.

    Raises:
        ReleaseError: it is damaged.
    """
    try:
        return EmbeddedStore(Store.read_only(str(folder / "store")))
    except (OSError, RuntimeError) as error:  # RuntimeError: "Corruption: …"
        raise _damaged(folder, f": {error}") from error


def open_index_of(folder: Path) -> "TextIndex":
    """Open the text index of the release in a folder, or build it of its store, in this thread.

    Raises:
        ReleaseError: the store is damaged.
    """
    from bouwstenen.textindex.release import open_index

    return open_index(folder, lambda: partial(select, open_folder(folder)))


def into_memory(folder: Path) -> EmbeddedStore:
    """Read a release into memory, for a process that is about to fork.

    Another process opens the folder: the database behind it starts threads, and a process forked from one
    with threads may hang.

    Raises:
        ReleaseError: it is damaged.
    """
    store = Store()
    command = [sys.executable, "-c", _DUMP, str(folder / "store")]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as dumping:
        try:
            store.bulk_load(dumping.stdout, RdfFormat.N_QUADS)
        except SyntaxError as error:  # cut off in the middle of a line
            raise _damaged(folder) from error
    if dumping.returncode != 0:
        raise _damaged(folder)
    return EmbeddedStore(store)


def _damaged(folder: Path, reason: str = "") -> ReleaseError:
    return ReleaseError(
        f"the store of this release is damaged{reason}.", where=str(folder), mend="Run `bouwstenen build`."
    )
