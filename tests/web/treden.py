"""A service over releases that have a few treden and nothing else."""

from pathlib import Path

from fastapi.testclient import TestClient
from pyoxigraph import Literal, NamedNode, Quad, Store

from bouwstenen.graph.hashing import content_hash
from bouwstenen.graph.release import Release, publish
from bouwstenen.namespaces import BM, ID, PREFIXES, graph_iri
from bouwstenen.settings import Settings
from bouwstenen.web.app import create_app

__all__ = ["service_over"]


def _publish(home: Path, day: int, labels: dict[str, str], replaces: dict[str, str] | None = None) -> None:
    store, graph = Store(), NamedNode(graph_iri("things"))
    for slug, label in labels.items():
        thing = NamedNode(f"{ID}trede/{slug}")
        store.add(Quad(thing, NamedNode(PREFIXES["rdfs"] + "label"), Literal(label, language="nl"), graph))
        store.add(Quad(thing, NamedNode(PREFIXES["rdf"] + "type"), NamedNode(f"{BM}Trede"), graph))
    for new, old in (replaces or {}).items():
        pair = (NamedNode(f"{ID}trede/{each}") for each in (new, old))
        store.add(Quad(next(pair), NamedNode(PREFIXES["dcterms"] + "replaces"), next(pair), graph))
    built = f"2026-11-{day:02}T08:00:00+00:00"
    counts = {"things": len(store)}
    publish(home, store, Release("0", content_hash(store), "s", built, len(store), counts, {}, {}, {}))


def service_over(
    home: Path, releases: list[dict[str, str]], replaces: dict[str, str] | None = None
) -> TestClient:
    """Publish releases below `home`, each with treden of these labels by slug; return a client of it.

    In the last release `replaces` says which slug replaces which.
    """
    for day, labels in enumerate(releases, 1):
        _publish(home, day, labels, replaces if day == len(releases) else None)
    return TestClient(create_app(Settings(home=home)))
