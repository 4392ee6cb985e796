"""The text index of the release that serves: swapped with it, made while it answers, also of a server."""

import asyncio
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import Literal, NamedNode, Quad, Store

from bouwstenen.errors import BusyError, ReleaseError, RemoteError
from bouwstenen.graph.hashing import content_hash
from bouwstenen.graph.release import Release, publish
from bouwstenen.namespaces import BM, ID, PREFIXES, RDF_TYPE, graph_iri
from bouwstenen.publishing.graph_store import publish_to
from bouwstenen.settings import Settings
from bouwstenen.store.indexing import Indexing, index_there
from bouwstenen.store.opening import Opened
from bouwstenen.store.serving import Serving
from bouwstenen.textindex.index import TextIndex
from bouwstenen.web.app import create_app
from bouwstenen.web.context import CurrentRelease
from tests.servers import Remote, oxigraph


def _publish(home: Path, name: str) -> Release:
    """Publish a release with one thing that has this name; it has no index in its folder."""
    graph, kind = NamedNode(graph_iri("g")), NamedNode(f"{BM}Intervention")
    thing, is_a = NamedNode(f"{ID}intervention/{name}"), NamedNode(RDF_TYPE)
    store = Store()
    store.add(Quad(kind, is_a, NamedNode(f"{PREFIXES['owl']}Class"), graph))
    store.add(Quad(thing, is_a, kind, graph))
    store.add(Quad(thing, NamedNode(f"{PREFIXES['rdfs']}label"), Literal(name, language="nl"), graph))
    release = Release("0", content_hash(store), "s", "now", len(store), {"g": 3}, {}, {}, {})
    publish(home, store, release)
    return release


async def _found(serving: Serving, text: str) -> list[str]:
    return [hit.label for hit in (await serving.index()).search(text)]


def test_it_is_swapped_with_the_release(tmp_path: Path) -> None:
    async def run() -> None:
        _publish(tmp_path, "Vroeger")
        serving = Serving(
            Settings(home=tmp_path, query_short=2, query_long=1), lambda _: None, lambda _: None
        )
        await serving.start()
        before = await serving.index()
        assert await _found(serving, "vroegr") == ["Vroeger"]
        assert await serving.index() is before, "it is made once"
        release = _publish(tmp_path, "Later")
        await serving.look()
        assert serving.now.release == release
        assert (await _found(serving, "later"), await _found(serving, "vroeger")) == (["Later"], [])
        assert [hit.label for hit in before.search("vroeger")] == ["Vroeger"], (
            "who has the old one is not cut off"
        )
        await serving.stop()

    asyncio.run(run())


def test_it_is_swapped_with_the_release_of_a_server(tmp_path: Path) -> None:
    async def run(server: Remote) -> None:
        _publish(tmp_path, "Vroeger")
        publish_to(tmp_path, server.addresses)
        settings = Settings(store=server.query, query_short=2, query_long=1)
        serving = Serving(settings, lambda _: None, lambda _: None)
        await serving.start()
        assert await _found(serving, "vroegr") == ["Vroeger"]
        release = _publish(tmp_path, "Later")
        await asyncio.to_thread(publish_to, tmp_path, server.addresses)
        await serving.look()
        assert serving.now.release == release
        assert (await _found(serving, "later"), await _found(serving, "vroeger")) == (["Later"], [])
        await serving.stop()

    with oxigraph() as server:
        asyncio.run(run(server))


def test_queries_do_not_wait_for_it() -> None:
    async def run() -> None:
        go = threading.Event()

        def slowly() -> TextIndex:
            go.wait(10)
            return TextIndex.of([])

        indexing = Indexing(slowly)
        began = time.monotonic()
        task = indexing.begin()
        waiting = [asyncio.create_task(indexing.get()) for _ in range(3)]
        await asyncio.sleep(0.01)
        assert time.monotonic() - began < 5
        waiting[0].cancel()
        go.set()
        one, other = await asyncio.gather(*waiting[1:])
        assert one is other is await task

    asyncio.run(run())


def test_what_fails_is_tried_again_when_it_is_asked_for(caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> None:
        made: list[int] = []

        def make() -> TextIndex:
            made.append(1)
            if len(made) < 3:
                raise RemoteError("it is down.")
            return TextIndex.of([])

        indexing = Indexing(make)
        indexing.begin()
        await asyncio.sleep(0.1)
        with pytest.raises(RemoteError, match="down"):
            await indexing.get()
        assert len(await indexing.get()) == 0
        assert len(made) == 3

    asyncio.run(run())
    assert [record.message for record in caplog.records] == ["no text index"] * 2


def test_of_a_server_it_is_the_same(remote_server: Remote, opened: Opened) -> None:
    never = threading.Event()
    there = index_there(remote_server.query, None, opened.release, never)
    for text in ("weerbaar", "DIAMNT", "school ouders"):
        assert there.search(text, limit=500) == opened.index.search(text, limit=500)


def test_of_a_server_that_has_another_release(remote_server: Remote, tmp_path: Path) -> None:
    other = _publish(tmp_path, "Anders")
    with pytest.raises(ReleaseError, match="another release"):
        index_there(remote_server.query, None, other, threading.Event())


def test_it_is_given_up_when_the_service_stops(remote_server: Remote, opened: Opened) -> None:
    stopping = threading.Event()
    stopping.set()
    with pytest.raises(BusyError, match="stopping"):
        index_there(remote_server.query, None, opened.release, stopping)


def test_of_a_server_that_is_down(opened: Opened) -> None:
    with oxigraph() as server:
        pass
    with pytest.raises(RemoteError):
        index_there(server.query, None, opened.release, threading.Event())


def test_the_processes_that_answer_queries_do_without() -> None:
    program = "import sys, bouwstenen.store.workers.forkserver; sys.exit('tantivy' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize("remote", [False, True], ids=["embedded", "remote"])
def test_routes_have_it(settings: Settings, remote_server: Remote, remote: bool) -> None:
    app = create_app(
        Settings(store=remote_server.query, home=settings.home / "nothing") if remote else settings
    )

    @app.get("/find")
    def find(opened: CurrentRelease, text: str) -> list[str]:
        return [hit.iri.removeprefix(ID) for hit in opened.index.search(text)]

    with TestClient(app) as client:
        assert client.get("/find", params={"text": "DIAMNT"}).json() == ["intervention/diamant"]
