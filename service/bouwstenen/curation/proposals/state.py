"""What holds by now: the sources with all that was accepted, as a store to look things up in."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock

from pyoxigraph import NamedNode, Store
from sqlalchemy import Connection, func, select

from bouwstenen.curation.proposals.patches import patch_of
from bouwstenen.curation.proposals.usage import Usage, usage_of
from bouwstenen.curation.schema import changesets
from bouwstenen.graph.changesets import Changeset, apply
from bouwstenen.graph.sources import GENERATED, find, load
from bouwstenen.namespaces import BM, PREFIXES, graph_iri

__all__ = ["KEPT", "Held", "State", "accepted", "last_number"]

#: Graphs that no proposal changes: the build makes them, or they say what the data means.
KEPT = frozenset(graph_iri(name) for name in (*GENERATED, "ontology", "shapes"))

_SUBCLASS = NamedNode(f"{PREFIXES['rdfs']}subClassOf")


def accepted(connection: Connection) -> list[Changeset]:
    """Return all changesets, the first one first."""
    rows = connection.execute(select(changesets).order_by(changesets.c.number))
    return [Changeset(row.number, patch_of(row.added, row.removed)) for row in rows]


def last_number(connection: Connection) -> int:
    """Return the number of the last changeset; 0 where there is none."""
    return connection.execute(select(func.max(changesets.c.number))).scalar() or 0


@dataclass(frozen=True)
class State:
    """The sources and some changesets.

    Args:
        changes: the changesets, in order.
        store: what they come to, not derived or inferred; do not change it.
    """

    changes: Sequence[Changeset]
    store: Store

    @property
    def number(self) -> int:
        """Number of the last changeset; 0 without."""
        return len(self.changes)

    @cached_property
    def usage(self) -> Usage:
        """The words of the sources; worked out once."""
        return usage_of(self.store)

    def classes_below(self, name: str) -> frozenset[str]:
        """Return the IRIs of a class of ours and of all below it."""
        found = {f"{BM}{name}"}
        waiting = [f"{BM}{name}"]
        while waiting:
            above = NamedNode(waiting.pop())
            for quad in self.store.quads_for_pattern(None, _SUBCLASS, above, None):
                if isinstance(quad.subject, NamedNode) and quad.subject.value not in found:
                    found.add(quad.subject.value)
                    waiting.append(quad.subject.value)
        return frozenset(found)


class Held:
    """Keeps the last state that was asked for; safe to use from several threads.

    Args:
        root: folder with `ontology`, `data`, `shapes`.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = Lock()
        self._known: tuple[object, State] | None = None

    def at(self, connection: Connection) -> State:
        """Return the state with the changesets that a connection sees.

        Raises:
            SourceError: a source cannot be read.
        """
        files = [source for source in find(self._root) if source.graph != "shapes"]
        stats = [source.path.stat() for source in files]
        last = connection.execute(
            select(changesets.c.number, changesets.c.accepted).order_by(changesets.c.number.desc()).limit(1)
        ).first()
        key = (tuple(last or ()), [(stat.st_mtime_ns, stat.st_size) for stat in stats])
        with self._lock:
            if self._known is None or self._known[0] != key:
                changes = accepted(connection)
                store = load(files)
                apply(store, changes)
                self._known = (key, State(changes, store))
            return self._known[1]
