"""Hands out jobs to workers, ends those that take too long, and keeps room for short queries.

A query starts in one of a few places for short queries. One that is not done after `PATIENCE` moves on to a
place for long queries, where it runs at a lower priority; where those are taken too, it may stay until
somebody waits for its place, and is then told to come back. So whoever asks something short waits a fraction
of a second at most, whatever the others ask.
"""

import asyncio
import contextlib
import logging
import os
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bouwstenen.errors import BouwstenenError, BusyError, QueryTimeoutError
from bouwstenen.store.answer import Answer
from bouwstenen.store.spool import Spool
from bouwstenen.store.workers.ending import reason_of, room_error
from bouwstenen.store.workers.forkserver import Place
from bouwstenen.store.workers.nursery import Nursery, Worker
from bouwstenen.store.workers.wire import DATA, END, ERROR, HEAD, LOG, Job, unpack_error

__all__ = ["PATIENCE", "Pool", "Room"]

#: Seconds in which a query counts as short.
PATIENCE = 0.25
#: Niceness of a process that runs a long query.
NICENESS = 10
#: Bytes of answers waiting on disk for slow clients; beyond, no new query starts.
SPOOL_BUDGET = 2 * 2**30

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Room:
    """How many queries there may be at once.

    Args:
        short: that run and have not run long.
        long: that have run longer than `PATIENCE`.
        queue: that wait.
    """

    short: int
    long: int
    queue: int


class _Run:
    """A job that a worker is doing."""

    def __init__(self, begun: asyncio.Future[Answer], worker: Worker) -> None:
        self.begun = begun
        self.worker = worker
        self.format = self.release = ""
        self.spool: Spool | None = None
        self.first = b""
        self.long = False
        self.impatient = False
        self.ending: BouwstenenError | None = None
        self.timer: asyncio.TimerHandle | None = None

    def fail(self, error: BouwstenenError) -> None:
        if self.spool is not None:
            self.spool.close(error)
        elif not self.begun.done():
            self.begun.set_exception(error)


class Pool:
    """Workers over one release.

    Args:
        place: the release.
        room: how many queries there may be at once.
        on_killed: told why, each time a worker is ended or ends itself.
    """

    def __init__(self, place: Place, room: Room, on_killed: Callable[[str], None] = lambda _: None) -> None:
        self._room = room
        self._on_killed = on_killed
        # one more than can be at work, so that a worker that is ended is replaced before it is missed
        self._nursery = Nursery(place, room.short + room.long + 1, self._received, self._died, self._idle)
        self._free: list[Worker] = []
        self._runs: dict[int, _Run] = {}
        self._short = self._long = 0
        self._waiting: deque[asyncio.Future[Worker]] = deque()

    async def start(self) -> None:
        """Open the release and fork the workers.

        Raises:
            ReleaseError: the release is damaged.
        """
        await self._nursery.start()

    async def stop(self) -> None:
        """End every worker."""
        await self._nursery.stop()
        gone = BusyError("the service is stopping.", mend="Ask again in a moment.")
        for run in list(self._runs.values()):
            run.fail(gone)
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_exception(gone)

    async def drain(self) -> None:
        """Wait for the queries that run or wait."""
        while self._runs or self._waiting:
            await asyncio.sleep(0.1)

    @property
    def running(self) -> int:
        """How many queries run."""
        return len(self._runs)

    @property
    def waiting(self) -> int:
        """How many queries wait."""
        return len(self._waiting)

    async def ask(self, job: Job) -> Answer:
        """Return the answer to a job once its first bytes are there.

        Cancelling this, or an answer that is discarded, ends the query.

        Raises:
            BusyError: too many ask at once.
            QueryTimeoutError, QueryMemoryError: it took too much.
            BouwstenenError: whatever the query comes to.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + job.seconds
        worker = await self._worker(job.seconds)
        left = deadline - loop.time()
        while worker.status is not None:  # it ended between being given and being taken
            self._short -= 1
            worker = await self._worker(left)
            left = deadline - loop.time()
        run = self._runs[worker.pid] = _Run(loop.create_future(), worker)
        if left > PATIENCE:
            run.timer = loop.call_later(PATIENCE, self._grew_long, run, deadline, job.seconds)
        else:
            run.timer = loop.call_later(left, self._expire, run, job.seconds)
        try:
            worker.send(job.pack())
            return await run.begun
        except asyncio.CancelledError:
            self._leave(run)
            raise

    async def _worker(self, seconds: float) -> Worker:
        if Spool.on_disk > SPOOL_BUDGET:
            raise BusyError("too many large answers wait for slow clients.", mend="Ask again in a minute.")
        if self._short < self._room.short and self._free and not self._waiting:
            self._short += 1
            return self._free.pop()
        if len(self._waiting) >= self._room.queue:
            raise BusyError("too many queries wait already.", mend="Ask again in a few seconds.")
        waiting: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        self._make_room()
        try:
            async with asyncio.timeout(seconds):
                return await waiting
        except TimeoutError as error:
            self._decline(waiting)
            raise BusyError(
                "the query waited for others as long as it may take.", mend="Ask again in a few seconds."
            ) from error
        except asyncio.CancelledError:
            self._decline(waiting)
            raise

    def _decline(self, waiting: asyncio.Future[Worker]) -> None:
        """Wait no more; a worker that was given at this very moment goes to the next who waits."""
        with contextlib.suppress(ValueError):
            self._waiting.remove(waiting)
        if waiting.done() and not waiting.cancelled() and waiting.exception() is None:
            self._short -= 1
            self._idle(waiting.result())

    def _idle(self, worker: Worker) -> None:
        if worker.status is None:
            self._free.append(worker)
        self._admit()

    def _admit(self) -> None:
        """Let those who wait start, as far as there is room."""
        while self._waiting and self._free and self._short < self._room.short:
            waiting = self._waiting.popleft()
            if not waiting.done():
                self._short += 1
                waiting.set_result(self._free.pop())

    def _grew_long(self, run: _Run, deadline: float, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        run.timer = loop.call_later(max(deadline - loop.time(), 0), self._expire, run, seconds)
        run.impatient = True
        self._make_room()

    def _make_room(self) -> None:
        """Move queries that have run long out of the places for short ones."""
        for run in [run for run in self._runs.values() if run.impatient and not run.long]:
            if self._long < self._room.long:
                run.long = True
                self._short -= 1
                self._long += 1
                with contextlib.suppress(OSError):
                    os.setpriority(os.PRIO_PROCESS, run.worker.pid, NICENESS)
            elif self._waiting and self._short >= self._room.short and run.ending is None:
                error = BusyError(
                    "the service is busy, and this is a long query.", mend="Ask again in a minute."
                )
                self._end(run, "busy", error)
        self._admit()

    def _expire(self, run: _Run, seconds: float) -> None:
        self._end(run, "time", QueryTimeoutError(f"the query took longer than {seconds:g} s.", where="query"))

    def _leave(self, run: _Run) -> None:
        self._end(run, "gone", BusyError("nobody waits for the answer any more."))

    def _end(self, run: _Run, why: str, error: BouwstenenError) -> None:
        if run.ending is None and self._runs.get(run.worker.pid) is run:
            run.ending = error
            self._on_killed(why)
            run.worker.kill()
            run.fail(error)

    def _received(self, worker: Worker, kind: int, payload: bytes) -> None:
        run = self._runs.get(worker.pid)
        if run is None or run.ending is not None:
            return
        if kind == HEAD:
            run.format, _, run.release = payload.decode().partition(" ")
        elif kind == DATA:
            if run.spool is not None:
                self._spool(run, run.spool, payload)
            elif run.first:
                self._begin(run, payload)
            else:
                run.first = payload
        elif kind == ERROR:
            run.fail(unpack_error(payload))
        elif kind == END:
            if run.spool is not None:
                run.spool.close()
            elif not run.begun.done():
                run.begun.set_result(Answer(run.format, run.first, release=run.release))
            self._done(run, last=bool(payload))
        elif kind == LOG:
            said = {"traceback": payload.decode(errors="replace")}
            _log.error("a worker failed", extra={"said": said})

    def _begin(self, run: _Run, second: bytes) -> None:
        """Hand on an answer of more than one piece."""
        run.spool = Spool()
        self._spool(run, run.spool, run.first + second)
        if not run.begun.done():
            run.begun.set_result(Answer(run.format, None, run.spool, lambda: self._leave(run), run.release))

    def _spool(self, run: _Run, spool: Spool, data: bytes) -> None:
        try:
            spool.put(data)
        except OSError as error:
            self._end(run, "room", room_error(error))

    def _done(self, run: _Run, last: bool) -> None:
        self._forget(run)
        if run.long:
            run.worker.kill()  # its priority cannot be raised again
        elif not last:
            self._free.append(run.worker)
        self._make_room()

    def _forget(self, run: _Run) -> None:
        if run.timer is not None:
            run.timer.cancel()
        del self._runs[run.worker.pid]
        if run.long:
            self._long -= 1
        else:
            self._short -= 1

    def _died(self, worker: Worker, status: int) -> None:
        with contextlib.suppress(ValueError):
            self._free.remove(worker)
        run = self._runs.get(worker.pid)
        if run is None:
            return
        if run.ending is None:
            why, error = reason_of(status)
            self._on_killed(why)
            run.fail(error)
        self._forget(run)
        self._make_room()
