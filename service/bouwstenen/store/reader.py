"""Read the current release: open it once, open the next one when a build has swapped it in."""

import threading
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Store

from bouwstenen.errors import ReleaseError
from bouwstenen.graph.release import Release, current
from bouwstenen.store.embedded import EmbeddedStore
from bouwstenen.store.interface import QueryStore

__all__ = ["Opened", "Reader"]


class Opened(NamedTuple):
    """A release that is open for reading. Keep it for the length of one answer."""

    release: Release
    store: QueryStore


class Reader:
    """Hands out the current release below `home`; safe to share between threads."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._lock = threading.Lock()
        self._opened: Opened | None = None

    def open(self) -> Opened:
        """Return the current release.

        Raises:
            ReleaseError: there is none, or it is damaged.
        """
        folder, release = current(self._home)
        with self._lock:
            if self._opened is None or self._opened.release.hash != release.hash:
                self._opened = Opened(release, EmbeddedStore(_open(folder)))
            return self._opened


def _open(folder: Path) -> Store:
    try:
        return Store.read_only(str(folder / "store"))
    except (OSError, RuntimeError) as error:  # RuntimeError: "Corruption: …"
        raise ReleaseError(
            f"the store of this release is damaged: {error}.",
            where=str(folder),
            mend="Run `bouwstenen build`.",
        ) from error
