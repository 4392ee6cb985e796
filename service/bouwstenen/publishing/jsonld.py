"""Statements as JSON-LD 1.1 with our prefixes: compact IRIs, an object for each thing.

Values keep the text they have (`"3"` of type xsd:integer stays that), and are lists even where there is one:
a program that reads this as plain JSON finds the same shape everywhere.
"""

from collections.abc import Iterable
from functools import lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from bouwstenen.errors import ReleaseError
from bouwstenen.namespaces import PREFIXES, RDF_TYPE, shorten

__all__ = ["name_of", "node_of"]

_STRING = PREFIXES["xsd"] + "string"


def node_of(subject: object, about: Iterable[Quad | Triple]) -> dict[str, object]:
    """Return what is said of a thing as an object.

    Args:
        subject: the thing.
        about: the statements with it as their subject.

    Raises:
        ReleaseError: one is about a statement: JSON-LD 1.1 has no form for that.
    """
    values: dict[str, list[object]] = {}
    for statement in about:
        predicate, value = statement.predicate.value, statement.object
        if predicate == RDF_TYPE and not isinstance(value, Literal):
            values.setdefault("@type", []).append(name_of(value))
        else:
            values.setdefault(_compact(predicate), []).append(_value(value))
    return {"@id": name_of(subject), **values}


def name_of(term: object) -> str:
    """Return an IRI as a compact one, or the name of a blank node.

    Raises:
        ReleaseError: it is neither.
    """
    if isinstance(term, NamedNode):
        return _compact(term.value)
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    what = "about a statement" if isinstance(term, Triple) else "in no graph"
    raise ReleaseError(f"a statement is {what}: that cannot be written as JSON-LD.")


def _value(term: object) -> object:
    if not isinstance(term, Literal):
        return {"@id": name_of(term)}
    if term.language:
        direction = {"@direction": term.direction.value} if term.direction else {}
        return {"@value": term.value, "@language": term.language, **direction}
    if term.datatype.value == _STRING:
        return term.value
    return {"@value": term.value, "@type": _compact(term.datatype.value)}


@lru_cache(maxsize=2**16)
def _compact(iri: str) -> str:
    """A compact IRI; not where what follows the prefix would make it look like an address (§4.1.5)."""
    short = shorten(iri)
    return iri if "://" in short else short
