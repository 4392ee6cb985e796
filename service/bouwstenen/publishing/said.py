"""What is said of things, gathered from rows or statements, to be asked by property and language."""

from collections.abc import Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from bouwstenen.languages import preferred
from bouwstenen.publishing.catalogue.facts import term

__all__ = ["About", "Said"]

Values = dict[str, dict[NamedNode | Literal, None]]


class Said:
    """What is said of several things; what is said twice counts once."""

    def __init__(self) -> None:
        self._things: dict[str, Values] = {}

    def add(self, subject: str, predicate: str, value: NamedNode | Literal) -> None:
        """Keep one statement; `subject` and `predicate` are IRIs."""
        self._things.setdefault(subject, {}).setdefault(predicate, {})[value] = None

    def of(self, subject: str) -> "About":
        """Return what is said of one thing, an IRI; nothing where nothing was."""
        return About({said: list(values) for said, values in self._things.get(subject, {}).items()})


class About:
    """What is said of one thing. Properties are given as prefixed names.

    Args:
        values: by the IRI of the property.
    """

    def __init__(self, values: Mapping[str, Sequence[NamedNode | Literal]]) -> None:
        self._values = values

    def iris(self, name: str) -> list[str]:
        """Return the values of a property that are IRIs, sorted."""
        return sorted(each.value for each in self._of(name) if isinstance(each, NamedNode))

    def numbers(self, name: str) -> list[int]:
        """Return the values of a property that holds whole numbers."""
        return [int(each.value) for each in self._of(name) if isinstance(each, Literal)]

    def texts(self, name: str, language: str | None = None) -> list[str]:
        """Return the texts of a property in a language or its fallback, sorted; without a language all."""
        found: dict[str, set[str]] = {}
        for each in self._of(name):
            if isinstance(each, Literal):
                found.setdefault(each.language or "", set()).add(each.value)
        if language is None:
            return sorted(set().union(*found.values()))
        chosen = preferred({tag: f"@{tag}" for tag in found}, language)
        return sorted(found[chosen[1:]]) if chosen else []

    def text(self, name: str, language: str) -> str | None:
        """Return the first of `texts`; None where there is none."""
        return next(iter(self.texts(name, language)), None)

    def _of(self, name: str) -> Sequence[NamedNode | Literal]:
        return self._values.get(term(name).value, ())
