"""The service's side of the fork server: starts it, keeps up the number of workers, hears from them."""

import asyncio
import contextlib
import itertools
import json
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable

from bouwstenen.errors import ReleaseError
from bouwstenen.store.workers.forkserver import Place
from bouwstenen.store.workers.wire import Frames

__all__ = ["Nursery", "Worker"]

#: Bytes read at once; below the size at which memory for them is fetched from the kernel and given back.
_PIECE = 96 * 1024
_log = logging.getLogger(__name__)


class Worker:
    """A process that answers queries, and the socket that leads to it."""

    def __init__(self, pid: int, connection: socket.socket) -> None:
        self.pid = pid
        self.connection = connection
        self.frames = Frames()
        self.status: int | None = None
        self.hung_up = False
        connection.setblocking(False)

    def send(self, job: bytes) -> None:
        """Send a job; a worker that just died is heard of elsewhere."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            sent = self.connection.send(job)
            if sent < len(job):  # the worker is reading: the rest takes a moment
                self.connection.setblocking(True)
                self.connection.sendall(job[sent:])
                self.connection.setblocking(False)

    def kill(self) -> None:
        """End the process at once."""
        if self.status is None:
            with contextlib.suppress(ProcessLookupError):  # it ended by itself, which is yet to be heard
                os.kill(self.pid, signal.SIGKILL)


class Nursery:
    """Keeps `count` workers over one release alive.

    Args:
        place: the release.
        count: how many.
        received: called with each frame of a worker: its kind and its payload.
        died: called with a worker that ended, and its status (negative: the signal that ended it).
        born: called with each new worker.
    """

    def __init__(
        self,
        place: Place,
        count: int,
        received: Callable[[Worker, int, bytes], None],
        died: Callable[[Worker, int], None],
        born: Callable[[Worker], None],
    ) -> None:
        self._place = place
        self._count = count
        self._received = received
        self._died = died
        self._born = born
        self._workers: dict[int, Worker] = {}
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._rest = b""
        self._ready: asyncio.Future[None] | None = None
        self._restarting: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Open the release and fork the workers; raises ReleaseError where it cannot be opened."""
        loop = asyncio.get_running_loop()
        control, theirs = socket.socketpair()
        module = "bouwstenen.store.workers.forkserver"
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", module, str(theirs.fileno())],
            pass_fds=(theirs.fileno(),),
            stdin=subprocess.DEVNULL,
        )
        theirs.close()
        control.setblocking(False)
        self._control = control
        self._ready = loop.create_future()
        control.send(self._place.pack())
        loop.add_reader(control, self._told)
        try:
            await self._ready
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """End every worker and the process that forks them."""
        loop = asyncio.get_running_loop()
        for worker in self._workers.values():
            loop.remove_reader(worker.connection)
            worker.connection.close()
        self._workers.clear()
        if self._control is not None:
            loop.remove_reader(self._control)
            self._control.close()
            self._control = None
        if self._restarting is not None and self._restarting is not asyncio.current_task():
            self._restarting.cancel()
        if self._process is not None:
            await loop.run_in_executor(None, self._process.wait)

    def _told(self) -> None:
        """Read what the fork server says, and the sockets that come with it."""
        assert self._control is not None  # noqa: S101 - the reader is removed before the socket is closed
        try:
            data, fds, _, _ = socket.recv_fds(self._control, 65536, 16)
        except BlockingIOError:
            return
        except ConnectionError:
            data, fds = b"", []
        if not data:
            self._lost()
            return
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            said = json.loads(line)
            if "born" in said:
                self._is_born(said["born"], fds.pop(0))
            elif "died" in said:
                self._is_dead(said["died"], said["status"])
            elif self._ready is not None and not self._ready.done():
                if "failed" in said:
                    why = said["failed"]
                    self._ready.set_exception(ReleaseError(why["what"], where=why["where"], mend=why["mend"]))
                else:
                    self._control.send(b"+" * self._count)

    def _lost(self) -> None:
        """The fork server ended: end its workers, and start another."""
        loop = asyncio.get_running_loop()
        if self._control is not None:
            loop.remove_reader(self._control)
            self._control.close()
            self._control = None
        if self._ready is not None and not self._ready.done():
            self._ready.set_exception(ReleaseError("the process that opens the release ended early."))
            return
        for worker in list(self._workers.values()):
            worker.kill()
            self._is_dead(worker.pid, -signal.SIGKILL)
        self._rest = b""
        self._restarting = loop.create_task(self._start_again())

    async def _start_again(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        for attempt in itertools.count():
            try:
                await self.start()
            except ReleaseError:
                _log.exception("the release cannot be opened again")
                await asyncio.sleep(min(2**attempt, 60))
            else:
                return

    def _is_born(self, pid: int, descriptor: int) -> None:
        worker = Worker(pid, socket.socket(fileno=descriptor))
        self._workers[pid] = worker
        asyncio.get_running_loop().add_reader(worker.connection, self._readable, worker)
        self._born(worker)
        if self._ready is not None and not self._ready.done() and len(self._workers) >= self._count:
            self._ready.set_result(None)

    def _readable(self, worker: Worker) -> None:
        try:
            data = worker.connection.recv(_PIECE)
        except BlockingIOError:
            return
        except ConnectionError:
            data = b""
        if data:
            for kind, payload in worker.frames.feed(data):
                self._received(worker, kind, payload)
        else:
            worker.hung_up = True
            asyncio.get_running_loop().remove_reader(worker.connection)
            self._bury(worker)

    def _is_dead(self, pid: int, status: int) -> None:
        worker = self._workers.get(pid)
        if worker is not None:
            worker.status = status
            if self._control is not None:
                self._control.send(b"+")
            self._bury(worker)

    def _bury(self, worker: Worker) -> None:
        """Wait for both: the end of its socket, so that nothing it sent is lost, and how it ended."""
        if worker.hung_up and worker.status is not None:
            worker.connection.close()
            del self._workers[worker.pid]
            self._died(worker, worker.status)
