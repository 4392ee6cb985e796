"""A shape, ready to be applied: whom it looks at, along which path, with which constraints."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from bouwstenen.namespaces import PREFIXES
from bouwstenen.validation.engine.constraints import Constraint
from bouwstenen.validation.engine.graphs import TYPE, Graph, Term
from bouwstenen.validation.engine.literals import written
from bouwstenen.validation.engine.paths import Path, Predicate, Read, follow, reads
from bouwstenen.validation.engine.selecting import Select
from bouwstenen.validation.findings import Finding

__all__ = ["Shape", "Targets"]


@dataclass(frozen=True)
class Targets:
    """Whom a shape looks at by itself (SHACL §2.1.3)."""

    classes: tuple[Term, ...] = ()
    nodes: tuple[Term, ...] = ()
    subjects_of: tuple[NamedNode, ...] = ()
    objects_of: tuple[NamedNode, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.classes or self.nodes or self.subjects_of or self.objects_of)

    def all(self, graph: Graph) -> set[Term]:
        """Return everything looked at."""
        found = set(self.nodes)
        for class_ in self.classes:
            found |= graph.instances(class_)
        for predicate in self.subjects_of:
            found.update(subject for subject, _ in graph.pairs(predicate))
        for predicate in self.objects_of:
            found.update(value for _, value in graph.pairs(predicate))
        return found

    def have(self, graph: Graph, thing: Term) -> bool:
        """Return whether a thing is looked at."""
        return (
            thing in self.nodes
            or any(class_ in graph.classes(thing) for class_ in self.classes)
            or any(graph.objects(thing, predicate) for predicate in self.subjects_of)
            or any(graph.subjects(predicate, thing) for predicate in self.objects_of)
        )

    def reads(self) -> Iterator[Read]:
        """Yield what decides whether a thing is looked at; the hierarchy of classes left aside."""
        if self.classes:
            yield Read((), TYPE, inverse=False)
        for predicate in self.subjects_of:
            yield Read((), predicate, inverse=False)
        for predicate in self.objects_of:
            yield Read((), predicate, inverse=True)


#: Component of what is said in SPARQL (SHACL §5).
_SPARQL = f"{PREFIXES['sh']}SPARQLConstraintComponent"


@dataclass(frozen=True)
class Shape:
    """A shape of either kind.

    Args:
        node: what it is called in the shapes graph.
        path: that leads to the values; None for a node shape, whose value is the thing itself.
        severity: of its findings.
        messages: of its findings.
        constraints: what the values must be like, each after the IRI of its component (SHACL §4).
        properties: shapes that each value is to be checked against in turn, with findings of their own.
        selects: constraints in SPARQL.
        targets: whom it looks at by itself.
    """

    node: Term
    path: Path | None = None
    severity: str = "violation"
    messages: tuple[tuple[str, str], ...] = ()
    constraints: tuple[tuple[str, Constraint], ...] = ()
    properties: "tuple[Shape, ...]" = ()
    selects: tuple[Select, ...] = ()
    targets: Targets = field(default=Targets())

    def findings(self, graph: Graph, focus: Term) -> Iterator[Finding]:
        """Yield what is found at a thing."""
        values: Collection[Term] = (focus,) if self.path is None else follow(graph, focus, self.path)
        for component, constraint in self.constraints:
            for value in constraint.offences(graph, focus, values):
                yield self._finding(focus, value, component)
        for shape in self.properties:
            for value in values:
                yield from shape.findings(graph, value)
        for select in self.selects:
            for value in select.offences(graph, focus):
                bad = value if value is not None or self.path is not None else focus
                yield self._finding(focus, bad, _SPARQL, select)

    def _finding(
        self, focus: Term, value: Term | None, component: str, select: Select | None = None
    ) -> Finding:
        forward = isinstance(self.path, Predicate) and not self.path.inverse
        return Finding(
            severity=self.severity,
            focus=written(focus),
            path=self.path.property.value if forward else "",  # type: ignore[union-attr]
            value=written(value),
            shape=written(select.node if select else self.node),
            messages=select.messages if select else self.messages,
            component=component,
        )

    def conforms(self, graph: Graph, focus: Term) -> bool:
        """Return whether nothing is found at a thing; a shape with `selects` is never asked."""
        values: Collection[Term] = (focus,) if self.path is None else follow(graph, focus, self.path)
        for _, constraint in self.constraints:
            for _ in constraint.offences(graph, focus, values):
                return False
        return all(shape.conforms(graph, value) for shape in self.properties for value in values)

    def reads(self, before: tuple[Path, ...] = ()) -> Iterator[Read]:
        """Yield what is read for a thing, those of `selects` left aside; `before` leads to the thing."""
        beyond = before
        if self.path is not None:
            yield from reads(self.path, before)
            beyond = (*before, self.path)
        for _, constraint in self.constraints:
            yield from constraint.reads(before, beyond)
        for shape in self.properties:
            yield from shape.reads(beyond)
