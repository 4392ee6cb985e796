"""The release that serves, open in a pool of workers, and its successor once a build has swapped it in."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import NamedTuple

from bouwstenen.errors import ReleaseError
from bouwstenen.graph.release import Release, current
from bouwstenen.settings import Settings
from bouwstenen.store.workers.forkserver import Place
from bouwstenen.store.workers.pool import Pool, Room

__all__ = ["Served", "Serving"]

#: Seconds between looks at which release is the current one.
INTERVAL = 0.5

_MIB = 2**20
_log = logging.getLogger(__name__)


class Served(NamedTuple):
    """A release and the workers that answer from it."""

    release: Release
    pool: Pool


class Serving:
    """Keeps the current release open; the next one takes over without a gap.

    Args:
        settings: where the releases are, and the limits.
        on_change: told of each release that begins to serve.
        on_killed: told why, each time a worker is ended.
    """

    def __init__(
        self,
        settings: Settings,
        on_change: Callable[[Release], None],
        on_killed: Callable[[str], None],
    ) -> None:
        self._settings = settings
        self._on_change = on_change
        self._on_killed = on_killed
        self._served: Served | None = None
        self._why_not = ReleaseError("the service is starting.", mend="Ask again in a moment.")
        self._tasks: set[asyncio.Task[None]] = set()
        self._looking = asyncio.Lock()

    @property
    def now(self) -> Served:
        """The release that serves.

        Raises:
            ReleaseError: there is none; says why.
        """
        if self._served is None:
            raise self._why_not.with_traceback(None)
        return self._served

    @property
    def running(self) -> int:
        """How many queries run."""
        return self._served.pool.running if self._served else 0

    @property
    def waiting(self) -> int:
        """How many queries wait."""
        return self._served.pool.waiting if self._served else 0

    async def start(self) -> None:
        """Open the current release, where there is one, and look out for the next."""
        await self.look()
        self._background(self._watch())

    async def stop(self) -> None:
        """End all workers."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._served is not None:
            await self._served.pool.stop()
            self._served = None

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(INTERVAL)
            try:
                await self.look()
            except Exception:
                _log.exception("looking for the current release failed")

    async def look(self) -> None:
        """Let the current release serve, unless it does already or cannot be read: then the old one stays."""
        async with self._looking:
            await self._look()

    async def _look(self) -> None:
        try:
            folder, release = current(self._settings.home)
            if self._served is not None and self._served.release.hash == release.hash:
                return
            served = await self._open(folder, release)
        except ReleaseError as error:
            if str(error) != str(self._why_not):
                _log.error("no new release to serve", extra={"said": {"reason": str(error)}})
            self._why_not = error
            return
        before, self._served = self._served, served
        self._on_change(release)
        _log.info("release", extra={"said": {"release": release.hash, "statements": release.statements}})
        if before is not None:
            self._background(self._retire(before.pool))

    async def _retire(self, pool: Pool) -> None:
        """Let a pool finish what it has begun, unless the service stops first."""
        try:
            await pool.drain()
        finally:
            await pool.stop()

    async def _open(self, folder: Path, release: Release) -> Served:
        settings = self._settings
        in_memory = release.statements <= settings.memory_statements
        offline = in_memory and not settings.services
        place = Place(str(folder), in_memory, settings.query_memory * _MIB, offline)
        room = Room(settings.query_short, settings.query_long, settings.query_queue)
        pool = Pool(place, room, self._on_killed)
        await pool.start()
        return Served(release, pool)

    def _background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
