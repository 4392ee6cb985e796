"""Graphs of any size in the shape of the real one: the same vocabulary, tables, claims and passages.

In:  the folder with the real sources and a number of statements.
Out: a source graph, as `bouwstenen.graph.sources.load` gives; derivation and inference run on it as on the
     real one.  `python -m bench.generator 100000 FILE.nq` writes it.

The real graph is repeated with new names. Interventions, factors, clusters, claims and passages grow in
proportion; themes, and claims about types, with the square root; the vocabulary, bouwstenen, types and
ladders not at all. A third of what claims name is drawn from all repetitions, the early ones most often, so
that all hangs together and hubs grow with the square root. The factors that a type targets do not grow: what
is inferred through types stays in proportion to the interventions. Below the size of the real graph a part
of it is taken.
"""

import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from math import isqrt
from pathlib import Path
from random import Random

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from bench.template import Growth, Template, Term, share
from bouwstenen.namespaces import BM, PREFIXES

__all__ = ["generate"]

#: Predicates that name things from all over the graph.
_FAR = frozenset({f"{BM}factor", f"{BM}cites", f"{BM}executor"})
_FAR_SHARE = 1 / 3
_FACTOR = f"{BM}factor"
_LOCATOR = f"{BM}locator"
_PRINTED_NAME = f"{BM}printedName"
_PAGE = f"{PREFIXES['foaf']}page"
#: Texts that differ from thing to thing; with them everything that has a language.
_NAMES = frozenset(
    {
        *(f"{PREFIXES['skos']}{name}" for name in ("altLabel", "hiddenLabel")),
        f"{PREFIXES['rdfs']}label",
        f"{PREFIXES['dcterms']}bibliographicCitation",
        _PRINTED_NAME,
    }
)
_PASSAGE = "/id/passage/"


def generate(root: Path, statements: int, seed: int = 1) -> Iterator[Quad]:
    """Yield a source graph of about `statements` statements, the same for the same arguments.

    Memory stays a few times that of the real graph, whatever the size asked for.

    Args:
        root: the folder with the real `ontology`, `data` and `shapes`.
        statements: how many; below about 4,000 the vocabulary and the shapes alone are more.
        seed: another one wires the graph otherwise.
    """
    template = _template(root)
    whole = len(template.quads)
    if statements < whole:
        yield from _part(template, Growth.FIXED, statements)
        return
    slow_and_linear = template.select(1, Growth.SLOW)
    linear = template.select(1, Growth.LINEAR)

    def size(times: int) -> int:
        slow = isqrt(times)
        return whole + (slow - 1) * len(slow_and_linear) + (times - slow) * len(linear)

    times = max(1, (statements - whole) // len(slow_and_linear))
    while size(times + 1) <= statements:
        times += 1
    slow = isqrt(times)
    for number in range(times):
        quads = template.quads if number == 0 else slow_and_linear if number < slow else linear
        yield from _Repetition(template, number, times, seed).of(quads)
    rest = _part(template, Growth.LINEAR, statements - size(times))
    yield from _Repetition(template, times, times, seed).of(rest)


@lru_cache(maxsize=1)
def _template(root: Path) -> Template:
    return Template(root)


def _part(template: Template, least: Growth, statements: int) -> list[Quad]:
    """Return the part of the template that has about so many statements."""
    low, high = 0.0, 1.0
    for _ in range(12):
        middle = (low + high) / 2
        if len(template.select(middle, least)) < statements:
            low = middle
        else:
            high = middle
    return template.select(low, least)


class _Repetition:
    """One repetition of the template: renames what grows, varies what is written, wires it to the others."""

    def __init__(self, template: Template, number: int, times: int, seed: int) -> None:
        self._template = template
        self._number = number
        self._times = times
        self._random = Random(f"{seed} {number}")  # noqa: S311 - a bench, not a secret
        self._slow = number % max(1, isqrt(times))
        self._names: dict[str, NamedNode] = {}
        self._far: dict[tuple[str, str], int] = {}

    def of(self, quads: list[Quad]) -> Iterator[Quad]:
        """Yield these statements of the template as they stand in this repetition."""
        growth = self._template.growth
        for quad in quads:
            if not isinstance(quad.subject, NamedNode) or quad.subject.value not in growth:
                yield quad
                continue
            thing = quad.subject.value
            value = self._object(thing, quad.predicate.value, quad.object)
            yield Quad(self._named(thing), quad.predicate, value, quad.graph_name)

    def _object(self, thing: str, predicate: str, term: Term) -> Term:
        if isinstance(term, NamedNode):
            if term.value in self._template.growth:
                return self._reference(thing, predicate, term)
            if predicate == _PAGE and self._number:
                return NamedNode(f"{term.value}{'&' if '?' in term.value else '?'}deel={self._number}")
        elif isinstance(term, Literal) and self._number:
            return self._text(thing, predicate, term)
        return term

    def _reference(self, thing: str, predicate: str, term: NamedNode) -> NamedNode:
        growth = self._template.growth
        if growth[thing] == Growth.SLOW and predicate == _FACTOR:
            return term
        if growth[thing] == Growth.LINEAR and predicate in _FAR:
            # two tables that say the same of one thing still do
            pair = (self._template.about(thing), term.value)
            if pair not in self._far:
                self._far[pair] = self._draw()
            return _renamed(term.value, self._far[pair])
        return self._named(term.value)

    def _draw(self) -> int:
        if self._random.random() >= _FAR_SHARE:
            return self._number
        return int(self._times * self._random.random() ** 2)

    def _named(self, iri: str) -> NamedNode:
        if iri not in self._names:
            slow = self._template.growth[iri] == Growth.SLOW and "/id/theme/" in iri
            self._names[iri] = _renamed(iri, self._slow if slow else self._number)
        return self._names[iri]

    def _text(self, thing: str, predicate: str, text: Literal) -> Literal:
        if predicate not in _NAMES and predicate != _LOCATOR and not text.language:
            return text  # "ja", "trede 2", a year: the same few values everywhere
        if predicate == _LOCATOR or _PASSAGE in thing:
            value = f"{text.value}, deel {self._number + 1}"
        else:
            named = self._template.about(thing) if predicate == _PRINTED_NAME else thing
            value = f"{text.value} {self._words(named)}"
        return Literal(value, language=text.language) if text.language else Literal(value)

    def _words(self, thing: str) -> str:
        """Two words that no other repetition gives this thing (until there are more of them than pairs)."""
        words = _vocabulary(self._template)
        pair = (int(share(thing) * 2**32) + self._number * 7919) % len(words) ** 2
        return f"{words[pair // len(words)]} {words[pair % len(words)]}"


def _renamed(iri: str, number: int) -> NamedNode:
    return NamedNode(f"{iri}-r{number}" if number else iri)


@lru_cache(maxsize=1)
def _vocabulary(template: Template) -> list[str]:
    """The longer words of the real labels."""
    label = f"{PREFIXES['rdfs']}label"
    texts = (
        quad.object.value
        for quad in template.quads
        if quad.predicate.value == label and isinstance(quad.object, Literal) and quad.object.language == "nl"
    )
    return sorted({word.lower() for text in texts for word in re.findall(r"[^\W\d_]{5,}", text)})


def main(arguments: list[str]) -> None:
    """Write a graph of a given size as N-Quads."""
    if len(arguments) != 2:
        raise SystemExit("usage: python -m bench.generator STATEMENTS FILE.nq")
    root = Path(__file__).resolve().parent.parent
    serialize(generate(root, int(float(arguments[0]))), arguments[1], format=RdfFormat.N_QUADS)


if __name__ == "__main__":
    main(sys.argv[1:])
