"""The optimum and all packages that reach it, beside brute force on many small cases."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bouwstenen.planner.exact.clock import Clock
from bouwstenen.planner.exact.optimum import best_founded, smallest
from bouwstenen.planner.exact.problem import NO_TREDE, Problem
from bouwstenen.planner.exact.ties import all_packages

FACTORS, ITEMS = 5, 8


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    factors, items = draw(st.integers(1, FACTORS)), draw(st.integers(1, ITEMS))
    covers = draw(st.lists(st.integers(0, 2**factors - 1), min_size=items, max_size=items))
    levels = draw(st.lists(st.integers(NO_TREDE, 3), min_size=items, max_size=items))
    fixed = draw(st.frozensets(st.integers(0, items - 1), max_size=2))
    max_size = draw(st.none() | st.integers(len(fixed), items))
    return Problem(tuple(covers), tuple(levels), factors, fixed, draw(st.integers(1, 3)), max_size)


@dataclass(frozen=True)
class Best:
    """What brute force finds: the value of the best packages, and all of these."""

    covered: int
    size: int
    weakest: int | None
    total: int
    packages: list[tuple[int, ...]]


def brute_force(problem: Problem) -> Best:
    def count(chosen: tuple[int, ...], factor: int) -> int:
        return sum(problem.covers[item] >> factor & 1 for item in {*chosen, *problem.fixed})

    def value(chosen: tuple[int, ...]) -> tuple[int, int, int, int]:
        covered = sum(count(chosen, factor) >= problem.times for factor in range(problem.factors))
        levels = [problem.levels[item] for item in chosen]
        return covered, -len(chosen), min(levels, default=0), sum(levels)

    best, packages = None, []
    for chosen in _subsets(problem):
        found = value(chosen)
        if best is None or found > best:
            best, packages = found, [chosen]
        elif found == best:
            packages.append(chosen)
    assert best is not None
    weakest = best[2] if best[1] else None
    return Best(best[0], -best[1], weakest, best[3], sorted(packages))


def _subsets(problem: Problem) -> Iterator[tuple[int, ...]]:
    free = [item for item in range(len(problem.covers)) if item not in problem.fixed]
    room = len(free) if problem.max_size is None else problem.max_size - len(problem.fixed)
    for size in range(min(room, len(free)) + 1):
        yield from combinations(free, size)


@settings(max_examples=400, deadline=None)
@given(problems())
@example(Problem((3, 3, 1, 2), (1, 1, 3, 3), 2))
@example(Problem((1, 1, 1), (2, 2, NO_TREDE), 1, times=2))
@example(Problem((1, 2, 4), (1, 1, 1), 3, frozenset({0}), max_size=1))
def test_the_optimum_is_that_of_brute_force(problem: Problem) -> None:
    expected, clock = brute_force(problem), Clock(60)
    first = smallest(problem, clock)
    assert first.proven
    assert first.chosen is not None
    assert (first.covered, len(first.chosen)) == (expected.covered, expected.size)
    assert first.bound == (
        expected.size + len(problem.fixed) if problem.max_size is None else expected.covered
    )
    best = best_founded(problem, first, clock)
    assert best.proven
    assert (best.foundation.weakest, best.foundation.total) == (expected.weakest, expected.total)
    ties = all_packages(problem, best, 10_000, clock)
    assert list(ties.packages) == expected.packages
    assert ties.complete
    assert ties.total == len(expected.packages)


@settings(max_examples=100, deadline=None)
@given(problems(), st.integers(1, 3))
def test_a_part_of_the_packages_is_said_to_be_one(problem: Problem, limit: int) -> None:
    expected, clock = brute_force(problem), Clock(60)
    best = best_founded(problem, smallest(problem, clock), clock)
    ties = all_packages(problem, best, limit, clock)
    assert len(ties.packages) == min(limit, len(expected.packages))
    assert set(ties.packages) <= set(expected.packages)
    assert ties.complete == (len(expected.packages) <= limit)
    assert ties.total in (None, len(expected.packages))
    assert ties == all_packages(problem, best, limit, clock), "the same each time"
