"""All packages that are as good as the best one.

First what one exchange after another leads to: an item for another on the same level, so that as much stays
covered. Then the solver looks for a package that none of those led to, and proves in the end that there is no
other. Items that are alike are exchanged last: a *pattern* says how many a package takes of each group.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, islice, product
from math import comb, prod

from bouwstenen.planner.exact.clock import Clock
from bouwstenen.planner.exact.optimum import Optimum, all_of, model
from bouwstenen.planner.exact.problem import Problem
from bouwstenen.planner.exact.reduction import Group, Reduced, reduce
from bouwstenen.planner.exact.solver import Row, solve

__all__ = ["Ties", "all_packages"]

#: Where there are more packages than this their number is not told: JSON has no room for it.
MOST_COUNTED = 10**15

#: Groups that a package takes an item of, in order, each as often as it takes one.
Pattern = tuple[int, ...]


@dataclass(frozen=True)
class Ties:
    """Packages that are equally good.

    Args:
        packages: their items without the fixed ones, the same ones every time.
        complete: whether these are all.
        total: how many there are; None where that is not known, or more than MOST_COUNTED.
    """

    packages: tuple[tuple[int, ...], ...]
    complete: bool
    total: int | None


def all_packages(problem: Problem, best: Optimum, limit: int, clock: Clock) -> Ties:
    """Return the packages that are as good as the best one, up to a number.

    Args:
        problem: the problem.
        best: one of the best packages, proven to be so.
        limit: how many to return at most.
        clock: when it runs out, those found by then are returned.
    """
    if not best.chosen:
        return Ties(((),), complete=True, total=1)
    floor = best.foundation.weakest
    search = _Search(problem if floor is None else problem.at_least(floor), best)
    patterns, exhausted = search.patterns(limit, clock)
    packages = tuple(islice(_by_turns(search.reduced.groups, patterns, limit), limit))
    total = sum(_count(search.reduced.groups, pattern) for pattern in patterns) if exhausted else None
    complete = total is not None and total <= limit
    known = total if total is not None and total <= MOST_COUNTED else None
    return Ties(tuple(sorted(packages)), complete=complete, total=known)


class _Search:
    """The search for patterns.

    Args:
        problem: the problem, without items that no best package can have.
        best: one of the best packages.
    """

    def __init__(self, problem: Problem, best: Optimum) -> None:
        self._problem = problem
        self._best = best
        self.reduced: Reduced = reduce(problem)
        self._group_of = {
            item: place for place, group in enumerate(self.reduced.groups) for item in group.members
        }
        self._covered = problem.covered(best.chosen).bit_count()

    def patterns(self, limit: int, clock: Clock) -> tuple[list[Pattern], bool]:
        """Return patterns up to a number, and whether these are all."""
        found: dict[Pattern, None] = {}
        fresh: Pattern | None = tuple(sorted(self._group_of[item] for item in self._best.chosen))
        while fresh is not None:
            self._spread(fresh, found, limit, clock)
            if len(found) > limit or clock.out:
                return list(found)[:limit], False
            fresh, exhausted = self._another(found, clock)
            if fresh is None:
                return list(found), exhausted
        raise AssertionError

    def _spread(self, pattern: Pattern, found: dict[Pattern, None], limit: int, clock: Clock) -> None:
        """Add a pattern and all that exchanges lead to, until there are more than the limit."""
        found[pattern] = None
        waiting = deque([pattern])
        while waiting:
            for other in self._exchanged(waiting.popleft(), clock):
                if other not in found:
                    found[other] = None
                    waiting.append(other)
                if len(found) > limit:
                    return
            if clock.out:
                return

    def _exchanged(self, pattern: Pattern, clock: Clock) -> Iterator[Pattern]:
        """Yield the patterns that differ from this one in one item and are as good, while there is time."""
        groups, held = self.reduced.groups, Counter(pattern)
        for gone in held:
            if clock.out:
                return
            rest = list(pattern)
            rest.remove(gone)
            reached = self._problem.reach([*self._problem.fixed, *self._representatives(rest)])
            covered, nearly = reached[self._problem.times], reached[self._problem.times - 1]
            for other, group in enumerate(groups):
                if other == gone or group.level != groups[gone].level or held[other] >= group.most:
                    continue
                gained = nearly & self._problem.covers[group.members[0]]
                if (covered | gained).bit_count() == self._covered:
                    yield tuple(sorted((*rest, other)))

    def _representatives(self, pattern: Iterable[int]) -> list[int]:
        return [
            item
            for place, count in Counter(pattern).items()
            for item in self.reduced.groups[place].members[:count]
        ]

    def _another(self, found: Iterable[Pattern], clock: Clock) -> tuple[Pattern | None, bool]:
        """A pattern as good that was not found yet, or None, and whether it is proven that there is none."""
        groups, size = self.reduced.groups, len(self._best.chosen)
        capped = self._problem.max_size is not None
        programme, columns = model(
            self.reduced, groups, capped=capped, costs=[-group.level for group in groups]
        )
        items = all_of(columns)
        levels = {column: group.level for group, of in zip(groups, columns, strict=True) for column in of}
        programme.rows.append(Row(dict.fromkeys(items, 1), lower=size, upper=size))
        programme.rows.append(Row(levels, lower=self._best.foundation.total))
        if capped:
            already = self._problem.reached[self._problem.times].bit_count()
            marks = range(len(items), len(programme.costs))
            programme.rows.append(Row(dict.fromkeys(marks, 1), lower=self._covered - already))
        for pattern in found:  # at least one item of it must go: all of these are of the same size
            taken = [columns[place][n] for place, count in Counter(pattern).items() for n in range(count)]
            programme.rows.append(Row(dict.fromkeys(taken, 1), upper=size - 1))
        solved = solve(programme, clock)
        if solved.values is None:
            return None, solved.status == "infeasible"
        return (
            tuple(place for place, of in enumerate(columns) for column in of if solved.values[column]),
            False,
        )


def _count(groups: tuple[Group, ...], pattern: Pattern) -> int:
    return prod(comb(len(groups[place].members), count) for place, count in Counter(pattern).items())


def _by_turns(
    groups: tuple[Group, ...], patterns: Iterable[Pattern], limit: int
) -> Iterator[tuple[int, ...]]:
    """Yield the packages of each pattern in turn: those that differ most come first."""
    waiting = deque(_packages(groups, pattern, limit) for pattern in patterns)
    while waiting:
        packages = waiting.popleft()
        package = next(packages, None)
        if package is not None:
            yield package
            waiting.append(packages)


def _packages(groups: tuple[Group, ...], pattern: Pattern, limit: int) -> Iterator[tuple[int, ...]]:
    """Yield packages of a pattern up to a number; only as many of its last groups vary as that takes."""
    choices: deque[list[tuple[int, ...]]] = deque()
    ways = 1
    for place, count in sorted(Counter(pattern).items(), reverse=True):
        more = limit if ways < limit else 1
        choices.appendleft(list(islice(combinations(groups[place].members, count), more)))
        ways *= len(choices[0])
    for chosen in islice(product(*choices), limit):
        yield tuple(sorted(item for items in chosen for item in items))
