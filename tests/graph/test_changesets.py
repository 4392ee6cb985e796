from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from bouwstenen.errors import SourceError
from bouwstenen.graph.changesets import Changeset, Patch, apply, folder_of, read, write

A, B, NAME = (
    NamedNode("https://example.org/a"),
    NamedNode("https://example.org/b"),
    NamedNode("https://example.org/name"),
)
TABLE = NamedNode("https://w3id.org/bouwstenen/graph/tabel")
OLD = Quad(A, NAME, Literal("oud", language="nl"), TABLE)
ODD = Triple(A, NAME, Literal('met "aanhalingstekens",\nregels en één é', language="nl"))


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    changes = [
        Changeset(1, Patch(frozenset({ODD}), frozenset({OLD}))),
        Changeset(2, Patch(removed=frozenset({OLD}))),
    ]
    for change in changes:
        write(tmp_path, change)
    assert read(tmp_path) == changes


def test_a_home_without_changesets_has_none(tmp_path: Path) -> None:
    assert read(tmp_path) == []


def test_they_are_applied_in_order_each_in_its_own_graph() -> None:
    store = Store()
    store.add(OLD)
    back = Quad(A, NAME, ODD.object, NamedNode("https://w3id.org/bouwstenen/graph/changeset-1"))
    changes = [
        Changeset(1, Patch(frozenset({ODD}), frozenset({OLD}))),
        Changeset(2, Patch(frozenset({OLD.triple}), frozenset({back}))),
    ]
    assert apply(store, changes[:1]) == []
    assert set(store) == {back}
    assert apply(store, changes[1:]) == []
    assert [quad.graph_name.value for quad in store] == ["https://w3id.org/bouwstenen/graph/changeset-2"]


def test_what_cannot_be_taken_away_is_told() -> None:
    assert apply(Store(), [Changeset(3, Patch(removed=frozenset({OLD})))]) == [(3, OLD)]


def test_writing_the_same_again_changes_nothing_and_another_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, Changeset(1, Patch(frozenset({ODD}))))
    before = path.stat().st_mtime_ns
    write(tmp_path, Changeset(1, Patch(frozenset({ODD}))))
    assert path.stat().st_mtime_ns == before
    with pytest.raises(SourceError, match="changeset 1 is another one"):
        write(tmp_path, Changeset(1, Patch(frozenset({OLD.triple}))))


def test_every_thing_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Give it an IRI"):
        write(tmp_path, Changeset(1, Patch(frozenset({Triple(BlankNode("x"), NAME, B)}))))


def test_one_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, Changeset(1, Patch(frozenset({ODD}))))
    path.write_text(
        "".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8"
    )
    with pytest.raises(SourceError, match="cut short"):
        read(tmp_path)


def test_a_line_of_another_kind_is_pointed_at(tmp_path: Path) -> None:
    path = write(tmp_path, Changeset(1, Patch(frozenset({ODD}))))
    path.write_text(path.read_text(encoding="utf-8").replace("TX .", "TX ?"), encoding="utf-8")
    with pytest.raises(SourceError, match=r"000001\.rdfp:2"):
        read(tmp_path)


def test_a_missing_number_is_told(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        write(tmp_path, Changeset(number, Patch(frozenset({ODD}))))
    (folder_of(tmp_path) / "000002.rdfp").unlink()
    with pytest.raises(SourceError, match="changeset 2 is missing"):
        read(tmp_path)
