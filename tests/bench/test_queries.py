"""The bench's questions mean the same to another implementation, and find something."""

from collections import Counter

import pytest
from pyoxigraph import Store
from rdflib import Graph

from bench.queries import TEMPLATES, draw, sequence
from bouwstenen.solutions import select
from bouwstenen.validation.shacl import to_graph


@pytest.fixture(scope="module")
def other(store: Store) -> Graph:
    """The union of all graphs in rdflib."""
    return to_graph(store)


@pytest.mark.parametrize("name", TEMPLATES)
def test_both_implementations_give_the_same_rows(store: Store, other: Graph, name: str) -> None:
    found = 0
    for query in [query for query in draw(store, each=2) if query.name == name]:
        ours = len(list(select(store, query.text)))
        assert len(list(other.query(query.text))) == ours
        found += ours
    assert found


def test_every_template_is_drawn_with_several_values_the_same_every_time(store: Store) -> None:
    drawn = draw(store, each=5)
    counts = Counter(query.name for query in drawn)
    assert set(counts) == set(TEMPLATES)
    assert all(2 <= count <= 5 for count in counts.values())
    assert len({query.text for query in drawn}) == len(drawn)
    assert draw(store, each=5) == drawn
    assert draw(store, each=5, seed=2) != drawn


def test_a_sequence_has_each_template_once_a_group(store: Store) -> None:
    asked = draw(store, each=3)
    ordered = [query.name for query in sequence(asked, 4 * len(TEMPLATES))]
    groups = [
        set(ordered[start : start + len(TEMPLATES)]) for start in range(0, len(ordered), len(TEMPLATES))
    ]
    assert groups == [set(TEMPLATES)] * 4
