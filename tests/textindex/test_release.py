"""The text index of a release: built into it, opened with it, built in memory where that fails."""

import logging
import shutil
from functools import partial
from pathlib import Path

import pytest
from pyoxigraph import Store

from bouwstenen.graph.hashing import content_hash
from bouwstenen.graph.release import Release, current, publish
from bouwstenen.namespaces import ID
from bouwstenen.settings import Settings
from bouwstenen.solutions import select
from bouwstenen.store.interface import QueryStore
from bouwstenen.store.opening import Opened, open_current
from bouwstenen.textindex.index import TextIndex
from bouwstenen.textindex.release import text_index


@pytest.fixture
def home(settings: Settings, tmp_path: Path) -> Path:
    """A home with a release of the checkout, to be changed."""
    shutil.copytree(settings.home, tmp_path / "home")
    return tmp_path / "home"


def _first(index: TextIndex, text: str) -> str:
    return index.search(text)[0].iri.removeprefix(ID)


def test_a_build_has_it(settings: Settings, opened: Opened, caplog: pytest.LogCaptureFixture) -> None:
    folder, _ = current(settings.home)
    assert (folder / "index" / "index.json").is_file()
    assert _first(opened.index, "DIAMNT") == "intervention/diamant"
    assert _first(opened.index, "Welke interventies versterken al deze factoren") == "question/coverage"
    assert opened.index.search("versterken al deze factoren")[0].kind == "SPARQLExecutable"
    assert opened.index is opened.index, "it is opened once"
    assert caplog.records == []


def test_it_is_found_in_what_a_store_answers_too(opened: Opened, queried: QueryStore) -> None:
    made = Opened(opened.release, queried).index
    assert made.search("weerbaar", limit=500) == [
        hit for hit in opened.index.search("weerbaar", limit=500) if "/question/" not in hit.iri
    ]


@pytest.mark.parametrize("damage", ["none", "damaged", "other"])
def test_a_release_without_a_whole_one_is_served(
    home: Path, opened: Opened, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    folder = current(home)[0] / "index"
    if damage == "none":
        shutil.rmtree(folder)
    elif damage == "damaged":
        next(folder.glob("*.term")).write_bytes(b"damaged")
    else:
        text = (folder / "index.json").read_text()
        (folder / "index.json").write_text(text.replace('"made_by": "', '"made_by": "0'))
    with caplog.at_level(logging.WARNING):
        index = open_current(home).index
    assert index.search("weerbaar") == opened.index.search("weerbaar")
    (record,) = caplog.records
    assert record.message == "a text index is built in memory"
    said: dict[str, str] = record.said  # type: ignore[attr-defined]
    assert {"none": "there is none", "damaged": "is damaged", "other": "other software"}[damage] in said[
        "reason"
    ]


def test_the_next_build_mends_it(tmp_path: Path, store: Store) -> None:
    release = Release("0", content_hash(store), "s", "now", len(store), {}, {}, {}, {})
    publish(tmp_path, store, release)
    folder = current(tmp_path)[0]
    assert not (folder / "index").exists()
    index = text_index(partial(select, store))
    publish(tmp_path, store, release, beside=[index])
    assert index.is_current(folder / "index")
    written = (folder / "index" / "index.json").stat().st_mtime_ns
    publish(tmp_path, store, release, beside=[index])
    assert (folder / "index" / "index.json").stat().st_mtime_ns == written, "it is whole: left alone"
    next((folder / "index").glob("*.store")).write_bytes(b"damaged")
    publish(tmp_path, store, release, beside=[index])
    assert index.is_current(folder / "index")
    assert len(Store.read_only(str(folder / "store"))) == len(store)
