"""Check a whole graph: what the engine knows itself, the rest by pyshacl; the findings are pyshacl's."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from bouwstenen.errors import SourceError
from bouwstenen.namespaces import PREFIXES
from bouwstenen.validation.engine.graphs import TYPE, Graph, Index, Term
from bouwstenen.validation.engine.literals import NotComparableError
from bouwstenen.validation.engine.reading import Shapes, read
from bouwstenen.validation.engine.selecting import NotAskedError
from bouwstenen.validation.engine.shape import Shape
from bouwstenen.validation.findings import Finding, in_order

__all__ = ["by_pyshacl", "check", "findings_of", "read_shapes"]

_SH = PREFIXES["sh"]
_TARGETS = [
    NamedNode(_SH + name)
    for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "target")
]
_CLASSES = [NamedNode(f"{PREFIXES[prefix]}Class") for prefix in ("rdfs", "owl")]


def read_shapes(paths: Iterable[Path]) -> Shapes:
    """Return the shapes of some Turtle files, ready for `check`.

    Raises:
        SourceError: a file cannot be read or is not Turtle.
    """
    store = Store()
    for path in paths:
        try:
            store.bulk_load(path=str(path), format=RdfFormat.TURTLE)
        except (OSError, SyntaxError) as error:
            raise SourceError(f"cannot be read: {error}.", where=str(path)) from error
    return read(store)


def check(store: Store, shapes: Shapes) -> list[Finding]:
    """Return what `shapes` find in the union of all graphs of `store`, violations first.

    Raises:
        SourceError: the shapes themselves are not valid SHACL.
    """
    graph = Index(store)
    found: list[Finding] = []
    left = set(shapes.handed_over)
    for shape in shapes.known:
        try:
            found += findings_of(shape, graph, shape.targets.all(graph))
        except (NotComparableError, NotAskedError):
            left.add(shape.node)
    if left:
        found += by_pyshacl(store, shapes, left)
    return in_order(found)


def findings_of(shape: Shape, graph: Graph, things: Iterable[Term]) -> Iterator[Finding]:
    """Yield what a shape finds at some things.

    Raises:
        NotComparableError: pyshacl must be asked.
        NotAskedError: the same.
    """
    for thing in things:
        yield from shape.findings(graph, thing)


def by_pyshacl(store: Store, shapes: Shapes, roots: set[Term]) -> list[Finding]:
    """Return what some of the shapes with targets find in `store`, by pyshacl."""
    from bouwstenen.validation import shacl

    kept = Store()
    kept.extend(quad for quad in shapes.store if not _sets_target(quad, shapes, roots))
    return shacl.check(shacl.to_graph(store), shacl.to_graph(kept))


def _sets_target(quad: Quad, shapes: Shapes, roots: set[Term]) -> bool:
    """Return whether a statement sets the target of a shape that is not among `roots`."""
    if quad.subject in roots:
        return False
    if quad.predicate in _TARGETS:
        return True
    if quad.predicate != TYPE or quad.object not in _CLASSES:
        return False
    return any(shape.node == quad.subject for shape in shapes.known)
