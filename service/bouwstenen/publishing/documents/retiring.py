"""What a release has no more of the one before it: written beside its entry in the history, once.

<home>/history/000002/retired.txt     an IRI a line: in release 1, not in release 2
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from pyoxigraph import NamedNode, Store

from bouwstenen.errors import ReleaseError
from bouwstenen.graph.history import Entry, folder_of
from bouwstenen.namespaces import BASE, PREFIXES
from bouwstenen.solutions import select

__all__ = ["record_retired", "retired_in"]

_FILE = "retired.txt"

#: The vocabulary keeps its terms itself.
_NAMES = f"""SELECT DISTINCT ?s WHERE {{
  ?s ?p ?o FILTER(isIRI(?s) && STRSTARTS(STR(?s), "{BASE}") && !STRSTARTS(STR(?s), "{PREFIXES["bm"]}"))
}}"""


def record_retired(folder: Path, entry: Entry, new: Path, old: Path | None) -> None:
    """Write what is gone into an entry's folder (`graph.history.Follow`).

    Where the release before is gone or damaged nothing is written: who asks looks into the releases then.

    Raises:
        OSError: it cannot be written.
    """
    del entry
    if old is None:
        return
    try:
        before, after = (Store.read_only(str(release / "store")) for release in (old, new))
        gone = sorted(_gone(before, after))
    except (OSError, RuntimeError):  # RuntimeError: "Corruption: …"
        return
    (folder / _FILE).write_text("".join(f"{iri}\n" for iri in gone), encoding="utf-8")


def retired_in(home: Path, entry: Entry) -> frozenset[str] | None:
    """Return the IRIs that the release before an entry's had and its own has not; None if that is not known.

    Raises:
        ReleaseError: the file cannot be read.
    """
    path = folder_of(home, entry) / _FILE
    return _read(path) if path.exists() else None


@lru_cache(maxsize=256)
def _read(path: Path) -> frozenset[str]:
    try:
        return frozenset(path.read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeError) as error:
        mend = "Delete it: the releases themselves are looked into then."
        raise ReleaseError(f"cannot be read: {error}.", where=str(path), mend=mend) from error


def _gone(before: Store, after: Store) -> Iterator[str]:
    for row in select(before, _NAMES):
        if not _has(after, row["s"]):
            yield row["s"].value
    for graph in before.named_graphs():
        if isinstance(graph, NamedNode) and not after.contains_named_graph(graph) and not _has(after, graph):
            yield graph.value


def _has(store: Store, thing: NamedNode) -> bool:
    return next(store.quads_for_pattern(thing, None, None, None), None) is not None
