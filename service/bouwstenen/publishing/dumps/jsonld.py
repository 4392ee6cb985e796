"""Statements as JSON-LD 1.1 with our prefixes, a line a thing, named graphs kept; written as they come."""

import json
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import IO

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from bouwstenen.errors import ReleaseError
from bouwstenen.namespaces import PREFIXES, RDF_TYPE, shorten

__all__ = ["AFTER", "BEFORE", "BETWEEN", "write_graph"]

_STRING = PREFIXES["xsd"] + "string"


def write_graph(quads: Iterable[Quad], file: IO[bytes]) -> None:
    """Write the statements of one graph, which come subject by subject: what stands between the constants.

    Values keep the text they have (`"3"` of type xsd:integer stays that), and are lists even where there is
    one: a program that reads this as plain JSON finds the same shape everywhere.

    Raises:
        ReleaseError: one is about a statement: JSON-LD 1.1 has no form for that.
    """
    before = ""
    for (graph, subject), about in groupby(quads, key=lambda quad: (quad.graph_name, quad.subject)):
        before = before or f'{{"@id": {_json(_name(graph))}, "@graph": [\n'
        file.write((before + _json(_node(subject, about))).encode())
        before = ",\n"
    file.write(b"\n]}")


def _node(subject: object, about: Iterable[Quad]) -> dict[str, object]:
    values: dict[str, list[object]] = {}
    for quad in about:
        predicate, value = quad.predicate.value, quad.object
        if predicate == RDF_TYPE and not isinstance(value, Literal):
            values.setdefault("@type", []).append(_name(value))
        else:
            values.setdefault(_compact(predicate), []).append(_value(value))
    return {"@id": _name(subject), **values}


def _value(term: object) -> object:
    if not isinstance(term, Literal):
        return {"@id": _name(term)}
    if term.language:
        direction = {"@direction": term.direction.value} if term.direction else {}
        return {"@value": term.value, "@language": term.language, **direction}
    if term.datatype.value == _STRING:
        return term.value
    return {"@value": term.value, "@type": _compact(term.datatype.value)}


def _name(term: object) -> str:
    if isinstance(term, NamedNode):
        return _compact(term.value)
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    what = "about a statement" if isinstance(term, Triple) else "in no graph"
    raise ReleaseError(f"a statement is {what}: that cannot be written as JSON-LD.")


@lru_cache(maxsize=2**16)
def _compact(iri: str) -> str:
    """A compact IRI; not where what follows the prefix would make it look like an address (§4.1.5)."""
    short = shorten(iri)
    return iri if "://" in short else short


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


#: A file begins with the first, has graphs with the second between them, and ends with the third.
BEFORE = f'{{"@context": {_json(PREFIXES)},\n"@graph": [\n'.encode()
BETWEEN, AFTER = b",\n", b"\n]}\n"
