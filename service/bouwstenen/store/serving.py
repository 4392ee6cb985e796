"""The release that serves, open in a pool of workers, and its successor once that is there."""

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from functools import partial

from bouwstenen.errors import BouwstenenError, ReleaseError, RemoteError
from bouwstenen.graph.release import Release, current
from bouwstenen.settings import EMBEDDED, Settings
from bouwstenen.store.indexing import Indexing, index_there
from bouwstenen.store.remote.store import RemoteStore
from bouwstenen.store.served import Retiring, Served, indexing_of, place_of, started
from bouwstenen.store.workers.forkserver import Place
from bouwstenen.store.workers.pool import Room
from bouwstenen.textindex.index import TextIndex

__all__ = ["Serving"]

#: Seconds between looks at which release is the current one: of a pointer on disk, and of a server.
INTERVAL = 0.5
REMOTE_INTERVAL = 3.0

_MIB = 2**20
_log = logging.getLogger(__name__)


class Serving:
    """Keeps the current release open; the next one takes over without a gap.

    A release below the home is opened in a pool of its own, and the one before it ends with its last query. A
    release on a server needs no opening: the same workers ask that server whatever it holds.

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
        self._remote = settings.store != EMBEDDED
        self._served: Served | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._retiring = Retiring()
        self._looking = asyncio.Lock()
        self._stopping = threading.Event()
        self.wrong: BouwstenenError | None = ReleaseError(
            "the service is starting.", mend="Ask again in a moment."
        )

    @property
    def now(self) -> Served:
        """The release that serves.

        Raises:
            BouwstenenError: there is none; says why.
        """
        if self._served is None:
            raise (self.wrong or ReleaseError("the service has stopped.")).with_traceback(None)
        return self._served

    async def index(self) -> TextIndex:
        """Return the text index of the release that serves, once it is there.

        Raises:
            BouwstenenError: there is no release, or it cannot be read; says why.
        """
        return await self.now.indexing.get()

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
        self._stopping.set()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._retiring.stop()
        if self._served is not None:
            await self._served.pool.stop()
            self._served = None

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(REMOTE_INTERVAL if self._remote else INTERVAL)
            try:
                await self.look()
            except Exception:
                _log.exception("looking for the current release failed")

    async def look(self) -> None:
        """Let the current release serve. Where it cannot be read, the old one stays, and `wrong` says why."""
        async with self._looking:
            try:
                await (self._look_there() if self._remote else self._look_here())
                self.wrong = None
            except (ReleaseError, RemoteError) as error:
                if str(error) != str(self.wrong):
                    _log.error("no release to serve", extra={"said": {"reason": str(error)}})
                self.wrong = error

    async def _look_here(self) -> None:
        folder, release = current(self._settings.home)
        if self._served is not None and self._served.release.hash == release.hash:
            return
        await self._serve(release, place_of(folder, release, self._settings), indexing_of(folder))

    async def _look_there(self) -> None:
        release = await asyncio.to_thread(self._ask)
        if self._served is not None and self._served.release.hash == release.hash:
            return
        settings = self._settings
        indexing = Indexing(
            partial(index_there, settings.store, settings.authorization, release, self._stopping)
        )
        if self._served is None:
            place = Place(
                settings.query_memory * _MIB,
                endpoint=settings.store,
                authorization=settings.authorization,
                seconds=settings.query_timeout,
            )
            await self._serve(release, place, indexing)
        else:
            self._change(Served(release, self._served.pool, indexing))

    def _ask(self) -> Release:
        settings = self._settings
        with RemoteStore(settings.store, authorization=settings.authorization, timeout=5) as store:
            return store.release()

    async def _serve(self, release: Release, place: Place, indexing: Indexing) -> None:
        room = Room(self._settings.query_short, self._settings.query_long, self._settings.query_queue)
        pool = await started(place, room, self._on_killed)
        before = self._served
        self._change(Served(release, pool, indexing))
        if before is not None:
            self._retiring.add(before.pool)

    def _change(self, served: Served) -> None:
        self._served = served
        served.indexing.begin()
        release = served.release
        self._on_change(release)
        _log.info("release", extra={"said": {"release": release.hash, "statements": release.statements}})

    def _background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
