"""The update turns the one release into the other, blank nodes and all."""

import pytest
from hypothesis import assume, given
from pyoxigraph import Quad, Store

from bouwstenen.errors import UnknownThingError
from bouwstenen.graph.hashing import content_hash
from bouwstenen.publishing.changes.comparison import compare
from bouwstenen.publishing.changes.description import descriptions
from bouwstenen.publishing.changes.update import as_update
from tests.publishing.changes.releases import store_of
from tests.publishing.changes.test_description import in_named_graphs


def _update(old: Store, new: Store) -> str:
    with descriptions(old) as before, descriptions(new) as after:
        return as_update(compare(before, after), "from old to new")


@given(in_named_graphs, in_named_graphs)
def test_it_turns_the_one_into_the_other(first: list[Quad], second: list[Quad]) -> None:
    old, new = store_of(first), store_of(second)
    try:
        update = _update(old, new)
    except UnknownThingError:
        assume(False)
    old.update(update)
    assert content_hash(old) == content_hash(new)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("graph:x { :a bm:v ( 1 2 3 4 ) . }", "graph:x { :a bm:v ( 1 2 4 ) . }"),
        # the one structure is a part of the other: a pattern of it would match both
        ("graph:x { :a bm:v [ bm:x 1 ], [ bm:x 1 ; bm:y 2 ] . }", "graph:x { :a bm:v [ bm:x 1 ] . }"),
        (
            "graph:x { :a bm:v [ bm:x 1 ], [ bm:x 1 ; bm:y 2 ] . }",
            "graph:x { :a bm:v [ bm:x 1 ; bm:y 2 ] . }",
        ),
        (
            "graph:x { :a bm:v [ bm:x [ bm:x [ bm:x 1 ] ] ] . :b bm:v [ bm:x 1 ] . }",
            "graph:x { :b bm:v [ bm:x 1 ] . }",
        ),
        ("graph:x { :a bm:v _:b } graph:y { _:b bm:x 1 }", "graph:x { :a bm:v _:b } graph:y { _:b bm:x 2 }"),
        ("graph:x { :a bm:v _:b . _:b bm:x _:b . }", "graph:x { :a bm:v _:b . _:b bm:x 1 . }"),
    ],
)
def test_structures_without_names(first: str, second: str) -> None:
    for old, new in ((first, second), (second, first)):
        store = store_of(old)
        store.update(_update(store, store_of(new)))
        assert content_hash(store) == content_hash(store_of(new))


def test_what_hangs_below_nothing_cannot_be_named() -> None:
    with pytest.raises(UnknownThingError):
        _update(store_of("graph:x { [] bm:x 1 }"), store_of("graph:x { [] bm:x 2 }"))


def test_no_difference_is_an_update_that_does_nothing() -> None:
    store = store_of("graph:x { :a bm:v 1 }")
    store.update(_update(store, store))
    assert len(store) == 1
