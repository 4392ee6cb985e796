"""What a check reads of a graph: values, and classes with those above them; the union of all its graphs."""

from collections.abc import Callable, Collection, Iterator
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from bouwstenen.namespaces import PREFIXES, RDF_TYPE

__all__ = ["SUBCLASS", "TYPE", "Graph", "Index", "Lookup", "Term"]

Term = NamedNode | BlankNode | Literal | Triple

TYPE = NamedNode(RDF_TYPE)
SUBCLASS = NamedNode(f"{PREFIXES['rdfs']}subClassOf")


class Graph(Protocol):
    """A graph as constraints read it."""

    store: Store
    #: What questions asked of the whole graph gave, by question and by thing.
    answers: dict[object, dict[Term, list[Term | None]]]

    def objects(self, subject: Term, predicate: NamedNode) -> Collection[Term]:
        """Return the values of a property of a thing, each once."""

    def subjects(self, predicate: NamedNode, value: Term) -> Collection[Term]:
        """Return the things that have a value of a property, each once."""

    def pairs(self, predicate: NamedNode) -> Iterator[tuple[Term, Term]]:
        """Yield the statements of a property; one that stands in two graphs may come twice."""

    def classes(self, thing: Term) -> frozenset[Term]:
        """Return the classes of a thing and all above them."""

    def instances(self, class_: Term) -> set[Term]:
        """Return the things of a class or of one below it."""


class _Classes:
    """What is the same for both ways to read: the hierarchy of classes, kept once it was asked for."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.answers: dict[object, dict[Term, list[Term | None]]] = {}
        self._above: dict[Term, frozenset[Term]] = {}
        self._classes: dict[Term, frozenset[Term]] = {}

    def objects(self, subject: Term, predicate: NamedNode) -> Collection[Term]:
        """See `Graph`."""
        raise NotImplementedError

    def subjects(self, predicate: NamedNode, value: Term) -> Collection[Term]:
        """See `Graph`."""
        raise NotImplementedError

    def pairs(self, predicate: NamedNode) -> Iterator[tuple[Term, Term]]:
        """See `Graph`."""
        for quad in self.store.quads_for_pattern(None, predicate, None, None):
            yield quad.subject, quad.object

    def classes(self, thing: Term) -> frozenset[Term]:
        """See `Graph`."""
        found = self._classes.get(thing)
        if found is None:
            kinds = [self._over(kind) for kind in self.objects(thing, TYPE)]
            found = kinds[0] if len(kinds) == 1 else frozenset().union(*kinds)
            self._classes[thing] = found
        return found

    def _over(self, class_: Term) -> frozenset[Term]:
        found = self._above.get(class_)
        if found is None:
            found = frozenset(_closure(class_, lambda kind: self.objects(kind, SUBCLASS)))
            self._above[class_] = found
        return found

    def instances(self, class_: Term) -> set[Term]:
        """See `Graph`."""
        below = _closure(class_, lambda kind: self.subjects(SUBCLASS, kind))
        return {thing for kind in below for thing in self.subjects(TYPE, kind)}


def _closure(start: Term, step: Callable[[Term], Collection[Term]]) -> set[Term]:
    found, todo = {start}, [start]
    while todo:
        for term in step(todo.pop()):
            if term not in found:
                found.add(term)
                todo.append(term)
    return found


class Index(_Classes):
    """A graph that is read as a whole: each property is taken out of the store once, when it is asked for."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._forward: dict[NamedNode, dict[Term, set[Term]]] = {}
        self._backward: dict[NamedNode, dict[Term, set[Term]]] = {}

    def objects(self, subject: Term, predicate: NamedNode) -> Collection[Term]:
        """See `Graph`."""
        values = self._forward.get(predicate)
        if values is None:
            values = self._forward[predicate] = {}
            for one, other in self.pairs(predicate):
                values.setdefault(one, set()).add(other)
        return values.get(subject, ())

    def subjects(self, predicate: NamedNode, value: Term) -> Collection[Term]:
        """See `Graph`."""
        things = self._backward.get(predicate)
        if things is None:
            things = self._backward[predicate] = {}
            for one, other in self.pairs(predicate):
                things.setdefault(other, set()).add(one)
        return things.get(value, ())


class Lookup(_Classes):
    """A graph of which a few things are read: every value is looked up in the store."""

    def objects(self, subject: Term, predicate: NamedNode) -> Collection[Term]:
        """See `Graph`."""
        if isinstance(subject, Literal | Triple):
            return ()
        return {quad.object for quad in self.store.quads_for_pattern(subject, predicate, None, None)}

    def subjects(self, predicate: NamedNode, value: Term) -> Collection[Term]:
        """See `Graph`."""
        return {quad.subject for quad in self.store.quads_for_pattern(None, predicate, value, None)}
