"""The process that opens a release once and forks workers from it: `python -m …forkserver FD`.

It has one thread, and so can be forked at any time; the service itself cannot. Workers share the pages of the
release that it holds in memory. Over the socket FD the service sends one line of JSON – what to open, and the
limits – and then a byte for each worker it wants. It is told, a line of JSON each: that the release is open,
or why not; of each new worker, with the socket that leads to it; of each worker that ended, and how.
"""

import gc
import json
import os
import selectors
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from bouwstenen.errors import BouwstenenError
from bouwstenen.store.interface import QueryStore
from bouwstenen.store.opening import into_memory, open_folder
from bouwstenen.store.workers.worker import Limits, work

__all__ = ["Place", "main"]

#: File descriptors that may be open; the process has a handful.
_HIGHEST = 1024


@dataclass(frozen=True)
class Place:
    """Where the release is that the workers shall answer from, and what each of them may take.

    Args:
        memory: bytes that a worker may take beyond what it has at its start.
        folder: the release's folder; None where the release is on a server.
        in_memory: whether to read it into memory; else each worker opens it where it lies.
        offline: whether a worker may open neither files nor sockets once it has begun; only in memory.
        endpoint: address of the server's query endpoint.
        authorization: value of the Authorization header that it asks for.
        seconds: that the server has for a query.
    """

    memory: int
    folder: str | None = None
    in_memory: bool = False
    offline: bool = False
    endpoint: str | None = None
    authorization: str | None = None
    seconds: float = 30.0

    def pack(self) -> bytes:
        """Return the place as a line of JSON."""
        return json.dumps(asdict(self)).encode() + b"\n"

    def opener(self) -> Callable[[], QueryStore]:
        """Return what gives a worker its store.

        Raises:
            ReleaseError: the release is damaged.
        """
        if self.folder is None:
            # read here once, for all that are forked
            from bouwstenen.store.remote.store import RemoteStore

            endpoint, seconds = self.endpoint or "", self.seconds
            return lambda: RemoteStore(endpoint, authorization=self.authorization, timeout=seconds)
        folder = Path(self.folder)
        if self.in_memory:
            store = into_memory(folder)
            return lambda: store
        return lambda: open_folder(folder)  # not here: that would start threads


def main(descriptor: int) -> None:
    """Serve the socket `descriptor` until it is closed; then end every worker."""
    control = socket.socket(fileno=descriptor)
    place = Place(**json.loads(_line(control)))
    try:
        open_store = place.opener()
    except BouwstenenError as error:
        _say(control, failed={"what": error.what, "where": error.where, "mend": error.mend})
        return
    # what is there now stays: no collection shall touch, and so copy, the pages that are shared
    gc.collect()
    gc.freeze()
    _say(control, ready=True)
    _Nursery(control, open_store, Limits(place.memory, place.offline)).run()


def _line(control: socket.socket) -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        piece = control.recv(1)
        if not piece:
            raise SystemExit(0)
        line += piece
    return line


def _say(control: socket.socket, fds: tuple[int, ...] = (), **said: object) -> None:
    socket.send_fds(control, [json.dumps(said).encode() + b"\n"], fds)


class _Nursery:
    def __init__(self, control: socket.socket, open_store: Callable[[], QueryStore], limits: Limits) -> None:
        self._control = control
        self._open_store = open_store
        self._limits = limits
        self._living: set[int] = set()

    def run(self) -> None:
        woken, waker = socket.socketpair()
        waker.setblocking(False)
        signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the service, which closes the socket
        try:
            self._listen(woken)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the service ended without hearing us out
        finally:
            signal.set_wakeup_fd(-1)
            for pid in self._living:
                os.kill(pid, signal.SIGKILL)
            for pid in self._living:
                os.waitpid(pid, 0)

    def _listen(self, woken: socket.socket) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._control, selectors.EVENT_READ)
            selector.register(woken, selectors.EVENT_READ)
            while True:
                ready = {key.fileobj for key, _ in selector.select()}
                if woken in ready:
                    woken.recv(4096)
                    self._reap()
                if self._control in ready:
                    wanted = self._control.recv(4096)
                    if not wanted:
                        return
                    for _ in wanted:
                        self._fork()

    def _fork(self) -> None:
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            self._become_worker(theirs)
        self._living.add(pid)
        _say(self._control, (ours.fileno(),), born=pid)
        ours.close()
        theirs.close()

    def _become_worker(self, connection: socket.socket) -> None:
        """Answer jobs and leave, whatever happens: nothing of the parent's may run here."""
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            # only the connection stays open; a message of the database about its end is of no use to anybody
            nowhere = os.open(os.devnull, os.O_RDWR)
            for number in (0, 1, 2):
                os.dup2(nowhere, number)
            mine = connection.detach()
            os.closerange(3, mine)
            os.closerange(mine + 1, _HIGHEST)
            work(socket.socket(fileno=mine), self._open_store, self._limits)
            status = 0
        finally:
            os._exit(status)

    def _reap(self) -> None:
        while self._living:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            self._living.discard(pid)
            _say(self._control, died=pid, status=os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main(int(sys.argv[1]))
