"""Earlier releases, opened when they are asked for, so that an answer stays reproducible."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from bouwstenen.errors import BusyError, ReleaseError, UnknownThingError
from bouwstenen.graph.history import SHORT, Entry, find_entry, history
from bouwstenen.graph.release import Release, located
from bouwstenen.settings import Settings
from bouwstenen.store.served import Retiring, Served, indexing_of, place_of, started
from bouwstenen.store.workers.pool import Room

__all__ = ["Earlier"]

#: Queries of one earlier release that run at once, short and long ones: those of the current one come first.
_SHORT, _LONG = 2, 1
#: Requests that may wait for a release to be opened; each takes up to a second.
_ASKING = 8


class Earlier:
    """Keeps a few earlier releases open: those that were asked last.

    Args:
        settings: where the releases are, how many stay open, and the limits of queries.
        on_killed: told why, each time a worker is ended.
    """

    def __init__(self, settings: Settings, on_killed: Callable[[str], None]) -> None:
        self._settings = settings
        self._on_killed = on_killed
        self._open: dict[str, Served] = {}
        self._opening = asyncio.Lock()
        self._retiring = Retiring()
        self._asking = 0
        self._read: tuple[int, list[Entry]] = (0, [])

    async def find(self, text: str) -> Entry:
        """Return the release that a name or the beginning of a hash means.

        Raises:
            UnknownThingError: there is none; tells the nearest.
            ReleaseError: the history cannot be read.
        """
        return find_entry(await asyncio.to_thread(self._entries), text)

    async def get(self, release: str) -> Served:
        """Return an earlier release, open. Ask it before anything else is awaited: it may have to make room.

        Args:
            release: its hash.

        Raises:
            UnknownThingError: it is not kept any more.
            ReleaseError: it is damaged.
            BusyError: too many wait for one to be opened.
        """
        if release not in self._open:
            if self._asking >= _ASKING:
                raise BusyError(
                    {
                        "nl": "er worden al te veel eerdere uitgaven geopend.",
                        "en": "too many earlier releases are being opened.",
                    },
                    mend={"nl": "Vraag het straks opnieuw.", "en": "Ask again in a moment."},
                )
            async with self._place(), self._opening:
                if release not in self._open:
                    self._open[release] = await self._start(release)
                    self._make_room()
        served = self._open[release] = self._open.pop(release)  # now the last that was asked
        return served

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        self._asking += 1
        try:
            yield
        finally:
            self._asking -= 1

    @property
    def running(self) -> int:
        """How many queries run."""
        return sum(served.pool.running for served in self._open.values())

    @property
    def waiting(self) -> int:
        """How many queries wait."""
        return sum(served.pool.waiting for served in self._open.values())

    async def stop(self) -> None:
        """End all workers."""
        await self._retiring.stop()
        for served in self._open.values():
            await served.pool.stop()
        self._open.clear()

    async def _start(self, release: str) -> Served:
        folder, described = await asyncio.to_thread(self._located, release)
        place = place_of(folder, described, self._settings)
        pool = await started(place, Room(_SHORT, _LONG, self._settings.query_queue), self._on_killed)
        return Served(described, pool, indexing_of(folder))

    def _located(self, release: str) -> tuple[Path, Release]:
        if not (self._settings.home / "releases" / release).exists():
            raise UnknownThingError(
                {
                    "nl": f"uitgave {release[:SHORT]} wordt hier niet meer bewaard.",
                    "en": f"release {release[:SHORT]} is not kept here any more.",
                },
                where="release",
            )
        return located(self._settings.home, release)

    def _make_room(self) -> None:
        while len(self._open) > self._settings.earlier_releases:
            self._retiring.add(self._open.pop(next(iter(self._open))).pool)

    def _entries(self) -> list[Entry]:
        """The history, read again when a release has come."""
        try:
            changed = (self._settings.home / "history").stat().st_mtime_ns
        except FileNotFoundError:
            return []
        except OSError as error:
            raise ReleaseError(f"cannot be read: {error}.", where=str(self._settings.home)) from error
        if changed != self._read[0]:
            self._read = (changed, history(self._settings.home))
        return self._read[1]
