"""What losing an item of a package costs, and what it takes to make that good."""

from dataclasses import dataclass
from typing import Literal

from bouwstenen.planner.exact.clock import Clock
from bouwstenen.planner.exact.optimum import best_founded, smallest
from bouwstenen.planner.exact.problem import Problem, bits

__all__ = ["Losses", "Standby"]

#: How many replacements are named.
SHOWN = 3


@dataclass(frozen=True)
class Standby:
    """What can take the place of an item.

    Args:
        status: "optimal"; "infeasible" where nothing can; "limit" where time was up.
        needed: how many items it takes.
        options: the best founded ways, a few.
        alternatives: how many single items will do.
    """

    status: Literal["optimal", "infeasible", "limit"]
    needed: int | None
    options: tuple[tuple[int, ...], ...] = ()
    alternatives: int = 0


class Losses:
    """Answers for the items of one problem's packages.

    Args:
        problem: the problem; an item that covers nothing replaces nothing.
        clock: when it runs out, what takes more than one item stays unknown.
    """

    def __init__(self, problem: Problem, clock: Clock) -> None:
        self._problem = problem
        self._clock = clock
        self._barely: dict[frozenset[int], int] = {}
        self._masks: dict[frozenset[int], int] = {}
        self._known: dict[tuple[int, frozenset[int]], Standby] = {}
        self._of_factor = [0] * problem.factors
        for item, mask in enumerate(problem.covers):
            for factor in bits(mask):
                self._of_factor[factor] |= 1 << item

    def lost(self, package: frozenset[int], item: int) -> int:
        """Return the factors that a package no longer covers often enough without one of its items."""
        if package not in self._barely:
            self._barely[package] = self._problem.exactly(package, self._problem.times)
        return self._problem.covers[item] & self._barely[package]

    def standby(self, package: frozenset[int], item: int) -> Standby:
        """Return what can take the place of an item, the rest of the package staying as it is."""
        lost = self.lost(package, item)
        if not lost:
            return Standby("optimal", 0)
        # where once is enough, nothing else in the package covers what is lost
        others = frozenset({item}) if self._problem.times == 1 else package
        key = (lost, others)
        if key not in self._known:
            self._known[key] = self._replacements(lost, others)
        return self._known[key]

    def _replacements(self, lost: int, others: frozenset[int]) -> Standby:
        if others not in self._masks:
            self._masks[others] = sum(1 << item for item in others)
        free = ~self._masks[others]
        rows = [self._of_factor[factor] & free for factor in bits(lost)]
        if not all(rows):
            return Standby("infeasible", None)
        common = -1
        for row in rows:
            common &= row
        single = sorted(bits(common), key=self._by_worth)
        if single:
            return Standby("optimal", 1, tuple((item,) for item in single[:SHOWN]), len(single))
        reaching = 0
        for row in rows:
            reaching |= row
        items = list(bits(reaching))
        covers = tuple(self._problem.covers[item] & lost for item in items)
        rest = Problem(covers, tuple(self._problem.levels[item] for item in items), self._problem.factors)
        first = smallest(rest, self._clock)
        if not first.proven or first.chosen is None:
            return Standby("limit", None)
        best = best_founded(rest, first, self._clock)
        return Standby("optimal", len(best.chosen), (tuple(items[place] for place in best.chosen),))

    def _by_worth(self, item: int) -> tuple[int, int, int]:
        return -self._problem.levels[item], -self._problem.covers[item].bit_count(), item
