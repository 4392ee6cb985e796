"""Every shape of `shapes/` finds what it is for, and nothing in a valid graph.

`valid.ttl` is a small graph without findings; `broken.toml` says how to break one thing in it for each shape.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

from bouwstenen.namespaces import BASE, shorten
from bouwstenen.validation.findings import as_text
from bouwstenen.validation.shacl import check, read_shapes

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SHAPE = f"{BASE}shape/"
#: What a shape may have without finding anything by itself.
BARE = {RDF.type, RDFS.label, SH.targetClass, SH.property, SH.sparql, SH.severity}


@dataclass(frozen=True)
class Break:
    """How to break one thing: see the head of `broken.toml`."""

    of: str
    drop: str = ""
    add: str = ""
    rename: str = ""
    beside: str = ""

    def __post_init__(self) -> None:
        if not (self.drop or self.add or self.rename or self.beside):
            raise ValueError(f"a break of {self.of} that changes nothing: see the head of broken.toml")


BROKEN = {
    name: Break(**change)
    for name, change in tomllib.loads((HERE / "broken.toml").read_text(encoding="utf-8")).items()
}


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return read_shapes(sorted((ROOT / "shapes").glob("*.ttl")))


@pytest.fixture(scope="module")
def valid() -> Graph:
    """The valid graph with the class hierarchy; its prefixes are those of valid.ttl."""
    graph = Graph(bind_namespaces="none")
    for path in sorted((ROOT / "ontology").glob("*.ttl")):
        graph += Graph().parse(path).triples((None, RDFS.subClassOf, None))
    return graph.parse(HERE / "valid.ttl")


def constraining(shapes: Graph) -> set[str]:
    """Return the local names of the named shapes that can find something by themselves."""
    kinds = (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint)
    return {
        str(shape).removeprefix(SHAPE)
        for kind in kinds
        for shape in shapes.subjects(RDF.type, kind)
        if isinstance(shape, URIRef) and set(shapes.predicates(shape)) - BARE
    }


def target_classes(shapes: Graph, shape: URIRef) -> set[Node]:
    """Return the classes of the things that `shape` looks at, by itself or as part of other shapes."""
    holders = {shape, *shapes.subjects(SH.property, shape), *shapes.subjects(SH.sparql, shape)}
    return {target for holder in holders for target in shapes.objects(holder, SH.targetClass)}


def classes(graph: Graph, thing: Node) -> set[Node]:
    """Return the classes of `thing`, those above them included."""
    return {
        above
        for kind in graph.objects(thing, RDF.type)
        for above in graph.transitive_objects(kind, RDFS.subClassOf)
        if above is not None
    }


def shapes_for(shapes: Graph, wanted: set[Node]) -> Graph:
    """Return the shapes that target one of the classes `wanted`, with all that they refer to."""
    kept = Graph()
    todo = [shape for shape, target in shapes.subject_objects(SH.targetClass) if target in wanted]
    seen = set(todo)
    while todo:
        for triple in shapes.triples((todo.pop(), None, None)):
            kept.add(triple)
            if triple[2] not in seen:
                seen.add(triple[2])
                todo.append(triple[2])
    return kept


def broken(valid: Graph, change: Break) -> tuple[Graph, URIRef]:
    """Return a copy of the graph that is broken as `change` says, and the thing that is broken in it."""
    thing = valid.namespace_manager.expand_curie(change.of)
    graph = Graph(bind_namespaces="none")
    graph += valid
    for name in change.drop.split():
        gone = (thing, valid.namespace_manager.expand_curie(name), None)
        assert gone in graph, f"{change.of} has no {name} to drop: correct broken.toml or valid.ttl"
        graph.remove(gone)
    statements = [
        f"{thing.n3()} {change.add} ." if change.add else "",
        f"{change.beside} ." if change.beside else "",
    ]
    prefixes = [f"@prefix {prefix}: <{iri}> ." for prefix, iri in valid.namespaces()]
    graph.parse(data="\n".join(prefixes + statements), format="turtle")
    if change.rename:
        new = valid.namespace_manager.expand_curie(change.rename)
        swap: dict[Node, Node] = {thing: new}
        for triple in [*graph.triples((thing, None, None)), *graph.triples((None, None, thing))]:
            graph.remove(triple)
            graph.add((swap.get(triple[0], triple[0]), triple[1], swap.get(triple[2], triple[2])))
        thing = new
    return graph, thing


def unread(shapes: Graph, shape: URIRef, valid: Graph, thing: Node) -> Iterator[Node]:
    """Yield the path of `shape` if `thing` has no value there though it might, so that nothing was read."""
    path = shapes.value(shape, SH.path)
    forbidden = (shape, SH.maxCount, Literal(0)) in shapes
    if isinstance(path, URIRef) and not forbidden and (thing, path, None) not in valid:
        yield path


def test_every_shape_is_broken_once(shapes: Graph) -> None:
    missing = sorted(constraining(shapes) - set(BROKEN))
    assert not missing, f"say in broken.toml how to break a thing so that these shapes find it: {missing}"


def test_every_break_has_a_shape(shapes: Graph) -> None:
    unknown = sorted(set(BROKEN) - constraining(shapes))
    assert not unknown, f"broken.toml names shapes that shapes/ lacks: remove or rename {unknown}"


def test_valid_has_no_finding(shapes: Graph, valid: Graph) -> None:
    graph = Graph(bind_namespaces="none")
    graph += valid
    findings = check(graph, shapes)
    assert not findings, f"complete valid.ttl, or loosen the shape:\n{as_text(findings, {})}"


def test_valid_has_a_focus(shapes: Graph, valid: Graph) -> None:
    present = {kind for thing in set(valid.subjects(RDF.type)) for kind in classes(valid, thing)}
    for name in sorted(constraining(shapes)):
        targets = target_classes(shapes, URIRef(SHAPE + name))
        assert targets, f"nothing is checked by shape:{name}: give it a sh:targetClass or a shape that has it"
        missing = sorted(shorten(str(target)) for target in targets - present)
        assert not missing, f"add an instance to valid.ttl for shape:{name} of each of {missing}"


@pytest.mark.parametrize(("name", "change"), BROKEN.items(), ids=BROKEN)
def test_shape(name: str, change: Break, shapes: Graph, valid: Graph) -> None:
    shape = URIRef(SHAPE + name)
    unbroken = valid.namespace_manager.expand_curie(change.of)
    assert (unbroken, RDF.type, None) in valid, f"describe {change.of} in valid.ttl, or break another thing"
    idle = list(unread(shapes, shape, valid, unbroken))
    assert not idle, f"give {change.of} a valid value in valid.ttl of {idle}"
    wanted = classes(valid, unbroken)
    assert target_classes(shapes, shape) & wanted, (
        f"shape:{name} does not look at {change.of}: break another thing"
    )

    graph, thing = broken(valid, change)
    findings = [found for found in check(graph, shapes_for(shapes, wanted)) if found.focus == str(thing)]

    assert {found.shape.removeprefix(SHAPE) for found in findings} == {name}, (
        f"shape:{name} and no other must find {thing}; correct the break in broken.toml, or the shape:\n"
        f"{as_text(findings, {})}"
    )
    # a SPARQL constraint is as severe as the shape that has it
    holder = shapes.value(None, SH.sparql, shape, default=shape)
    declared = shapes.value(holder, SH.severity, default=SH.Violation)
    for found in findings:
        assert found.severity == str(declared).rpartition("#")[2].lower()
        texts = dict(found.messages)
        assert set(texts) == {"nl", "en"}, f"give shape:{name} one sh:message in nl and one in en"
        assert len(found.messages) == 2, f"give shape:{name} one sh:message in nl and one in en"
        assert all(texts.values()), f"write a message for shape:{name} in both languages"
