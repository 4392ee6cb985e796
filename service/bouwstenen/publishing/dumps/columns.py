"""The columns of a table: which values a property has in a class decides what its column is like.

A property of ours has its own name (`ageMin`), another one its prefix before it (`skos_broader`); texts in a
language have that behind (`rdfs_label_en`). Beside IRIs stands what they are called (`strengthensLabel`).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

from bouwstenen.errors import ReleaseError
from bouwstenen.namespaces import BM, PREFIXES, RDF_TYPE, shorten
from bouwstenen.publishing.dumps.things import Things

__all__ = ["IRI", "NAME", "Column", "Key", "Values", "cells_of", "columns_of", "look"]

#: The first two columns of every table: the thing, and what it is called.
IRI, NAME = "iri", "label"

#: What may stand between values in a cell; the first that is in none of the values does.
_SEPARATORS = ("|", "¦", "‖", "␟", "\x1f")
_XSD = PREFIXES["xsd"]
#: Datatypes of XML Schema that CSVW has by the same name ("Metadata Vocabulary for Tabular Data" §5.11.1).
_DATATYPES = frozenset(
    (
        *("anyURI", "base64Binary", "boolean", "byte", "date", "dateTime", "dateTimeStamp", "decimal"),
        *("double", "duration", "dayTimeDuration", "yearMonthDuration", "float", "gDay", "gMonth"),
        *("gMonthDay", "gYear", "gYearMonth", "hexBinary", "int", "integer", "language", "long", "Name"),
        *("negativeInteger", "NMTOKEN", "nonNegativeInteger", "nonPositiveInteger"),
        *("normalizedString", "positiveInteger", "QName", "short", "string", "time", "token"),
        *("unsignedByte", "unsignedInt", "unsignedLong", "unsignedShort"),
    )
)

#: A property and the language of its texts, "" where they have none.
Key = tuple[str, str]
#: What one thing has in each column, in the order of the terms.
Cells = dict[Key, list[NamedNode | Literal]]


@dataclass
class Values:
    """What is seen of the values of a column while things go by.

    Args:
        kinds: their datatypes; "" for IRIs.
        separators: what none of them holds.
        many: whether a thing has several.
        named: whether any of them has a name.
        classes: the classes that all of them are of; None before the first.
    """

    kinds: set[str] = field(default_factory=set)
    separators: tuple[str, ...] = _SEPARATORS
    many: bool = False
    named: bool = False
    classes: frozenset[str] | None = None

    def see(self, terms: Sequence[NamedNode | Literal], things: Things) -> None:
        """Take the values of one thing into account."""
        self.many = self.many or len(terms) > 1
        for term in terms:
            text = term.value
            if isinstance(term, Literal):
                self.kinds.add(term.datatype.value)
                self.classes = frozenset()
            else:
                self.kinds.add("")
                self.named = self.named or term.value in things.names
                classes = frozenset(things.classes.get(term.value, ()))
                self.classes = classes if self.classes is None else self.classes & classes
                text += things.name(term.value)
            if any(each in text for each in self.separators):
                self.separators = tuple(each for each in self.separators if each not in text)


@dataclass(frozen=True)
class Column:
    """One column.

    Args:
        name: what it is called in the first row.
        key: the property and language it holds; None for the first two columns.
        datatype: of its values, as CSVW calls it.
        separator: stands between values; None where no thing has several.
        is_name: whether it holds what the values are called, not the values.
        classes: the classes that all of the values are of.
    """

    name: str
    key: Key | None
    datatype: str
    separator: str | None = None
    is_name: bool = False
    classes: frozenset[str] = frozenset()

    @property
    def holds_iris(self) -> bool:
        """Whether its values are things, by their IRIs."""
        return self.key is not None and self.datatype == "anyURI" and not self.is_name

    def text(self, iri: str, cells: Cells, things: Things) -> str:
        """Return what stands in it for a thing."""
        if self.key is None:
            return iri if self.name == IRI else things.name(iri)
        terms = cells.get(self.key)
        if terms is None:
            return ""
        texts = (things.name(term.value) if self.is_name else term.value for term in terms)
        return (self.separator or "").join(texts)


def cells_of(about: Iterable[Quad]) -> Cells:
    """Return what is said of a thing, by column; nodes without an IRI are left out: no cell can hold them."""
    cells: Cells = {}
    for quad in about:
        value = quad.object
        if isinstance(value, Literal):
            cells.setdefault((quad.predicate.value, value.language or ""), []).append(value)
        elif isinstance(value, NamedNode):
            cells.setdefault((quad.predicate.value, ""), []).append(value)
    return cells


def look(things: Things) -> dict[str, dict[Key, Values]]:
    """Return what the values of each property are like, in each class."""
    seen: dict[str, dict[Key, Values]] = {name: {} for name in things.counts}
    for iri, about in things.described():
        cells = cells_of(about)
        for name in things.classes[iri]:
            for key, terms in cells.items():
                seen[name].setdefault(key, Values()).see(terms, things)
    return seen


def columns_of(seen: Mapping[Key, Values]) -> list[Column]:
    """Return the columns of a table: the thing, its name, its classes, then properties by name.

    Raises:
        ReleaseError: values hold everything that could stand between them.
    """
    columns = [Column(IRI, None, "anyURI"), Column(NAME, None, "string")]
    taken = {IRI, NAME}
    for key in sorted(seen, key=_place):
        values = seen[key]
        if values.many and not values.separators:
            raise ReleaseError(f"values of <{key[0]}> hold every separator that a cell could have.")
        separator = values.separators[0] if values.many else None
        name = _free(_name(key), taken)
        column = Column(name, key, _datatype(values.kinds), separator, classes=values.classes or frozenset())
        columns.append(column)
        if column.holds_iris and values.named:
            columns.append(Column(_free(f"{name}Label", taken), key, "string", separator, is_name=True))
    return columns


def _place(key: Key) -> tuple[bool, str, bool, Key]:
    """Where a column stands; of two that would have one name ours comes first, and has it."""
    return key[0] != RDF_TYPE, _name(key).lower(), not key[0].startswith(BM), key


def _datatype(kinds: set[str]) -> str:
    if kinds == {""}:
        return "anyURI"
    if len(kinds) == 1:
        name = next(iter(kinds)).removeprefix(_XSD)
        return name if name in _DATATYPES else "string"
    return "string"


def _name(key: Key) -> str:
    """A name that a URI template can hold (RFC 6570 §2.3) and that does not begin with `_` (CSVW)."""
    iri, language = key
    short = iri.removeprefix(BM) if iri.startswith(BM) else shorten(iri)
    if short == iri:
        short = re.split("[/#]", iri.rstrip("/#"))[-1]
    name = re.sub("[^A-Za-z0-9]+", "_", short).strip("_") or "value"
    return f"{name}_{language.replace('-', '_')}" if language else name


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}_{number}"
    taken.add(free)
    return free
