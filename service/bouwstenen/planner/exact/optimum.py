"""The best value a package can have, one criterion after the other, each proven before the next.

1. Without a bound on the size: every factor that can be covered is, with the fewest items. With one: the most
   factors, then the fewest items.
2. Of those the best founded: the highest level of the weakest item, then the highest sum of levels.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bouwstenen.planner.exact.clock import Clock
from bouwstenen.planner.exact.greedy import greedy
from bouwstenen.planner.exact.problem import Problem
from bouwstenen.planner.exact.reduction import Group, Reduced, reduce, undominated
from bouwstenen.planner.exact.solver import Programme, Row, Solved, solve

__all__ = [
    "Foundation",
    "Optimum",
    "Smallest",
    "all_of",
    "best_founded",
    "foundation",
    "model",
    "smallest",
    "taken",
]


@dataclass(frozen=True)
class Smallest:
    """The first criterion: how much is covered, and with how few.

    Args:
        proven: whether nothing better can exist.
        chosen: items that do so, without the fixed ones; None where time was up before any were found.
        covered: how many factors they and the fixed ones cover.
        bound: without `max_size` the fewest items a package can have, the fixed ones included; with it the
            most factors it can cover.
    """

    proven: bool
    chosen: tuple[int, ...] | None
    covered: int
    bound: int


@dataclass(frozen=True)
class Foundation:
    """The second criterion: how well founded a package is.

    Args:
        weakest: the lowest level among the chosen items; None where none had to be chosen.
        total: the sum of their levels.
    """

    weakest: int | None
    total: int


@dataclass(frozen=True)
class Optimum:
    """The best value a package can have.

    Args:
        proven: whether that holds of how well founded it is.
        chosen: items of one such package, without the fixed ones.
        foundation: how well founded it is.
    """

    proven: bool
    chosen: tuple[int, ...]
    foundation: Foundation


def smallest(problem: Problem, clock: Clock) -> Smallest:
    """Return how much can be covered, and with how few items."""
    if clock.out:
        return _by_greed(problem)
    reduced = reduce(problem, levels=False)
    groups = undominated(reduced)
    fixed, capped = len(problem.fixed), problem.max_size is not None
    room = len(problem.covers) if problem.max_size is None else problem.max_size - fixed
    programme, columns = model(reduced, groups, capped=capped, weight=room + 1 if capped else 0)
    if capped:
        programme.rows.append(Row(dict.fromkeys(all_of(columns), 1), upper=room))
    solved = solve(programme, clock)
    already = problem.reached[problem.times].bit_count()
    if capped:
        # each factor weighs more than all items together
        most = (room - solved.bound + 1e-6) / (room + 1)
        bound = already + int(min(most, len(reduced.needs)))
    else:
        # one at least, where anything is left to cover
        bound = fixed + max(min(1, len(reduced.needs)), math.ceil(max(solved.bound, 0) - 1e-6))
    chosen = taken(solved, groups, columns)
    if chosen is None and solved.status == "limit":
        chosen = greedy(problem)
    covered = problem.covered(chosen or ()).bit_count()
    return Smallest(solved.status == "optimal", chosen, covered, bound)


def _by_greed(problem: Problem) -> Smallest:
    """What there is without any search, and a bound that needs no proof."""
    chosen = greedy(problem)
    already = problem.reached[problem.times]
    some = int(problem.coverable & ~already != 0)
    bound = len(problem.fixed) + some if problem.max_size is None else problem.coverable.bit_count()
    return Smallest(not some, chosen, problem.covered(chosen).bit_count(), bound)


def best_founded(
    problem: Problem,
    first: Smallest,
    clock: Clock,
    find: Callable[[Problem, Clock], Smallest] = smallest,
) -> Optimum:
    """Return the best founded of the packages that are as good by the first criterion.

    Args:
        problem: the problem.
        first: what `smallest` returned for it; it must have found something.
        clock: when it runs out, what is known by then is returned, not proven.
        find: how the smallest packages are found; another one may remember them.
    """
    chosen = first.chosen or ()
    proven, weakest = first.proven, foundation(problem, chosen).weakest
    if weakest is None:
        return Optimum(proven, (), foundation(problem, ()))
    free = {problem.levels[item] for item, mask in enumerate(problem.covers) if mask}
    for level in sorted((level for level in free if level > weakest), reverse=True):
        if clock.out:
            proven = False
            break
        above = problem.at_least(level)
        if problem.max_size is None and above.coverable != problem.coverable:
            continue
        found = find(above, clock)
        if found.chosen is not None and (found.covered, len(found.chosen)) == (first.covered, len(chosen)):
            chosen, weakest = found.chosen, level
            break
        proven = proven and found.proven
    richest = None if clock.out else _richest(problem.at_least(weakest), first.covered, len(chosen), clock)
    if richest is None:
        return Optimum(False, chosen, foundation(problem, chosen))
    return Optimum(proven and richest[0], richest[1], foundation(problem, richest[1]))


def foundation(problem: Problem, chosen: Sequence[int]) -> Foundation:
    """Return how well founded a package is; `chosen` are its items without the fixed ones."""
    levels = [problem.levels[item] for item in chosen]
    return Foundation(min(levels, default=None), sum(levels))


def model(
    reduced: Reduced, groups: Sequence[Group], *, capped: bool, weight: float = 0, costs: Sequence[float] = ()
) -> tuple[Programme, list[list[int]]]:
    """Return the programme of a problem, and for each group the columns that take one item of it each.

    Args:
        reduced: what is left to decide.
        groups: the groups to choose from.
        capped: whether rows may stay uncovered; the last columns then say which are covered.
        weight: what it is worth to cover one, where rows may stay uncovered.
        costs: what an item of each group costs; 1 where nothing is given.
    """
    programme = Programme()
    columns = [
        [programme.column(costs[place] if costs else 1) for _ in range(group.most)]
        for place, group in enumerate(groups)
    ]
    for places in columns:  # of items that are alike the first ones are taken first
        for one, next_one in pairwise(places):
            programme.rows.append(Row({one: 1, next_one: -1}, lower=0))
    for row, need in reduced.needs.items():
        entries: dict[int, float] = {
            column: 1
            for group, taken in zip(groups, columns, strict=True)
            if group.covers >> row & 1
            for column in taken
        }
        if capped:
            entries[programme.column(-weight)] = -need
        programme.rows.append(Row(entries, lower=0 if capped else need))
    return programme, columns


def _richest(problem: Problem, covered: int, size: int, clock: Clock) -> tuple[bool, tuple[int, ...]] | None:
    """Whether it is proven, and the items with the highest sum of levels that cover so much with so many."""
    reduced = reduce(problem)
    groups = undominated(reduced)
    capped = problem.max_size is not None
    programme, columns = model(reduced, groups, capped=capped, costs=[-group.level for group in groups])
    items = all_of(columns)
    programme.rows.append(Row(dict.fromkeys(items, 1), lower=size, upper=size))
    if capped:
        already = problem.reached[problem.times].bit_count()
        marks = range(len(items), len(programme.costs))
        programme.rows.append(Row(dict.fromkeys(marks, 1), lower=covered - already))
    solved = solve(programme, clock)
    chosen = taken(solved, groups, columns)
    return None if chosen is None else (solved.status == "optimal", chosen)


def all_of(columns: Sequence[Sequence[int]]) -> list[int]:
    """Return the columns of all groups."""
    return [column for of_group in columns for column in of_group]


def taken(
    solved: Solved, groups: Sequence[Group], columns: Sequence[Sequence[int]]
) -> tuple[int, ...] | None:
    """Return the items that a solution takes, of each group the first ones; None where there is none."""
    if solved.values is None:
        return None
    counts = [sum(solved.values[column] for column in of_group) for of_group in columns]
    return tuple(
        sorted(item for group, count in zip(groups, counts, strict=True) for item in group.members[:count])
    )
