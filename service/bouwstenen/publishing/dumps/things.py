"""The things of a release, for its tables: their classes among ours, their names, what is said of them.

Held in memory are the classes and the name of each thing, not what is said of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from bouwstenen.languages import preferred
from bouwstenen.namespaces import BM, PREFIXES, RDF_TYPE, shorten
from bouwstenen.publishing.dumps.statements import quads

__all__ = ["Things", "read_things", "table_name"]

_LABEL = PREFIXES["rdfs"] + "label"
_DEFINITION = PREFIXES["skos"] + "definition"
_CLASS = PREFIXES["owl"] + "Class"


@dataclass(frozen=True)
class Things:
    """Things that have a class of ours.

    Args:
        union: file of the statements about them, sorted.
        classes: by IRI, the local names of the classes of ours that a thing is of.
        names: by IRI, what anything is called: nl, or else en, untagged, any.
        labels: by IRI and language, what our terms and reused ones are called.
        definitions: by IRI and language, what our terms mean.
    """

    union: Path
    classes: dict[str, tuple[str, ...]]
    names: dict[str, str]
    labels: dict[str, dict[str, str]]
    definitions: dict[str, dict[str, str]]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many things each class has, in the order of the names; classes without things are left out."""
        counts: dict[str, int] = {}
        for classes in self.classes.values():
            for name in classes:
                counts[name] = counts.get(name, 0) + 1
        return dict(sorted(counts.items()))

    def name(self, iri: str) -> str:
        """Return what something is called, or its short IRI."""
        return self.names.get(iri) or shorten(iri)

    def described(self) -> Iterator[tuple[str, list[Quad]]]:
        """Yield each thing with what is said of it, in the order of their IRIs."""
        for subject, about in groupby(quads(self.union), key=lambda quad: quad.subject):
            if isinstance(subject, NamedNode) and subject.value in self.classes:
                yield subject.value, list(about)


def read_things(union: Path) -> Things:
    """Return the things in a file of N-Triples.

    Raises:
        OSError: it cannot be read.
    """
    ours = frozenset(
        quad.subject.value
        for quad in quads(union)
        if quad.predicate.value == RDF_TYPE
        and isinstance(quad.object, NamedNode)
        and quad.object.value == _CLASS
        and isinstance(quad.subject, NamedNode)
        and quad.subject.value.startswith(BM)
    )
    classes: dict[str, list[str]] = {}
    texts: dict[str, dict[str, dict[str, str]]] = {_LABEL: {}, _DEFINITION: {}}
    names: dict[str, str] = {}
    for quad in quads(union):
        subject, predicate, value = quad.subject, quad.predicate.value, quad.object
        if not isinstance(subject, NamedNode):
            continue
        if predicate == RDF_TYPE and isinstance(value, NamedNode) and value.value in ours:
            classes.setdefault(subject.value, []).append(value.value.removeprefix(BM))
        elif predicate in texts and isinstance(value, Literal):
            # of several in one language the first in their order
            texts[predicate].setdefault(subject.value, {}).setdefault(value.language or "", value.value)
    for iri, called in texts[_LABEL].items():
        names[iri] = preferred(called) or ""
    kept = {iri: tuple(sorted(found)) for iri, found in classes.items()}
    terms = [{iri: said for iri, said in texts[each].items() if iri not in kept} for each in texts]
    return Things(union, kept, names, *terms)


def table_name(class_name: str) -> str:
    """Return what the table of a class is called: its name in the plural, lower-kebab-case.

    >>> [table_name(name) for name in ("CoverageClaim", "Availability", "Basis", "Trede", "Bouwsteen")]
    ['coverage-claims', 'availabilities', 'bases', 'treden', 'bouwstenen']
    """
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", class_name).lower()
    if name.endswith("steen"):
        return name.removesuffix("steen") + "stenen"
    if name.endswith("trede"):
        return name + "n"
    if name.endswith("is"):
        return name.removesuffix("is") + "es"
    if re.search("[^aeiou]y$", name):
        return name[:-1] + "ies"
    return name + ("es" if re.search("(s|x|z|ch|sh)$", name) else "s")
