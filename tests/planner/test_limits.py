"""When time is up: what is told holds, and what does not hold is not told."""

import threading
import time
from random import Random

import pytest

from bouwstenen.planner.exact.clock import Clock
from bouwstenen.planner.exact.greedy import greedy
from bouwstenen.planner.exact.optimum import Smallest, best_founded, smallest
from bouwstenen.planner.exact.problem import Problem, bits
from bouwstenen.planner.exact.solver import Programme, Row, solve
from bouwstenen.planner.exact.ties import all_packages


@pytest.fixture(scope="module")
def hard() -> Problem:
    """A set cover that nobody solves in a second: 300 factors, 3000 items, each covering some at random."""
    random = Random(1)
    covers = [
        sum(1 << factor for factor in random.sample(range(300), random.randint(1, 12))) for _ in range(3000)
    ]
    return Problem(tuple(covers), tuple(random.randint(-1, 4) for _ in covers), 300)


def test_a_clock_counts_down() -> None:
    now = 5.0
    clock = Clock(4, lambda: now)
    assert (clock.left, clock.spent, clock.out) == (4, 0, False)
    part = clock.part(0.5)
    now = 7.0
    assert (clock.left, part.left, part.out) == (2, 0, True)
    now = 99.0
    assert (clock.left, clock.out) == (0, True)


def test_at_the_limit_there_is_a_package_and_a_bound(hard: Problem) -> None:
    began = time.monotonic()
    found = smallest(hard, Clock(2.0))
    assert time.monotonic() - began < 15, "on a busy machine too"
    assert not found.proven
    assert found.chosen is not None
    assert hard.covered(found.chosen) == hard.coverable
    assert 1 <= found.bound <= len(found.chosen) <= len(greedy(hard))


def test_with_no_time_at_all_it_is_what_greed_gives(hard: Problem) -> None:
    found = smallest(hard, Clock(0))
    assert (found.proven, found.chosen) == (False, greedy(hard))
    assert found.bound <= len(greedy(hard))
    best = best_founded(hard, found, Clock(0))
    assert not best.proven
    capped = smallest(Problem(hard.covers, hard.levels, 300, max_size=3), Clock(0))
    assert capped.chosen is not None
    assert len(capped.chosen) == 3
    assert capped.covered <= capped.bound <= 300


def test_ties_that_time_cut_are_not_said_to_be_all() -> None:
    pairs = Problem(tuple(1 << (item // 2) for item in range(12)), (1,) * 12, 6)
    best = best_founded(pairs, smallest(pairs, Clock(9)), Clock(9))
    assert all_packages(pairs, best, 100, Clock(9)).total == 64
    cut = all_packages(pairs, best, 100, Clock(0))
    assert (cut.complete, cut.total) == (False, None)


def test_other_threads_run_while_the_solver_does(hard: Problem) -> None:
    worker = threading.Thread(target=smallest, args=(hard, Clock(1.0)))
    worker.start()
    time.sleep(0.3)  # past what is done in Python
    turns = 0
    while worker.is_alive():
        time.sleep(0.001)
        turns += 1
    assert turns > 100


def test_solvers_side_by_side_do_not_disturb_each_other() -> None:
    random = Random(2)
    covers = tuple(random.randrange(1, 2**20) & random.randrange(2**20) for _ in range(60))
    problem = Problem(covers, (1,) * 60, 20)
    expected = smallest(problem, Clock(60))
    found: list[Smallest] = []
    workers = [
        threading.Thread(target=lambda: found.extend(smallest(problem, Clock(60)) for _ in range(5)))
        for _ in range(4)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert found == [expected] * 20


def test_greed_covers_everything_and_is_no_optimum() -> None:
    # the classic trap: one item covers most, the two that cover all cover less each
    problem = Problem((0b000111, 0b111000, 0b011110), (1, 1, 1), 6)
    assert len(greedy(problem)) == 3
    assert smallest(problem, Clock(9)).chosen == (0, 1)
    twice = Problem((1, 1, 1), (1, 1, 1), 1, times=2)
    assert greedy(twice) == (0, 1)


def test_the_solver_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    programme = Programme()
    one, other = programme.column(1), programme.column(2, upper=3)
    programme.rows.append(Row({one: 1, other: 1}, lower=3))
    assert solve(programme, Clock(9)).values == (1, 2)
    assert capfd.readouterr() == ("", "")


def test_a_programme_without_columns_or_answers() -> None:
    assert solve(Programme(), Clock(9)).status == "optimal"
    assert solve(Programme(rows=[Row({}, lower=1)]), Clock(9)).status == "infeasible"
    tight = Programme()
    tight.rows.append(Row({tight.column(1): 1}, lower=2))
    assert solve(tight, Clock(9)).status == "infeasible"


def test_bits_are_numbered_from_the_lowest() -> None:
    assert list(bits(0b10110)) == [1, 2, 4]


def test_packages_without_number_are_neither_made_nor_counted() -> None:
    """Thirty of sixty that are alike: more packages than there are grains of sand on a beach."""
    alike = Problem((1,) * 60, (1,) * 60, 1, times=30)
    best = best_founded(alike, smallest(alike, Clock(9)), Clock(9))
    ties = all_packages(alike, best, 20, Clock(9))
    assert (len(set(ties.packages)), ties.complete, ties.total) == (20, False, None)
    assert all(len(set(package)) == 30 for package in ties.packages)


def test_of_many_packages_of_one_pattern_those_asked_for_are_made() -> None:
    pairs = Problem(tuple(1 << (item // 4) for item in range(80)), (1,) * 80, 20, times=2)
    best = best_founded(pairs, smallest(pairs, Clock(9)), Clock(9))
    ties = all_packages(pairs, best, 1000, Clock(9))
    assert len(set(ties.packages)) == 1000
    assert ties.total is None
    assert all(pairs.covered(package) == pairs.coverable for package in ties.packages)
