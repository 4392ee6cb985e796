"""What stands in a cell for a value, and which value a line of a cell means."""

import re
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode

from bouwstenen.curation.spreadsheets.columns import Kind
from bouwstenen.namespaces import BM, PREFIXES

__all__ = [
    "AGE_MAX",
    "AGE_MIN",
    "LONGEST",
    "Pairs",
    "ages",
    "cell_text",
    "lines",
    "one_line",
    "read",
    "shown",
]

AGE_MIN, AGE_MAX = BM + "ageMin", BM + "ageMax"

#: What a value is in the graph: properties and their values. Ages are two, anything else is one.
Pairs = tuple[tuple[str, NamedNode | Literal], ...]

#: Characters in a cell at most (ECMA-376 part 1, §18.3.1.96; Excel's own limit).
LONGEST = 32_767

_XSD = PREFIXES["xsd"]
_INTEGER, _YEAR, _DATE, _BOOLEAN = (
    NamedNode(_XSD + name) for name in ("integer", "gYear", "date", "boolean")
)
_LANGUAGE = re.compile(r"(?P<text>.+) \[(?P<language>[a-z]{2,3})\]")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|^`\\]+\.[^\s<>\"{}|^`\\]+")
_AGES = (
    re.compile(r"(?P<low>\d{1,3})\s*(?:t/m|-|–|tot en met)\s*(?P<high>\d{1,3})(?: jaar)?"),
    re.compile(r"(?P<low>\d{1,3})(?:\+| (?:jaar )?en ouder)"),
    re.compile(r"(?:t/m|tot en met) (?P<high>\d{1,3})(?: jaar)?"),
)
#: Characters that no XML may hold (XML 1.0 §2.2), and halves of characters.
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def one_line(text: str) -> str:
    """Return a text as it stands on one line of a cell: single spaces, no control characters."""
    return " ".join(_NOT_XML.sub("", text).split())


def lines(text: str) -> list[str]:
    """Return the lines of a cell that hold something, as they are."""
    return [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]


def cell_text(values: Iterable[str]) -> str:
    """Return what a cell holds: its values sorted, one a line, as long as a cell may be."""
    return "\n".join(sorted(set(values)))[:LONGEST]


def ages(low: str, high: str) -> str:
    """Return ages as they stand in a cell; no spreadsheet takes this for a date, as it does 12-18.

    >>> ages("12", "18"), ages("16", ""), ages("", "12")
    ('12 t/m 18', '16 en ouder', 't/m 12')
    """
    if low and high:
        return f"{low} t/m {high}"
    return f"{low} en ouder" if low else f"t/m {high}"


def shown(kind: Kind, value: NamedNode | Literal, names: Mapping[str, str]) -> str:
    """Return a value as it stands in a cell.

    Args:
        kind: of the column.
        value: what it is in the graph.
        names: of the things in the pick-list, by IRI.
    """
    if kind is Kind.YES_NO:
        return "ja" if value.value in ("true", "1") else "nee"
    if isinstance(value, NamedNode):
        return names.get(value.value, value.value)
    text = one_line(value.value)
    return f"{text} [{value.language}]" if value.language not in (None, "nl") else text


def read(kind: Kind, line: str, name: str, things: Mapping[str, str]) -> Pairs | str:
    """Return what a line of a cell means, or the name of the mistake in it.

    Args:
        kind: of the column.
        line: without spaces around it.
        name: IRI of the property.
        things: IRIs of the things in the pick-list, by name.
    """
    value: NamedNode | Literal | None = None
    if kind is Kind.AGES:
        return _read_ages(line)
    if kind is Kind.TEXT:
        found = _LANGUAGE.fullmatch(line)
        value = Literal(found["text"], language=found["language"]) if found else Literal(line, language="nl")
    elif kind is Kind.PLAIN:
        value = Literal(line)
    elif kind is Kind.THING:
        value = NamedNode(things[line]) if line in things else None
    elif kind is Kind.YEAR:
        value = Literal(line, datatype=_YEAR) if re.fullmatch(r"(1[89]|20)\d\d", line) else None
    elif kind is Kind.DATE:
        value = Literal(line, datatype=_DATE) if re.fullmatch(r"\d{4}-\d\d-\d\d", line) else None
    elif kind is Kind.YES_NO:
        value = Literal(str(line == "ja").lower(), datatype=_BOOLEAN) if line in ("ja", "nee") else None
    elif _ADDRESS.fullmatch(line):
        value = NamedNode(line)
    return f"no-{kind}" if value is None else ((name, value),)


def _read_ages(line: str) -> Pairs | str:
    found = next(filter(None, (form.fullmatch(line) for form in _AGES)), None)
    if found is None:
        return "no-ages"
    given = found.groupdict()
    pairs = [(name, int(given[key])) for name, key in ((AGE_MIN, "low"), (AGE_MAX, "high")) if given.get(key)]
    years = [year for _, year in pairs]
    if max(years) > 120:
        return "no-ages"
    if years != sorted(years):
        return "ages-swapped"
    return tuple((name, Literal(str(year), datatype=_INTEGER)) for name, year in pairs)
