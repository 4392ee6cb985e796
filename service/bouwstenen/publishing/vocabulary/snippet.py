"""An example as Turtle that a reader takes in at a glance: few statements, shortened, with links."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from bouwstenen.namespaces import BM, ID, PREFIXES, RDF_TYPE, shorten
from bouwstenen.publishing.vocabulary.statements import Term
from bouwstenen.publishing.vocabulary.usage import Usage

__all__ = ["BASE_LINE", "Token", "of_class", "of_property"]

#: What stands above an example where it is used by itself; our prefixes are declared as usual.
BASE_LINE = f"@base <{ID}> ."

#: Properties, and values of each, that an example shows; what more there is, a comment counts.
_PROPERTIES = 7
_VALUES = 2
_LENGTH = 60

#: A name that needs no escapes in Turtle.
_PLAIN = re.compile(r"[a-z]+:[A-Za-z_][A-Za-z0-9_-]*")
_XSD = PREFIXES["xsd"]
#: Said elsewhere on the page, or the same as the label.
_SKIPPED = {RDF_TYPE, PREFIXES["skos"] + "prefLabel"}
_LABEL = PREFIXES["rdfs"] + "label"


class Token(NamedTuple):
    """A piece of an example, and the IRI it names, if it names one."""

    text: str
    iri: str = ""


def of_class(cls: str, usage: Usage) -> list[list[Token]]:
    """Return a thing of a class as lines of Turtle; none where there is no such thing."""
    if not usage.subject:
        return []
    shown = sorted((iri for iri in usage.statements if iri not in _SKIPPED), key=_rank)
    lines: list[list[Token]] = [[_named(usage.subject), Token(" a "), _named(cls)]]
    for predicate in shown[:_PROPERTIES]:
        lines[-1].append(Token(" ;"))
        lines.append([Token("    "), _named(predicate), Token(" "), *_values(usage.statements[predicate])])
    lines[-1].append(Token(" ."))
    return [*lines, *_left_out(len(shown) - _PROPERTIES)]


def of_property(predicate: str, usage: Usage) -> list[list[Token]]:
    """Return a statement with a property as lines of Turtle; none where there is no such statement."""
    values = usage.statements.get(predicate)
    if not values:
        return []
    lines = [
        [_named(usage.subject), Token(" "), _named(predicate), Token(" "), *_values(values), Token(" .")]
    ]
    return [*lines, *_left_out(len(values) - _VALUES)]


def _left_out(count: int) -> Iterator[list[Token]]:
    if count > 0:
        yield [Token(f"# … + {count}")]


def _rank(predicate: str) -> tuple[bool, bool, str]:
    """The label first, then our own properties."""
    return (predicate != _LABEL, not predicate.startswith(BM), predicate)


def _values(values: list[Term]) -> Iterator[Token]:
    for number, value in enumerate(values[:_VALUES]):
        if number:
            yield Token(" ,\n        ")
        yield _named(value.value) if isinstance(value, NamedNode) else Token(_literal(value))


def _named(iri: str) -> Token:
    if iri.startswith(ID):
        return Token(f"<{iri.removeprefix(ID)}>", iri)
    short = shorten(iri)
    return Token(short if _PLAIN.fullmatch(short) else f"<{iri}>", iri)


def _literal(value: Term) -> str:
    if not isinstance(value, Literal):
        return str(value)
    datatype = value.datatype.value
    if datatype in (f"{_XSD}integer", f"{_XSD}boolean"):
        return value.value
    text = value.value if len(value.value) <= _LENGTH else value.value[: _LENGTH - 1].rstrip() + "…"
    if value.language:
        return str(Literal(text, language=value.language))
    quoted = str(Literal(text))
    return quoted if datatype == f"{_XSD}string" else f"{quoted}^^{_named(datatype).text}"
