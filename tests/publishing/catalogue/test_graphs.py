"""Every graph of a release says what it is."""

from bouwstenen.namespaces import graph_iri
from bouwstenen.publishing.catalogue.graphs import GENERATED
from bouwstenen.store.interface import select
from bouwstenen.store.opening import Opened

_GRAPHS = "FILTER(STRSTARTS(STR(?g), STR(graph:)))"


def _texts(opened: Opened, said: str) -> dict[str, dict[str, str]]:
    """Return what a property says of each graph: a text by language."""
    found: dict[str, dict[str, str]] = {}
    for row in select(
        opened.store,
        f"SELECT DISTINCT ?g ?text WHERE {{ GRAPH ?in {{ ?g {said} ?text }} {_GRAPHS} }}",
    ):
        texts = found.setdefault(row["g"].value, {})
        assert row["text"].language not in texts, f"{row['g']} has two of {said} in {row['text'].language}"
        texts[row["text"].language] = row["text"].value
    return found


def test_every_graph_of_a_release_has_a_label_in_dutch_and_english(opened: Opened) -> None:
    labels = _texts(opened, "rdfs:label")
    assert {graph_iri(name) for name in opened.release.graphs} == set(labels)
    lacking = [iri for iri, texts in labels.items() if texts.keys() != {"nl", "en"}]
    assert not lacking, (
        f"give these a label in both (English ones of data: editorial/labels-en.ttl): {lacking}"
    )


def test_every_graph_of_a_release_is_described(opened: Opened) -> None:
    described = _texts(opened, "dcterms:description")
    silent = [name for name in opened.release.graphs if "nl" not in described.get(graph_iri(name), {})]
    assert not silent, f"give these a dcterms:description: {silent}"


def test_only_graphs_that_are_made_are_named_by_the_catalogue(opened: Opened) -> None:
    assert set(GENERATED) <= set(opened.release.graphs)
    for row in select(
        opened.store,
        f"SELECT DISTINCT ?g WHERE {{ GRAPH graph:dataset {{ ?g rdfs:label ?text }} {_GRAPHS} }}",
    ):
        assert row["g"].value in {graph_iri(name) for name in GENERATED}
