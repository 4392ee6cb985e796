"""What differs between two releases."""

from hypothesis import given
from pyoxigraph import Quad

from bouwstenen.publishing.changes.comparison import Change, compare
from bouwstenen.publishing.changes.description import descriptions
from tests.publishing.changes.releases import store_of
from tests.publishing.changes.test_description import datasets


def _changes(old: object, new: object) -> list[Change]:
    with descriptions(store_of(old)) as before, descriptions(store_of(new)) as after:  # type: ignore[arg-type]
        return list(compare(before, after))


def test_each_kind_of_change_with_its_statements() -> None:
    found = _changes(
        "graph:x { :a rdfs:label 'a' . :b rdfs:label 'b' ; bm:v 1 . :c bm:v 1 }",
        "graph:x { :b rdfs:label 'b' ; bm:v 2 . :c bm:v 1 . :d bm:v 1 }",
    )
    assert [(each.kind, each.iri[-1]) for each in found] == [
        ("deleted", "a"), ("updated", "b"), ("created", "d"),
    ]  # fmt: skip
    updated = found[1]
    assert len(updated.lines) == 2
    assert ['"1"' in line for line in updated.removed] == [True]
    assert ['"2"' in line for line in updated.added] == [True]


def test_the_same_statement_in_another_graph_is_a_change() -> None:
    (found,) = _changes("graph:x { :a bm:v 1 }", "graph:y { :a bm:v 1 }")
    assert found.kind == "updated"


def test_of_blank_nodes_all_or_nothing_changes() -> None:
    (found,) = _changes(":a bm:v 1 ; bm:w [ bm:x 1 ; bm:y 1 ] .", ":a bm:v 1 ; bm:w [ bm:x 1 ; bm:y 2 ] .")
    assert (len(found.removed), len(found.added)) == (3, 3)
    (found,) = _changes(":a bm:v 1 ; bm:w [ bm:x 1 ] .", ":a bm:v 2 ; bm:w [ bm:x 1 ] .")
    assert (len(found.removed), len(found.added)) == (1, 1)


@given(datasets, datasets)
def test_from_after_and_the_difference_follows_before(old: list[Quad], new: list[Quad]) -> None:
    with descriptions(store_of(old)) as found:
        before = {each.iri: each.lines for each in found}
    with descriptions(store_of(new)) as found:
        after = {each.iri: each.lines for each in found}
    for change in _changes(old, new):
        assert change.before == before.pop(change.iri, ())
        assert change.lines == after.pop(change.iri, ())
    assert before == after, "what is not listed did not change"


@given(datasets)
def test_nothing_differs_from_itself(content: list[Quad]) -> None:
    assert _changes(content, content) == []
