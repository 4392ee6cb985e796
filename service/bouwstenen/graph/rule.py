"""A rule, and which statements can change what it gives: worked out from its text.

In:  a SPARQL CONSTRUCT query over the union of all graphs.
Out: the query with the kinds of statements that it reads and writes. A rule need not run again as long as no
     statement of a kind that it reads has come: its query gives what it gave.

Whatever is not understood here (EXISTS, GRAPH, paths of no length, text that rdflib cannot parse) counts as
reading every statement. That costs time, never a result.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pyparsing import ParseException
from rdflib import RDF, URIRef, Variable
from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from bouwstenen.namespaces import PREFIXES, RDF_TYPE

__all__ = ["ANYTHING", "Bound", "Kind", "Rule", "algebra_of", "bound_in", "read_rule", "touch"]

#: What a variable can stand for in every solution.
Bound = Mapping[Variable, frozenset[object]]


class Kind(NamedTuple):
    """A kind of statement: by its predicate, for `rdf:type` also by the class; None where that is open."""

    predicate: str | None
    class_: str | None = None


ANYTHING = Kind(None)


def touch(some: Iterable[Kind], others: Iterable[Kind]) -> bool:
    """Return whether a statement can be of one of `some` kinds and of one of `others`."""
    others = list(others)
    return any(
        None in (one.predicate, other.predicate)
        or (one.predicate == other.predicate and (one.class_ == other.class_ or None in (one[1], other[1])))
        for one in some
        for other in others
    )


@dataclass(frozen=True)
class Rule:
    """A CONSTRUCT query and what it depends on.

    Args:
        name: to tell people which one it is.
        text: the query; our prefixes need no declaration.
        reads: kinds of statements whose coming can change what it gives.
        writes: kinds of statements that it can give.
        closed: what it gives, added to what it reads, gives it nothing more.
    """

    name: str
    text: str
    reads: frozenset[Kind]
    writes: frozenset[Kind]
    closed: bool = False


@lru_cache(maxsize=256)
def algebra_of(text: str) -> CompValue | None:
    """Return what a query comes to in SPARQL's algebra; None where rdflib does not understand it."""
    try:
        algebra: CompValue = translateQuery(parseQuery(text), initNs=PREFIXES).algebra
    except (ParseException, SyntaxError, TypeError, ValueError, NotImplementedError):
        return None
    except Exception as error:
        # rdflib raises a bare Exception for what is grammatical but not allowed
        if type(error) is not Exception:
            raise
        return None
    return algebra


@lru_cache(maxsize=256)
def read_rule(name: str, text: str) -> Rule:
    """Return a query as a rule. Whether it is valid SPARQL turns out when it runs, not here."""
    everything = frozenset({ANYTHING})
    query = algebra_of(text)
    if query is None or query.name != "ConstructQuery" or query.datasetClause:
        return Rule(name, text, everything, everything)
    bound = bound_in(query.p)
    return Rule(
        name,
        text,
        reads=frozenset(_reads(query.p, {})),
        writes=frozenset(kind for triple in query.template for kind in _kinds(triple, bound))
        if query.template  # CONSTRUCT WHERE has none
        else everything,
    )


def bound_in(node: CompValue) -> Bound:
    """What VALUES that hold for a whole group leave to its variables."""
    if node.name == "ToMultiSet" and node.p.name == "values":
        rows = node.p.res
        names = {name for row in rows for name in row}
        values = {name: frozenset(row.get(name, "UNDEF") for row in rows) for name in names}
        return {name: terms for name, terms in values.items() if "UNDEF" not in terms}
    if node.name == "Join":
        return {**bound_in(node.p1), **bound_in(node.p2)}
    if node.name in ("LeftJoin", "Minus"):
        return bound_in(node.p1)
    if node.name in ("Filter", "Extend", "Project"):
        return bound_in(node.p)
    return {}


def _reads(node: CompValue, outer: Bound) -> Iterator[Kind]:
    """Yield what a group reads, given what its variables can stand for where it is joined to the rest."""
    known = {**outer, **bound_in(node)}
    if node.name == "BGP":
        for triple in node.triples:
            yield from _kinds(triple, known)
    elif node.name in ("Join", "Union"):
        yield from _reads(node.p1, known)
        yield from _reads(node.p2, known)
    elif node.name in ("LeftJoin", "Minus"):
        yield from _reads(node.p1, known)
        # what is joined to the whole later restricts nothing here: this side is evaluated before it
        yield from _reads(node.p2, bound_in(node.p1))
    elif node.name == "ToMultiSet":
        # a subquery has variables of its own under the same names
        if node.p.name != "values":
            yield from _reads(node.p, {})
    elif node.name in ("Filter", "Extend", "Project", "Distinct", "Reduced", "Group", "AggregateJoin"):
        yield from _reads(node.p, known)
    else:
        yield ANYTHING
    if "EXISTS" in repr((node.expr, node.A)):
        yield ANYTHING


def _kinds(triple: tuple[object, object, object], known: Bound) -> Iterator[Kind]:
    _, predicate, value = triple
    for term in _meanings(predicate, known):
        if term == RDF.type:
            for class_ in _meanings(value, known):
                yield Kind(RDF_TYPE, str(class_) if isinstance(class_, URIRef) else None)
        else:
            yield from _along(term)


def _meanings(term: object, known: Bound) -> Iterable[object]:
    return known.get(term, (term,)) if isinstance(term, Variable) else (term,)


def _along(path: object) -> Iterator[Kind]:
    if isinstance(path, URIRef):
        yield Kind(str(path))
    elif isinstance(path, SequencePath | AlternativePath):
        for part in path.args:
            yield from _along(part)
    elif isinstance(path, InvPath):
        yield from _along(path.arg)
    elif isinstance(path, MulPath) and not path.zero:
        yield from _along(path.path)
    else:
        yield ANYTHING
