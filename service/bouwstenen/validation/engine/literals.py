"""Literals as pyshacl sees them: what is well-formed, what is less, how a value is written.

What most literals are is decided here; of the rest rdflib decides, as it does for pyshacl. It is loaded only
when it is asked.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from bouwstenen.namespaces import PREFIXES
from bouwstenen.validation.engine.graphs import Term

if TYPE_CHECKING:
    from rdflib import Literal as RdfLiteral

__all__ = ["STRINGS", "NotComparableError", "at_most", "compared", "is_of", "text_of", "written"]

_XSD = PREFIXES["xsd"]

#: Datatypes whose every literal is well-formed.
STRINGS = frozenset({f"{_XSD}string", f"{PREFIXES['rdf']}langString"})

_PLAIN = {
    f"{_XSD}integer": re.compile(r"-?(0|[1-9][0-9]{0,17})"),
    f"{_XSD}decimal": re.compile(r"-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,9})?"),
    f"{_XSD}double": re.compile(r"-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,9})?"),
    f"{_XSD}boolean": re.compile("true|false"),
    f"{_XSD}gYear": re.compile("[12][0-9]{3}"),
    f"{_XSD}date": re.compile("[12][0-9]{3}-[0-9]{2}-[0-9]{2}"),
    f"{_XSD}dateTime": re.compile(
        "[12][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][01][0-9]:[0-9]{2})?"
    ),
}
#: Of these, what is plain is written by rdflib as it stands.
_KEPT = frozenset(_XSD + name for name in ("integer", "boolean", "date"))
_NUMBERS = frozenset(_XSD + name for name in ("integer", "decimal", "double"))


class NotComparableError(Exception):
    """Whether these compare, and how, only the reference can tell."""


def _surely_well_formed(literal: Literal) -> bool:
    datatype = literal.datatype.value
    pattern = _PLAIN.get(datatype)
    if pattern is None or not pattern.fullmatch(literal.value):
        return False
    try:
        if datatype == f"{_XSD}date":
            date.fromisoformat(literal.value)
        elif datatype == f"{_XSD}dateTime":
            datetime.fromisoformat(literal.value)
    except ValueError:
        return False
    return True


def is_of(term: Term, datatype: str) -> bool:
    """Return whether a term is a well-formed literal of a datatype (SHACL §4.1.2)."""
    if not isinstance(term, Literal) or term.datatype.value != datatype:
        return False
    return datatype in STRINGS or _surely_well_formed(term) or _is_of_to_pyshacl(term, datatype)


def _is_of_to_pyshacl(literal: Literal, datatype: str) -> bool:
    from pyshacl.constraints.core.value_constraints import DatatypeConstraintComponent
    from rdflib import URIRef

    term = _to_rdflib(literal)
    if getattr(term, "ill_typed", None) is True:
        return False
    return bool(DatatypeConstraintComponent._assert_actual_datatype(None, term, URIRef(datatype)))


def compared(one: Term, other: Literal) -> int | None:
    """Return −1, 0 or 1 as `one` is less than, equal to or more than `other`; None if they do not compare."""
    if not isinstance(one, Literal):
        return None
    numbers = _number(one), _number(other)
    if None not in numbers:
        return (numbers[0] > numbers[1]) - (numbers[0] < numbers[1])  # type: ignore[operator]
    from pyshacl.rdfutil.compare import compare_literal

    left, right = _to_rdflib(one), _to_rdflib(other)
    if isinstance(left.value, str) != isinstance(right.value, str):
        return None
    try:
        return int(compare_literal(left, right))
    except (TypeError, NotImplementedError):
        return None


def at_most(one: Term, other: Term, *, less: bool) -> bool:
    """Return whether `one` is less than `other` or, unless `less`, equal to it.

    Raises:
        NotComparableError: the reference must be asked.
    """
    if isinstance(one, Literal) and isinstance(other, Literal):
        numbers = _number(one), _number(other)
        if None not in numbers:
            return numbers[0] < numbers[1] if less else numbers[0] <= numbers[1]  # type: ignore[operator]
        plain = _surely_well_formed(one) and _surely_well_formed(other)
        if plain and one.datatype == other.datatype and one.datatype.value == f"{_XSD}date":
            return one.value < other.value if less else one.value <= other.value
    raise NotComparableError


def _number(literal: Literal) -> Decimal | None:
    datatype = literal.datatype.value
    return Decimal(literal.value) if datatype in _NUMBERS and _surely_well_formed(literal) else None


def text_of(term: Term) -> str | None:
    """Return what `sh:pattern` and the lengths look at; None for what they never hold for."""
    if isinstance(term, NamedNode):
        return term.value
    if isinstance(term, Literal):
        return term.value if term.datatype.value in STRINGS else str(_to_rdflib(term))
    return None


def written(term: Term | None) -> str:
    """Return a term as `Finding.value`."""
    if term is None:
        return ""
    if isinstance(term, NamedNode | BlankNode):
        return term.value
    if isinstance(term, Literal):
        datatype = term.datatype.value
        kept = datatype in STRINGS or (datatype in _KEPT and _surely_well_formed(term))
        return term.value if kept else str(_to_rdflib(term))
    return str(term)


def _to_rdflib(literal: Literal) -> "RdfLiteral":
    from rdflib import Literal as RdfLiteral

    from bouwstenen.validation.shacl import to_term

    term = to_term(literal)
    if not isinstance(term, RdfLiteral):
        raise TypeError(f"no literal: {term}")
    return term
