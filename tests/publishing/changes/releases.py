"""Small releases, one after another, with their changes recorded."""

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Store, parse

from bouwstenen.graph.hashing import content_hash
from bouwstenen.graph.release import Release, publish
from bouwstenen.publishing.changes.recording import record_changes

__all__ = ["PREFIXES", "released", "store_of"]

PREFIXES = """
@prefix : <https://w3id.org/bouwstenen/id/thing/> .
@prefix bm: <https://w3id.org/bouwstenen/def/> .
@prefix graph: <https://w3id.org/bouwstenen/graph/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def store_of(content: str | Iterable[Quad]) -> Store:
    """Return a store of TriG (our prefixes declared), or of statements."""
    store = Store()
    if isinstance(content, str):
        content = parse(PREFIXES + content, format=RdfFormat.TRIG)
    store.extend(content)
    return store


def released(
    home: Path,
    content: str | Iterable[Quad],
    built: str = "2026-11-24T08:00:00+00:00",
    *,
    follow: bool = True,
) -> Store:
    """Publish a release of some content below `home`; return what it holds."""
    store = store_of(content)
    release = Release("0", content_hash(store), "s", built, len(store), {}, {}, {}, {})
    publish(home, store, release, follow=[record_changes] if follow else [])
    return store
