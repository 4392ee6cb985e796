"""Releases: content-addressed, immutable, swapped in whole or not at all."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from bouwstenen.errors import ReleaseError
from bouwstenen.graph import release as release_module
from bouwstenen.graph.hashing import content_hash
from bouwstenen.graph.release import Beside, Release, current, prepare, publish

_P = NamedNode("http://example.org/p")
_G = NamedNode("http://example.org/g")


def _store(*values: str, blank: str = "b") -> Store:
    store = Store()
    node = BlankNode(blank)
    store.extend(Quad(node, _P, Literal(value), _G) for value in values)
    return store


def _release(store: Store) -> Release:
    return Release("0", content_hash(store), "s", "2026-11-23T00:00:00+00:00", len(store), {}, {}, {}, {})


def test_publish_then_read(tmp_path: Path) -> None:
    store = _store("1")
    folder = publish(tmp_path, store, _release(store))
    found, release = current(tmp_path)
    assert (found, release) == (folder, _release(store))
    assert len(Store.read_only(str(folder / "store"))) == 1


def test_the_next_release_stands_beside_the_last(tmp_path: Path) -> None:
    one, two = _store("1"), _store("2")
    first, second = (publish(tmp_path, store, _release(store)) for store in (one, two))
    assert current(tmp_path)[0] == second
    assert first.is_dir()
    publish(tmp_path, one, _release(one))
    assert current(tmp_path)[0] == first


def test_a_build_that_dies_leaves_the_current_release_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = _store("1"), _store("2")
    first = publish(tmp_path, one, _release(one))

    def die(*_: object, **__: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(json, "dumps", die)
    with pytest.raises(KeyboardInterrupt):
        publish(tmp_path, two, _release(two))
    monkeypatch.undo()
    assert current(tmp_path)[0] == first
    assert [path.name for path in (tmp_path / "releases").iterdir()] == [first.name], (
        "a draft was left behind"
    )


def test_no_release_yet(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="bouwstenen build"):
        current(tmp_path)


@pytest.mark.parametrize("lost", ["release.json", "store/CURRENT"])
def test_a_half_written_release_is_told(tmp_path: Path, lost: str) -> None:
    store = _store("1")
    folder = publish(tmp_path, store, _release(store))
    (folder / lost).unlink()
    with pytest.raises(ReleaseError, match="not whole"):
        current(tmp_path)
    publish(tmp_path, store, _release(store))
    assert current(tmp_path)[0] == folder, "building again mends it"


@pytest.mark.parametrize("text", ["{", "[]", json.dumps({"version": "0"})])
def test_a_broken_description_is_told(tmp_path: Path, text: str) -> None:
    store = _store("1")
    folder = publish(tmp_path, store, _release(store))
    (folder / "release.json").write_text(text, encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"release\.json"):
        current(tmp_path)


def test_a_damaged_store_is_written_again(tmp_path: Path) -> None:
    store = _store("1")
    folder = publish(tmp_path, store, _release(store))
    for path in (folder / "store").glob("*.sst"):
        path.write_bytes(b"damaged")
    publish(tmp_path, store, replace(_release(store), built="later"))
    assert len(Store.read_only(str(folder / "store"))) == 1


@pytest.mark.parametrize("pointer", [b"\xff\xfe", b"", b"../../etc", b"nonsense"])
def test_a_garbled_pointer_is_told(tmp_path: Path, pointer: bytes) -> None:
    (tmp_path / "current").write_bytes(pointer)
    with pytest.raises(ReleaseError, match="bouwstenen build"):
        current(tmp_path)


def test_a_home_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    home = tmp_path / "file"
    home.write_text("")
    store = _store("1")
    with pytest.raises(ReleaseError, match="BOUWSTENEN_HOME"):
        prepare(home)
    with pytest.raises(ReleaseError, match="BOUWSTENEN_HOME"):
        publish(home, store, _release(store))


def test_others_may_read_the_pointer(tmp_path: Path) -> None:
    store = _store("1")
    publish(tmp_path, store, _release(store))
    assert (tmp_path / "current").stat().st_mode & 0o044 == 0o044


def test_it_is_written_batch_by_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release_module, "_BATCH", 2)
    store = _store("1", "2", "3", "4", "5")
    told: list[tuple[str, int, int | None]] = []
    folder = publish(tmp_path, store, _release(store), tell=lambda *what: told.append(what))
    assert set(Store.read_only(str(folder / "store"))) == set(store)
    assert told[-1] == ("statements", 5, 5)


def test_a_store_on_disk_becomes_a_release(tmp_path: Path) -> None:
    disk = Store(str(tmp_path / "work"))
    disk.bulk_extend(_store("1", "2"))
    disk.extend(_store("3", blank="c"))  # not yet in a file of its own
    folder = publish(tmp_path, disk, _release(disk), on_disk=True)
    disk.extend(_store("4"))
    shutil.rmtree(tmp_path / "work")
    assert len(Store.read_only(str(folder / "store"))) == 3
    assert current(tmp_path)[1].statements == 3


def test_a_release_that_was_not_checked_is_written_again_once_it_is(tmp_path: Path) -> None:
    store = _store("1")
    unchecked, checked = (replace(_release(store), checked=checked) for checked in (False, True))
    publish(tmp_path, store, unchecked)
    assert not current(tmp_path)[1].checked
    publish(tmp_path, store, checked)
    assert current(tmp_path)[1].checked
    publish(tmp_path, store, unchecked)
    assert current(tmp_path)[1].checked, "the same content was checked before"


def test_a_description_from_before_there_was_a_choice_was_checked(tmp_path: Path) -> None:
    store = _store("1")
    path = publish(tmp_path, store, _release(store)) / "release.json"
    described = json.loads(path.read_text())
    del described["checked"]
    path.write_text(json.dumps(described))
    assert current(tmp_path)[1].checked


def test_many_builds_at_once(tmp_path: Path) -> None:
    stores = [_store(str(number)) for number in (1, 2, 1, 2, 1, 2)]
    with ThreadPoolExecutor(6) as pool:
        folders = list(pool.map(lambda store: publish(tmp_path, store, _release(store)), stores))
    assert current(tmp_path)[0] in folders
    assert {path.name for path in (tmp_path / "releases").iterdir()} == {folder.name for folder in folders}


def test_what_lies_beside_is_written_with_it_and_again_where_it_is_not_right(tmp_path: Path) -> None:
    written: list[Path] = []

    def write(folder: Path) -> None:
        folder.mkdir()
        (folder / "text").write_text("right")
        written.append(folder)

    def is_current(folder: Path) -> bool:
        return (folder / "text").is_file() and (folder / "text").read_text() == "right"

    store = _store("1")
    beside = [Beside("more", write, is_current)]
    folder = publish(tmp_path, store, _release(store), beside=beside)
    assert written[0].parent.name.startswith(".draft-"), "before anybody can see it"
    publish(tmp_path, store, _release(store), beside=beside)
    assert len(written) == 1
    (folder / "more" / "text").write_text("wrong")
    publish(tmp_path, store, _release(store), beside=beside)
    assert is_current(folder / "more")
    assert len(Store.read_only(str(folder / "store"))) == 1


def test_what_cannot_be_written_beside_it_publishes_nothing(tmp_path: Path) -> None:
    def write(folder: Path) -> None:
        folder.mkdir()
        raise OSError("full")

    store = _store("1")
    with pytest.raises(ReleaseError, match="full"):
        publish(tmp_path, store, _release(store), beside=[Beside("more", write, lambda _: False)])
    assert list((tmp_path / "releases").iterdir()) == []
    assert not (tmp_path / "current").exists()
