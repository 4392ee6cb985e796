"""A release as descriptions: each statement in exactly one, the same labels for the same content."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store

from bouwstenen.graph.hashing import content_hash
from bouwstenen.publishing.changes.description import GENID, Description, descriptions, mentions_blank
from bouwstenen.publishing.changes.facts import graph_of, quads_of
from tests.publishing.changes.releases import store_of

IRIS = [NamedNode(f"http://example.org/{name}") for name in ("a", "ab", "b", "b/c", "b#c", "é")]
NODES = [BlankNode(name) for name in "uvwxy"]
VALUES = [Literal("1"), Literal('a "b" _:c <http://example.org/a>'), Literal("x <y>", language="nl")]

nodes = st.sampled_from([*IRIS, *NODES])
quads = st.builds(
    Quad,
    nodes,
    st.sampled_from(IRIS[:3]),
    st.one_of(nodes, st.sampled_from(VALUES)),
    st.sampled_from([*IRIS[:2], DefaultGraph(), NODES[0]]),
)
datasets = st.lists(quads, max_size=14)
#: As releases are: every statement in a graph that has a name.
in_named_graphs = datasets.map(
    lambda found: [
        Quad(quad.subject, quad.predicate, quad.object, graph if isinstance(graph, NamedNode) else IRIS[2])
        for quad in found
        for graph in [quad.graph_name]
    ]
)


def _described(store: Store) -> list[Description]:
    with descriptions(store) as found:
        return list(found)


def unskolemised(store: Store) -> Store:
    """What stands in for a blank node made one again, as RDF 1.1 §3.5 says."""

    def back(term: object) -> object:
        if isinstance(term, NamedNode) and term.value.startswith(GENID):
            return BlankNode("g" + term.value.removeprefix(GENID).replace("-", "x"))
        return term

    made = Store()
    for quad in store:
        made.add(Quad(back(quad.subject), quad.predicate, back(quad.object), back(quad.graph_name)))  # type: ignore[arg-type]
    return made


@given(datasets)
def test_descriptions_together_are_the_release(content: list[Quad]) -> None:
    store = store_of(content)
    again = Store()
    for description in _described(store):
        again.extend(quads_of(description.lines))
    assert content_hash(unskolemised(again)) == content_hash(store)


@given(datasets)
def test_each_statement_stands_in_one_description_of_a_resource_each(content: list[Quad]) -> None:
    store = store_of(content)
    found = _described(store)
    lines = [line for description in found for line in description.lines]
    assert len(lines) == len(set(lines)) == len(store)
    assert [each.iri + ">" for each in found] == sorted({each.iri + ">" for each in found})
    assert all(list(each.lines) == sorted(each.lines) for each in found)


@given(datasets, st.randoms())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_other_labels_and_another_order_make_no_difference(content: list[Quad], random: object) -> None:
    names = [f"n{number}" for number in range(len(NODES))]
    random.shuffle(names)  # type: ignore[attr-defined]
    random.shuffle(content)  # type: ignore[attr-defined]
    other: dict[object, BlankNode] = dict(zip(NODES, map(BlankNode, names), strict=True))
    moved = [
        Quad(
            other.get(quad.subject, quad.subject),
            quad.predicate,
            other.get(quad.object, quad.object),
            other.get(quad.graph_name, quad.graph_name),
        )
        for quad in content
    ]
    assert _described(store_of(moved)) == _described(store_of(content))


@given(quads)
def test_what_is_read_off_a_statement_is_what_parsing_says(quad: Quad) -> None:
    terms = (quad.subject, quad.object, quad.graph_name)
    assert mentions_blank(str(quad)) == any(isinstance(term, BlankNode) for term in terms)
    if not isinstance(quad.graph_name, BlankNode):
        expected = "" if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value
        assert graph_of(str(quad)) == expected


def test_a_blank_node_stands_with_the_resource_above_it() -> None:
    (found,) = _described(store_of(":a bm:x [ bm:y [ bm:z 1 ] ] ."))
    assert found.iri.endswith("/a")
    assert len(found.lines) == 3


def test_a_change_elsewhere_leaves_a_nameless_one_its_name() -> None:
    first = _described(store_of("[] bm:x 1 . [] bm:x 2 ."))
    second = _described(store_of("[] bm:x 1 . [] bm:x 3 ."))
    assert len({each.iri for each in first} & {each.iri for each in second}) == 1
    assert all(each.iri.startswith(GENID) for each in first)


def test_the_same_said_twice_of_nameless_ones_is_two() -> None:
    assert len(_described(store_of("[] bm:x 1 . [] bm:x 1 ."))) == 2
