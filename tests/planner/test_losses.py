"""What losing an item costs and what makes it good, beside brute force."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bouwstenen.planner.exact.clock import Clock
from bouwstenen.planner.exact.optimum import best_founded, smallest
from bouwstenen.planner.exact.problem import Problem
from bouwstenen.planner.losses import Losses
from tests.planner.exact.test_optimum import problems


def _needed(problem: Problem, package: frozenset[int], item: int) -> int | None:
    """The fewest other items that give back what a package covers without one of its own."""
    covered = problem.reach(package)[problem.times]
    others = [other for other in range(len(problem.covers)) if other not in package]
    for size in range(len(others) + 1):
        for chosen in combinations(others, size):
            reached = problem.reach({*package - {item}, *chosen})[problem.times]
            if covered & ~reached == 0:
                return size
    return None


@settings(max_examples=200, deadline=None)
@given(problems(), st.data())
def test_a_replacement_is_the_smallest_there_is(problem: Problem, data: st.DataObject) -> None:
    clock = Clock(60)
    best = best_founded(problem, smallest(problem, clock), clock)
    package = frozenset({*best.chosen, *problem.fixed})
    if not package:
        return
    item = data.draw(st.sampled_from(sorted(package)))
    losses = Losses(problem, clock)
    found = losses.standby(package, item)
    assert found.needed == _needed(problem, package, item)
    assert found.status == ("infeasible" if found.needed is None else "optimal")
    lost = losses.lost(package, item)
    for option in found.options:
        assert len(option) == found.needed
        assert not package & set(option)
        assert problem.reach({*package - {item}, *option})[problem.times] & lost == lost
    if found.needed == 1:
        levels = [problem.levels[option[0]] for option in found.options]
        assert levels == sorted(levels, reverse=True), "the best founded first"


@pytest.mark.parametrize(
    ("covers", "needed", "options", "alternatives"),
    [
        ((0b11, 0b11, 0b11), 1, ((2,), (1,)), 2),
        ((0b11, 0b01, 0b10), 2, ((1, 2),), 0),
        ((0b11, 0b01, 0b00), None, (), 0),
    ],
)
def test_by_hand(
    covers: tuple[int, ...], needed: int | None, options: tuple[tuple[int, ...], ...], alternatives: int
) -> None:
    found = Losses(Problem(covers, (1, 1, 2), 2), Clock(60)).standby(frozenset({0}), 0)
    assert (found.needed, found.options, found.alternatives) == (needed, options, alternatives)


def test_where_time_is_up_the_larger_replacements_stay_unknown() -> None:
    problem = Problem((0b11, 0b01, 0b10), (1, 1, 1), 2)
    found = Losses(problem, Clock(0)).standby(frozenset({0}), 0)
    assert (found.status, found.needed) == ("limit", None)
