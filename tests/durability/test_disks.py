"""A disk that is full, and one that is read-only: clear errors, nothing half, and on it goes afterwards.

Needs the right to mount a small disk in memory; without it these tests skip.
"""

import csv
import io
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from click.testing import CliRunner
from pyoxigraph import Store
from sqlalchemy import func, select

from bouwstenen.build import build
from bouwstenen.cli import main
from bouwstenen.curation.accepted import waiting, write_accepted
from bouwstenen.curation.backup import back_up
from bouwstenen.curation.building import Builder
from bouwstenen.curation.database import open_database
from bouwstenen.curation.publisher import Build, Built, publish_pending
from bouwstenen.curation.restore import restore
from bouwstenen.curation.schema import audit, changesets
from bouwstenen.errors import BouwstenenError, DatabaseError, ReleaseError
from bouwstenen.graph.changesets import folder_of, read
from bouwstenen.graph.history import history
from bouwstenen.graph.release import current
from bouwstenen.publishing.changes.mending import mend
from bouwstenen.settings import Settings
from tests.attacks.server import serving
from tests.durability.small import accept


class Disk:
    """A small disk in memory.

    Args:
        path: where it is mounted.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def fill(self, leave: int = 0) -> None:
        """Fill it up, but for some bytes."""
        state = os.statvfs(self.path)
        free = state.f_bavail * state.f_frsize - leave
        with (self.path / "filler").open("wb") as file:
            while free > 0:
                free -= file.write(b"\0" * min(free, 2**16))

    def empty(self) -> None:
        """Make room again."""
        (self.path / "filler").unlink(missing_ok=True)

    def remount(self, option: str) -> None:
        """Mount it with another option."""
        subprocess.run(["mount", "-o", f"remount,{option}", self.path], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    path = tmp_path / "disk"
    path.mkdir()
    options = ["-t", "tmpfs", "-o", "size=24m", "bouwstenen-test", str(path)]
    if shutil.which("mount") is None or subprocess.run(["mount", *options], capture_output=True).returncode:
        pytest.skip("a disk cannot be mounted here: it takes root")
    try:
        yield Disk(path)
    finally:
        subprocess.run(["umount", "--lazy", path], check=True)


@pytest.fixture
def narrow(small: Settings, disk: Disk) -> Settings:
    """The small release, its home on that disk."""
    shutil.copytree(small.home, disk.path / "home")
    return Settings(home=disk.path / "home", sources=small.sources)


def _unchecked(settings: Settings) -> Build:
    def run(without: frozenset[int]) -> Built:
        outcome = build(settings.sources, settings.home, check=False, without=without)
        return Built(outcome.release.hash if outcome.release else None)

    return run


def _is_whole(settings: Settings, hash: str) -> None:
    folder, release = current(settings.home)
    assert release.hash == hash
    assert len(Store.read_only(str(folder / "store"))) == release.statements
    assert history(settings.home)[-1].hash == hash


@pytest.mark.parametrize("leave", [0, 4096, 100_000, 400_000, 1_000_000])
def test_publishing_on_a_full_disk_waits_for_room(narrow: Settings, disk: Disk, leave: int) -> None:
    database = open_database(narrow)
    accept(database)
    before = current(narrow.home)[1].hash
    disk.fill(leave)
    with pytest.raises((ReleaseError, DatabaseError)):
        publish_pending(narrow, database, _unchecked(narrow))
    _is_whole(narrow, before)
    assert waiting(narrow.home, database).pending == (1,)
    disk.empty()
    mend(narrow.home)
    assert publish_pending(narrow, database, _unchecked(narrow)).pending == ()
    assert "changeset-1" in current(narrow.home)[1].graphs
    assert not [path for path in narrow.home.rglob(".draft-*") if path.parent.name != "changes"]
    database.close()


@pytest.mark.threat("T48")
def test_what_cannot_be_written_is_not_acknowledged(narrow: Settings, disk: Disk) -> None:
    database = open_database(narrow)
    accept(database)
    disk.fill()
    acknowledged = [1]

    def accept_many() -> None:
        for _ in range(2000):
            acknowledged.append(accept(database))

    with pytest.raises(DatabaseError, match="room") as caught:
        accept_many()
    assert caught.value.status == 503
    disk.empty()
    with database.reading() as connection:
        rows = connection.execute(select(func.count()).select_from(changesets)).scalar()
        lines = connection.execute(select(func.count()).where(audit.c.action == "proposal accepted")).scalar()
    assert rows == lines == len(acknowledged)
    assert accept(database) == len(acknowledged) + 1
    database.close()


def test_changesets_on_a_full_disk_are_not_half_there(narrow: Settings, disk: Disk) -> None:
    database = open_database(narrow)
    for _ in range(3):
        accept(database)
    disk.fill(8192)
    with pytest.raises(ReleaseError, match="nothing is lost meanwhile"):
        write_accepted(narrow.home, database)
    read(narrow.home)
    disk.empty()
    write_accepted(narrow.home, database)
    assert [change.number for change in read(narrow.home)] == [1, 2, 3]
    assert not list(folder_of(narrow.home).glob(".draft-*"))
    database.close()


def test_a_backup_that_does_not_fit_leaves_nothing(narrow: Settings, disk: Disk) -> None:
    (disk.path / "backups").mkdir()
    disk.fill(50_000)
    with pytest.raises(ReleaseError, match="No space"):
        back_up(narrow, disk.path / "backups" / "b.tar")
    assert list((disk.path / "backups").iterdir()) == []


def test_a_restore_that_does_not_fit_changes_nothing(narrow: Settings, disk: Disk, tmp_path: Path) -> None:
    database = open_database(narrow)
    accept(database)
    path, _ = back_up(narrow, tmp_path / "b.tar")
    accept(database)
    before = current(narrow.home)[1].hash
    disk.fill(50_000)
    with pytest.raises((ReleaseError, DatabaseError)):
        restore(narrow, path, over=True)
    disk.empty()
    _is_whole(narrow, before)
    assert waiting(narrow.home, database).pending == (1, 2)
    assert not list(narrow.home.glob(".restor*"))
    database.close()


@pytest.mark.threat("T48")
def test_a_service_on_a_full_disk_answers_and_says_what_is_wrong(narrow: Settings, disk: Disk) -> None:
    database = open_database(narrow)
    accept(database)
    disk.fill()
    with serving(narrow.home, sources=narrow.sources) as server:
        for _ in range(200):
            told = httpx2.get(f"{server.address}/health").json()
            if told["status"] == "degraded":
                break
            time.sleep(0.1)
        assert told["status"] == "degraded"
        assert "written" in told["reason"] or "room" in told["reason"]
        asked = httpx2.get(f"{server.address}/sparql?query=ASK{{?s ?p ?o}}")
        assert asked.status_code == 200
    disk.empty()
    assert publish_pending(narrow, database, Builder(narrow).build).pending == ()
    database.close()


def _take_slowly(address: str, query: str) -> None:
    asked = {"query": query, "format": "json"}
    with httpx2.stream("GET", address, params=asked, headers={"Accept-Encoding": "identity"}) as answer:
        answer.raise_for_status()
        stream = answer.iter_raw()
        next(stream)
        time.sleep(2)
        for _ in stream:
            pass


def test_answers_that_wait_on_a_full_disk_are_an_error_not_cut_short(
    small: Settings, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 100000"
    monkeypatch.setenv("TMPDIR", str(disk.path))
    with serving(small.home, sources=small.sources) as server:
        address = f"{server.address}/sparql"
        disk.fill(200_000)
        with pytest.raises((httpx2.RemoteProtocolError, httpx2.HTTPStatusError)) as caught:
            _take_slowly(address, query)
        if isinstance(caught.value, httpx2.HTTPStatusError):
            assert caught.value.response.status_code == 507
        disk.empty()
        asked = httpx2.get(address, params={"query": query, "format": "csv"}, timeout=60)
        assert asked.status_code == 200
        assert len(list(csv.reader(io.StringIO(asked.text, newline="")))) == 100_001


def test_a_read_only_home_serves_what_it_has(
    narrow: Settings, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk.remount("ro")
    try:
        mend(narrow.home)
        with serving(narrow.home, sources=narrow.sources) as server:
            told = httpx2.get(f"{server.address}/health").json()
            assert told["release"] == current(narrow.home)[1].hash
            asked = httpx2.get(f"{server.address}/sparql?query=ASK{{?s ?p ?o}}")
            assert asked.status_code == 200
            assert httpx2.get(f"{server.address}/changes?format=json").status_code == 200
        monkeypatch.setenv("BOUWSTENEN_HOME", str(narrow.home))
        monkeypatch.setenv("BOUWSTENEN_SOURCES", str(narrow.sources))
        for command in (["build"], ["backup", str(disk.path / "b.tar")]):
            done = CliRunner().invoke(main, command)
            assert done.exit_code == 2
            assert "Read-only file system" in done.output
        with pytest.raises(BouwstenenError, match=r"Read-only|readonly|open database"):
            open_database(narrow)
    finally:
        disk.remount("rw")
    assert build(narrow.sources, narrow.home, check=False).release is not None
