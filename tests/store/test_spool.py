"""What waits for a client: in order, a little of it in memory, an error only after what came before it."""

import asyncio
import random

import pytest

from bouwstenen.store import spool as module
from bouwstenen.store.spool import Spool


def test_bytes_come_out_as_they_went_in() -> None:
    chance = random.Random(1)
    pieces = [chance.randbytes(chance.randrange(1, 200_000)) for _ in range(100)]

    async def run() -> bytes:
        spool = Spool()

        async def put() -> None:
            for piece in pieces:
                spool.put(piece)
                if chance.random() < 0.3:
                    await asyncio.sleep(0)
            spool.close()

        putting = asyncio.create_task(put())
        got = []
        while piece := await spool.get():
            got.append(piece)
            if chance.random() < 0.5:
                await asyncio.sleep(0)
        await putting
        return b"".join(got)

    assert asyncio.run(run()) == b"".join(pieces)
    assert Spool.on_disk == 0


def test_little_of_it_waits_in_memory() -> None:
    async def run() -> None:
        spool = Spool()
        for _ in range(100):
            spool.put(b"x" * 65536)
        assert Spool.on_disk == 100 * 65536 - module.IN_MEMORY
        spool.discard()
        assert Spool.on_disk == 0

    asyncio.run(run())


def test_the_first_ending_counts_and_comes_last() -> None:
    async def run() -> None:
        spool = Spool()
        spool.put(b"a")
        spool.close(ValueError("half"))
        spool.close()
        assert await spool.get() == b"a"
        with pytest.raises(ValueError, match="half"):
            await spool.get()

    asyncio.run(run())


def test_a_spool_that_nobody_reads_leaves_no_file() -> None:
    async def run() -> None:
        spool = Spool()
        for _ in range(100):
            spool.put(b"x" * 65536)
        del spool
        assert Spool.on_disk == 0

    asyncio.run(run())
