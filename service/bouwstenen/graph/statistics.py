"""What a release holds, counted: statements per graph, things per class."""

from pyoxigraph import DefaultGraph, Store

from bouwstenen.namespaces import BM, GRAPH
from bouwstenen.solutions import select

__all__ = ["per_class", "per_graph"]

_SIZES = "SELECT ?graph (COUNT(*) AS ?count) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"

_COUNTS = """
SELECT ?class (COUNT(DISTINCT ?thing) AS ?count) WHERE {
  ?class a owl:Class . ?thing a ?class
} GROUP BY ?class"""


def per_graph(store: Store) -> dict[str, int]:
    """Return how many statements each named graph holds, by the graph's name."""
    counts = {
        row["graph"].value.removeprefix(GRAPH): int(row["count"].value) for row in select(store, _SIZES)
    }
    unnamed = sum(1 for _ in store.quads_for_pattern(None, None, None, DefaultGraph()))
    if unnamed:
        counts["default"] = unnamed
    return dict(sorted(counts.items()))


def per_class(store: Store) -> dict[str, int]:
    """Return how many things each of our classes has, by its local name; empty classes are left out."""
    rows = select(store, _COUNTS)
    return dict(sorted((row["class"].value.removeprefix(BM), int(row["count"].value)) for row in rows))
