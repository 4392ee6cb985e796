"""What a release holds, counted: statements per graph, things per class."""

from pyoxigraph import DefaultGraph, QuerySolutions, Store

from bouwstenen.namespaces import BM, GRAPH, PREFIXES

__all__ = ["per_class", "per_graph"]


def per_graph(store: Store) -> dict[str, int]:
    """Return how many statements each named graph holds, by the graph's name."""
    counts: dict[str, int] = {}
    for quad in store.quads_for_pattern(None, None, None, None):
        name = "default" if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value.removeprefix(GRAPH)
        counts[name] = counts.get(name, 0) + 1
    return dict(sorted(counts.items()))


def per_class(store: Store) -> dict[str, int]:
    """Return how many things each of our classes has, by the class's local name; classes without any are left out."""
    result = store.query(
        "SELECT ?class (COUNT(DISTINCT ?thing) AS ?count) WHERE { ?class a owl:Class . ?thing a ?class } GROUP BY ?class",
        prefixes=PREFIXES,
        use_default_graph_as_union=True,
    )
    if not isinstance(result, QuerySolutions):
        raise TypeError("a SELECT query was expected")
    counts = {row["class"].value.removeprefix(BM): int(row["count"].value) for row in result}
    return dict(sorted(counts.items()))
