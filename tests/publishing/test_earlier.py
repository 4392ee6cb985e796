"""What a release does not have any more is found in the last one before it that did."""

import shutil
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from bouwstenen.errors import ReleaseError
from bouwstenen.graph.hashing import content_hash
from bouwstenen.graph.history import Follow, folder_of, history
from bouwstenen.graph.release import Release, publish
from bouwstenen.namespaces import BM, ID, PREFIXES, graph_iri
from bouwstenen.publishing.changes.recorded import FOLDER, deleted
from bouwstenen.publishing.changes.recording import record_changes
from bouwstenen.publishing.documents.description import describe
from bouwstenen.publishing.documents.earlier import EarlierReleases, successors_of
from bouwstenen.store.embedded import EmbeddedStore
from bouwstenen.store.opening import open_folder

_GRAPH = NamedNode(graph_iri("things"))


def _publish(home: Path, day: int, follow: Sequence[Follow] = (record_changes,), **labels: str) -> str:
    """Publish a release whose things have these labels; return its hash."""
    store = Store()
    for slug, label in labels.items():
        thing = NamedNode(f"{ID}trede/{slug}")
        store.add(Quad(thing, NamedNode(PREFIXES["rdfs"] + "label"), Literal(label, language="nl"), _GRAPH))
        store.add(Quad(thing, NamedNode(PREFIXES["rdf"] + "type"), NamedNode(f"{BM}Trede"), _GRAPH))
    built = f"2026-11-{day:02}T08:00:00+00:00"
    release = Release(
        "0", content_hash(store), "s", built, len(store), {"things": len(store)}, {"Trede": 1}, {}, {}
    )
    publish(home, store, release, follow=follow)
    return release.hash


@pytest.fixture(params=[(record_changes,), ()], ids=["recorded", "not recorded"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Three releases; `a` was in two, `b` in the first only, `c` is in the last."""
    _publish(tmp_path, 1, request.param, a="first", b="first", c="first")
    _publish(tmp_path, 2, request.param, a="second", c="second")
    _publish(tmp_path, 3, request.param, c="third")
    return tmp_path


def _label(earlier: EarlierReleases, release: str, slug: str) -> tuple[str, str] | None:
    iri = NamedNode(f"{ID}trede/{slug}")
    found = earlier.before(release)(iri)
    if found is None:
        return None
    description = describe(found[1], iri)
    assert description is not None
    (label,) = description.values(PREFIXES["rdfs"] + "label")
    return found[0].name, label.value


def test_the_last_release_that_had_it(home: Path) -> None:
    now, earlier = history(home)[-1].hash, EarlierReleases(home)
    assert _label(earlier, now, "a") == ("2026-11-02", "second")
    assert _label(earlier, now, "b") == ("2026-11-01", "first")
    assert _label(earlier, now, "never") is None
    assert _label(earlier, now, "never") is None, "remembered"


def test_only_releases_before_the_one_that_is_asked(home: Path) -> None:
    first, second, third = (entry.hash for entry in history(home))
    earlier = EarlierReleases(home)
    assert _label(earlier, second, "b") == ("2026-11-01", "first")
    assert _label(earlier, first, "d") is None
    assert _label(earlier, third, "a") == ("2026-11-02", "second")
    assert _label(earlier, "0" * 64, "a") == ("2026-11-02", "second"), "a release that is not in the history"


def test_a_release_that_came_back_is_not_earlier_than_itself(home: Path) -> None:
    back = _publish(home, 4, a="first", b="first", c="first")
    assert history(home)[0].hash == back
    earlier = EarlierReleases(home)
    assert _label(earlier, back, "a") == ("2026-11-02", "second")
    assert _label(earlier, back, "b") is None, "it has it itself"


def test_what_is_published_later_is_looked_into(home: Path) -> None:
    earlier, now = EarlierReleases(home), history(home)[-1].hash
    assert _label(earlier, now, "d") is None
    _publish(home, 4, d="fourth")
    after = _publish(home, 5, c="fifth")
    assert _label(earlier, after, "d") == ("2026-11-04", "fourth")


@pytest.mark.parametrize("gone", [True, False])
def test_a_release_that_is_gone_or_damaged_is_passed_over(home: Path, gone: bool) -> None:
    first, second, third = (entry.hash for entry in history(home))
    folder = home / "releases" / second
    if gone:
        shutil.rmtree(folder)
    else:
        (folder / "store" / "CURRENT").write_text("nonsense")
    assert _label(EarlierReleases(home), third, "a") == ("2026-11-01", "first")
    assert first != second


def test_each_entry_tells_what_is_gone(tmp_path: Path) -> None:
    _publish(tmp_path, 1, a="1", b="1")
    _publish(tmp_path, 2, b="2", c="2")
    _publish(tmp_path, 3, b="2")
    gone = [deleted(folder_of(tmp_path, entry)) for entry in history(tmp_path)]
    assert gone == [frozenset(), {f"{ID}trede/a"}, {f"{ID}trede/c"}]


def test_what_was_recorded_over_a_gap_is_no_answer(tmp_path: Path) -> None:
    """A release whose changes were not recorded may have had what neither of those around it has."""
    _publish(tmp_path, 1, a="1")
    _publish(tmp_path, 2, (), a="1", b="2")
    now = _publish(tmp_path, 3, c="3")
    assert deleted(folder_of(tmp_path, history(tmp_path)[2])) == {f"{ID}trede/a"}
    assert _label(EarlierReleases(tmp_path), now, "b") == ("2026-11-02", "2")


def test_what_is_recorded_saves_looking_into_releases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in range(1, 6):
        things = {"a": str(day), "b": "once"} if day == 2 else {"a": str(day)}
        _publish(tmp_path, day, (record_changes,), **things)
    opened: list[str] = []

    def opening(folder: Path) -> EmbeddedStore:
        opened.append(folder.name)
        return open_folder(folder)

    monkeypatch.setattr("bouwstenen.publishing.documents.earlier.open_folder", opening)
    now, earlier = history(tmp_path)[-1].hash, EarlierReleases(tmp_path)
    assert _label(earlier, now, "never") is None
    assert opened == []
    assert _label(earlier, now, "b") == ("2026-11-02", "once")
    assert opened == [history(tmp_path)[1].hash]


def test_a_record_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    _publish(tmp_path, 1, a="1")
    now = _publish(tmp_path, 2, b="2")
    (folder_of(tmp_path, history(tmp_path)[1]) / FOLDER / "index.jsonl.gz").write_bytes(b"\xff")
    with pytest.raises(ReleaseError, match=r"index\.jsonl\.gz"):
        _label(EarlierReleases(tmp_path), now, "a")


def test_a_home_without_a_history_has_nothing(tmp_path: Path) -> None:
    assert EarlierReleases(tmp_path).before("0" * 64)(NamedNode(f"{ID}trede/a")) is None


def test_many_threads_may_ask(home: Path) -> None:
    now, earlier = history(home)[-1].hash, EarlierReleases(home)
    found: list[tuple[str, str] | None] = []

    def ask() -> None:
        found.extend(_label(earlier, now, slug) for slug in ("a", "b", "never") * 10)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, found)) == sorted(
        map(str, [("2026-11-02", "second"), ("2026-11-01", "first"), None] * 40)
    )


def test_successors_are_what_says_that_it_replaces() -> None:
    store, replaces = Store(), NamedNode(PREFIXES["dcterms"] + "replaces")
    for new in ("z", "y"):
        store.add(Quad(NamedNode(f"{ID}trede/{new}"), replaces, NamedNode(f"{ID}trede/a"), _GRAPH))
    assert successors_of(EmbeddedStore(store), NamedNode(f"{ID}trede/a")) == [
        f"{ID}trede/y",
        f"{ID}trede/z",
    ]
