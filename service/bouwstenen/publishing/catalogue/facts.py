"""Statements about one thing, written as a table of properties and values."""

from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from bouwstenen.namespaces import PREFIXES

__all__ = ["Value", "about", "labels", "term"]

#: An IRI or a literal; a number; a text by language; several of these.
Value = NamedNode | Literal | int | Mapping[str, str] | Sequence["NamedNode | Literal | int"]


def term(name: str) -> NamedNode:
    """Return the term that a prefixed name stands for.

    >>> term("void:Dataset").value
    'http://rdfs.org/ns/void#Dataset'

    Raises:
        KeyError: the prefix is none of ours.
    """
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def labels(nl: str, en: str | None = None) -> dict[str, str]:
    """Return a text in both languages, the same in both where no English is given."""
    return {"nl": nl, "en": nl if en is None else en}


def about(subject: str, said: Mapping[str, Value]) -> Iterator[Triple]:
    """Yield what is said about `subject`, an IRI; the keys of `said` are prefixed names of properties."""
    for name, value in said.items():
        for each in _terms(value):
            yield Triple(NamedNode(subject), term(name), each)


def _terms(value: Value) -> Iterator[NamedNode | Literal]:
    if isinstance(value, NamedNode | Literal):
        yield value
    elif isinstance(value, int):
        yield Literal(value)
    elif isinstance(value, Mapping):
        for language, text in value.items():
            yield Literal(text, language=language)
    else:
        for each in value:
            yield from _terms(each)
