"""What it adds to a query to run in a worker: the same queries here and there, by turns, in one process.

In:  queries, and two ways to have them answered in bytes: straight from a store, and through workers.
Out: milliseconds of each.
"""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bench.figures import Mark, percentile

__all__ = ["Overhead", "compare", "marks"]


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
        if straight(query) != await through(query):  # also the warm-up
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


def marks(overhead: Overhead) -> list[Mark]:
    """Return what a worker adds, beside what it may."""
    return [
        Mark("a worker adds, p50", overhead.added(0.5), 0.15, at_least=False, unit="ms"),
        Mark("a worker adds, p99", overhead.added(0.99), 0.3, at_least=False, unit="ms"),
    ]
