"""The part of the service that publishes: it is woken, looks every few seconds, never gives up."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import suppress

from bouwstenen.curation.accepted import Waiting, database_if_any, waiting
from bouwstenen.curation.building import Builder
from bouwstenen.curation.database import Database
from bouwstenen.curation.publisher import publish_pending
from bouwstenen.errors import BouwstenenError, BusyError
from bouwstenen.settings import EMBEDDED, Settings

__all__ = ["Publication"]

#: Seconds between looks at what was accepted; after an error twice as many each time, up to the last.
INTERVAL, LONGEST = 3.0, 300.0

_log = logging.getLogger(__name__)


class Publication:
    """Publishes accepted changesets while the service runs, in another thread and another process.

    Args:
        settings: where home, sources and database are, and whether this service publishes at all.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._builder = Builder(settings)
        self._database: Database | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._woken = asyncio.Event()
        self._begun = False
        self.left = Waiting((), {})
        self.wrong: str | None = None

    @property
    def publishes(self) -> bool:
        """Whether this service makes releases of what is accepted."""
        return self._settings.publish and self._settings.store == EMBEDDED

    async def start(self) -> None:
        """Begin to look."""
        if self.publishes:
            self._builder = Builder(self._settings)
            self._begun = False
            self._loop = asyncio.get_running_loop()
            self._task = self._loop.create_task(self._run())

    async def stop(self) -> None:
        """End the build that runs, if any; the next start goes on with what it did."""
        if self._task is None:
            return
        self._task.cancel()
        self._builder.stop()
        with suppress(asyncio.CancelledError):
            await self._task
        if self._database is not None:
            self._database.close()
        self._task = self._loop = self._database = None

    def wake(self) -> None:
        """Say that a changeset was accepted; from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._woken.set)

    async def _run(self) -> None:
        pause = INTERVAL
        while True:
            self._woken.clear()
            work = asyncio.get_running_loop().run_in_executor(None, self._look)
            try:
                await asyncio.shield(work)
                pause = INTERVAL
                self.wrong = None
            except asyncio.CancelledError:
                with suppress(Exception):
                    await work  # its build was ended: it is soon done
                raise
            except BusyError:
                pause = INTERVAL  # another service of this home is at it
            except Exception as error:
                if str(error) != self.wrong:
                    unforeseen = not isinstance(error, BouwstenenError)
                    _log.error("publishing failed: %s", error, exc_info=unforeseen)
                self.wrong = str(error)
                pause = min(2 * pause, LONGEST)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), pause)

    def _look(self) -> None:
        """Publish what waits; at the first look also see that files and database go together."""
        if self._database is None:
            self._database = database_if_any(self._settings)
        if self._database is None:
            return
        home = self._settings.home
        self.left = waiting(home, self._database)
        if self.left.pending or not self._begun:
            self.left = publish_pending(self._settings, self._database, self._builder.build, wait=False)
            self._begun = True
            if self.left.pending and self.left.failed:
                raise _Waiting(self.left.failed)
            if self.left.pending:  # accepted while the others were published
                self.wake()

    def watched(self) -> Iterator[tuple[str, str, Callable[[], float]]]:
        """Give what a monitor may show: name, meaning, and what tells the value."""
        yield (
            "changesets_pending",
            "Accepted changesets that no release has yet",
            lambda: len(self.left.pending),
        )
        yield (
            "changesets_aside",
            "Accepted changesets that no release could be made with",
            lambda: len(self.left.aside),
        )

    def told(self) -> dict[str, object]:
        """Return how it goes, for `/health`; nothing where there is no database of the workflow."""
        if self._database is None and self.wrong is None:
            return {}
        return {
            "pending": len(self.left.pending),
            "aside": sorted(self.left.aside),
            **({"reason": self.wrong} if self.wrong else {}),
        }


class _Waiting(BouwstenenError):
    """No release could be made; it is tried again."""
