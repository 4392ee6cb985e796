"""What a release holds, counted as one would by hand."""

from collections import Counter

from pyoxigraph import Literal, NamedNode, Quad, Store

from bouwstenen.graph.statistics import per_class, per_graph
from bouwstenen.namespaces import GRAPH, PREFIXES

_P = NamedNode("http://example.org/p")


def test_per_graph_is_what_counting_gives(store: Store) -> None:
    counted = Counter(quad.graph_name.value.removeprefix(GRAPH) for quad in store)
    assert per_graph(store) == counted
    assert list(per_graph(store)) == sorted(counted)


def test_graphs_without_our_names_and_the_one_without_a_name_count() -> None:
    store = Store()
    store.extend(Quad(_P, _P, Literal(text)) for text in "ab")
    store.extend(Quad(_P, _P, Literal("a"), NamedNode(name)) for name in (f"{GRAPH}one", "http://other/"))
    assert per_graph(store) == {"default": 2, "http://other/": 1, "one": 1}
    assert per_graph(Store()) == {}


def test_a_thing_counts_once_whatever_graphs_say_so() -> None:
    store = Store()
    kind, class_ = NamedNode(f"{PREFIXES['rdf']}type"), NamedNode(f"{PREFIXES['owl']}Class")
    ours = NamedNode(f"{PREFIXES['bm']}Claim")
    store.add(Quad(ours, kind, class_))
    store.extend(Quad(_P, kind, ours, NamedNode(f"{GRAPH}{name}")) for name in ("a", "b"))
    assert per_class(store) == {"Claim": 1}
