"""Opening the current release, in its folder and in memory, also when it is damaged."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from bouwstenen.errors import ReleaseError
from bouwstenen.graph.hashing import content_hash
from bouwstenen.graph.release import Release, publish
from bouwstenen.store.interface import select
from bouwstenen.store.opening import into_memory, open_current


def _publish(home: Path, value: str) -> Release:
    store = Store()
    node = NamedNode("http://example.org/a")
    store.add(Quad(node, node, Literal(value), node))
    release = Release("0", content_hash(store), "s", "now", 1, {}, {}, {}, {})
    publish(home, store, release)
    return release


def test_opens_the_current_release(tmp_path: Path) -> None:
    first = _publish(tmp_path, "1")
    opened = open_current(tmp_path)
    assert opened.release == first
    second = _publish(tmp_path, "2")
    assert open_current(tmp_path).release == second
    still = list(select(opened.store, "SELECT * { ?s ?p ?o }"))
    assert len(still) == 1, "who still reads the old release is not interrupted"


def test_no_release(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="no release"):
        open_current(tmp_path)


def test_into_memory(tmp_path: Path) -> None:
    release = _publish(tmp_path, "1")
    rows = list(select(into_memory(tmp_path / "releases" / release.hash), "SELECT ?o { ?s ?p ?o }"))
    assert [row["o"] for row in rows] == [Literal("1")]


@pytest.mark.threat("T62")
@pytest.mark.parametrize("pattern", ["MANIFEST-*", "*.sst"])
def test_damaged_store(tmp_path: Path, pattern: str) -> None:
    release = _publish(tmp_path, "1")
    folder = tmp_path / "releases" / release.hash
    for path in (folder / "store").glob(pattern):
        path.write_bytes(b"damaged")
    with pytest.raises(ReleaseError, match="damaged"):
        into_memory(folder)
    with pytest.raises(ReleaseError, match=r"damaged|cannot be read"):
        list(select(open_current(tmp_path).store, "SELECT * { ?s ?p ?o }"))
