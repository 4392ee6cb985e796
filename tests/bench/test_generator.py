"""The generated graph has the real one's vocabulary and proportions, and is the same every time."""

from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store

from bench.generator import generate
from bouwstenen.graph import derivation, inference, sources
from bouwstenen.namespaces import GRAPH, RDF_TYPE
from bouwstenen.validation import shacl
from bouwstenen.validation.findings import violations

SIZES = (10_000, 22_089, 30_000, 100_000)


def vocabulary(quads: list[Quad]) -> set[str]:
    """The predicates and classes that occur."""
    classes = {quad.object.value for quad in quads if quad.predicate.value == RDF_TYPE}  # type: ignore[union-attr]
    return classes | {quad.predicate.value for quad in quads}


def follows(store: Store) -> Counter[str]:
    """How often each predicate was derived or inferred."""
    graphs = [NamedNode(f"{GRAPH}{name}") for name in ("derived", "inferred")]
    return Counter(
        quad.predicate.value for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph)
    )


def completed(quads: list[Quad]) -> Store:
    store = Store()
    store.extend(quads)
    derivation.derive(store)
    inference.infer(store)
    return store


@pytest.fixture(scope="module")
def larger(root: Path) -> list[Quad]:
    return list(generate(root, 30_000))


@pytest.mark.parametrize("size", SIZES)
def test_it_has_the_size_asked_for_and_no_statement_twice(root: Path, size: int) -> None:
    quads = list(generate(root, size))
    assert abs(len(quads) - size) <= size / 10
    assert len(set(quads)) == len(quads)


@pytest.mark.parametrize("size", [10_000, 30_000])
def test_it_is_the_same_every_time(root: Path, size: int) -> None:
    assert list(generate(root, size)) == list(generate(root, size))


def test_another_seed_wires_it_otherwise(root: Path, larger: list[Quad]) -> None:
    other = list(generate(root, 30_000, seed=2))
    assert other != larger
    assert len(other) == len(larger)


def test_at_the_real_size_it_is_the_real_graph(root: Path) -> None:
    real = sources.load(sources.find(root))
    generated = list(generate(root, len(real)))
    assert len(generated) == len(real)
    assert {quad for quad in generated if isinstance(quad.subject, NamedNode)} >= {
        quad for quad in real if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    }


def test_it_has_the_vocabulary_and_the_tables_of_the_real_graph(root: Path, larger: list[Quad]) -> None:
    real = list(sources.load(sources.find(root)))
    assert vocabulary(larger) == vocabulary(real)
    assert {quad.graph_name for quad in larger} == {quad.graph_name for quad in real}


def test_rules_derive_what_they_derive_of_the_real_graph_in_proportion(
    root: Path, store: Store, larger: list[Quad]
) -> None:
    real, generated = follows(store), follows(completed(larger))
    assert set(generated) == set(real)
    assert sum(generated.values()) / sum(real.values()) == pytest.approx(30_000 / 22_089, rel=0.25)


@pytest.mark.parametrize("size", [10_000, 30_000])
def test_the_shapes_find_no_violation(root: Path, size: int) -> None:
    shapes = shacl.read_shapes(file.path for file in sources.find(root) if file.graph == "shapes")
    store = completed(list(generate(root, size)))
    assert violations(shacl.check(shacl.to_graph(store), shapes)) == []
    assert inference.inconsistencies(store) == []
