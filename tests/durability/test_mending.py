"""A start mends what killed builds and a bad disk left."""

import logging
import os
import shutil
from pathlib import Path

import pytest

from bouwstenen.graph.files import written_whole
from bouwstenen.graph.hashing import content_hash
from bouwstenen.graph.history import history
from bouwstenen.graph.release import current, point
from bouwstenen.publishing.changes.facts import quads_of
from bouwstenen.publishing.changes.log import log
from bouwstenen.publishing.changes.mending import mend
from bouwstenen.publishing.changes.recorded import lines_of
from tests.publishing.changes.releases import released, store_of

FIRST = "graph:x { :a bm:v 1 . :c bm:v 1 }"
SECOND = "graph:x { :a bm:v 2 . :d bm:v 1 }"
THIRD = "graph:x { :a bm:v 3 . :d bm:v 1 }"
FOURTH = "graph:x { :a bm:v 4 . :d bm:v 1 }"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with three releases of one day and the next."""
    for content, built in (
        (FIRST, "2026-11-24T08:00:00+00:00"),
        (SECOND, "2026-11-24T09:00:00+00:00"),
        (THIRD, "2026-11-25T08:00:00+00:00"),
    ):
        released(tmp_path, content, built)
    return tmp_path


def _files(home: Path) -> dict[str, bytes]:
    return {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}


def _hash_by_stream(home: Path) -> str:
    last = {member.iri: member.lines for step in log(home).steps for member in lines_of(step.folder)}
    return content_hash(store_of(quad for lines in last.values() for quad in quads_of(lines)))


def test_where_all_is_well_nothing_changes(home: Path) -> None:
    before = _files(home)
    mend(home)
    assert _files(home) == before


def test_a_home_that_is_not_there_yet_is_not_made(tmp_path: Path) -> None:
    mend(tmp_path / "home")
    assert not (tmp_path / "home").exists()


def test_what_killed_builds_left_goes(home: Path) -> None:
    before = _files(home)
    for folder in (home / "releases" / ".draft-a", home / "history" / ".draft-b", home / ".build-c"):
        folder.mkdir()
        (folder / "lock").write_text("")
    (home / ".draft-d").write_text("half")
    mend(home)
    assert _files(home) == before


@pytest.mark.parametrize("lost", ["gone", "no store", "cut off", "no description", "bad description"])
def test_where_the_release_that_serves_is_not_whole_the_one_before_serves(
    home: Path, lost: str, caplog: pytest.LogCaptureFixture
) -> None:
    folder, _ = current(home)
    if lost == "gone":
        shutil.rmtree(folder)
    elif lost == "no store":
        shutil.rmtree(folder / "store")
    elif lost == "cut off":
        (folder / "store" / "CURRENT").write_text("nothing")
    elif lost == "no description":
        (folder / "release.json").unlink()
    else:
        (folder / "release.json").write_text("")
    with caplog.at_level(logging.WARNING):
        mend(home)
    assert current(home)[1].hash == history(home)[1].hash
    assert "serves from now on" in caplog.text
    released(home, THIRD, "2026-11-26T08:00:00+00:00")
    assert current(home)[0] == folder
    assert len(history(home)) == 3, "it is the last publication still"


@pytest.mark.parametrize("pointer", ["", "nonsense", "a" * 64, None])
def test_a_pointer_that_leads_nowhere_is_set_again(home: Path, pointer: str | None) -> None:
    if pointer is None:
        (home / "current").unlink()
    else:
        (home / "current").write_text(pointer)
    mend(home)
    assert current(home)[1].hash == history(home)[-1].hash


def test_who_was_killed_before_the_pointer_was_replaced_has_published(home: Path) -> None:
    point(home, history(home)[1].hash)
    mend(home)
    assert current(home)[1].hash == history(home)[-1].hash


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("damage", ["", "{", "[]", '{"number": 1}', "\0" * 200])
def test_an_entry_that_cannot_be_read_is_written_again(home: Path, number: int, damage: str) -> None:
    path = home / "history" / f"{number:06}" / "entry.json"
    whole = path.read_bytes()
    path.write_text(damage)
    assert [entry.number for entry in history(home)] == [each for each in (1, 2, 3) if each != number]
    mend(home)
    assert path.read_bytes() == whole


def test_an_entry_that_is_lost_keeps_its_number_and_name(home: Path) -> None:
    for number in (2, 3):
        (home / "history" / f"{number:06}" / "entry.json").write_text("{")
    (home / "current").write_text("nonsense")
    mend(home)
    assert [entry.name for entry in history(home)] == ["2026-11-24"]
    released(home, FOURTH, "2026-11-24T10:00:00+00:00")
    last = history(home)[-1]
    assert last.number == 4
    assert last.name == "2026-11-24.4", "either of the lost ones may have been of that day"
    assert _hash_by_stream(home) == current(home)[1].hash
    assert log(home).before(last) == history(home)[0]


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("file", ["summary.json", "index.jsonl.gz", "0001.jsonl.gz", "labels.json.gz"])
@pytest.mark.parametrize("damage", ["empty", "gone"])
def test_what_was_recorded_is_recorded_again_to_the_byte(
    home: Path, number: int, file: str, damage: str
) -> None:
    path = home / "history" / f"{number:06}" / "changes" / file
    whole = _files(path.parent)
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(b"")
    assert log(home).entries
    mend(home)
    assert _files(path.parent) == whole
    assert _hash_by_stream(home) == current(home)[1].hash


def test_a_build_goes_on_where_a_record_is_broken(home: Path) -> None:
    (home / "history" / "000002" / "changes" / "summary.json").write_text("")
    released(home, FOURTH, "2026-11-26T08:00:00+00:00")
    assert len(log(home).steps) == 3, "the others are there"
    mend(home)
    assert len(log(home).steps) == 4
    assert _hash_by_stream(home) == current(home)[1].hash


@pytest.mark.parametrize("number", [2, 3])
def test_a_record_that_is_lost_keeps_its_place_and_the_next_counts_what_it_lacks(
    home: Path, number: int
) -> None:
    before = {step.entry.number: step.summary.time for step in log(home).steps}
    shutil.rmtree(home / "releases" / history(home)[number - 1].hash)
    (home / "history" / f"{number:06}" / "changes" / "summary.json").write_text("{")
    mend(home)
    assert {step.entry.number: step.summary.time for step in log(home).steps} == before
    assert log(home).steps[number - 1].summary.lost
    assert list(log(home).steps[number - 1].changes()) == []
    released(home, FOURTH, "2026-11-26T08:00:00+00:00")
    assert _hash_by_stream(home) == current(home)[1].hash
    files = _files(home)
    mend(home)
    assert _files(home) == files, "once is enough"


def test_a_file_is_there_whole_or_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    written_whole(path, "one")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        written_whole(path, "two")
    monkeypatch.undo()
    assert path.read_text() == "one"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_a_release_is_on_disk_before_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file of a release and of its entry is synced, then renamed, then its folder is synced."""
    done: list[str] = []
    sync, rename = os.fsync, Path.rename

    def synced(handle: int) -> None:
        done.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
        sync(handle)

    def renamed(self: Path, target: Path) -> Path:
        done.append(f"-> {target}")
        return rename(self, target)

    monkeypatch.setattr("os.fsync", synced)
    monkeypatch.setattr(Path, "rename", renamed)
    released(tmp_path, FIRST)
    monkeypatch.undo()
    folder, _ = current(tmp_path)
    for place in (folder, tmp_path / "history" / "000001"):
        at = done.index(f"-> {place}")
        names = {Path(name).name for name in done[:at]}
        assert {path.name for path in place.rglob("*") if path.is_file()} <= names
        assert str(place.parent) in done[at:]
    assert done[-1] == str(tmp_path), "the pointer comes last"
