"""A release that answers: opened in a pool of workers, with its text index."""

import asyncio
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

__all__ = ["Retiring", "Served", "indexing_of", "place_of", "started"]

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


class Retiring:
    """Pools that others have taken over from: each ends with what it has begun, or with the service."""

    def __init__(self) -> None:
        self._pools: dict[asyncio.Task[None], Pool] = {}

    def add(self, pool: Pool) -> None:
        """Let a pool finish what it has begun, then end it."""
        task = asyncio.get_running_loop().create_task(_finish(pool))
        self._pools[task] = pool
        task.add_done_callback(lambda done: self._pools.pop(done, None))

    async def stop(self) -> None:
        """End them now, those too whose task has not had its first turn."""
        pools = dict(self._pools)
        for task in pools:
            task.cancel()
        await asyncio.gather(*pools, return_exceptions=True)
        for pool in pools.values():
            await pool.stop()


async def _finish(pool: Pool) -> None:
    try:
        await pool.drain()
    finally:
        await pool.stop()
