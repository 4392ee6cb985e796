"""The index on disk: the same answers from every build; nothing is opened that is not whole and ours."""

import json
import shutil
import tempfile
from pathlib import Path

import pytest

from bouwstenen.errors import ReleaseError
from bouwstenen.textindex import files
from bouwstenen.textindex.entries import Entry
from bouwstenen.textindex.files import build_in_memory, is_current, open_folder, write_folder
from bouwstenen.textindex.index import TextIndex

_TEXTS = ("weerbaar", "school ouders", "DIAMNT", "jongerenwerk", "evaluatie van", "de")


@pytest.fixture(scope="module")
def written(entries: list[Entry], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index; do not change it."""
    folder = tmp_path_factory.mktemp("written") / "index"
    write_folder(folder, entries)
    return folder


@pytest.fixture
def folder(entries: list[Entry], tmp_path: Path) -> Path:
    """A folder with an index, to be changed."""
    write_folder(tmp_path / "index", entries)
    return tmp_path / "index"


def test_every_build_answers_the_same(written: Path, entries: list[Entry]) -> None:
    one = TextIndex(open_folder(written))
    other = TextIndex(build_in_memory(reversed(entries)))
    assert len(one) == len(other) == len(entries)
    for text in _TEXTS:
        assert one.search(text, limit=500) == other.search(text, limit=500)
        assert one.search(text).total == other.search(text).total > 0


def test_opening_leaves_nothing_behind(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in written.iterdir()}
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    index = TextIndex(open_folder(written))
    assert list(tmp_path.iterdir()) == []
    assert {path.name: path.stat().st_mtime_ns for path in written.iterdir()} == before
    assert not any(name.endswith(".lock") for name in before)
    assert index.search("weerbaar").total > 0


def test_a_folder_that_goes_is_still_read(folder: Path) -> None:
    index = TextIndex(open_folder(folder))
    expected = index.search("weerbaar")
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    assert index.search("weerbaar") == expected
    assert index.search("ouders").total > 0


def test_there_is_none(tmp_path: Path) -> None:
    assert not is_current(tmp_path)
    with pytest.raises(ReleaseError, match="there is none"):
        open_folder(tmp_path)


def test_a_damaged_file_is_told(folder: Path) -> None:
    assert is_current(folder)
    name = next(path.name for path in folder.iterdir() if path.suffix == ".idx")
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[:-40] + bytes(40))
    with pytest.raises(ReleaseError, match=rf"{name} is damaged"):
        open_folder(folder)
    (folder / name).unlink()
    with pytest.raises(ReleaseError, match=rf"{name} cannot be read"):
        open_folder(folder)
    assert not is_current(folder)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"made_by": "x", "files": 1}'])
def test_a_garbled_mark_is_told(folder: Path, text: str) -> None:
    (folder / "index.json").write_text(text)
    with pytest.raises(ReleaseError, match=r"index\.json cannot be read"):
        open_folder(folder)


def test_what_other_software_made_is_not_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_maker", lambda: "another")
    with pytest.raises(ReleaseError, match="other software made it"):
        open_folder(folder)


def test_what_tantivy_does_not_take_is_told(folder: Path) -> None:
    mark = json.loads((folder / "index.json").read_text())
    (folder / "meta.json").write_text("{}")
    mark["files"]["meta.json"] = files._digest(folder / "meta.json")
    (folder / "index.json").write_text(json.dumps(mark))
    with pytest.raises(ReleaseError, match="cannot be opened"):
        open_folder(folder)


def test_a_folder_goes_though_something_is_put_in_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = shutil.rmtree, []

    def disturbed(path: Path, *, ignore_errors: bool) -> None:
        calls.append(path)
        if len(calls) > 2:
            real(path, ignore_errors=ignore_errors)

    monkeypatch.setattr(shutil, "rmtree", disturbed)
    with files._passing_folder() as folder:
        (folder / "a").touch()
    assert len(calls) == 3
    assert not folder.exists()
