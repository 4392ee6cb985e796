"""Backups while the service works, restored elsewhere, over what is there, and into another database."""

import gzip
import io
import json
import shutil
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest
from click.testing import CliRunner
from pydantic import SecretStr
from sqlalchemy import Connection, select, text

from bouwstenen.cli import main
from bouwstenen.curation import audit as log
from bouwstenen.curation import restore as restoring
from bouwstenen.curation.archive import members, verify
from bouwstenen.curation.backup import back_up
from bouwstenen.curation.database import Database, open_database
from bouwstenen.curation.publisher import Build, publish_pending
from bouwstenen.curation.restore import restore
from bouwstenen.curation.schema import accounts, audit, changesets
from bouwstenen.curation.transfer import TABLES, lines
from bouwstenen.errors import DatabaseError, ReleaseError, WrongUseError
from bouwstenen.graph.changesets import read
from bouwstenen.graph.history import history
from bouwstenen.graph.release import current
from bouwstenen.settings import Settings
from tests.attacks.server import serving
from tests.durability.small import accept


def _content(settings: Settings) -> dict[str, list[str]]:
    database = open_database(settings)
    try:
        with database.reading() as connection:
            return {name: list(lines(connection, name)) for name in TABLES}
    finally:
        database.close()


def _files(home: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(home)): path.read_bytes()
        for path in home.rglob("*")
        if path.is_file() and not path.relative_to(home).parts[0].startswith((".", "workflow.sqlite"))
    }


@pytest.fixture
def published(durable: Settings, accepted: Database, building: Build) -> Settings:
    """A home with a published changeset, and one that waits."""
    accept(accepted)
    publish_pending(durable, accepted, building)
    accept(accepted)
    return durable


@pytest.mark.parametrize("name", ["backup.tar", "backup.tar.gz"])
def test_what_is_backed_up_comes_back_elsewhere(published: Settings, tmp_path: Path, name: str) -> None:
    path, manifest = back_up(published, tmp_path / name)
    assert manifest.tables["changesets"] == 2
    assert path.stat().st_mode & 0o777 == 0o600, "it holds hashes of tokens"
    other = Settings(home=tmp_path / "other", sources=published.sources)
    assert restore(other, path) == (manifest, None)
    assert _files(other.home) == _files(published.home)
    assert _content(other) == _content(published)
    assert current(other.home)[1] == current(published.home)[1]
    assert {path.name for path in other.home.iterdir() if path.name.startswith(".")} <= {
        ".lock",
        ".publish.lock",
        ".workflow.lock",
    }


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_backup_moves_to_another_database_which_goes_on(
    published: Settings, tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    path, _ = back_up(published, tmp_path / "backup.tar")
    other = Settings(home=tmp_path / "other", sources=published.sources)
    if kind == "postgresql":
        server = request.getfixturevalue("postgresql")
        other = other.model_copy(update={"database": SecretStr(server.database())})
    restore(other, path)
    assert _content(other) == _content(published)
    database = open_database(other)
    assert accept(database) == 3, "the next rows get numbers of their own"
    with database.writing() as connection:
        connection.execute(accounts.insert().values(name="x", slug="x", role="reader", created="now"))
        assert list(log.verify(connection)) == []

    def forget(connection: Connection) -> None:
        connection.execute(text("DELETE FROM audit"))

    with pytest.raises(DatabaseError, match="append-only"), database.writing() as connection:
        forget(connection)
    database.close()
    again, _ = back_up(other, tmp_path / "again.tar")
    third = Settings(home=tmp_path / "third")
    restore(third, again)
    assert _content(third) == _content(other)


def test_a_backup_under_load_has_all_that_was_acknowledged_before_it(
    durable: Settings, tmp_path: Path
) -> None:
    known: list[int] = []
    wrong: list[Exception] = []
    stop = threading.Event()
    with serving(durable.home, sources=durable.sources) as server:
        database = open_database(durable)

        def go_on(work: Callable[[], object]) -> Callable[[], None]:
            def run() -> None:
                try:
                    while not stop.wait(0.05):
                        work()
                except Exception as error:
                    wrong.append(error)

            return run

        def ask() -> None:
            httpx2.get(f"{server.address}/sparql?query=ASK{{?s ?p ?o}}").raise_for_status()

        threads = [
            threading.Thread(target=go_on(lambda: known.append(accept(database)))),
            threading.Thread(target=go_on(ask)),
        ]
        for thread in threads:
            thread.start()
        try:
            backups = []
            for number in range(3):
                stop_at = len(known) + 5
                while len(known) < stop_at and not wrong:
                    stop.wait(0.02)
                before = set(known)
                backups.append((before, back_up(durable, tmp_path / f"{number}.tar")[0]))
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        database.close()
        assert wrong == []
        for number, (before, path) in enumerate(backups):
            other = Settings(home=tmp_path / f"other-{number}", sources=durable.sources)
            restore(other, path)
            copy = open_database(other)
            with copy.reading() as connection:
                rows = connection.execute(select(changesets)).mappings().all()
                accepts = select(audit.c.id).where(audit.c.action == "proposal accepted")
                assert len(connection.execute(accepts).all()) == len(rows)
                assert list(log.verify(connection)) == []
            copy.close()
            there = {row["number"] for row in rows}
            assert before <= there
            assert {change.number for change in read(other.home)} <= there, "files follow from the database"
            entries = {entry.hash for entry in history(other.home)}
            assert {row["release"] for row in rows if row["published"]} <= entries
            folder, release = current(other.home)
            assert folder.is_dir()
            assert release.hash in entries


def test_a_service_takes_over_what_is_restored(published: Settings, tmp_path: Path, building: Build) -> None:
    path, _ = back_up(published, tmp_path / "backup.tar")
    was = current(published.home)[1].hash
    database = open_database(published)
    publish_pending(published, database, building)
    accept(database)
    assert current(published.home)[1].hash != was
    with serving(published.home, sources=published.sources, publish="false") as server:
        with pytest.raises(WrongUseError, match="--replace"):
            restore(published, path)
        _, before = restore(published, path, over=True)
        for _ in range(300):
            told = httpx2.get(f"{server.address}/health").json()
            if told["release"] == was:
                break
            threading.Event().wait(0.05)
        assert told["release"] == was
    assert before is not None
    assert (before / "changesets" / "000002.rdfp").exists()
    kept = (before / "database" / "changesets.jsonl").read_text().splitlines()
    assert [json.loads(line)["number"] for line in kept] == [1, 2, 3]
    with database.reading() as connection:
        assert connection.execute(select(changesets.c.number)).scalars().all() == [1, 2]
    database.close()


def test_without_releases_the_last_one_is_built_again(
    published: Settings, tmp_path: Path, accepted: Database, building: Build
) -> None:
    publish_pending(published, accepted, building)
    path, manifest = back_up(published, tmp_path / "backup.tar.gz", releases=False)
    assert not [name for name in manifest.files if "/releases/" in name]
    shutil.rmtree(published.home)
    accepted.close()
    restore(published, path)
    database = open_database(published)
    publish_pending(published, database, building)
    database.close()
    assert current(published.home)[1].hash == history(published.home)[-1].hash
    assert len(history(published.home)) == 3


def _archive(path: Path, members: dict[str, bytes], kind: bytes = tarfile.REGTYPE) -> Path:
    with tarfile.open(path, "w") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size, info.type = len(content) if kind == tarfile.REGTYPE else 0, kind
            info.linkname = "/etc/passwd"
            tar.addfile(info, io.BytesIO(content))
    return path


@pytest.mark.threat("T47")
@pytest.mark.parametrize(
    "name",
    ["../x", "home/../../x", "/etc/x", "home//x", "home/.lock", "home/workflow.sqlite", "x", "home/a\\b",
     "database/a/b", "home/./x", "home", "home/x", "home/cron.d/x", "database/other.jsonl"],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    path = _archive(tmp_path / "bad.tar", {name: b"x"})
    with pytest.raises(WrongUseError, match="may not be in it"):
        restore(Settings(home=tmp_path / "home"), path)
    assert not (tmp_path / "home").exists()


@pytest.mark.threat("T47")
@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_are_refused(tmp_path: Path, kind: bytes) -> None:
    path = _archive(tmp_path / "bad.tar", {"home/links/x": b""}, kind)
    with pytest.raises(WrongUseError, match="may not be in it"):
        restore(Settings(home=tmp_path / "home"), path)


@pytest.mark.threat("T47")
def test_no_member_is_held_in_memory_however_large(tmp_path: Path) -> None:
    for name, size in (("manifest.json", 2**25 + 1), ("home/current", 101)):
        path = _archive(tmp_path / "bad.tar", {name: bytes(size)})
        with pytest.raises(WrongUseError, match="too large"):
            verify(path)


@pytest.mark.threat("T47")
@pytest.mark.parametrize("name", [b"../../etc", b"", b"A" * 64])
def test_the_release_that_serves_has_a_hash_for_a_name(tmp_path: Path, name: bytes) -> None:
    manifest = json.dumps({"format": 1}).encode()
    path = _archive(tmp_path / "bad.tar", {"home/current": name, "manifest.json": manifest})
    with pytest.raises(WrongUseError, match="names no release"):
        verify(path)


@pytest.mark.threat("T47")
def test_what_is_unpacked_has_the_size_that_was_checked(tmp_path: Path) -> None:
    path = _archive(tmp_path / "other.tar", {"home/forms.key": b"12"})
    with pytest.raises(WrongUseError, match="not what was checked"):
        members(path, lambda _name, _source: None, {"home/forms.key": 1})


@pytest.mark.threat("T47")
def test_damage_is_found_before_anything_is_changed(published: Settings, tmp_path: Path) -> None:
    path, _ = back_up(published, tmp_path / "backup.tar")
    whole = path.read_bytes()
    before = _files(published.home)
    place = whole.index(b"Bureau 2")
    for damaged in (
        whole[:place] + b"Bureau 9" + whole[place + 8 :],
        whole[: len(whole) // 2],
        b"",
        b"nonsense" * 1000,
        gzip.compress(whole)[:-2000],
    ):
        path.write_bytes(damaged)
        with pytest.raises(WrongUseError, match="no backup that can be restored"):
            restore(published, path, over=True)
        assert _files(published.home) == before
        assert not (published.home / ".restoring").exists()


def test_a_backup_of_another_version_is_told(published: Settings, tmp_path: Path) -> None:
    database = open_database(published)
    path, _ = back_up(published, tmp_path / "backup.tar")
    database.close()
    with tarfile.open(path) as tar:
        members = {each.name: file.read() for each in tar if (file := tar.extractfile(each)) is not None}
    said = json.loads(members["manifest.json"]) | {"migration": "0000"}
    members["manifest.json"] = json.dumps(said).encode()
    with pytest.raises(WrongUseError, match="migration 0000"):
        restore(Settings(home=tmp_path / "other"), _archive(tmp_path / "old.tar", members))


def test_a_restore_that_is_killed_keeps_others_away_until_it_has_run_again(
    published: Settings, tmp_path: Path, building: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = back_up(published, tmp_path / "backup.tar")
    files = _files(published.home)

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(restoring, "_restore_files", dies)
        with pytest.raises(KeyboardInterrupt):
            restore(published, path, over=True)
    database = open_database(published)
    with pytest.raises(ReleaseError, match="broken off"):
        publish_pending(published, database, building)
    database.close()
    with pytest.raises(ReleaseError, match="broken off"):
        building(frozenset())
    restore(published, path)
    assert _files(published.home) == files
    assert not list(published.home.glob(".restor*"))


def test_the_commands(published: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOUWSTENEN_HOME", str(published.home))
    (tmp_path / "backups").mkdir()
    done = CliRunner().invoke(main, ["backup", str(tmp_path / "backups")])
    assert done.exit_code == 0, done.output
    (path,) = (tmp_path / "backups").iterdir()
    assert verify(path).tables["changesets"] == 2
    assert CliRunner().invoke(main, ["restore", str(path), "--check"]).exit_code == 0
    refused = CliRunner().invoke(main, ["restore", str(path)])
    assert (refused.exit_code, "--replace" in refused.output) == (2, True)
    assert CliRunner().invoke(main, ["backup", str(path)]).exit_code == 2, "it is there already"
    assert CliRunner().invoke(main, ["backup", str(published.home / "x.tar")]).exit_code == 2
    monkeypatch.setenv("BOUWSTENEN_HOME", str(tmp_path / "other"))
    done = CliRunner().invoke(main, ["restore", str(path)])
    assert done.exit_code == 0, done.output
    assert _files(tmp_path / "other") == _files(published.home)
