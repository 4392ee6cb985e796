"""What a release holds, counted: statements per graph, things per class."""

from pyoxigraph import DefaultGraph, Store

from bouwstenen.namespaces import BM, GRAPH
from bouwstenen.solutions import select

__all__ = ["per_class", "per_graph"]

_COUNTS = """
SELECT ?class (COUNT(DISTINCT ?thing) AS ?count) WHERE {
  ?class a owl:Class . ?thing a ?class
} GROUP BY ?class"""


def per_graph(store: Store) -> dict[str, int]:
    """Return how many statements each named graph holds, by the graph's name."""
    counts: dict[str, int] = {}
    for quad in store.quads_for_pattern(None, None, None, None):
        name = (
            "default"
            if isinstance(quad.graph_name, DefaultGraph)
            else quad.graph_name.value.removeprefix(GRAPH)
        )
        counts[name] = counts.get(name, 0) + 1
    return dict(sorted(counts.items()))


def per_class(store: Store) -> dict[str, int]:
    """Return how many things each of our classes has, by its local name; empty classes are left out."""
    rows = select(store, _COUNTS)
    return dict(sorted((row["class"].value.removeprefix(BM), int(row["count"].value)) for row in rows))
