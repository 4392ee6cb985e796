"""A server that answers as it is told, and a store over it."""

from collections.abc import Iterator

import pytest

from bouwstenen.store.remote.store import RemoteStore
from tests.servers import Faulty, faulty
from tests.store.remote.answers import make_release


@pytest.fixture
def server() -> Iterator[Faulty]:
    with faulty(make_release()) as server:
        yield server


@pytest.fixture
def store(server: Faulty) -> Iterator[RemoteStore]:
    with RemoteStore(f"{server.address}/query", timeout=20) as store:
        yield store
