"""The parameters of shapes: what a shape says, as constraints, paths, queries; the unexpected is refused.

In:  the values that a shape has for the properties of SHACL.
Out: `constraints`, or an `UnknownError`, upon which the shape is handed over to pyshacl.
"""

import re
from collections.abc import Callable

from pyoxigraph import BlankNode, Literal, NamedNode

from bouwstenen.namespaces import PREFIXES
from bouwstenen.validation.engine import constraints as made
from bouwstenen.validation.engine.constraints import Constraint
from bouwstenen.validation.engine.graphs import TYPE, Graph, Term
from bouwstenen.validation.engine.literals import compared, is_of
from bouwstenen.validation.engine.paths import Alternative, Path, Predicate, Repeated, Sequence, turned
from bouwstenen.validation.engine.selecting import Select, understood

__all__ = [
    "MAKERS",
    "UnknownError",
    "boolean",
    "component",
    "iri",
    "items_of",
    "number",
    "read_path",
    "read_select",
    "sh",
    "text",
    "texts",
]

_SH, _RDF, _RDFS, _XSD = (PREFIXES[name] for name in ("sh", "rdf", "rdfs", "xsd"))
_OF_SELECT = {"select", "prefixes", "message"}
_NIL = NamedNode(f"{_RDF}nil")

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


class UnknownError(Exception):
    """This shape is for pyshacl."""


def sh(name: str) -> NamedNode:
    """Return a term of SHACL."""
    return NamedNode(_SH + name)


def component(parameter: str) -> str:
    """Return the IRI of the constraint component that has a parameter (SHACL §4).

    >>> component("minCount")
    'http://www.w3.org/ns/shacl#MinCountConstraintComponent'
    """
    return f"{_SH}{parameter[0].upper()}{parameter[1:]}ConstraintComponent"


def iri(term: Term) -> NamedNode:
    """Return a value that must be an IRI."""
    if not isinstance(term, NamedNode):
        raise UnknownError(f"an IRI is expected, not {term}")
    return term


def text(term: Term) -> str:
    """Return a value that must be plain text."""
    if not isinstance(term, Literal) or term.datatype.value not in (f"{_XSD}string", f"{_XSD}anyURI"):
        raise UnknownError(f"plain text is expected, not {term}")
    return term.value


def texts(terms: list[Term]) -> tuple[tuple[str, str], ...]:
    """Return texts by language."""
    return tuple(sorted((term.language or "", term.value) for term in terms if isinstance(term, Literal)))


def boolean(term: Term) -> bool:
    """Return a value that must be true or false."""
    if not is_of(term, f"{_XSD}boolean"):
        raise UnknownError(f"true or false is expected, not {term}")
    return term.value == "true"  # type: ignore[union-attr]


def integer(term: Term) -> int:
    if not is_of(term, f"{_XSD}integer") or int(term.value) < 0:  # type: ignore[union-attr]
        raise UnknownError(f"a number is expected, not {term}")
    return int(term.value)  # type: ignore[union-attr]


def number(said: dict[str, list[Term]], name: str) -> int | None:
    """Return the one value of a parameter that must be a number, or None."""
    return integer(said[name][0]) if name in said else None


def _datatype(term: Term) -> Constraint:
    datatype = iri(term).value
    if datatype in (f"{_RDFS}Literal", f"{_RDFS}Datatype"):
        raise UnknownError(f"sh:datatype {datatype}")
    return made.Datatype(datatype)


def _node_kind(term: Term) -> Constraint:
    kinds = _KINDS.get(iri(term).value.removeprefix(_SH))
    if kinds is None:
        raise UnknownError(f"sh:nodeKind {term}")
    return made.Each(lambda value: isinstance(value, kinds))


def _pattern(term: Term) -> Constraint:
    try:
        return made.Pattern(re.compile(text(term)))
    except re.error as error:
        raise UnknownError(f"sh:pattern {error}") from error


def _range(name: str) -> Callable[[Term], Constraint]:
    def make(limit: Term) -> Constraint:
        if not isinstance(limit, Literal):
            raise UnknownError(f"sh:{name} {limit}")

        def holds(value: Term) -> bool:
            order = compared(value, limit)
            return order is not None and _RANGES[name](order)

        return made.Each(holds)

    return make


MAKERS: dict[str, Callable[[Term], Constraint | None]] = {
    "class": lambda term: made.Class(iri(term)),
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "minCount": lambda term: made.Count(least=integer(term)),
    "maxCount": lambda term: made.Count(most=integer(term)),
    "minLength": lambda term: made.Length(least=integer(term)),
    "maxLength": lambda term: made.Length(most=integer(term)),
    "pattern": _pattern,
    "uniqueLang": lambda term: made.UniqueLanguages() if boolean(term) else None,
    "hasValue": made.HasValue,
    "equals": lambda term: made.Equals(iri(term)),
    "disjoint": lambda term: made.Disjoint(iri(term)),
    "lessThan": lambda term: made.Compared(iri(term), less=True),
    "lessThanOrEquals": lambda term: made.Compared(iri(term), less=False),
    **{name: _range(name) for name in _RANGES},
}


def read_path(graph: Graph, node: Term) -> Path:
    """Return a property path.

    Raises:
        UnknownError: it is none.
    """
    if isinstance(node, NamedNode) and node != _NIL:
        return Predicate(node)
    if not isinstance(node, BlankNode):
        raise UnknownError(f"sh:path {node}")
    if graph.objects(node, NamedNode(f"{_RDF}first")):
        return Sequence(tuple(read_path(graph, part) for part in items_of(graph, node)))
    said = list(graph.store.quads_for_pattern(node, None, None, None))
    if len(said) != 1:
        raise UnknownError(f"sh:path {node}")
    name, value = said[0].predicate.value.removeprefix(_SH), said[0].object
    if name == "inversePath":
        return turned(read_path(graph, value))
    if name == "alternativePath":
        return Alternative(tuple(read_path(graph, part) for part in items_of(graph, value)))
    times = {
        "zeroOrMorePath": (True, True),
        "oneOrMorePath": (False, True),
        "zeroOrOnePath": (True, False),
    }
    if name not in times:
        raise UnknownError(f"sh:{name}")
    return Repeated(read_path(graph, value), *times[name])


def items_of(graph: Graph, head: Term) -> list[Term]:
    """Return the members of an RDF list.

    Raises:
        UnknownError: it is none.
    """
    items: list[Term] = []
    while head != _NIL:
        first = list(graph.objects(head, NamedNode(f"{_RDF}first")))
        rest = list(graph.objects(head, NamedNode(f"{_RDF}rest")))
        if len(first) != 1 or len(rest) != 1 or len(items) > 100_000:
            raise UnknownError("a list that is none")
        items.append(first[0])
        head = rest[0]
    return items


def read_select(graph: Graph, node: Term) -> Select | None:
    """Return a constraint in SPARQL; None if it is deactivated.

    Raises:
        UnknownError: it is not one that can be asked for all things at once.
    """
    if isinstance(node, Literal):
        raise UnknownError(f"a literal is no constraint: {node}")
    said: dict[str, list[Term]] = {}
    for quad in graph.store.quads_for_pattern(node, None, None, None):
        said.setdefault(quad.predicate.value.removeprefix(_SH), []).append(quad.object)
    if any(boolean(value) for value in said.get("deactivated", [])):
        return None
    queries = said.get("select", [])
    if len(queries) != 1 or not understood(text(queries[0])) or not said.keys() <= _OF_SELECT | {TYPE.value}:
        raise UnknownError(f"the query of {node}")
    prefixes = {}
    for holder in said.get("prefixes", []):
        for declared in graph.objects(holder, sh("declare")):
            names, spaces = (list(graph.objects(declared, sh(key))) for key in ("prefix", "namespace"))
            if len(names) != 1 or len(spaces) != 1:
                raise UnknownError(f"the prefixes of {node}")
            prefixes[text(names[0])] = text(spaces[0])
    return Select(node, text(queries[0]), tuple(sorted(prefixes.items())), texts(said.get("message", [])))
