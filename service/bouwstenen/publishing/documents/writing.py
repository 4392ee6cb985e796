"""Statements in one of the formats for graphs, with the prefixes that they use and no others."""

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from bouwstenen.formats import Format
from bouwstenen.namespaces import BASE, PREFIXES

__all__ = ["written"]

#: Things of a class have a prefix of their own, as in the files of data: `trede:3`. So have shapes.
_KIND = re.compile(re.escape(BASE) + r"(?:id/([a-z][a-z0-9-]*)|(shape))/")


def written(triples: Iterable[Triple], chosen: Format) -> bytes:
    """Return statements in one of the formats for graphs, the same each time."""
    assert isinstance(chosen.writer, RdfFormat)  # noqa: S101 - it was chosen from GRAPHS
    every = list(triples)
    content = serialize(every, format=chosen.writer, prefixes=_prefixes(every))
    assert content is not None  # noqa: S101 - it is None only where it is written elsewhere
    return _tidied(content) if chosen.writer == RdfFormat.TURTLE else content


def _tidied(turtle: bytes) -> bytes:
    """Turtle whose prefixes, on top, are used and in order: pyoxigraph writes them in another each time."""
    lines = turtle.splitlines(keepends=True)
    count = next((number for number, line in enumerate(lines) if not line.startswith(b"@prefix")), len(lines))
    body = b"".join(lines[count:])
    used = (line for line in lines[:count] if line.split()[1] in body)
    return b"".join((*sorted(used), b"\n", body))


def _prefixes(triples: Iterable[Triple]) -> dict[str, str]:
    found: dict[str, str] = {}
    for iri in set(_iris(triples)):
        of_kind = _KIND.match(iri)
        kind = of_kind and (of_kind[1] or of_kind[2])
        if of_kind and kind and kind not in PREFIXES:
            found[kind] = of_kind[0]
        else:
            found.update((prefix, base) for prefix, base in PREFIXES.items() if iri.startswith(base))
    return found


def _iris(triples: Iterable[Triple]) -> Iterator[str]:
    for triple in triples:
        for term in (triple.subject, triple.predicate, triple.object):
            if isinstance(term, NamedNode):
                yield term.value
            elif isinstance(term, Literal):
                yield term.datatype.value
