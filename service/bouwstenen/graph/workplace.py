"""The store that a build works in: in memory, or on disk where the sources are too large for that."""

import fcntl
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Store

from bouwstenen.graph.sources import Source

__all__ = ["IN_MEMORY_UP_TO", "Workplace", "sweep_workplaces", "workplace"]

#: Bytes of sources up to which a build works in memory, where it takes half the time and half a kilobyte a
#: statement: 1 to 3 GB for sources of this size, as terse as they are. On disk memory grows hardly at all.
IN_MEMORY_UP_TO = 256 * 2**20

_PREFIX = ".build-"
#: Seconds within which a build locks its folder, once that is there.
_MOMENT = 60


@dataclass(frozen=True)
class Workplace:
    """A store to fill.

    Args:
        store: empty at first.
        on_disk: it has a folder of its own, so that a copy of it can be a release.
    """

    store: Store
    on_disk: bool


@contextmanager
def workplace(home: Path, sources: Sequence[Source], limit: int = IN_MEMORY_UP_TO) -> Iterator[Workplace]:
    """Yield a store for a build of `sources`; what it needs on disk is below `home`, and goes with it.

    Args:
        home: folder that holds the releases: on the disk that the release will be on.
        sources: what will be built.
        limit: bytes of sources up to which the store is in memory.

    Raises:
        OSError: there is no room below `home`.
    """
    if sum(source.path.stat().st_size for source in sources) <= limit:
        yield Workplace(Store(), on_disk=False)
        return
    sweep_workplaces(home)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=home))
    try:
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield Workplace(Store(str(folder / "store")), on_disk=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep_workplaces(home: Path) -> None:
    """Remove what builds left that were killed: nobody holds their lock any more."""
    for folder in home.glob(f"{_PREFIX}*"):
        if not (folder / "lock").exists() and time.time() - folder.stat().st_mtime > _MOMENT:
            shutil.rmtree(folder, ignore_errors=True)  # killed before it had one
    for lock in home.glob(f"{_PREFIX}*/lock"):
        with lock.open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue
            shutil.rmtree(lock.parent, ignore_errors=True)
