"""Check what a change can have affected: the things of which a shape reads something that came or went.

In:  shapes; what they find in a graph; the graph after a change, and what changed.
Out: what they find now, as if all were checked.

A shape reads a statement at the end of a path that leads from the thing checked. Following the path back from
a changed statement gives the things concerned. A path that was itself cut or made is found at its first
changed statement, so that looking back in the graph after the change is enough.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode, Store, Triple

from bouwstenen.graph.ledger import Change
from bouwstenen.validation.engine.checking import by_pyshacl
from bouwstenen.validation.engine.graphs import SUBCLASS, Graph, Index, Lookup, Term
from bouwstenen.validation.engine.literals import NotComparableError
from bouwstenen.validation.engine.paths import Path, follow, turned
from bouwstenen.validation.engine.reading import Shapes
from bouwstenen.validation.engine.selecting import NotAskedError
from bouwstenen.validation.engine.shape import Shape
from bouwstenen.validation.findings import Finding

__all__ = ["Checked"]


@dataclass(frozen=True)
class _Way:
    """From a changed statement to the things of which a shape reads it."""

    shape: int
    inverse: bool
    back: tuple[Path, ...]


class Checked:
    """What some shapes find in a graph.

    Args:
        store: the graph.
        shapes: what it is checked against.
    """

    def __init__(self, store: Store, shapes: Shapes) -> None:
        self._shapes = shapes
        self._parts = [replace(shape, selects=()) for shape in shapes.known]
        self._asking = [
            replace(shape, constraints=(), properties=()) for shape in shapes.known if shape.selects
        ]
        self._ways = _ways(self._parts)
        graph = Index(store)
        #: by shape and thing
        self._found: list[dict[Term, list[Finding]]] = []
        self._left = set(shapes.handed_over)
        for shape in self._parts:
            self._found.append(self._all(shape, graph))
        self._asked = self._ask(graph)
        self._others = self._hand_over(store)

    def _all(self, shape: Shape, graph: Graph) -> dict[Term, list[Finding]]:
        found = {}
        try:
            for thing in shape.targets.all(graph):
                findings = list(shape.findings(graph, thing))
                if findings:
                    found[thing] = findings
        except NotComparableError:
            self._left.add(shape.node)
            return {}
        return found

    def _ask(self, graph: Graph) -> list[Finding]:
        found: list[Finding] = []
        for shape in self._asking:
            try:
                found += [
                    finding
                    for select in shape.selects
                    for thing in select.things(graph)
                    if shape.targets.have(graph, thing)
                    for finding in replace(shape, selects=(select,)).findings(graph, thing)
                ]
            except NotAskedError:
                self._left.add(shape.node)
        return found

    def _hand_over(self, store: Store, more: frozenset[Term] = frozenset()) -> list[Finding]:
        roots = self._left | more
        return by_pyshacl(store, self._shapes, roots) if roots else []

    def findings(self) -> Iterator[Finding]:
        """Yield what is found in the graph as it was given."""
        for shape, found in zip(self._parts, self._found, strict=True):
            if shape.node not in self._left:
                for findings in found.values():
                    yield from findings
        yield from self._asked
        yield from self._others

    def after(self, store: Store, change: Change) -> list[Finding]:
        """Return what is found after a change.

        Args:
            store: the graph after the change.
            change: what came and went.
        """
        changed = change.added | change.removed
        if any(triple.predicate == SUBCLASS for triple in changed):
            return list(Checked(store, self._shapes).findings())
        graph = Lookup(store)
        again: dict[int, set[Term]] = defaultdict(set)
        for number, thing in self._concerned(graph, changed):
            again[number].add(thing)
        found: list[Finding] = []
        unsure: set[Term] = set()
        for number, shape in enumerate(self._parts):
            if shape.node in self._left:
                continue
            try:
                new = [
                    finding
                    for thing in again[number]
                    if shape.targets.have(graph, thing)
                    for finding in shape.findings(graph, thing)
                ]
            except NotComparableError:
                unsure.add(shape.node)
                continue
            found += new
            for thing, findings in self._found[number].items():
                if thing not in again[number]:
                    found += findings
        found += self._ask(graph)
        return found + (self._hand_over(store, frozenset(unsure)) if unsure | self._left else [])

    def _concerned(self, graph: Graph, changed: Iterable[Triple]) -> Iterator[tuple[int, Term]]:
        """Yield the shapes and things of which a changed statement is read."""
        seen: dict[tuple[tuple[Path, ...], Term], set[Term]] = {}
        for triple in changed:
            for way in self._ways.get(triple.predicate, ()):
                start = triple.object if way.inverse else triple.subject
                things = seen.get((way.back, start))
                if things is None:
                    things = {start}
                    for path in way.back:
                        things = {end for middle in things for end in follow(graph, middle, path)}
                    seen[way.back, start] = things
                for thing in things:
                    yield way.shape, thing


def _ways(shapes: list[Shape]) -> dict[NamedNode, list[_Way]]:
    ways: dict[NamedNode, list[_Way]] = defaultdict(list)
    for number, shape in enumerate(shapes):
        for read in {*shape.targets.reads(), *shape.reads()}:
            back = tuple(turned(path) for path in reversed(read.before))
            ways[read.property].append(_Way(number, read.inverse, back))
    return dict(ways)
