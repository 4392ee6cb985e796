"""The real sources, read once as the template that `bench.generator` repeats.

In:  the folder with `ontology`, `data` and `shapes`.
Out: the statements, and per thing how it grows when the graph does.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterator
from enum import IntEnum
from functools import cached_property
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from bouwstenen.graph import sources
from bouwstenen.namespaces import BM, GRAPH, ID, PREFIXES

__all__ = ["Growth", "Template", "Term", "share"]

Term = NamedNode | BlankNode | Literal | Triple

_ABOUT = f"{BM}about"
_FACTOR = f"{BM}factor"
_WITHIN = f"{BM}within"
_PART_OF = f"{PREFIXES['dcterms']}isPartOf"

#: What the model is about, and what supports it (kept where something kept refers to it).
_THINGS = frozenset({"intervention", "intervention-part", "factor", "risk-factor"})
_SUPPORT = frozenset({"passage", "source", "organisation"})
#: Who speaks and what was read: one of each, however large the graph.
_ONE_OF = (f"{PREFIXES['prov']}wasAttributedTo", f"{BM}assessor")


class Growth(IntEnum):
    """How the number of things of a kind grows with the size of the graph."""

    FIXED = 0  #: not: the vocabulary, the six bouwstenen, the types, the ladder
    SLOW = 1  #: with its square root: themes, and what is claimed of the types
    LINEAR = 2  #: in proportion: interventions, factors, clusters, claims, passages


def share(iri: str) -> float:
    """Return a number in [0, 1) that is always the same for an IRI, to draw a part of the things with."""
    return zlib.crc32(iri.encode()) / 2**32


def _kind(iri: str) -> str:
    return iri.removeprefix(ID).partition("/")[0] if iri.startswith(ID) else ""


class Template:
    """The statements of the real sources and what each of their things is to a larger or smaller graph.

    Args:
        quads: the statements, in a stable order and with stable blank nodes.
        growth: per IRI how it grows; what is not in it stays as it is.
    """

    def __init__(self, root: Path) -> None:
        self.quads = list(dict.fromkeys(_read(root)))  # two files of the ontology may say the same
        self._about: dict[str, str] = {}
        self._refers: dict[str, set[str]] = defaultdict(set)
        parent: dict[str, str] = {}
        single = {f"{ID}organisation/bouwstenen"}
        for quad in self.quads:
            subject, predicate = _value(quad.subject), quad.predicate.value
            target = _value(quad.object)
            if predicate == _ABOUT:
                self._about[subject] = target
            if not target.startswith(ID):
                continue
            self._refers[subject].add(target)
            if predicate == _PART_OF and _kind(subject) == "intervention-part":
                parent[subject] = target
            elif predicate in _ONE_OF or predicate == _PART_OF or subject.startswith(GRAPH):
                single.add(target)
        for quad in self.quads:
            if quad.predicate.value in (_WITHIN, _FACTOR) and _kind(_value(quad.object)) == "factor":
                parent.setdefault(self._about[_value(quad.subject)], _value(quad.object))
        self._parent = parent
        self.growth = {iri: grows for iri in self._subjects if (grows := self._grows(iri, single))}

    @cached_property
    def _subjects(self) -> list[str]:
        return list(dict.fromkeys(_value(quad.subject) for quad in self.quads))

    def _grows(self, iri: str, single: set[str]) -> Growth:
        kind = _kind(iri)
        if kind == "claim":
            about = self._about[iri]
            if not about.startswith(ID):
                return Growth.FIXED
            return Growth.LINEAR if _kind(about) in _THINGS else Growth.SLOW
        if kind == "theme":
            return Growth.SLOW
        linear = kind in _THINGS or (kind in _SUPPORT and iri not in single)
        return Growth.LINEAR if linear else Growth.FIXED

    def about(self, claim: str) -> str:
        """Return what a claim is about; a thing that is no claim is about itself."""
        return self._about.get(claim, claim)

    def select(self, fraction: float, least: Growth) -> list[Quad]:
        """Return the statements of about `fraction` of the things that grow at least as `least`.

        What is returned refers to nothing that is left out, but for what grows slower than `least`. A claim
        goes with what it is about and what it names, a factor with its cluster, an intervention with the
        first factor it is named at, a passage or source with who refers to it.
        """
        if fraction >= 1 and least == Growth.FIXED:
            return self.quads
        kept = {iri for iri in self._subjects if self._keeps(iri, fraction, least)}
        pending = list(kept)
        while pending:
            for target in self._refers[pending.pop()]:
                if target not in kept and _kind(target) in _SUPPORT and target in self.growth:
                    kept.add(target)
                    pending.append(target)
        return [quad for quad in self.quads if _value(quad.subject) in kept and self._whole(quad, kept)]

    def _keeps(self, iri: str, fraction: float, least: Growth) -> bool:
        if self.growth.get(iri, Growth.FIXED) < least or (_kind(iri) in _SUPPORT and iri in self.growth):
            return False
        if _kind(iri) in _THINGS:
            return self._drawn(iri, fraction)
        if _kind(iri) == "claim":
            named = [target for target in self._refers[iri] if _kind(target) in _THINGS]
            return all(self._drawn(target, fraction) for target in named or [iri])
        return True

    def _drawn(self, iri: str, fraction: float) -> bool:
        whole = {iri}
        while (above := self._parent.get(iri)) and above not in whole:  # clusters may stand in each other
            iri = above
            whole.add(iri)
        return share(min(whole) if above else iri) < fraction

    def _whole(self, quad: Quad, kept: set[str]) -> bool:
        target = _value(quad.object)
        return self.growth.get(target) != Growth.LINEAR or target in kept


def _read(root: Path) -> Iterator[Quad]:
    names: dict[str, BlankNode] = {}

    def stable(term: object) -> object:
        if isinstance(term, BlankNode):
            return names.setdefault(term.value, BlankNode(f"b{len(names)}"))
        return term

    for source in sources.find(root):
        for quad in sources.read(source):
            yield Quad(stable(quad.subject), quad.predicate, stable(quad.object), quad.graph_name)  # type: ignore[arg-type]


def _value(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""
