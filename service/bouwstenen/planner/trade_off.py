"""What other packages there would be: at each lowest trede, and without own estimates."""

from collections.abc import Sequence
from dataclasses import dataclass

from bouwstenen.planner.exact.clock import Clock
from bouwstenen.planner.exact.optimum import Optimum, Smallest, best_founded, foundation, smallest
from bouwstenen.planner.exact.problem import NO_TREDE, Problem

__all__ = ["LEVELS", "Again", "Sizes", "again", "threshold"]

#: The lowest treden that are tried; None for none at all.
LEVELS = (None, 0, 1, 2, 3, 4, 5)


class Sizes:
    """The smallest packages of problems, each worked out once.

    Args:
        clock: the time that all of them have together.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[Problem, Smallest] = {}

    def of(self, problem: Problem, clock: Clock | None = None) -> Smallest:
        """Return the smallest package of a problem."""
        known = self._known.get(problem)
        if known is None:
            known = smallest(problem, clock or self._clock)
            if known.proven:
                self._known[problem] = known
        return known


@dataclass(frozen=True)
class Again:
    """An optimum beside another one.

    Args:
        problem: the problem of this one.
        first: the smallest package.
        best: the best founded of these; None where time was up before there was one.
        lost: factors that can no longer be covered.
        kept: how many of the other packages are among the best here.
    """

    problem: Problem
    first: Smallest
    best: Optimum | None
    lost: int
    kept: int

    @property
    def proven(self) -> bool:
        """Whether it is an optimum indeed."""
        return self.best is not None and self.best.proven


def again(problem: Problem, before: Problem, packages: Sequence[tuple[int, ...]], clock: Clock) -> Again:
    """Return the optimum of a problem beside that of the one before.

    Args:
        problem: the problem now.
        before: the problem as it was, with the same items and factors.
        packages: the best packages of that, without the fixed items.
        clock: when it runs out, what is known by then is returned.
    """
    first = smallest(problem, clock)
    best = None if first.chosen is None else best_founded(problem, first, clock)
    lost = before.coverable & ~problem.coverable
    kept = 0 if best is None else sum(_is_as_good(problem, package, first, best) for package in packages)
    return Again(problem, first, best, lost, kept)


def _is_as_good(problem: Problem, package: tuple[int, ...], first: Smallest, best: Optimum) -> bool:
    return (
        all(problem.covers[item] for item in package)
        and len(package) == len(best.chosen)
        and problem.covered(package).bit_count() == first.covered
        and foundation(problem, package) == best.foundation
    )


def threshold(level: int | None) -> int:
    """Return the level that an item must have at a lowest trede; without one any will do."""
    return NO_TREDE if level is None else level
