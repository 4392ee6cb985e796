"""One release serves; the next takes over without a gap, and where it is damaged the old one stays."""

import asyncio
import json
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from bouwstenen.errors import ReleaseError
from bouwstenen.graph.hashing import content_hash
from bouwstenen.graph.release import Release, publish
from bouwstenen.settings import Settings
from bouwstenen.store.interface import Query
from bouwstenen.store.serving import Serving
from bouwstenen.store.workers.wire import Job

_NODE = NamedNode("http://example.org/a")


def _publish(home: Path, value: int) -> Release:
    store = Store()
    store.extend(Quad(_NODE, _NODE, Literal(number), _NODE) for number in range(300))
    store.add(Quad(_NODE, NamedNode("http://example.org/is"), Literal(value), _NODE))
    release = Release("0", content_hash(store), "s", "now", len(store), {}, {}, {}, {})
    publish(home, store, release)
    return release


def _job(text: str) -> Job:
    return Job(Query(text), "csv", None, 20, 10**6, 2**28)


async def _value(serving: Serving) -> int:
    answer = await serving.now.pool.ask(_job("SELECT ?v { ?s <http://example.org/is> ?v }"))
    return int((answer.whole or b"").split()[1])


def _serving(home: Path, changes: list[str], **more: int) -> Serving:
    settings = Settings(home=home, query_short=2, query_long=1, **more)  # type: ignore[arg-type]
    return Serving(settings, lambda release: changes.append(release.hash), lambda _: None)


@pytest.mark.parametrize("memory_statements", [0, 10_000], ids=["folder", "memory"])
def test_the_next_release_takes_over_without_a_gap(tmp_path: Path, memory_statements: int) -> None:
    first = _publish(tmp_path, 1)
    changes: list[str] = []

    async def run() -> None:
        serving = _serving(tmp_path, changes, memory_statements=memory_statements)
        await serving.start()
        assert await _value(serving) == 1
        # a query that is under way when the release changes ends on the old one
        text = (
            "PREFIX : <http://example.org/>"
            "SELECT (SUM(?b * ?d) AS ?n) (MAX(?v) AS ?is) { ?a :a ?b . ?c :a ?d . ?s :is ?v }"
        )
        under_way = asyncio.create_task(serving.now.pool.ask(_job(text)))
        await asyncio.sleep(0.05)
        second = _publish(tmp_path, 2)
        seen: list[int] = []
        while not seen or seen[-1] == 1:
            seen.append(await _value(serving))
            await asyncio.sleep(0.01)
        assert (await under_way).whole == b"n,is\r\n2011522500,1\r\n"
        assert serving.now.release == second
        assert changes == [first.hash, second.hash]
        await serving.stop()

    asyncio.run(run())


def test_a_first_release_is_served_as_soon_as_it_is_there(tmp_path: Path) -> None:
    async def run() -> None:
        serving = _serving(tmp_path, [])
        await serving.start()
        with pytest.raises(ReleaseError, match="no release"):
            _ = serving.now
        assert serving.running == serving.waiting == 0
        _publish(tmp_path, 1)
        for _ in range(100):
            await asyncio.sleep(0.05)
            try:
                assert await _value(serving) == 1
            except ReleaseError:
                continue
            break
        else:
            pytest.fail("it was never served")
        await serving.stop()

    asyncio.run(run())


@pytest.mark.parametrize("memory_statements", [0, 10_000], ids=["folder", "memory"])
def test_a_release_that_cannot_be_opened_leaves_the_old_one_serving(
    tmp_path: Path, memory_statements: int
) -> None:
    _publish(tmp_path, 1)

    async def run() -> None:
        serving = _serving(tmp_path, [], memory_statements=memory_statements)
        await serving.start()
        second = _publish(tmp_path, 2)
        folder = tmp_path / "releases" / second.hash
        for path in (folder / "store").glob("*.sst"):
            path.write_bytes(b"damaged")
        await serving.look()
        assert await _value(serving) == 1
        (folder / "release.json").write_text(json.dumps({}))
        await serving.look()
        assert await _value(serving) == 1
        await serving.stop()

    asyncio.run(run())
