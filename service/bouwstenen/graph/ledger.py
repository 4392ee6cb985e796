"""A store that is changed for a while: what was done to it can be taken back."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Quad, Store, Triple

__all__ = ["Change", "Ledger", "has"]


@dataclass(frozen=True)
class Change:
    """Statements that came to the union of all graphs, and statements that went from it."""

    added: frozenset[Triple] = frozenset()
    removed: frozenset[Triple] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)

    def then(self, other: "Change") -> "Change":
        """Return what both come to, one after the other."""
        return Change(
            (self.added - other.removed) | (other.added - self.removed),
            (self.removed - other.added) | (other.removed - self.added),
        )


def has(store: Store, triple: Triple) -> bool:
    """Return whether any graph of `store` says this."""
    found = store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
    return next(found, None) is not None


class Ledger:
    """A store with a record of what was done to it since it was last taken back."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._done: list[tuple[bool, Quad]] = []

    def add(self, quads: Iterable[Quad]) -> Change:
        """Add statements; return what is new to the union."""
        new = set()
        for quad in quads:
            if quad in self.store:
                continue
            if not has(self.store, quad.triple):
                new.add(quad.triple)
            self.store.add(quad)
            self._done.append((True, quad))
        return Change(added=frozenset(new))

    def remove(self, quads: Iterable[Quad]) -> Change:
        """Remove statements; return what the union does not say any more."""
        gone = set()
        for quad in quads:
            if quad not in self.store:
                continue
            self.store.remove(quad)
            self._done.append((False, quad))
            if not has(self.store, quad.triple):
                gone.add(quad.triple)
        return Change(removed=frozenset(gone))

    def leaving(self, quads: Iterable[Quad]) -> list[Triple]:
        """Return what the union would not say any more, were these statements removed."""
        those = {quad for quad in quads if quad in self.store}
        return [
            triple
            for triple in {quad.triple for quad in those}
            if all(
                quad in those
                for quad in self.store.quads_for_pattern(
                    triple.subject, triple.predicate, triple.object, None
                )
            )
        ]

    def balance(self) -> tuple[list[Quad], list[Quad]]:
        """Return the statements, graph by graph, that went and that came since it was last taken back."""
        touched = dict.fromkeys(quad for _, quad in self._done)
        # what was done first to a statement tells whether it was there before
        before = {quad: not added for added, quad in reversed(self._done)}
        gone = [quad for quad in touched if before[quad] and quad not in self.store]
        come = [quad for quad in touched if not before[quad] and quad in self.store]
        return gone, come

    def take_back(self) -> None:
        """Undo everything, last things first."""
        while self._done:
            added, quad = self._done.pop()
            if added:
                self.store.remove(quad)
            else:
                self.store.add(quad)
