"""What was published when, and how a release is found by its name."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from bouwstenen.errors import ReleaseError, UnknownThingError
from bouwstenen.graph.hashing import content_hash
from bouwstenen.graph.history import Entry, find_entry, folder_of, history, record
from bouwstenen.graph.release import current, publish
from tests.servers import make_release

_A, _B = "a" * 64, "b" * 64


def test_a_home_without_releases_has_no_history(tmp_path: Path) -> None:
    assert history(tmp_path) == []


def test_names_are_days_and_numbers_within_a_day(tmp_path: Path) -> None:
    record(tmp_path, _A, "2026-11-24T08:00:00+00:00")
    record(tmp_path, _B, "2026-11-24T09:00:00+00:00")
    record(tmp_path, _A, "2026-11-25T09:00:00+00:00")
    entries = history(tmp_path)
    assert [entry.name for entry in entries] == ["2026-11-24", "2026-11-24.2", "2026-11-25"]
    assert [entry.number for entry in entries] == [1, 2, 3]
    assert [entry.prior for entry in entries] == [None, _A, _B]


def test_the_same_content_twice_is_one_publication(tmp_path: Path) -> None:
    assert record(tmp_path, _A, "2026-11-24T08:00:00+00:00") is not None
    assert record(tmp_path, _A, "2026-11-25T08:00:00+00:00") is None
    assert len(history(tmp_path)) == 1


def test_a_release_is_found_by_name_and_by_hash() -> None:
    entries = [
        Entry(1, "2026-11-24", _A, "x"),
        Entry(2, "2026-11-24.2", _B, "x", _A),
        Entry(3, "2026-11-25", _A, "x"),
    ]
    assert find_entry(entries, "2026-11-24") == entries[0]
    assert find_entry(entries, _B[:8].upper()) == entries[1]
    assert find_entry(entries, _A) == entries[2], "content that came back means its last publication"


@pytest.mark.parametrize("text", ["2026-11-23", "aaaaaaa", "c" * 12, "", "%"])
def test_another_name_is_told_with_the_nearest(text: str) -> None:
    with pytest.raises(UnknownThingError) as caught:
        find_entry([Entry(1, "2026-11-24", _A, "x")], text)
    assert "2026-11-24" in str(caught.value.mend)


def test_what_follows_is_written_from_both_releases(tmp_path: Path) -> None:
    seen = []

    def follow(folder: Path, entry: Entry, new: Path, old: Path | None) -> None:
        seen.append((entry.number, new.name, old and old.name))
        (folder / "changes").write_text("here")

    record(tmp_path, _A, "2026-11-24T08:00:00+00:00", [follow])
    record(tmp_path, _B, "2026-11-25T08:00:00+00:00", [follow])
    assert seen == [(1, _A, None), (2, _B, _A)]
    assert all((folder_of(tmp_path, entry) / "changes").exists() for entry in history(tmp_path))


def test_an_entry_that_cannot_be_written_is_not_there(tmp_path: Path) -> None:
    def follow(*_: object) -> None:
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        record(tmp_path, _A, "2026-11-24T08:00:00+00:00", [follow])
    assert list((tmp_path / "history").iterdir()) == []


def test_a_broken_entry_is_passed_over_and_named_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    record(tmp_path, _A, "2026-11-24T08:00:00+00:00")
    path = tmp_path / "history" / "000001" / "entry.json"
    path.write_text("{")
    assert history(tmp_path) == []
    assert str(path) in caplog.text
    entry = record(tmp_path, _B, "2026-11-24T09:00:00+00:00")
    assert entry is not None
    assert (entry.number, entry.name) == (2, "2026-11-24.2"), "number and name of the lost one stay its own"


def test_publishing_appends_and_an_older_release_may_come_back(tmp_path: Path) -> None:
    first = make_release(tmp_path, {"x": "1"})
    second = make_release(tmp_path, {"x": "2"})
    make_release(tmp_path, {"x": "1"})
    assert [entry.hash for entry in history(tmp_path)] == [first.hash, second.hash, first.hash]
    assert current(tmp_path)[1].hash == first.hash


def test_a_home_from_before_there_was_history_begins_with_what_it_serves(tmp_path: Path) -> None:
    first = make_release(tmp_path, {"x": "1"})
    entry = tmp_path / "history" / "000001"
    (entry / "entry.json").unlink()
    entry.rmdir()
    entry.parent.rmdir()
    second = make_release(tmp_path, {"x": "2"})
    assert [entry.hash for entry in history(tmp_path)] == [first.hash, second.hash]
    assert json.loads((tmp_path / "history" / "000001" / "entry.json").read_text())["number"] == 1


def test_what_later_software_adds_to_an_entry_is_passed_over(tmp_path: Path) -> None:
    record(tmp_path, _A, "2026-11-24T08:00:00+00:00")
    path = tmp_path / "history" / "000001" / "entry.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"reviewed": "yes"}))
    assert history(tmp_path)[0].hash == _A


def test_a_history_that_was_begun_and_not_written_begins_again(tmp_path: Path) -> None:
    first = make_release(tmp_path, {"x": "1"})
    shutil.rmtree(tmp_path / "history")
    (tmp_path / "history").mkdir()
    second = make_release(tmp_path, {"x": "2"})
    assert [entry.hash for entry in history(tmp_path)] == [first.hash, second.hash]


def test_a_release_serves_only_once_its_history_is_written(tmp_path: Path) -> None:
    first = make_release(tmp_path, {"x": "1"})

    def follow(*_: object) -> None:
        raise OSError("full")

    store = Store()
    store.add(Quad(NamedNode("x:s"), NamedNode("x:p"), Literal("2"), NamedNode("x:g")))
    release = replace(first, hash=content_hash(store), statements=1)
    with pytest.raises(ReleaseError, match="full"):
        publish(tmp_path, store, release, follow=[follow])
    assert current(tmp_path)[1].hash == first.hash
    assert [entry.hash for entry in history(tmp_path)] == [first.hash]
