"""Whether a statement that came or went can change what a rule gives: closer than `rule.touch`.

In:  the text of a CONSTRUCT query; a statement; the graph in which it stands.
Out: whether the statement can be part of what the query matches there: of a pattern that is matched together
     with those around it. What filters refuse counts as matched, and so does what takes long to find out.

What is not understood counts as touched.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple
from rdflib import BNode, URIRef, Variable
from rdflib import Literal as RdfLiteral
from rdflib.paths import AlternativePath, InvPath, Path, SequencePath
from rdflib.plugins.sparql.parserutils import CompValue

from bouwstenen.graph.rule import Bound, algebra_of, bound_in

__all__ = ["Matcher", "matcher"]

#: Statements that a search looks at.
_MOST = 200

_Term = NamedNode | BlankNode | Literal | Triple


class _Pattern(NamedTuple):
    """A triple pattern: each end a variable (its name) or the terms it can be; the properties, or any."""

    subject: str | frozenset[_Term]
    properties: frozenset[NamedNode] | None
    value: str | frozenset[_Term]


class _Group(NamedTuple):
    """Patterns that are matched together, and those that must be matched besides."""

    patterns: list[_Pattern]
    beside: list[_Pattern]


class Matcher:
    """The groups of patterns of one query.

    Args:
        groups: None if the query is not understood.
    """

    def __init__(self, groups: list[_Group] | None) -> None:
        self._groups = groups

    def touched(self, triple: Triple, store: Store) -> bool:
        """Return whether `triple`, which is in `store`, can be part of what the query matches there."""
        if self._groups is None:
            return True
        for group in self._groups:
            for pattern in group.patterns:
                bindings = _match(pattern, triple, {})
                if bindings is not None:
                    rest = [other for other in (*group.patterns, *group.beside) if other is not pattern]
                    if _Search(store).finds(rest, bindings):
                        return True
        return False


def _match(pattern: _Pattern, triple: Triple, bindings: Mapping[str, _Term]) -> dict[str, _Term] | None:
    if pattern.properties is not None and triple.predicate not in pattern.properties:
        return None
    found = dict(bindings)
    for end, term in ((pattern.subject, triple.subject), (pattern.value, triple.object)):
        if isinstance(end, str):
            if found.setdefault(end, term) != term:
                return None
        elif term not in end:
            return None
    return found


class _Search:
    """Looks for a match of patterns, as long as it is allowed to."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._left = _MOST

    def finds(self, patterns: list[_Pattern], bindings: Mapping[str, _Term]) -> bool:
        """Return whether there is a match, or whether it takes too long to tell."""
        known = [pattern for pattern in patterns if _reach(pattern, bindings)]
        if not known:
            return True  # what is left shares nothing with the statement
        pattern = max(known, key=lambda each: _reach(each, bindings))
        rest = [other for other in patterns if other is not pattern]
        for quad in self._candidates(pattern, bindings):
            self._left -= 1
            if self._left < 0:
                return True
            found = _match(pattern, quad.triple, bindings)
            if found is not None and self.finds(rest, found):
                return True
        return False

    def _candidates(self, pattern: _Pattern, bindings: Mapping[str, _Term]) -> Iterator[Quad]:
        subjects, values = (_choices(end, bindings) for end in (pattern.subject, pattern.value))
        for predicate in pattern.properties or ():
            for subject in subjects:
                if not isinstance(subject, Literal):
                    for value in values:
                        yield from self._store.quads_for_pattern(subject, predicate, value, None)


def _reach(pattern: _Pattern, bindings: Mapping[str, _Term]) -> int:
    """Return how closely what is bound leads to a pattern: 0 where it does not."""
    if pattern.properties is None:
        return 0
    ends = (pattern.subject, pattern.value)
    if not any(isinstance(end, str) and end in bindings for end in ends):
        return 0
    bound = sum(not isinstance(end, str) or end in bindings for end in ends)
    return 2 * bound + (isinstance(pattern.subject, str) and pattern.subject in bindings)


def _choices(end: str | frozenset[_Term], bindings: Mapping[str, _Term]) -> list[_Term | None]:
    return [bindings.get(end)] if isinstance(end, str) else list(end)


@lru_cache(maxsize=256)
def matcher(text: str) -> Matcher:
    """Return a query as what tells which statements matter to it; see `rule.read_rule` for what may fail."""
    query = algebra_of(text)
    if query is None or query.name != "ConstructQuery":
        return Matcher(None)
    try:
        return Matcher(list(_groups(query.p, {}, [])))
    except (TypeError, ValueError, NotImplementedError):
        return Matcher(None)


def _groups(node: CompValue, outer: Bound, beside: list[_Pattern]) -> Iterator[_Group]:
    """Yield the basic graph patterns of a group, with what their variables can stand for.

    Args:
        node: the group.
        outer: what its variables can stand for, from where it is joined to.
        beside: patterns that must be matched too for a match of the group to count.

    Raises:
        ValueError: something is not understood.
    """
    known = {**outer, **bound_in(node)}
    if "EXISTS" in repr((node.expr, node.A)):
        raise ValueError("EXISTS")
    if node.name == "BGP":
        yield _Group([step for triple in node.triples for step in _steps(triple, known, [])], beside)
    elif node.name == "Join":
        yield from _groups(node.p1, known, beside + _certain(node.p2, known))
        yield from _groups(node.p2, known, beside + _certain(node.p1, known))
    elif node.name == "Union":
        yield from _groups(node.p1, known, beside)
        yield from _groups(node.p2, known, beside)
    elif node.name in ("LeftJoin", "Minus"):
        yield from _groups(node.p1, known, beside)
        inner = bound_in(node.p1)
        yield from _groups(node.p2, inner, _certain(node.p1, inner))
    elif node.name == "ToMultiSet":
        # a subquery has variables of its own under the same names
        if node.p.name != "values":
            yield from _groups(node.p, {}, [])
    elif node.name in ("Filter", "Extend", "Project", "Distinct", "Reduced", "Group", "AggregateJoin"):
        yield from _groups(node.p, known, beside)
    else:
        raise ValueError(node.name)


def _certain(node: CompValue, known: Bound) -> list[_Pattern]:
    """Return patterns that every match of a group matches."""
    if node.name == "BGP":
        return [step for triple in node.triples for step in _steps(triple, known, [])]
    if node.name == "Join":
        return _certain(node.p1, known) + _certain(node.p2, known)
    if node.name in ("LeftJoin", "Minus"):
        return _certain(node.p1, known)
    if node.name in ("Filter", "Extend"):
        return _certain(node.p, known)
    return []


def _steps(triple: tuple[object, object, object], known: Bound, steps: list[_Pattern]) -> list[_Pattern]:
    """Return a pattern as simple ones, one for each step of its path."""
    subject, path, value = triple
    if isinstance(path, SequencePath):
        ends = [subject, *(Variable(f"{id(path)}_{number}") for number in range(len(path.args) - 1)), value]
        for number, part in enumerate(path.args):
            _steps((ends[number], part, ends[number + 1]), known, steps)
    elif isinstance(path, InvPath):
        _steps((value, path.arg, subject), known, steps)
    elif isinstance(path, URIRef):
        steps.append(_Pattern(_end(subject, known), frozenset({NamedNode(path)}), _end(value, known)))
    elif isinstance(path, Variable):
        terms = known.get(path)
        some = None if terms is None else frozenset(NamedNode(str(term)) for term in terms)
        steps.append(_Pattern(_end(subject, known), some, _end(value, known)))
    elif isinstance(path, AlternativePath) and all(isinstance(part, URIRef) for part in path.args):
        some = frozenset(NamedNode(str(part)) for part in path.args)
        steps.append(_Pattern(_end(subject, known), some, _end(value, known)))
    elif isinstance(path, Path):
        raise ValueError(f"a path of another kind: {path}")
    else:
        raise ValueError(f"no predicate: {path}")
    return steps


def _end(term: object, known: Bound) -> str | frozenset[_Term]:
    if isinstance(term, Variable) and term in known:
        return frozenset(_term(each) for each in known[term])
    if isinstance(term, Variable | BNode):
        return str(term)
    return frozenset({_term(term)})


def _term(term: object) -> _Term:
    if isinstance(term, URIRef):
        return NamedNode(term)
    if isinstance(term, RdfLiteral):
        datatype = None if term.datatype is None else NamedNode(term.datatype)
        if term.language:
            return Literal(str(term), language=term.language)
        return Literal(str(term), datatype=datatype)
    raise ValueError(f"no term: {term}")
