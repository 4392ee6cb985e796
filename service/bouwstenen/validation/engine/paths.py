"""SHACL property paths (SHACL §2.3.1): what they lead to, and what they read on the way.

In:  a path; a graph; a thing.
Out: the values at its end; or, turned round, the things from which it leads here.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from bouwstenen.validation.engine.graphs import Graph, Term

__all__ = ["Alternative", "Path", "Predicate", "Read", "Repeated", "Sequence", "follow", "reads", "turned"]


@dataclass(frozen=True)
class Predicate:
    """One step along a property, or against it."""

    property: NamedNode
    inverse: bool = False


@dataclass(frozen=True)
class Sequence:
    """One path after another."""

    parts: "tuple[Path, ...]"


@dataclass(frozen=True)
class Alternative:
    """Any of some paths."""

    parts: "tuple[Path, ...]"


@dataclass(frozen=True)
class Repeated:
    """A path any number of times.

    Args:
        part: the path.
        zero: whether no step will do.
        many: whether more than one step will do.
    """

    part: "Path"
    zero: bool
    many: bool


Path = Predicate | Sequence | Alternative | Repeated


@dataclass(frozen=True)
class Read:
    """A kind of statement that a shape reads.

    Args:
        before: what leads from the thing checked to the one whose statement is read.
        property: of the statement.
        inverse: whether the one that `before` leads to is the statement's object.
    """

    before: tuple[Path, ...]
    property: NamedNode
    inverse: bool


def follow(graph: Graph, start: Term, path: Path) -> Collection[Term]:
    """Return the values at the end of a path, each once."""
    if isinstance(path, Predicate):
        if path.inverse:
            return graph.subjects(path.property, start)
        return graph.objects(start, path.property)
    if isinstance(path, Alternative):
        return {end for part in path.parts for end in follow(graph, start, part)}
    if isinstance(path, Sequence):
        ends: Collection[Term] = (start,)
        for part in path.parts:
            ends = {end for middle in ends for end in follow(graph, middle, part)}
        return ends
    found = {start} if path.zero else set()
    todo = [start]
    while todo:
        for end in follow(graph, todo.pop(), path.part):
            if end not in found:
                found.add(end)
                if path.many:
                    todo.append(end)
    return found


def turned(path: Path) -> Path:
    """Return the path that leads back."""
    if isinstance(path, Predicate):
        return Predicate(path.property, not path.inverse)
    if isinstance(path, Repeated):
        return Repeated(turned(path.part), path.zero, path.many)
    parts = tuple(turned(part) for part in path.parts)
    return Alternative(parts) if isinstance(path, Alternative) else Sequence(parts[::-1])


def reads(path: Path, before: tuple[Path, ...] = ()) -> Iterator[Read]:
    """Yield the kinds of statements that following a path reads, `before` leading to where it begins."""
    if isinstance(path, Predicate):
        yield Read(before, path.property, path.inverse)
    elif isinstance(path, Repeated):
        # every step but the first begins where others ended
        yield from reads(path.part, (*before, Repeated(path.part, zero=True, many=True)))
    else:
        for part in path.parts:
            yield from reads(part, before)
            if isinstance(path, Sequence):
                before = (*before, part)
