"""SHACL Core constraints (SHACL §4) as small objects: which values of a thing offend, what is read for it.

Each follows pyshacl, finding by finding, also where pyshacl and the text of SHACL might differ.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import Literal, NamedNode

from bouwstenen.validation.engine.graphs import TYPE, Graph, Term
from bouwstenen.validation.engine.literals import at_most, is_of, text_of
from bouwstenen.validation.engine.paths import Path, Read

__all__ = [
    "Among",
    "Checked",
    "Class",
    "Compared",
    "Constraint",
    "Count",
    "Datatype",
    "Disjoint",
    "Each",
    "Equals",
    "HasValue",
    "Languages",
    "Length",
    "Logical",
    "Pattern",
    "Qualified",
    "UniqueLanguages",
]


class Constraint(Protocol):
    """What the values of a thing must be like."""

    def offences(self, graph: Graph, focus: Term, values: Collection[Term]) -> Iterable[Term | None]:
        """Yield the values that offend, or None for each offence that is of no single value."""

    def reads(self, focus: tuple[Path, ...], values: tuple[Path, ...]) -> Iterator[Read]:
        """Yield what is read besides the values, by what leads to the thing and what leads to them."""


class Checked(Protocol):
    """A shape that a constraint refers to."""

    def conforms(self, graph: Graph, focus: Term) -> bool:
        """Return whether nothing is found."""

    def reads(self, before: tuple[Path, ...]) -> Iterator[Read]:
        """Yield what is read, `before` leading to the thing checked."""


class _Local:
    """A constraint that reads nothing but the values."""

    def reads(self, _focus: tuple[Path, ...], _values: tuple[Path, ...]) -> Iterator[Read]:
        """See `Constraint`."""
        return iter(())


@dataclass(frozen=True)
class Class:
    """sh:class"""

    class_: Term

    def offences(self, graph: Graph, _focus: Term, values: Collection[Term]) -> Iterable[Term | None]:
        """See `Constraint`."""
        return [value for value in values if self.class_ not in graph.classes(value)]

    def reads(self, _focus: tuple[Path, ...], values: tuple[Path, ...]) -> Iterator[Read]:
        """See `Constraint`."""
        yield Read(values, TYPE, inverse=False)


@dataclass(frozen=True)
class Each(_Local):
    """Any constraint that looks at one value at a time: sh:nodeKind, sh:minInclusive …"""

    holds: Callable[[Term], bool]

    def offences(self, _graph: Graph, _focus: Term, values: Collection[Term]) -> Iterable[Term | None]:
        """See `Constraint`."""
        return [value for value in values if not self.holds(value)]


@dataclass(frozen=True)
class Datatype(_Local):
    """sh:datatype"""

    datatype: str

    def offences(self, _graph: Graph, _focus: Term, values: Collection[Term]) -> Iterable[Term | None]:
        """See `Constraint`."""
        return [value for value in values if not is_of(value, self.datatype)]


@dataclass(frozen=True)
class Count(_Local):
    """sh:minCount, sh:maxCount"""

    least: int = 0
    most: int | None = None

    def offences(self, _graph: Graph, _focus: Term, values: Collection[Term]) -> Iterable[Term | None]:
        """See `Constraint`."""
        number = len(values)
        return (None,) if number < self.least or (self.most is not None and number > self.most) else ()


@dataclass(frozen=True)
class Length(_Local):
    """sh:minLength, sh:maxLength"""

    least: int = 0
    most: int | None = None

    def offences(self, _graph: Graph, _focus: Term, values: Collection[Term]) -> Iterable[Term | None]:
        """See `Constraint`."""
        for value in values:
            text = text_of(value)
            if self.most is not None:
                if text is None or len(text) > self.most:
                    yield value
            elif self.least and (text is None or len(text) < self.least):
                yield value


@dataclass(frozen=True)
class Pattern(_Local):
    """sh:pattern"""

    pattern: re.Pattern[str]

    def offences(self, _graph: Graph, _focus: Term, values: Collection[Term]) -> Iterable[Term | None]:
        """See `Constraint`."""
        for value in values:
            text = text_of(value)
            if text is None or not self.pattern.search(text):
                yield value


@dataclass(frozen=True)
class Languages(_Local):
    """sh:languageIn"""

    ranges: frozenset[str]

    def offences(self, _graph: Graph, _focus: Term, values: Collection[Term]) -> Iterable[Term | None]:
        """See `Constraint`."""
        return [value for value in values if not self._holds(value)]

    def _holds(self, value: Term) -> bool:
        if not isinstance(value, Literal) or not value.language:
            return False
        language = value.language.lower()
        return "*" in self.ranges or language in self.ranges or language.partition("-")[0] in self.ranges


@dataclass(frozen=True)
class UniqueLanguages(_Local):
    """sh:uniqueLang true"""

    def offences(self, _graph: Graph, _focus: Term, values: Collection[Term]) -> Iterable[Term | None]:
        """See `Constraint`."""
        if len(values) > 1:
            languages = [value.language for value in values if isinstance(value, Literal) and value.language]
            if len({language.lower() for language in languages}) < len(languages):
                return (None,)
        return ()


@dataclass(frozen=True)
class Among(_Local):
    """sh:in"""

    terms: frozenset[Term]

    def offences(self, _graph: Graph, _focus: Term, values: Collection[Term]) -> Iterable[Term | None]:
        """See `Constraint`."""
        return [value for value in values if value not in self.terms]


@dataclass(frozen=True)
class HasValue(_Local):
    """sh:hasValue"""

    term: Term

    def offences(self, _graph: Graph, _focus: Term, values: Collection[Term]) -> Iterable[Term | None]:
        """See `Constraint`."""
        return () if self.term in values else (None,)


@dataclass(frozen=True)
class _Pair:
    """A constraint that reads another property of the same thing."""

    property: NamedNode

    def reads(self, focus: tuple[Path, ...], _values: tuple[Path, ...]) -> Iterator[Read]:
        """See `Constraint`."""
        yield Read(focus, self.property, inverse=False)


class Equals(_Pair):
    """sh:equals"""

    def offences(self, graph: Graph, focus: Term, values: Collection[Term]) -> Iterable[Term | None]:
        """See `Constraint`."""
        return set(values) ^ set(graph.objects(focus, self.property))


class Disjoint(_Pair):
    """sh:disjoint"""

    def offences(self, graph: Graph, focus: Term, values: Collection[Term]) -> Iterable[Term | None]:
        """See `Constraint`."""
        others = graph.objects(focus, self.property)
        return [value for value in values if value in others]


@dataclass(frozen=True)
class Compared(_Pair):
    """sh:lessThan, sh:lessThanOrEquals"""

    less: bool

    def offences(self, graph: Graph, focus: Term, values: Collection[Term]) -> Iterable[Term | None]:
        """See `Constraint`."""
        others = graph.objects(focus, self.property)
        for value in values:
            for other in others:
                if not at_most(value, other, less=self.less):
                    yield value


@dataclass(frozen=True)
class Logical:
    """sh:node, sh:not, sh:and, sh:or, sh:xone: to how many of some shapes a value conforms."""

    shapes: tuple[Checked, ...]
    least: int
    most: int

    def offences(self, graph: Graph, _focus: Term, values: Collection[Term]) -> Iterable[Term | None]:
        """See `Constraint`."""
        for value in values:
            number = 0
            for shape in self.shapes:
                number += shape.conforms(graph, value)
                if number > self.most or (number >= self.least and self.most == len(self.shapes)):
                    break
            if not self.least <= number <= self.most:
                yield value

    def reads(self, _focus: tuple[Path, ...], values: tuple[Path, ...]) -> Iterator[Read]:
        """See `Constraint`."""
        for shape in self.shapes:
            yield from shape.reads(values)


@dataclass(frozen=True)
class Qualified:
    """sh:qualifiedValueShape with sh:qualifiedMinCount, sh:qualifiedMaxCount"""

    shape: Checked
    least: int | None
    most: int | None

    def offences(self, graph: Graph, _focus: Term, values: Collection[Term]) -> Iterable[Term | None]:
        """See `Constraint`."""
        number = sum(self.shape.conforms(graph, value) for value in values)
        if self.most is not None and number > self.most:
            yield None
        if self.least is not None and number < self.least:
            yield None

    def reads(self, _focus: tuple[Path, ...], values: tuple[Path, ...]) -> Iterator[Read]:
        """See `Constraint`."""
        yield from self.shape.reads(values)
