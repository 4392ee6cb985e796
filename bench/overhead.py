"""What it adds to a query to run in a worker: the same queries here and there, by turns, in one process.

In:  a dataset and queries; or queries and two ways to have them answered in bytes.
Out: milliseconds straight from a store in memory, and through a pool of workers as the service has it.
"""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import uvloop
from pyoxigraph import RdfFormat, Store

from bench.dataset import Dataset
from bench.figures import Mark, percentile
from bouwstenen.formats import SOLUTIONS
from bouwstenen.settings import Settings
from bouwstenen.store.embedded import EmbeddedStore
from bouwstenen.store.interface import Query
from bouwstenen.store.results import write
from bouwstenen.store.serving import Serving
from bouwstenen.store.workers.wire import Job

__all__ = ["Overhead", "compare", "marks", "measure"]


@dataclass(frozen=True)
class Overhead:
    """Milliseconds a query took, straight from the store and through a worker."""

    straight: list[float]
    through: list[float]

    def added(self, share: float) -> float:
        """Return what workers add to the percentile at `share`, in milliseconds."""
        return percentile(self.through, share) - percentile(self.straight, share)


async def compare(
    queries: Sequence[str],
    straight: Callable[[str], bytes],
    through: Callable[[str], Awaitable[bytes]],
    times: int = 20,
) -> Overhead:
    """Answer every query both ways, one at a time, `times` over.

    Raises:
        ValueError: the two give different answers.
    """
    overhead = Overhead([], [])
    for query in queries:
        # also the warm-up; two stores may give the same rows in another order
        if sorted(straight(query)) != sorted(await through(query)):
            raise ValueError(f"a worker answers otherwise than its store: {query}")
    for _ in range(times):
        for query in queries:
            began = time.perf_counter()
            straight(query)
            halfway = time.perf_counter()
            await through(query)
            ended = time.perf_counter()
            overhead.straight.append((halfway - began) * 1000)
            overhead.through.append((ended - halfway) * 1000)
    return overhead


def measure(dataset: Dataset, queries: Sequence[str], times: int = 20) -> Overhead:
    """Answer queries over a dataset straight from memory, and through the workers of a service over it."""
    store = Store()
    store.bulk_load(path=str(dataset.quads), format=RdfFormat.N_QUADS)
    embedded, written = EmbeddedStore(store), SOLUTIONS[0]
    settings = Settings(home=dataset.home)

    def straight(text: str) -> bytes:
        return write(embedded, embedded.query(Query(text)), written)

    async def run() -> Overhead:
        serving = Serving(settings, on_change=lambda _: None, on_killed=lambda _: None)
        await serving.start()
        pool = serving.now.pool

        async def through(text: str) -> bytes:
            limits = (settings.query_timeout, settings.query_rows, settings.query_size * 2**20)
            answer = await pool.ask(Job(Query(text), written.name, None, *limits))
            pieces = []
            while piece := await answer.read():
                pieces.append(piece)
            return b"".join(pieces)

        try:
            return await compare(queries, straight, through, times)
        finally:
            await serving.stop()

    return uvloop.run(run())


def marks(overhead: Overhead) -> list[Mark]:
    """Return what a worker adds, beside what it may."""
    return [
        Mark("a worker adds, p50", overhead.added(0.5), 0.15, at_least=False, unit="ms"),
        Mark("a worker adds, p99", overhead.added(0.99), 0.3, at_least=False, unit="ms"),
    ]
