"""What many tests share: the sources, the graph they make, one release, a client of the service."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import Store

from bouwstenen.build import assemble, build
from bouwstenen.publishing.graph_store import publish_to
from bouwstenen.settings import Settings
from bouwstenen.store.embedded import EmbeddedStore
from bouwstenen.store.interface import QueryStore
from bouwstenen.store.opening import Opened, open_current
from bouwstenen.web.app import create_app
from tests.attacks.server import serving
from tests.postgresql import PostgreSQL
from tests.postgresql import postgresql as running_postgresql
from tests.servers import Remote, oxigraph

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout: where ontology, data, shapes and queries are."""
    return ROOT


@pytest.fixture(scope="session")
def store(root: Path) -> Store:
    """The whole graph in memory, with all that is derived and inferred; do not change it."""
    return assemble(root)


@pytest.fixture(scope="session")
def queried(store: Store) -> QueryStore:
    """The same graph, as something that answers queries."""
    return EmbeddedStore(store)


@pytest.fixture(scope="session")
def settings(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose home holds a release of the checkout."""
    home = tmp_path_factory.mktemp("home")
    outcome = build(root, home)
    assert outcome.release is not None, outcome.findings[:5]
    return Settings(home=home, sources=root)


@pytest.fixture(scope="session")
def opened(settings: Settings) -> Opened:
    """The release of `settings`, open."""
    return open_current(settings.home)


@pytest.fixture(scope="session")
def two_releases(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose home has an earlier release, in which DIAMANT was called so and stood on trede 1."""
    home, sources = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("sources")
    for folder in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(root / folder, sources / folder)
    table = sources / "data" / "tabel-b3-7.ttl"
    text = table.read_text(encoding="utf-8")
    head, claims = text.split("claim:tabel-b3-7-diamant-row-evidence-nji a", 1)
    claims = claims.replace("trede:2", "trede:1", 1)
    was = f"{head}claim:tabel-b3-7-diamant-row-evidence-nji a{claims}"
    table.write_text(was.replace('"DIAMANT"@nl', '"Diamant van vroeger"@nl'), encoding="utf-8")
    assert build(sources, home, check=False).release is not None
    assert build(root, home, check=False).release is not None
    return Settings(home=home, sources=root)


@pytest.fixture(scope="session")
def remote_server(settings: Settings) -> Iterator[Remote]:
    """A real SPARQL server that holds the release of `settings`; its default graph is not the union."""
    with oxigraph() as server:
        publish_to(settings.home, server.addresses)
        yield server


@pytest.fixture(scope="session")
def union_server(settings: Settings) -> Iterator[Remote]:
    """As `remote_server`, with a default graph that is the union; Oxigraph does not heed FROM then."""
    with oxigraph("--union-default-graph") as server:
        publish_to(settings.home, server.addresses)
        yield server


@pytest.fixture(scope="session")
def shared_server(settings: Settings) -> Iterator[Remote]:
    """As `remote_server`, with data of others: a theme in a graph of theirs, and one in no graph."""
    theme = "a <https://w3id.org/bouwstenen/def/Theme>"
    with oxigraph() as server:
        server.run(f"INSERT DATA {{ <x:1> {theme} . GRAPH <x:g> {{ <x:2> {theme} }} }}")
        publish_to(settings.home, server.addresses)
        yield server


@pytest.fixture(scope="session")
def client(settings: Settings) -> Iterator[TestClient]:
    """A client of the service over that release."""
    with TestClient(create_app(settings)) as client:
        yield client


@pytest.fixture(scope="session")
def server(settings: Settings) -> Iterator[str]:
    """Address of the service over that release, as its users start it."""
    with serving(settings.home) as server:
        yield server.address


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL that runs; where there is none, its tests are skipped, but for CI."""
    with running_postgresql() as server:
        if server is None:
            assert not os.environ.get("CI"), "install postgresql"
            pytest.skip("no PostgreSQL: install it, or name one in BOUWSTENEN_TEST_POSTGRESQL")
        yield server
