"""Earlier releases are opened when asked for; those asked last stay open, and not too many wait."""

import asyncio
from pathlib import Path

import pytest

from bouwstenen.errors import BusyError, UnknownThingError
from bouwstenen.settings import Settings
from bouwstenen.store import earlier as module
from bouwstenen.store.earlier import Earlier
from tests.servers import make_release


@pytest.fixture
def hashes(tmp_path: Path) -> list[str]:
    return [make_release(tmp_path, {"x": value}).hash for value in "abc"]


def _earlier(home: Path, stay: int) -> Earlier:
    settings = Settings(home=home, earlier_releases=stay, query_memory=64)
    return Earlier(settings, lambda _: None)


@pytest.mark.threat("T17")
def test_the_one_asked_longest_ago_makes_room(tmp_path: Path, hashes: list[str]) -> None:
    async def run() -> None:
        earlier = _earlier(tmp_path, 2)
        first, second = await earlier.get(hashes[0]), await earlier.get(hashes[1])
        assert first.release.hash == hashes[0]
        await earlier.get(hashes[0])  # now the second was asked longest ago
        third = await earlier.get(hashes[2])
        try:
            assert (await earlier.get(hashes[0])).pool is first.pool
            assert (await earlier.get(hashes[2])).pool is third.pool
            assert (await earlier.get(hashes[1])).pool is not second.pool
        finally:
            await earlier.stop()

    asyncio.run(run())


@pytest.mark.threat("T17")
def test_too_many_that_wait_are_told_to_come_back(
    tmp_path: Path, hashes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_ASKING", 1)

    async def run() -> None:
        earlier = _earlier(tmp_path, 3)
        asked = await asyncio.gather(*(earlier.get(each) for each in hashes), return_exceptions=True)
        try:
            assert [type(each) for each in asked[1:]] == [BusyError, BusyError]
            assert (await earlier.get(hashes[1])).release.hash == hashes[1], "the next time there is room"
        finally:
            await earlier.stop()

    asyncio.run(run())


def test_a_release_that_is_gone_is_told(tmp_path: Path, hashes: list[str]) -> None:
    (tmp_path / "releases" / hashes[0]).rename(tmp_path / "away")

    async def run() -> None:
        with pytest.raises(UnknownThingError):
            await _earlier(tmp_path, 1).get(hashes[0])

    asyncio.run(run())
