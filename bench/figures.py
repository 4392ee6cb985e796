"""Figures from measurements: percentiles, rates, ratios. Nothing here measures or prints."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

__all__ = ["Mark", "Sample", "percentile", "pooled", "ratio"]


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest of `values` that at least `share` (0 to 1) of them do not exceed.

    >>> percentile([4, 1, 3, 2], 0.5)
    2
    """
    if not values:
        return math.nan
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def ratio(one: float, other: float) -> float:
    """Return one divided by the other; not a number where there is nothing to divide by."""
    return one / other if other else math.nan


@dataclass(frozen=True)
class Sample:
    """What one run of the load driver saw.

    Args:
        seconds: how long it lasted, until the last answer.
        latencies: milliseconds, by the name of the query.
        errors: how often each kind of failure came back.
    """

    seconds: float
    latencies: dict[str, list[float]]
    errors: dict[str, int] = field(default_factory=dict)

    @property
    def all(self) -> list[float]:
        """The latencies of all queries."""
        return [value for values in self.latencies.values() for value in values]

    @property
    def count(self) -> int:
        """How many requests were answered well."""
        return sum(map(len, self.latencies.values()))

    @property
    def rate(self) -> float:
        """Requests answered a second."""
        return ratio(self.count, self.seconds)

    @property
    def failed(self) -> int:
        """How many requests were not answered well."""
        return sum(self.errors.values())


def pooled(samples: Iterable[Sample]) -> Sample:
    """Return several runs as one."""
    seconds, latencies, errors = 0.0, dict[str, list[float]](), dict[str, int]()
    for sample in samples:
        seconds += sample.seconds
        for name, values in sample.latencies.items():
            latencies.setdefault(name, []).extend(values)
        for name, count in sample.errors.items():
            errors[name] = errors.get(name, 0) + count
    return Sample(seconds, latencies, errors)


@dataclass(frozen=True)
class Mark:
    """A figure beside what it should be.

    Args:
        what: what was measured.
        value: what came out.
        limit: what it should be.
        at_least: whether `limit` is the least it should be; else it is the most.
        unit: of both.
    """

    what: str
    value: float
    limit: float
    at_least: bool = True
    unit: str = "×"

    @property
    def met(self) -> bool | None:
        """Whether it is as it should be; None where nothing was measured."""
        if math.isnan(self.value):
            return None
        return self.value >= self.limit if self.at_least else self.value <= self.limit
