"""The service killed while it answers and publishes: it starts again, and goes on."""

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TextIO

import httpx2
from pyoxigraph import Store

from bouwstenen.curation.accepted import waiting
from bouwstenen.curation.database import open_database
from bouwstenen.graph.hashing import content_hash
from bouwstenen.graph.release import current
from bouwstenen.settings import Settings
from bouwstenen.store.opening import open_current
from tests.attacks.server import Server, serving
from tests.durability.small import accept


def _start(settings: Settings) -> tuple["subprocess.Popen[str]", str, threading.Thread]:
    env = os.environ | {
        "BOUWSTENEN_HOME": str(settings.home),
        "BOUWSTENEN_SOURCES": str(settings.sources),
    }
    command = [sys.executable, "-c", "from bouwstenen.cli import main; main()", "serve", "--port", "0"]
    process = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    address = None
    for line in process.stderr:
        address = address or next(iter(re.findall(r"http://[\d.:]+", line)), None)
        if "startup complete" in line:
            break
    assert address, "the service did not start"
    rest = threading.Thread(target=_read_on, args=(process.stderr,), daemon=True)
    rest.start()
    return process, address, rest


def _read_on(log: TextIO) -> None:
    with log:
        log.read()


def _is_gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state == "Z"  # it ended; whoever adopted it has not looked yet


def test_a_service_that_is_killed_starts_again_and_publishes(durable: Settings) -> None:
    chance = random.Random(5)
    database = open_database(durable)
    known: list[int] = []
    answers: set[str] = set()
    for _ in range(3):
        process, address, rest = _start(durable)
        stop = threading.Event()

        def ask(address: str = address, stop: threading.Event = stop) -> None:
            while not stop.is_set():
                try:
                    asked = httpx2.get(
                        f"{address}/sparql",
                        params={
                            "query": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
                            "format": "csv",
                        },
                    )
                except httpx2.TransportError:
                    return
                assert asked.status_code == 200
                answers.add(asked.text.split()[1])

        readers = [threading.Thread(target=ask) for _ in range(2)]
        for reader in readers:
            reader.start()
        deadline = time.monotonic() + chance.uniform(0.3, 7)
        while time.monotonic() < deadline:
            known.append(accept(database))
            time.sleep(0.5)
        family = Server(address, process.pid, []).processes()
        process.send_signal(signal.SIGKILL)
        process.wait()
        stop.set()
        for reader in readers:
            reader.join()
        for _ in range(100):
            if all(_is_gone(pid) for pid in family):
                break
            time.sleep(0.1)
        assert all(_is_gone(pid) for pid in family), "what it started ends with it"
        rest.join(10)
        assert open_current(durable.home).release == current(durable.home)[1]
    with serving(durable.home, sources=durable.sources) as server:
        for _ in range(600):
            if not waiting(durable.home, database).pending:
                break
            time.sleep(0.1)
        told = httpx2.get(f"{server.address}/health").json()
    database.close()
    assert told["release"]
    release = current(durable.home)[1]
    assert {f"changeset-{number}" for number in known} <= release.graphs.keys()
    whole = {
        str(_statements(path))
        for path in (durable.home / "releases").iterdir()
        if not path.name.startswith(".")
    }
    assert answers <= whole, "every answer was of a whole release"


def _statements(folder: Path) -> int:
    store = Store.read_only(str(folder / "store"))
    assert content_hash(store) == folder.name
    return len(store)
