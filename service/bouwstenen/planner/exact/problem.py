"""What is asked of the optimiser: items that cover factors, and what a package must do. Numbers only.

Sets of factors are whole numbers, bit `f` for factor `f`: unions and inclusions of hundreds of factors then
cost as much as an addition.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

__all__ = ["NO_TREDE", "Problem", "bits"]

#: The level of an item that stands on no trede: below trede 0.
NO_TREDE = -1


@dataclass(frozen=True)
class Problem:
    """Items, factors, and what a package of items must do.

    Without `max_size` a package must cover every factor that can be covered, with as few items as can be.
    With it, a package has at most that many items, the fixed ones included, and covers as many factors as can
    be, again with as few items as can be. Of such packages those are best whose weakest item has the highest
    level, then those with the highest sum of levels; items that are there already (`fixed`) do not count in
    that.

    Args:
        covers: the factors of each item.
        levels: the trede of each item; NO_TREDE where there is none.
        factors: how many factors there are.
        fixed: items that every package has.
        times: how many items must cover a factor before it counts as covered.
        max_size: the most items of a package, the fixed ones included.
    """

    covers: tuple[int, ...]
    levels: tuple[int, ...]
    factors: int
    fixed: frozenset[int] = frozenset()
    times: int = 1
    max_size: int | None = None

    @cached_property
    def reached(self) -> tuple[int, ...]:
        """What the fixed items reach: at place `t` the factors that at least `t` of them cover."""
        return self.reach(self.fixed)

    @cached_property
    def coverable(self) -> int:
        """The factors that enough items cover."""
        return self.reach(range(len(self.covers)))[self.times]

    def reach(self, items: Iterable[int], most: int | None = None) -> tuple[int, ...]:
        """Return at place `t` the factors that at least `t` of the items cover; up to `most`, or `times`."""
        most = most or self.times
        reached = [(1 << self.factors) - 1] + [0] * most
        for item in items:
            mask = self.covers[item]
            for count in range(most, 0, -1):
                reached[count] |= reached[count - 1] & mask
        return tuple(reached)

    def covered(self, items: Iterable[int]) -> int:
        """Return the factors that a package of the fixed items and `items` covers."""
        return self.reach({*self.fixed, *items})[self.times]

    def exactly(self, items: Iterable[int], count: int) -> int:
        """Return the factors that so many of the items cover, and no more."""
        reached = self.reach(items, count + 1)
        return reached[count] & ~reached[count + 1]

    def at_least(self, level: int) -> "Problem":
        """Return the problem in which items below a level cover nothing, unless they are fixed."""
        kept = (
            mask if self.levels[item] >= level or item in self.fixed else 0
            for item, mask in enumerate(self.covers)
        )
        return replace(self, covers=tuple(kept))

    def without(self, items: Iterable[int]) -> "Problem":
        """Return the problem in which `items` cover nothing and are not fixed."""
        gone = frozenset(items)
        kept = (0 if item in gone else mask for item, mask in enumerate(self.covers))
        return replace(self, covers=tuple(kept), fixed=self.fixed - gone)


def bits(mask: int) -> Iterator[int]:
    """Yield the numbers of the bits of `mask` that are set, from the lowest."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
