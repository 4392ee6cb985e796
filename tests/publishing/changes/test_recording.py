"""What is recorded with each publication, also where something before it is gone."""

import gzip
import shutil
from pathlib import Path

import pytest

from bouwstenen.graph.hashing import content_hash
from bouwstenen.graph.history import history
from bouwstenen.graph.release import current
from bouwstenen.publishing.changes import recording
from bouwstenen.publishing.changes.facts import quads_of
from bouwstenen.publishing.changes.log import log
from bouwstenen.publishing.changes.recorded import lines_of
from tests.publishing.changes.releases import released, store_of

FIRST = "graph:x { :a bm:v 1 . :b bm:v [ bm:w 1 ] . :c bm:v 1 }"
SECOND = "graph:x { :a bm:v 2 . :b bm:v [ bm:w 1 ] . :d bm:v 1 }"
THIRD = "graph:x { :a bm:v 2 . :b bm:v [ bm:w 2 ] . :d bm:v 1 }"


def _kinds(home: Path) -> list[list[str]]:
    return [[f"{item.kind} {item.iri[-1]}" for item in step.items()] for step in log(home).steps]


def _hash_by_stream(home: Path) -> str:
    """The hash of what the recorded changes, one after another, come to."""
    last = {}
    for step in log(home).steps:
        for member in lines_of(step.folder):
            last[member.iri] = member.lines
    return content_hash(store_of(quad for lines in last.values() for quad in quads_of(lines)))


def test_each_publication_has_what_changed_with_it(tmp_path: Path) -> None:
    for content in (FIRST, SECOND, THIRD):
        released(tmp_path, content)
    assert _kinds(tmp_path) == [
        ["created a", "created b", "created c"],
        ["updated a", "deleted c", "created d"],
        ["updated b"],
    ]
    second = log(tmp_path).steps[1].summary
    assert (second.counts, second.added, second.removed) == ({"created": 1, "updated": 1, "deleted": 1}, 2, 2)
    assert second.since == 1
    assert second.graphs == {"https://w3id.org/bouwstenen/graph/x": [2, 2]}
    assert log(tmp_path).statements(history(tmp_path)[1]) == 4


@pytest.mark.parametrize("damage", ["gone", "damaged", "cut off"])
def test_where_the_release_before_is_lost_the_stream_says_what_it_was(tmp_path: Path, damage: str) -> None:
    released(tmp_path, FIRST)
    folder, _ = current(tmp_path)
    if damage == "gone":
        shutil.rmtree(folder)
    elif damage == "damaged":
        (folder / "store" / "CURRENT").write_text("nothing")
    else:
        shutil.rmtree(folder / "store")
    released(tmp_path, SECOND)
    assert _kinds(tmp_path)[1] == ["updated a", "deleted c", "created d"]
    assert _hash_by_stream(tmp_path) == current(tmp_path)[1].hash


def test_what_was_not_recorded_counts_with_the_next_that_is(tmp_path: Path) -> None:
    released(tmp_path, FIRST)
    released(tmp_path, SECOND, follow=False)
    released(tmp_path, THIRD)
    assert [step.entry.number for step in log(tmp_path).steps] == [1, 3]
    assert log(tmp_path).steps[1].summary.since == 1
    assert _kinds(tmp_path)[1] == ["updated a", "updated b", "deleted c", "created d"]
    assert _hash_by_stream(tmp_path) == current(tmp_path)[1].hash


def test_a_home_without_records_begins_with_everything(tmp_path: Path) -> None:
    released(tmp_path, FIRST, follow=False)
    released(tmp_path, SECOND)
    assert _kinds(tmp_path) == [["created a", "created b", "created d"]]


def test_a_record_that_cannot_be_read_is_named_and_passed_over(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    released(tmp_path, FIRST)
    shutil.rmtree(current(tmp_path)[0])
    page = tmp_path / "history" / "000001" / "changes" / "0001.jsonl.gz"
    page.write_bytes(gzip.compress(b"nonsense"))
    released(tmp_path, SECOND)
    assert str(page) in caplog.text
    assert _kinds(tmp_path)[1] == ["created a", "created b", "created d"]


@pytest.mark.parametrize("dies_in", ["add", "close", "_turn"])
def test_a_build_that_dies_leaves_the_history_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dies_in: str
) -> None:
    released(tmp_path, FIRST)
    before = current(tmp_path)[1].hash

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(recording._Writer, dies_in, dies)
        with pytest.raises(KeyboardInterrupt):
            released(tmp_path, SECOND)
    assert [path.name for path in (tmp_path / "history").iterdir()] == ["000001"]
    assert current(tmp_path)[1].hash == before, "the release that serves is the one before"
    released(tmp_path, SECOND)
    assert _hash_by_stream(tmp_path) == current(tmp_path)[1].hash


def test_the_same_releases_are_recorded_in_the_same_bytes(tmp_path: Path) -> None:
    for home in (tmp_path / "one", tmp_path / "two"):
        for content in (FIRST, SECOND):
            released(home, content)
    one, two = (
        {path.relative_to(home): path.read_bytes() for path in sorted(home.glob("history/*/changes/*"))}
        for home in (tmp_path / "one", tmp_path / "two")
    )
    assert one == two
    assert len(one) == 8
