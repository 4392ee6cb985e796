"""What can be told of a changed resource from its statements: its classes, its names, what it is about."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse

from bouwstenen.namespaces import BM, PREFIXES, RDF_TYPE, graph_iri
from bouwstenen.publishing.changes.comparison import Change

__all__ = ["FOLLOWS", "Facts", "facts_of", "graph_of", "is_derived", "mentioned", "names_of", "quads_of"]

#: Graphs that follow from the others: the first two from what is claimed, the last counts them.
FOLLOWS = frozenset(graph_iri(name) for name in ("derived", "inferred", "dataset"))

#: The graph ends a statement; the same at the end of a triple is its object, with two spaces before it.
_GRAPH = re.compile(r' <([^<>"]*)>$')
_IN_TRIPLE = 2

_LABEL = NamedNode(PREFIXES["rdfs"] + "label")
_ABOUT = BM + "about"


class Facts(NamedTuple):
    """Classes, names by language, and what a claim is about."""

    types: tuple[str, ...]
    label: dict[str, str]
    about: str | None


def quads_of(lines: Iterable[str]) -> list[Quad]:
    """Parse statements, N-Quads without their end."""
    text = "".join(f"{line} .\n" for line in lines)
    return list(parse(text, format=RdfFormat.N_QUADS))


def facts_of(change: Change) -> Facts:
    """Tell what a resource is, as it is said now, or was said last where it is gone."""
    types: set[tuple[bool, bool, str]] = set()
    label: dict[str, str] = {}
    about = None
    own = [line for line in change.lines or change.removed if line.startswith(f"<{change.iri}> ")]
    wanted = (RDF_TYPE, _LABEL.value, _ABOUT)
    for quad in quads_of(line for line in own if line.split(" ", 2)[1][1:-1] in wanted):
        value = quad.object
        if quad.predicate.value == RDF_TYPE and isinstance(value, NamedNode):
            types.add((_graph(quad) in FOLLOWS, not value.value.startswith(BM), value.value))
        elif quad.predicate == _LABEL and isinstance(value, Literal):
            label.setdefault(value.language or "", value.value)
        elif quad.predicate.value == _ABOUT and isinstance(value, NamedNode):
            about = value.value
    return Facts(tuple(dict.fromkeys(name for *_, name in sorted(types))), label, about)


def graph_of(line: str) -> str:
    """Return the graph of a statement; "" for none."""
    found = _GRAPH.search(line)
    return found[1] if found and line.count(" ") > _IN_TRIPLE else ""


def is_derived(quad: Quad) -> bool:
    """Return whether a statement follows from others."""
    return _graph(quad) in FOLLOWS


def _graph(quad: Quad) -> str:
    return "" if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value


def mentioned(lines: Iterable[str]) -> set[str]:
    """Return the IRIs that statements have as property, value or graph."""
    return {
        term.value
        for quad in quads_of(lines)
        for term in (quad.predicate, quad.object, quad.graph_name)
        if isinstance(term, NamedNode)
    }


def names_of(stores: Sequence[Store], iris: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the names by language of those of `iris` that have one; the first store that knows one tells."""
    names: dict[str, dict[str, str]] = {}
    for iri in filter(None, iris):
        for store in stores:
            found = store.quads_for_pattern(NamedNode(iri), _LABEL, None, None)
            texts = sorted(
                (
                    (quad.object.language or "", quad.object.value)
                    for quad in found
                    if isinstance(quad.object, Literal)
                ),
                reverse=True,
            )
            if texts:
                names[iri] = dict(texts)
                break
    return names
