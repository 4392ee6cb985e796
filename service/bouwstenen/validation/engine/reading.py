"""Read a shapes graph: shapes that the engine applies, and those that it hands over to pyshacl.

What is not known here is handed over, never passed: a parameter that is not in the tables below, one that
has too many values or one of a kind that is not expected, a shape without a message (pyshacl words one),
shapes that refer to each other in a circle. Whatever widens the language of shapes (components of their own,
JavaScript, entailment) hands over everything.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from bouwstenen.namespaces import PREFIXES
from bouwstenen.validation.engine import constraints as made
from bouwstenen.validation.engine.constraints import Constraint
from bouwstenen.validation.engine.graphs import SUBCLASS, TYPE, Lookup, Term
from bouwstenen.validation.engine.literals import compared, is_of
from bouwstenen.validation.engine.paths import Alternative, Path, Predicate, Repeated, Sequence, turned
from bouwstenen.validation.engine.selecting import Select, understood
from bouwstenen.validation.engine.shape import Shape, Targets

__all__ = ["Shapes", "read"]

_SH, _RDF, _RDFS, _XSD = (PREFIXES[name] for name in ("sh", "rdf", "rdfs", "xsd"))
_NODE_SHAPE, _PROPERTY_SHAPE = NamedNode(f"{_SH}NodeShape"), NamedNode(f"{_SH}PropertyShape")
_CLASSES = {NamedNode(f"{_RDFS}Class"), NamedNode(f"{PREFIXES['owl']}Class")}
_NIL = NamedNode(f"{_RDF}nil")

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

_KINDS: dict[str, tuple[type, ...]] = {
    "IRI": (NamedNode,),
    "BlankNode": (BlankNode,),
    "Literal": (Literal,),
    "BlankNodeOrIRI": (BlankNode, NamedNode),
    "BlankNodeOrLiteral": (BlankNode, Literal),
    "IRIOrLiteral": (NamedNode, Literal),
}
_RANGES: dict[str, Callable[[int], bool]] = {
    "minExclusive": lambda order: order > 0,
    "minInclusive": lambda order: order >= 0,
    "maxExclusive": lambda order: order < 0,
    "maxInclusive": lambda order: order <= 0,
}


class _UnknownError(Exception):
    """This shape is for pyshacl."""


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
        try:
            if wider:
                raise _UnknownError(wider)
            known.append(reader.shape(node))
        except _UnknownError as error:
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
            if next(self._store.quads_for_pattern(None, _sh(name), None, None), None):
                return f"sh:{name}"
        for name in ("ConstraintComponent", "Function", "TargetType", "SPARQLTargetType"):
            for predicate in (TYPE, SUBCLASS):
                if next(self._store.quads_for_pattern(None, predicate, _sh(name), None), None):
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
            rooted |= {subject for subject, _ in self._graph.pairs(_sh(name))}
        for name in ("property", "node"):
            shapes |= {subject for subject, _ in self._graph.pairs(_sh(name))}
        for name in _EXPECTING:
            shapes |= {value for _, value in self._graph.pairs(_sh(name))}
        for name in _LISTS:
            shapes |= {item for _, head in self._graph.pairs(_sh(name)) for item in self._items(head)}
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
            raise _UnknownError(f"shapes in a circle, or too deep, at {node}")
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
            raise _UnknownError(f"no valid shape: {node}")
        path = self._path(paths[0]) if paths else None
        off = [_boolean(value) for value in said.get("deactivated", [])]
        if any(off):
            return Shape(node, targets=self._targets(node, said, kinds))
        properties = [self.shape(value, inside=inside) for value in said.get("property", [])]
        if any(
            shape.path is None and not self._graph.objects(shape.node, _sh("path")) for shape in properties
        ):
            raise _UnknownError(f"sh:property to what has no path, at {node}")
        selects = [self._select(value) for value in said.get("sparql", [])]
        if selects and (inside or path is not None):
            raise _UnknownError(f"sh:sparql within another shape, or with a path, at {node}")
        constraints = tuple(self._constraints(said, path))
        messages = _texts(said.get("message", []))
        if constraints and not inside and not messages:
            raise _UnknownError(f"no sh:message at {node}")
        severity = [value.value.rpartition("#")[2].lower() for value in said.get("severity", [])]
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
            raise _UnknownError(f"a literal is no shape: {node}")
        said: dict[str, list[Term]] = {}
        for triple in {quad.triple for quad in self._store.quads_for_pattern(node, None, None, None)}:
            if triple.predicate.value.startswith(_SH):
                said.setdefault(triple.predicate.value.removeprefix(_SH), []).append(triple.object)
        for name, values in said.items():
            if name not in _SILENT | _TARGETS | _EXPECTING | _LISTS | _MAKERS.keys() | _HELPING:
                raise _UnknownError(f"sh:{name}")
            if len(values) > 1 and name not in _SEVERAL:
                raise _UnknownError(f"sh:{name} more than once")
            if name == "severity" and not isinstance(values[0], NamedNode):
                raise _UnknownError("sh:severity")
            values.sort(key=str)
        return said

    def _targets(self, node: Term, said: dict[str, list[Term]], kinds: set[Term]) -> Targets:
        def of(name: str) -> tuple[NamedNode, ...]:
            return tuple(_iri(value) for value in said.get(name, []))

        implied = () if _CLASSES.isdisjoint(kinds) else (node,)
        nodes = tuple(said.get("targetNode", []))
        return Targets(
            (*said.get("targetClass", []), *implied), nodes, of("targetSubjectsOf"), of("targetObjectsOf")
        )

    def _path(self, node: Term) -> Path:
        if isinstance(node, NamedNode) and node != _NIL:
            return Predicate(node)
        if not isinstance(node, BlankNode):
            raise _UnknownError(f"sh:path {node}")
        if self._graph.objects(node, NamedNode(f"{_RDF}first")):
            return Sequence(tuple(self._path(part) for part in self._items(node)))
        said = [quad for quad in self._store.quads_for_pattern(node, None, None, None)]
        if len(said) != 1:
            raise _UnknownError(f"sh:path {node}")
        name, value = said[0].predicate.value.removeprefix(_SH), said[0].object
        if name == "inversePath":
            return turned(self._path(value))
        if name == "alternativePath":
            return Alternative(tuple(self._path(part) for part in self._items(value)))
        times = {
            "zeroOrMorePath": (True, True),
            "oneOrMorePath": (False, True),
            "zeroOrOnePath": (True, False),
        }
        if name not in times:
            raise _UnknownError(f"sh:{name}")
        return Repeated(self._path(value), *times[name])

    def _items(self, head: Term) -> list[Term]:
        """Return the members of an RDF list.

        Raises:
            _UnknownError: it is none.
        """
        items: list[Term] = []
        while head != _NIL:
            first = list(self._graph.objects(head, NamedNode(f"{_RDF}first")))
            rest = list(self._graph.objects(head, NamedNode(f"{_RDF}rest")))
            if len(first) != 1 or len(rest) != 1 or len(items) > 100_000:
                raise _UnknownError("a list that is none")
            items.append(first[0])
            head = rest[0]
        return items

    def _select(self, node: Term) -> Select | None:
        said: dict[str, list[Term]] = {}
        for quad in self._store.quads_for_pattern(node, None, None, None):
            said.setdefault(quad.predicate.value.removeprefix(_SH), []).append(quad.object)
        if any(_boolean(value) for value in said.get("deactivated", [])):
            return None
        texts = said.get("select", [])
        if len(texts) != 1 or not understood(_text(texts[0])) or not said.keys() <= _OF_SELECT | {TYPE.value}:
            raise _UnknownError(f"the query of {node}")
        prefixes = {}
        for holder in said.get("prefixes", []):
            for declared in self._graph.objects(holder, _sh("declare")):
                (name,), (space,) = (
                    self._graph.objects(declared, _sh(key)) for key in ("prefix", "namespace")
                )
                prefixes[_text(name)] = _text(space)
        return Select(node, _text(texts[0]), tuple(sorted(prefixes.items())), _texts(said.get("message", [])))

    def _constraints(self, said: dict[str, list[Term]], path: Path | None) -> Iterator[Constraint]:
        if path is None and not said.keys().isdisjoint(_ONLY_WITH_PATH):
            raise _UnknownError("a node shape with what only property shapes have")
        for name, values in said.items():
            for value in values:
                if name in _LISTS:
                    items = tuple(dict.fromkeys(self._items(value)))
                    if not items or (name == "xone" and len(items) != len(self._items(value))):
                        raise _UnknownError(f"sh:{name}")
                    shapes = tuple(self.shape(item, inside=True) for item in items)
                    least = len(shapes) if name == "and" else 1
                    yield made.Logical(shapes, least, 1 if name == "xone" else len(shapes))
                elif name in ("node", "not"):
                    shape = self.shape(value, inside=True)
                    if name == "node" and shape.path is not None:
                        raise _UnknownError("sh:node to what has a path")
                    yield made.Logical((shape,), *((1, 1) if name == "node" else (0, 0)))
                elif name == "qualifiedValueShape":
                    least, most = (_number(said, f"qualified{end}Count") for end in ("Min", "Max"))
                    if least is None and most is None:
                        raise _UnknownError("sh:qualifiedValueShape without a count")
                    yield made.Qualified(self.shape(value, inside=True), least, most)
                elif name == "in":
                    yield made.Among(frozenset(self._items(value)))
                elif name == "languageIn":
                    yield made.Languages(frozenset(_text(item).lower() for item in self._items(value)))
                elif name in _MAKERS:
                    constraint = _MAKERS[name](value)
                    if constraint is not None:
                        yield constraint


_ONLY_WITH_PATH = {
    "minCount",
    "maxCount",
    "uniqueLang",
    "lessThan",
    "lessThanOrEquals",
    "qualifiedValueShape",
}
_OF_SELECT = {"select", "prefixes", "message"}
_HELPING = {"in", "languageIn", "qualifiedMinCount", "qualifiedMaxCount", "sparql"}


def _sh(name: str) -> NamedNode:
    return NamedNode(_SH + name)


def _iri(term: Term) -> NamedNode:
    if not isinstance(term, NamedNode):
        raise _UnknownError(f"an IRI is expected, not {term}")
    return term


def _text(term: Term) -> str:
    if not isinstance(term, Literal) or term.datatype.value != f"{_XSD}string":
        if not isinstance(term, Literal) or term.datatype.value != f"{_XSD}anyURI":
            raise _UnknownError(f"plain text is expected, not {term}")
    return term.value


def _texts(terms: list[Term]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((term.language or "", term.value) for term in terms if isinstance(term, Literal)))


def _boolean(term: Term) -> bool:
    if not is_of(term, f"{_XSD}boolean"):
        raise _UnknownError(f"true or false is expected, not {term}")
    return term.value == "true"  # type: ignore[union-attr]


def _integer(term: Term) -> int:
    if not is_of(term, f"{_XSD}integer") or int(term.value) < 0:  # type: ignore[union-attr]
        raise _UnknownError(f"a number is expected, not {term}")
    return int(term.value)  # type: ignore[union-attr]


def _number(said: dict[str, list[Term]], name: str) -> int | None:
    return _integer(said[name][0]) if name in said else None


def _datatype(term: Term) -> Constraint:
    datatype = _iri(term).value
    if datatype in (f"{_RDFS}Literal", f"{_RDFS}Datatype"):
        raise _UnknownError(f"sh:datatype {datatype}")
    return made.Datatype(datatype)


def _node_kind(term: Term) -> Constraint:
    kinds = _KINDS.get(_iri(term).value.removeprefix(_SH))
    if kinds is None:
        raise _UnknownError(f"sh:nodeKind {term}")
    return made.Each(lambda value: isinstance(value, kinds))


def _pattern(term: Term) -> Constraint:
    try:
        return made.Pattern(re.compile(_text(term)))
    except re.error as error:
        raise _UnknownError(f"sh:pattern {error}") from error


def _range(name: str) -> Callable[[Term], Constraint]:
    def make(limit: Term) -> Constraint:
        if not isinstance(limit, Literal):
            raise _UnknownError(f"sh:{name} {limit}")

        def holds(value: Term) -> bool:
            order = compared(value, limit)
            return order is not None and _RANGES[name](order)

        return made.Each(holds)

    return make


_MAKERS: dict[str, Callable[[Term], Constraint | None]] = {
    "class": lambda term: made.Class(_iri(term)),
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "minCount": lambda term: made.Count(least=_integer(term)),
    "maxCount": lambda term: made.Count(most=_integer(term)),
    "minLength": lambda term: made.Length(least=_integer(term)),
    "maxLength": lambda term: made.Length(most=_integer(term)),
    "pattern": _pattern,
    "uniqueLang": lambda term: made.UniqueLanguages() if _boolean(term) else None,
    "hasValue": made.HasValue,
    "equals": lambda term: made.Equals(_iri(term)),
    "disjoint": lambda term: made.Disjoint(_iri(term)),
    "lessThan": lambda term: made.Compared(_iri(term), less=True),
    "lessThanOrEquals": lambda term: made.Compared(_iri(term), less=False),
    **{name: _range(name) for name in _RANGES},
}
