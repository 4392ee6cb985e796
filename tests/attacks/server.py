"""The service as its users start it, with limits small enough to be reached in a test."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["Server", "serving"]


class Server:
    """A running service: its address, the lines it logs, and what its processes take."""

    def __init__(self, address: str, pid: int, log: list[str]) -> None:
        self.address = address
        self.pid = pid
        self.log = log

    def processes(self) -> list[int]:
        """Return the service's process and all that it started."""
        parents = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            parents[int(stat.parent.name)] = int(fields[1])
        family = [self.pid]
        for pid in family:
            family += [child for child, parent in parents.items() if parent == pid]
        return family

    def memory(self) -> int:
        """Return the bytes that all its processes take; a page that several share counts once."""
        total = 0
        for pid in self.processes():
            try:
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue
            found = re.search(r"(?m)^Pss:\s+(\d+) kB", rollup)
            total += int(found[1]) * 1024 if found else 0
        return total


@contextmanager
def serving(home: Path, **settings: object) -> Iterator[Server]:
    """Start the service over the release below `home`; stop it, and see that nothing of it stays behind."""
    env = os.environ | {"BOUWSTENEN_HOME": str(home)}
    env |= {f"BOUWSTENEN_{name.upper()}": str(value) for name, value in settings.items()}
    command = [sys.executable, "-c", "from bouwstenen.cli import main; main()", "serve", "--port", "0"]
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said, log = process.stderr, list[str]()
        address = None
        for line in said:
            address = address or next(iter(re.findall(r"http://[\d.:]+", line)), None)
            if "startup complete" in line:
                break
        assert address, "the service did not start"
        threading.Thread(target=log.extend, args=(said,), daemon=True).start()
        server = Server(address, process.pid, log)
        try:
            yield server
            family = server.processes()
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)
        left = family
        until = time.monotonic() + 5  # what sees that its parent is gone ends by itself, a moment later
        while left and time.monotonic() < until:
            left = [pid for pid in left if Path(f"/proc/{pid}").exists()]
            time.sleep(0.02)
        assert not left, f"processes were left behind: {left}"
