"""The bench of search: the same things each time, and figures for every kind of question and every peer."""

from pathlib import Path

from pyoxigraph import Store

from bench.searching import marks, measure, things
from bouwstenen.solutions import select


def test_the_same_things_each_time(root: Path) -> None:
    one, other = list(things(root, 30)), list(things(root, 30))
    assert one == other != list(things(root, 30, seed=2))
    store = Store()
    store.extend(one)
    rows = list(
        select(store, "SELECT ?x { ?x rdfs:label ?l ; dcterms:description ?d FILTER(LANG(?l) = 'nl') }")
    )
    assert len(rows) == 30


def test_every_kind_of_question_is_measured(root: Path, tmp_path: Path) -> None:
    measured = measure(root, tmp_path, 300)
    assert list(tmp_path.iterdir()) == []
    assert measured.ours.keys() >= {"a word", "two words", "a mistake", "a sentence", "suggestion"}
    assert all(len(values) == 100 for values in measured.ours.values())
    assert measured.peers.keys() == {"SPARQL filter", "SQLite FTS5"}
    assert measured.size > 0
    assert measured.built.seconds > 0
    assert all(mark.met is not None for mark in marks(measured))
