"""The bench of the planner: cases are what they say, another exact way agrees, and no proof is no mark."""

import pytest

from bench.planning import Case, Measured, case_of, marks, measure, plain, scattered
from bouwstenen.planner.exact.clock import Clock
from bouwstenen.planner.exact.optimum import smallest
from bouwstenen.planner.exact.problem import Problem
from bouwstenen.store.interface import QueryStore


def test_the_real_graph_is_asked_for_all_its_factors(queried: QueryStore) -> None:
    case = case_of("real", "real", queried, "type")
    assert case.interventions == 120
    assert case.problem.factors >= 50
    assert case.problem.coverable == 2**case.problem.factors - 1
    measured = measure(case, 1)
    assert measured.status == "optimal"
    assert measured.plain_size == measured.size == measured.bound <= measured.greedy_size
    assert len(measured.core) == len(measured.whole) == 1


def test_another_way_finds_the_same_size() -> None:
    problem = scattered(60, 15)
    assert problem == scattered(60, 15) != scattered(60, 15, seed=2)
    first = smallest(problem, Clock(30))
    assert first.chosen is not None
    assert plain(problem, Clock(30)) == len(first.chosen)
    assert plain(problem, Clock(0)) is None


@pytest.mark.parametrize(("status", "met"), [("optimal", True), ("size proven", False), ("limit", False)])
def test_without_a_proof_no_mark_is_met(status: str, met: bool) -> None:
    case = Case("x", None, None, 1, Problem((1,), (1,), 1))
    one = Measured(case, [0.02, 0.03], [0.05], status, 1, 1, 1, 0.01, 0.01, 1, 0.01, 1)
    assert [mark.met for mark in marks([one], [one])] == [met] * 4
