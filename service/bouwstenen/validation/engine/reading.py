"""Read a shapes graph: shapes that the engine applies, and those that it hands over to pyshacl.

What is not known here is handed over, never passed: a parameter that is not in the tables below, one that
has too many values or one of a kind that is not expected, a shape without a message (pyshacl words one),
shapes that refer to each other in a circle. Whatever widens the language of shapes (components of their own,
JavaScript, entailment) hands over everything.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store

from bouwstenen.namespaces import PREFIXES
from bouwstenen.validation.engine import constraints as made
from bouwstenen.validation.engine.constraints import Constraint
from bouwstenen.validation.engine.graphs import SUBCLASS, TYPE, Lookup, Term
from bouwstenen.validation.engine.parameters import (
    MAKERS,
    UnknownError,
    boolean,
    component,
    iri,
    items_of,
    number,
    read_path,
    read_select,
    sh,
    text,
    texts,
)
from bouwstenen.validation.engine.paths import Path
from bouwstenen.validation.engine.shape import Shape, Targets

__all__ = ["Shapes", "read"]

_SH, _RDF, _RDFS = (PREFIXES[name] for name in ("sh", "rdf", "rdfs"))
_NODE_SHAPE, _PROPERTY_SHAPE = NamedNode(f"{_SH}NodeShape"), NamedNode(f"{_SH}PropertyShape")
_CLASSES = {NamedNode(f"{_RDFS}Class"), NamedNode(f"{PREFIXES['owl']}Class")}

#: Says nothing about what is found.
_SILENT = {
    "path",
    "name",
    "description",
    "order",
    "group",
    "defaultValue",
    "message",
    "severity",
    "deactivated",
}
_TARGETS = {"targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"}
#: May be given more than once.
_SEVERAL = {
    "class",
    "property",
    "sparql",
    "node",
    "not",
    "and",
    "or",
    "xone",
    "hasValue",
    "equals",
    "disjoint",
    "message",
}
_SEVERAL |= _TARGETS | {"name", "description"}
_LISTS = {"and", "or", "xone"}
_EXPECTING = {"property", "node", "not", "qualifiedValueShape"}
#: Widens what shapes can say: then pyshacl does it all.
_WIDER = (
    "parameter",
    "entailment",
    "js",
    "jsLibrary",
    "rule",
    "declareFunction",
    "shapesGraph",
    "returnType",
)
_DEEPEST = 10

_ONLY_WITH_PATH = {
    "minCount",
    "maxCount",
    "uniqueLang",
    "lessThan",
    "lessThanOrEquals",
    "qualifiedValueShape",
}
_HELPING = {"in", "languageIn", "qualifiedMinCount", "qualifiedMaxCount", "sparql"}


@dataclass(frozen=True)
class Shapes:
    """A shapes graph, read.

    Args:
        store: the shapes graph itself.
        known: the shapes with targets that the engine applies.
        handed_over: nodes of those with targets that it does not, and why.
    """

    store: Store
    known: tuple[Shape, ...]
    handed_over: dict[Term, str]


def read(store: Store) -> Shapes:
    """Return the shapes of a shapes graph."""
    reader = _Reader(store)
    known: list[Shape] = []
    handed_over: dict[Term, str] = {}
    wider = reader.wider()
    for node in reader.roots():
        if wider:
            handed_over[node] = wider
            continue
        try:
            known.append(reader.shape(node))
        except UnknownError as error:
            handed_over[node] = str(error)
    return Shapes(store, tuple(known), handed_over)


class _Reader:
    def __init__(self, store: Store) -> None:
        self._graph = Lookup(store)
        self._store = store
        self._within: list[Term] = []
        self._read: dict[tuple[Term, bool], Shape] = {}

    def wider(self) -> str:
        """Return what makes pyshacl do it all, or nothing."""
        for name in _WIDER:
            if next(self._store.quads_for_pattern(None, sh(name), None, None), None):
                return f"sh:{name}"
        for name in ("ConstraintComponent", "Function", "TargetType", "SPARQLTargetType"):
            for predicate in (TYPE, SUBCLASS):
                if next(self._store.quads_for_pattern(None, predicate, sh(name), None), None):
                    return f"sh:{name}"
        if any(self._graph.subjects(SUBCLASS, class_) for class_ in _CLASSES):
            return "a class of classes"
        return ""

    def roots(self) -> list[Term]:
        """Return the shapes that have targets."""
        shapes = {
            thing for kind in (_NODE_SHAPE, _PROPERTY_SHAPE) for thing in self._graph.subjects(TYPE, kind)
        }
        rooted: set[Term] = set()
        for name in (*_TARGETS, "target"):
            rooted |= {subject for subject, _ in self._graph.pairs(sh(name))}
        for name in ("property", "node"):
            shapes |= {subject for subject, _ in self._graph.pairs(sh(name))}
        for name in _EXPECTING:
            shapes |= {value for _, value in self._graph.pairs(sh(name))}
        for name in _LISTS:
            for _, head in self._graph.pairs(sh(name)):
                with suppress(UnknownError):  # told where the list is used
                    shapes.update(items_of(self._graph, head))
        rooted |= {shape for shape in shapes if not _CLASSES.isdisjoint(self._graph.objects(shape, TYPE))}
        return sorted(rooted, key=str)

    def shape(self, node: Term, *, inside: bool = False) -> Shape:
        """Return a shape.

        Args:
            node: what it is called.
            inside: whether another one only asks if things conform to it.
        """
        found = self._read.get((node, inside))
        if found is not None:
            return found
        if node in self._within or len(self._within) >= _DEEPEST:
            raise UnknownError(f"shapes in a circle, or too deep, at {node}")
        self._within.append(node)
        try:
            shape = self._shape(node, inside)
        finally:
            self._within.pop()
        self._read[node, inside] = shape
        return shape

    def _shape(self, node: Term, inside: bool) -> Shape:
        said = self._said(node)
        kinds = set(self._graph.objects(node, TYPE))
        paths = said.get("path", [])
        if (_NODE_SHAPE in kinds and paths) or (_PROPERTY_SHAPE in kinds and not paths):
            raise UnknownError(f"no valid shape: {node}")
        path = read_path(self._graph, paths[0]) if paths else None
        off = [boolean(value) for value in said.get("deactivated", [])]
        if any(off):
            return Shape(node, targets=self._targets(node, said, kinds))
        properties = [self.shape(value, inside=inside) for value in said.get("property", [])]
        if any(
            shape.path is None and not self._graph.objects(shape.node, sh("path")) for shape in properties
        ):
            raise UnknownError(f"sh:property to what has no path, at {node}")
        selects = [read_select(self._graph, value) for value in said.get("sparql", [])]
        if selects and (inside or path is not None):
            raise UnknownError(f"sh:sparql within another shape, or with a path, at {node}")
        constraints = tuple(self._constraints(said, path))
        messages = texts(said.get("message", []))
        if constraints and not inside and not messages:
            raise UnknownError(f"no sh:message at {node}")
        severity = [iri(value).value.rpartition("#")[2].lower() for value in said.get("severity", [])]
        return Shape(
            node,
            path,
            severity[0] if severity else "violation",
            messages,
            constraints,
            tuple(properties),
            tuple(select for select in selects if select),
            self._targets(node, said, kinds),
        )

    def _said(self, node: Term) -> dict[str, list[Term]]:
        """Return what is said of a shape, by the local names of SHACL."""
        if isinstance(node, Literal):
            raise UnknownError(f"a literal is no shape: {node}")
        said: dict[str, list[Term]] = {}
        for triple in {quad.triple for quad in self._store.quads_for_pattern(node, None, None, None)}:
            if triple.predicate.value.startswith(_SH):
                said.setdefault(triple.predicate.value.removeprefix(_SH), []).append(triple.object)
        for name, values in sorted(said.items()):
            if name not in _SILENT | _TARGETS | _EXPECTING | _LISTS | MAKERS.keys() | _HELPING:
                raise UnknownError(f"sh:{name}")
            if len(values) > 1 and name not in _SEVERAL:
                raise UnknownError(f"sh:{name} more than once")
            values.sort(key=str)
        return said

    def _targets(self, node: Term, said: dict[str, list[Term]], kinds: set[Term]) -> Targets:
        def of(name: str) -> tuple[NamedNode, ...]:
            return tuple(iri(value) for value in said.get(name, []))

        implied = () if _CLASSES.isdisjoint(kinds) else (node,)
        nodes = tuple(said.get("targetNode", []))
        return Targets(
            (*said.get("targetClass", []), *implied), nodes, of("targetSubjectsOf"), of("targetObjectsOf")
        )

    def _logical(self, name: str, items: list[Term]) -> Constraint:
        some = list(dict.fromkeys(items))
        if not some or (name == "xone" and len(some) != len(items)):
            raise UnknownError(f"sh:{name}")
        shapes = tuple(self.shape(item, inside=True) for item in some)
        return made.Logical(shapes, len(shapes) if name == "and" else 1, 1 if name == "xone" else len(shapes))

    def _constraints(
        self, said: dict[str, list[Term]], path: Path | None
    ) -> Iterator[tuple[str, Constraint]]:
        if path is None and not said.keys().isdisjoint(_ONLY_WITH_PATH):
            raise UnknownError("a node shape with what only property shapes have")
        for name, values in said.items():
            for value in values:
                if name == "qualifiedValueShape":
                    yield from self._qualified(said, value)
                    continue
                constraint = self._constraint(name, value)
                if constraint is not None:
                    yield component(name), constraint

    def _qualified(self, said: dict[str, list[Term]], value: Term) -> Iterator[tuple[str, Constraint]]:
        least, most = number(said, "qualifiedMinCount"), number(said, "qualifiedMaxCount")
        if least is None and most is None:
            raise UnknownError("sh:qualifiedValueShape without a count")
        shape = self.shape(value, inside=True)
        if least is not None:
            yield component("qualifiedMinCount"), made.Qualified(shape, least, None)
        if most is not None:
            yield component("qualifiedMaxCount"), made.Qualified(shape, None, most)

    def _constraint(self, name: str, value: Term) -> Constraint | None:
        if name in _LISTS:
            return self._logical(name, items_of(self._graph, value))
        if name in ("node", "not"):
            shape = self.shape(value, inside=True)
            if name == "node" and shape.path is not None:
                raise UnknownError("sh:node to what has a path")
            return made.Logical((shape,), *((1, 1) if name == "node" else (0, 0)))
        if name == "in":
            return made.Among(frozenset(items_of(self._graph, value)))
        if name == "languageIn":
            return made.Languages(frozenset(text(item).lower() for item in items_of(self._graph, value)))
        return MAKERS[name](value) if name in MAKERS else None
