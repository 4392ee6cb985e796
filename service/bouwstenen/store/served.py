"""A release that answers: opened in a pool of workers, with its text index."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bouwstenen.errors import BouwstenenError
from bouwstenen.graph.release import Release
from bouwstenen.settings import Settings
from bouwstenen.store.indexing import Indexing
from bouwstenen.store.interface import Query
from bouwstenen.store.opening import open_index_of
from bouwstenen.store.workers.forkserver import Place
from bouwstenen.store.workers.pool import Pool, Room
from bouwstenen.store.workers.wire import Job

__all__ = ["Served", "indexing_of", "place_of", "retire", "started"]

_MIB = 2**20
#: What a release must answer before it serves: a store in its folder is opened by the workers only.
_PROBE = Job(Query("ASK { ?s ?p ?o }"), "json", None, 30.0, 1, _MIB)


class Served(NamedTuple):
    """A release, the workers that answer from it, and its text index."""

    release: Release
    pool: Pool
    indexing: Indexing


def place_of(folder: Path, release: Release, settings: Settings) -> Place:
    """Return where the workers find the release in a folder: in memory, unless it is large."""
    in_memory = release.statements <= settings.memory_statements
    offline = in_memory and not settings.services
    return Place(settings.query_memory * _MIB, str(folder), in_memory, offline)


def indexing_of(folder: Path) -> Indexing:
    """Return what makes the text index of the release in a folder."""
    return Indexing(partial(open_index_of, folder))


async def started(place: Place, room: Room, on_killed: Callable[[str], None]) -> Pool:
    """Return a pool whose workers answer.

    Raises:
        BouwstenenError: they do not; says why.
    """
    pool = Pool(place, room, on_killed)
    await pool.start()
    try:
        await pool.ask(_PROBE)
    except BouwstenenError:
        await pool.stop()
        raise
    return pool


async def retire(pool: Pool) -> None:
    """End a pool, once it has finished what it has begun; at once where this is cancelled."""
    try:
        await pool.drain()
    finally:
        await pool.stop()
