"""Reading the current release, also when it changes or is damaged."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from bouwstenen.errors import ReleaseError
from bouwstenen.graph.hashing import content_hash
from bouwstenen.graph.release import Release, publish
from bouwstenen.store.interface import select
from bouwstenen.store.reader import Reader


def _publish(home: Path, value: str) -> Release:
    store = Store()
    node = NamedNode("http://example.org/a")
    store.add(Quad(node, node, Literal(value), node))
    release = Release("0", content_hash(store), "s", "now", 1, {}, {}, {}, {})
    publish(home, store, release)
    return release


def test_opens_once_and_again_after_a_build(tmp_path: Path) -> None:
    first = _publish(tmp_path, "1")
    reader = Reader(tmp_path)
    opened = reader.open()
    assert opened.release == first
    assert reader.open() is opened
    second = _publish(tmp_path, "2")
    assert reader.open().release == second
    still = list(select(opened.store, "SELECT * { ?s ?p ?o }"))
    assert len(still) == 1, "who still reads the old release is not interrupted"


def test_no_release(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="no release"):
        Reader(tmp_path).open()


def test_damaged_store(tmp_path: Path) -> None:
    release = _publish(tmp_path, "1")
    for path in (tmp_path / "releases" / release.hash / "store").glob("MANIFEST-*"):
        path.write_bytes(b"damaged")
    with pytest.raises(ReleaseError, match="damaged"):
        Reader(tmp_path).open()
