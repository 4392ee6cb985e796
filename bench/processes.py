"""Servers as processes of their own on loopback: started, waited for, weighed, stopped."""

import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

__all__ = ["NotReadyError", "Server", "free_port", "memory", "running"]


class NotReadyError(Exception):
    """A server ended, or did not answer in time; the message has the end of what it wrote."""


class Server:
    """A process that serves, with what it writes."""

    def __init__(self, process: "subprocess.Popen[bytes]", log: IO[bytes]) -> None:
        self.process = process
        self._log = log

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.process.pid

    def ended(self) -> str:
        """Return how it ended and the last that it wrote; nothing while it runs."""
        status = self.process.poll()
        if status is None:
            return ""
        return f"ended with status {status}: {self.said()}"

    def said(self) -> str:
        """Return the last that it wrote."""
        size = self._log.seek(0, os.SEEK_END)
        self._log.seek(max(0, size - 1000))
        return self._log.read().decode(errors="replace")


def free_port() -> int:
    """Return a loopback port that nothing listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


@contextmanager
def running(
    command: list[str],
    ready: Callable[[], bool],
    patience: float,
    environment: dict[str, str] | None = None,
) -> Iterator[Server]:
    """Run a server until the block is left; yields it once it is ready.

    Args:
        command: what starts it.
        ready: whether it answers; asked again and again.
        patience: seconds that it may take to be ready.
        environment: variables besides those of this process.

    Raises:
        NotReadyError: it ended or did not answer in time.
    """
    with tempfile.TemporaryFile() as log:
        # a group of its own, so that its children end with it
        process = subprocess.Popen(
            command,
            stdout=log,
            stderr=log,
            env=os.environ | (environment or {}),
            start_new_session=True,
        )
        server = Server(process, log)
        try:
            _wait(server, ready, time.monotonic() + patience)
            yield server
        finally:
            _stop(process)


def _wait(server: Server, ready: Callable[[], bool], until: float) -> None:
    while True:
        try:
            if ready():
                return
        except OSError:
            pass  # not listening yet
        if said := server.ended():
            raise NotReadyError(said)
        if time.monotonic() > until:
            raise NotReadyError(f"not ready in time: {server.said()}")
        time.sleep(0.05)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            break
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            continue
    process.wait()


def memory(pid: int) -> int:
    """Return the bytes of memory that a process and its descendants hold.

    Pages that several share count once (the proportional set size).
    """
    total = 0
    for process in _family(pid):
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except OSError:
            continue  # ended meanwhile
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total


def _family(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            ids = children.read_text(encoding="ascii").split()
        except OSError:
            continue
        for child in ids:
            yield from _family(int(child))
