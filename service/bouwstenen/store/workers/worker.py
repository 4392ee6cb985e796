"""A worker: answers one query after another in a process of its own, inside limits it cannot lift.

The clock (setitimer: the default action of SIGALRM ends even native code), the memory (RLIMIT_AS: an
allocation beyond it aborts) and open files (RLIMIT_NOFILE: no socket can be opened, a second fence around
SERVICE) are the kernel's. Whoever handed out the job finds out how the process ended.
"""

import os
import resource
import signal
import socket
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bouwstenen.errors import (
    BouwstenenError,
    NotAcceptableError,
    ResultTooLargeError,
    UnforeseenError,
)
from bouwstenen.formats import GRAPHS, Format, by_name, listed
from bouwstenen.store.interface import QueryStore, Results
from bouwstenen.store.results import formats_for, write_to
from bouwstenen.store.workers.ending import memory_error
from bouwstenen.store.workers.wire import DATA, END, HEAD, JOB, LOG, Frames, Job, frame, pack_error

__all__ = ["Limits", "work"]

#: Bytes that are sent at once. Until the first piece is full an error can still get a status of its own.
PIECE = 64 * 1024
#: Bytes by which a worker may have grown during a query; beyond, a new one takes its place.
GROWTH = 16 * 2**20
#: Added to the niceness of every worker: whoever hands on what they answer goes first.
NICENESS = 2
#: Seconds beyond a job's own after which the kernel ends the process.
GRACE = 1.0


@dataclass(frozen=True)
class Limits:
    """What the kernel holds a worker to.

    Args:
        memory: bytes it may take beyond what it has at the start.
        offline: whether it may open no file or socket any more.
    """

    memory: int
    offline: bool


def work(connection: socket.socket, open_store: Callable[[], QueryStore], limits: Limits) -> None:
    """Answer the jobs that come over `connection` until it is closed, or until it is better to start afresh.

    Args:
        connection: to whoever hands out jobs.
        open_store: opens the store; called once, in this process.
        limits: what the kernel shall hold this process to.
    """
    try:
        store = open_store()
    except BouwstenenError as error:
        if connection.recv(PIECE):
            connection.sendall(pack_error(error) + frame(END, b"last"))
        return
    _confine(limits)
    at_start = _most_resident()
    frames = Frames()
    while data := connection.recv(PIECE):
        for kind, payload in frames.feed(data):
            if kind == JOB:
                rest, fit = _answer(connection, store, Job.unpack(payload))
                fit = fit and _most_resident() - at_start <= GROWTH
                connection.sendall(rest + frame(END, b"" if fit else b"last"))
                if not fit:
                    return


def _confine(limits: Limits) -> None:
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + limits.memory, size + limits.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(NICENESS)
    if limits.offline:
        # 0, 1 and 2 are taken, so nothing can be opened any more; what is open stays so
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)


def _most_resident() -> int:
    """The most memory that this process ever had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _answer(connection: socket.socket, store: QueryStore, job: Job) -> tuple[bytes, bool]:
    """Send the answer to a job but for its last piece; return that, and whether to go on with another job."""
    outbox = _Outbox(connection, job.max_bytes)
    signal.setitimer(signal.ITIMER_REAL, job.seconds + GRACE)
    fit = True
    try:
        results = store.query(job.query)
        chosen = _format(results, job)
        release = store.answered
        outbox.head = f"{chosen.name} {release.hash if release else ''}"
        write_to(outbox, store, results, chosen, max_rows=job.max_rows)
        rest = outbox.take()
    except BouwstenenError as error:
        rest = pack_error(error)
    except MemoryError:
        rest, fit = pack_error(memory_error()), False
    except BaseException as error:
        # what it is, is for the log; the state of this process is in doubt
        told = UnforeseenError(f"the query failed in an unforeseen way ({type(error).__name__}).")
        rest, fit = frame(LOG, traceback.format_exc().encode()) + pack_error(told), False
    signal.setitimer(signal.ITIMER_REAL, 0)
    return rest, fit


def _format(results: Results, job: Job) -> Format:
    offered = formats_for(results)
    wanted = job.graphs if offered is GRAPHS else job.solutions
    chosen = by_name(wanted) if wanted else None
    if chosen is None:
        what = "none of the formats that you accept is there."
        raise NotAcceptableError(what, where="Accept", mend=f"Choose one of: {listed(offered)}.")
    return chosen


class _Outbox:
    """Sends an answer in pieces; the format goes before the first, and nothing before that is full."""

    def __init__(self, connection: socket.socket, max_bytes: int) -> None:
        self.head = ""
        self._connection = connection
        self._max = self._left = max_bytes
        self._pieces: list[bytes] = []
        self._waiting = 0
        self._begun = False

    def write(self, data: bytes, /) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise ResultTooLargeError(
                f"the answer is larger than {self._max >> 20} MiB.",
                where="query",
                mend="Ask in parts with LIMIT and OFFSET.",
            )
        self._pieces.append(data)
        self._waiting += len(data)
        if self._waiting >= PIECE:
            self._connection.sendall(self.take())
        return len(data)

    def flush(self) -> None:
        pass

    def take(self) -> bytes:
        """Return what waits to be sent, as frames."""
        head = b"" if self._begun else frame(HEAD, self.head.encode())
        waiting = head + frame(DATA, b"".join(self._pieces))
        self._begun = True
        self._pieces.clear()
        self._waiting = 0
        return waiting
