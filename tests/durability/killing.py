"""Kill -9 at random moments, and see that nothing acknowledged is lost and nothing half is seen.

    python -m tests.durability --times 200 --sources . --home /tmp/killed [--check] [--seed 1]

Each time a process starts, mends what the last one left, publishes what waits, and goes on accepting and
publishing until it is killed: after a random time, or at a random step on the way (any opening, renaming or
removing of a file), or while it only accepts, or while it writes and builds many at once. Another process
reads from the pipe what was acknowledged.
"""

import multiprocessing
import os
import random
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from pyoxigraph import Store
from sqlalchemy import select

from bouwstenen.build import build
from bouwstenen.curation import audit
from bouwstenen.curation.accepted import database_if_any
from bouwstenen.curation.database import open_database
from bouwstenen.curation.publisher import Built, publish_pending
from bouwstenen.curation.schema import audit as lines
from bouwstenen.curation.schema import changesets, proposals
from bouwstenen.graph.changesets import read
from bouwstenen.graph.hashing import content_hash
from bouwstenen.graph.history import history, numbers
from bouwstenen.graph.release import current
from bouwstenen.publishing.changes.facts import quads_of
from bouwstenen.publishing.changes.log import log
from bouwstenen.publishing.changes.mending import mend
from bouwstenen.publishing.changes.recorded import lines_of
from bouwstenen.settings import Settings
from tests.durability.small import accept

__all__ = ["Killing"]

_MODES = ("time", "step", "accept", "many")
#: Names that only who was killed may leave behind, below the home.
_LEFT = (".draft-", ".build-", ".dumps-", ".damaged-", ".restore-")


def work(settings: Settings, mode: str, steps: int, check: bool, told: Connection) -> None:
    """What is killed: recover, then accept and publish for ever; tell each acknowledged number."""

    def run(without: frozenset[int]) -> Built:
        outcome = build(settings.sources, settings.home, jobs=1, check=check, without=without)
        return Built(outcome.release.hash if outcome.release else None, str(outcome.findings[:3]))

    _quiet()
    if mode == "step":
        _die_at(settings.home, steps)
    told.send("start")
    mend(settings.home)
    database = open_database(settings)
    if mode != "accept":
        publish_pending(settings, database, run)
    told.send("recovered")
    if mode == "recover":
        return
    while True:
        for _ in range(5 if mode == "many" else 1):
            told.send(accept(database))
        if mode != "accept":
            publish_pending(settings, database, run)
            told.send("published")


def _quiet() -> None:
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)


def _die_at(home: Path, steps: int) -> None:
    """Be killed at the step of that number: a file in the home is opened, renamed, removed or made."""
    left = steps

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event in ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link") and str(
            arguments[0]
        ).startswith(str(home)):
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


@dataclass
class Killing:
    """Kills, again and again.

    Args:
        settings: with a home that holds a release.
        seed: of what is random.
        check: whether builds check.
    """

    settings: Settings
    seed: int = 1
    check: bool = False
    acknowledged: set[int] = field(default_factory=set)
    reached: Counter[str] = field(default_factory=Counter)

    def run(self, times: int) -> None:
        """Kill that often, and see after each time; then recover once more, and see that all is there."""
        chance = random.Random(self.seed)
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.durability.killing", "bouwstenen.curation.database"])
        seconds, steps = self._measure(context)
        for turn in range(times):
            mode = _MODES[turn % len(_MODES)]
            limit = 0.04 if mode == "accept" else seconds * 1.6
            self._once(context, mode, chance.randint(1, steps), chance.uniform(0, limit))
            self.see(f"turn {turn} ({mode})")
        self._once(context, "recover", 0, 600)
        self.see("the end")
        self.see_all()

    def _measure(self, context: multiprocessing.context.ForkServerContext) -> tuple[float, int]:
        began = time.monotonic()
        self._once(context, "time", 0, 600, until="published")
        return time.monotonic() - began, 260

    def _once(
        self,
        context: multiprocessing.context.ForkServerContext,
        mode: str,
        steps: int,
        seconds: float,
        until: str | None = None,
    ) -> None:
        reading, writing = context.Pipe(duplex=False)
        process = context.Process(target=work, args=(self.settings, mode, steps, self.check, writing))
        process.start()
        writing.close()
        deadline: float | None = None if mode != "step" else time.monotonic() + 600
        said = ""
        while True:
            wait = 600 if deadline is None else max(0, deadline - time.monotonic())
            if not reading.poll(wait):
                break
            try:
                said = self._hear(reading.recv(), said)
            except EOFError:
                break
            if said == until:
                break
            begins = "recovered" if mode == "accept" else "start"
            if deadline is None and said == begins:
                deadline = time.monotonic() + seconds
        if mode != "recover":
            process.kill()
        process.join()
        while _has_more(reading):
            try:
                said = self._hear(reading.recv(), said)
            except EOFError:
                break
        expected = 0 if mode == "recover" else -signal.SIGKILL
        assert process.exitcode == expected, f"it ended by itself: {process.exitcode}"
        self.reached[f"{mode} after {said or 'nothing'}"] += 1

    def _hear(self, said: object, before: str) -> str:
        if isinstance(said, int):
            self.acknowledged.add(said)
            return "accepted"
        return str(said) or before

    def see(self, when: str) -> None:
        """See that what was acknowledged is in the database, and that the release that serves is whole."""
        database = database_if_any(self.settings)
        assert database is not None
        with database.reading() as connection:
            rows = connection.execute(select(changesets.c.number, proposals.c.status).join(proposals)).all()
            assert list(audit.verify(connection)) == [], when
            told = connection.execute(select(lines.c.id).where(lines.c.action == "proposal accepted")).all()
        database.close()
        there = {number for number, _ in rows}
        assert self.acknowledged <= there, f"{when}: lost {self.acknowledged - there}"
        assert there == set(range(1, len(there) + 1)), f"{when}: numbers have a gap"
        assert {status for _, status in rows} <= {"accepted"}, when
        assert len(told) == len(rows), f"{when}: a changeset without its line in the audit log"
        home = self.settings.home
        files = [change.number for change in read(home)]
        assert files == list(range(1, len(files) + 1)), when
        folder, release = current(home)
        store = Store.read_only(str(folder / "store"))
        assert len(store) == release.statements, f"{when}: the release is half"
        assert content_hash(store) == release.hash == folder.name, when
        assert [entry.number for entry in history(home)] == numbers(home), when

    def see_all(self) -> None:
        """See that release and stream have every acknowledged change, and that nothing is left over."""
        home = self.settings.home
        _, release = current(home)
        graphs = {int(name[10:]) for name in release.graphs if name.startswith("changeset-")}
        assert self.acknowledged <= graphs, f"not published: {self.acknowledged - graphs}"
        database = open_database(self.settings)
        with database.reading() as connection:
            open_ones = connection.execute(
                select(changesets.c.number).where(changesets.c.published.is_(None))
            ).all()
        database.close()
        assert open_ones == []
        last = {member.iri: member.lines for step in log(home).steps for member in lines_of(step.folder)}
        stream = Store()
        stream.extend(quad for lines in last.values() for quad in quads_of(lines))
        assert content_hash(stream) == release.hash, "the stream of changes says something else"
        assert history(home)[-1].hash == release.hash
        left = [path for path in home.rglob("*") if path.name.startswith(_LEFT)]
        assert left == [], "nothing is left over"
        assert {path.name for path in home.iterdir()} <= {
            ".lock", ".publish.lock", ".workflow.lock", "changesets", "current", "history", "releases",
            "workflow.sqlite", "workflow.sqlite-shm", "workflow.sqlite-wal",
        }  # fmt: skip


def _has_more(reading: Connection) -> bool:
    try:
        return reading.poll(0)
    except (EOFError, OSError):
        return False
