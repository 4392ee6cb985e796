"""What the index says of each thing: its names, its other spellings, the texts about it.

In:  what answers SELECT queries over a release, wherever it is.
Out: an `Entry` for every thing that somebody may look for: all of our classes but claims and passages, and
     the canned questions.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, QuerySolution

from bouwstenen.namespaces import BM, ID, PREFIXES

__all__ = ["Entry", "Select", "Text", "read_entries"]

#: Returns the solutions of a SELECT query that we wrote.
Select = Callable[[str], Iterable[QuerySolution]]

#: Classes whose things nobody looks for by their names: names that we made up.
_UNSOUGHT = frozenset({f"{BM}Claim", f"{BM}Conflict", f"{BM}Passage"})
_QUESTION = f"{PREFIXES['sh']}SPARQLExecutable"

_NAMES = ("rdfs:label", "skos:prefLabel")
_SPELLINGS = ("skos:altLabel", "skos:hiddenLabel")
_CODE = "skos:notation"
_TEXTS = (
    *("skos:definition", "dcterms:description", "dcterms:bibliographicCitation"),
    *("bm:goal", "bm:activeElement", "bm:precondition"),
)
#: What claims keep as it was printed, where the thing itself has a concept or nothing.
_PRINTED = (
    *("bm:formPrinted", "bm:targetGroupPrinted", "bm:targetGroupNote"),
    *("bm:executorPrinted", "bm:executorNote"),
)

_CLASSES = "SELECT ?class ?above WHERE { ?class a owl:Class . OPTIONAL { ?class rdfs:subClassOf ?above } }"
_CLASS_NAMES = "SELECT ?class ?name WHERE { ?class a owl:Class ; rdfs:label ?name }"
_THINGS = "SELECT DISTINCT ?thing WHERE {{ ?thing a <{kind}> }}"
_SAID = "SELECT ?thing ?text WHERE {{ ?thing {said} ?text }}"
_SAID_OF = "SELECT DISTINCT ?thing ?text WHERE {{ ?claim {said} ?text ; bm:about ?thing }}"


class Text(NamedTuple):
    """A text and its language, "" where it has none."""

    value: str
    language: str = ""


@dataclass
class Entry:
    """One thing, as people may look for it.

    Args:
        iri: which thing.
        kind: local name of its most specific class.
        kinds: local names of all its classes.
        names: its labels.
        spellings: other names, spellings and codes.
        texts: what is said about it, and what its classes are called.
    """

    iri: str
    kind: str = ""
    kinds: set[str] = field(default_factory=set)
    names: set[Text] = field(default_factory=set)
    spellings: set[Text] = field(default_factory=set)
    texts: set[Text] = field(default_factory=set)


def read_entries(select: Select) -> list[Entry]:
    """Return an entry for each thing of a release.

    Args:
        select: answers queries; what it raises is passed on.
    """
    above = _classes(select)
    entries: dict[str, Entry] = {}
    for kind in sorted(above):
        for thing in _things(select, kind):
            entries.setdefault(thing, Entry(thing)).kinds.add(kind)
    called = _class_names(select)
    codes = _codes(select)
    for entry in entries.values():
        kind = _most_specific(entry.kinds, above)
        for code in codes.get(entry.iri, ()):
            entry.spellings.add(Text(code))
            # people say “bouwsteen 2”, and “type 1.3” of a “type interventie”
            for name, tag in called.get(kind, ()):
                entry.spellings |= {Text(f"{part} {code}", tag) for part in (name, *name.split())}
        entry.texts.update(name for each in entry.kinds for name in called.get(each, ()))
        entry.kind = _local(kind)
        entry.kinds = {_local(each) for each in entry.kinds}
    for kept, said in (("names", _NAMES), ("spellings", _SPELLINGS), ("texts", _TEXTS)):
        for name in said:
            _fill(entries, kept, select(_SAID.format(said=name)))
    for name in _PRINTED:
        _fill(entries, "texts", select(_SAID_OF.format(said=name)))
    for entry in entries.values():
        entry.spellings.add(Text(entry.iri.rpartition("/")[2]))
    return list(entries.values())


def _classes(select: Select) -> dict[str, set[str]]:
    """Our classes whose things are looked for, each with the classes above it."""
    direct: dict[str, set[str]] = {}
    for row in select(_CLASSES):
        above = direct.setdefault(row["class"].value, set())
        if isinstance(row["above"], NamedNode):
            above.add(row["above"].value)
    whole = {kind: set(_above(kind, direct)) | {kind} for kind in direct if kind.startswith(BM)}
    sought = {kind: above - {kind} for kind, above in whole.items() if not _UNSOUGHT & above}
    return {**sought, _QUESTION: set()}


def _class_names(select: Select) -> dict[str, set[Text]]:
    names: dict[str, set[Text]] = {}
    for row in select(_CLASS_NAMES):
        if isinstance(row["name"], Literal):
            names.setdefault(row["class"].value, set()).add(_text(row["name"]))
    return names


def _codes(select: Select) -> dict[str, set[str]]:
    codes: dict[str, set[str]] = {}
    for row in select(_SAID.format(said=_CODE)):
        codes.setdefault(row["thing"].value, set()).add(row["text"].value)
    return codes


def _above(kind: str, direct: dict[str, set[str]]) -> Iterator[str]:
    seen: set[str] = set()
    pending = [kind]
    while pending:
        for each in direct.get(pending.pop(), set()) - seen:
            seen.add(each)
            pending.append(each)
            yield each


def _most_specific(kinds: set[str], above: dict[str, set[str]]) -> str:
    """The one that none of the others is below; by name where there are several."""
    return min(kind for kind in kinds if not any(kind in above[other] for other in kinds))


def _things(select: Select, kind: str) -> Iterator[str]:
    for row in select(_THINGS.format(kind=kind)):
        if isinstance(row["thing"], NamedNode) and row["thing"].value.startswith(ID):
            yield row["thing"].value


def _fill(entries: dict[str, Entry], kept: str, rows: Iterable[QuerySolution]) -> None:
    for row in rows:
        thing, text = row["thing"], row["text"]
        if isinstance(thing, NamedNode) and isinstance(text, Literal) and thing.value in entries:
            getattr(entries[thing.value], kept).add(_text(text))


def _text(literal: Literal) -> Text:
    return Text(literal.value, (literal.language or "").partition("-")[0])


def _local(iri: str) -> str:
    return iri.removeprefix(BM).rpartition("#")[2]
