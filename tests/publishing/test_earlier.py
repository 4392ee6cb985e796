"""What a release does not have any more is found in the last one before it that did."""

import shutil
import threading
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from bouwstenen.graph.hashing import content_hash
from bouwstenen.graph.history import history
from bouwstenen.graph.release import Release, publish
from bouwstenen.namespaces import BM, ID, PREFIXES, graph_iri
from bouwstenen.publishing.documents.description import describe
from bouwstenen.publishing.documents.earlier import EarlierReleases, successors_of
from bouwstenen.store.embedded import EmbeddedStore

_GRAPH = NamedNode(graph_iri("things"))


def _publish(home: Path, day: int, **labels: str) -> str:
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
    publish(home, store, release)
    return release.hash


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Three releases; `a` was in two, `b` in the first only, `c` is in the last."""
    _publish(tmp_path, 1, a="first", b="first", c="first")
    _publish(tmp_path, 2, a="second", c="second")
    _publish(tmp_path, 3, c="third")
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
    assert _label(earlier, second, "a") == ("2026-11-01", "first")
    assert _label(earlier, first, "a") is None
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
