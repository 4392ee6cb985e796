"""The solver: a mixed-integer programme in, its optimum with proof out. HiGHS does the work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import highspy
import numpy as np

from bouwstenen.planner.exact.clock import Clock

__all__ = ["Programme", "Row", "Solved", "solve"]

#: Values of an integer column lie this close to a whole number.
_NEAR = 1e-6


@dataclass(frozen=True)
class Row:
    """A sum of columns that lies between two bounds.

    Args:
        entries: how often each column counts, by its number.
        lower: the least the sum may be.
        upper: the most it may be.
    """

    entries: Mapping[int, float]
    lower: float = -highspy.kHighsInf
    upper: float = highspy.kHighsInf


@dataclass
class Programme:
    """Whole numbers from 0 up to a bound each, of which a weighted sum is to be as small as can be.

    Args:
        costs: the weight of each column.
        uppers: the most each may be.
        rows: what must hold.
    """

    costs: list[float] = field(default_factory=list)
    uppers: list[float] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def column(self, cost: float, upper: float = 1) -> int:
        """Add a column; return its number."""
        self.costs.append(cost)
        self.uppers.append(upper)
        return len(self.costs) - 1


@dataclass(frozen=True)
class Solved:
    """What the solver found.

    Args:
        status: "optimal" and "infeasible" are proven; "limit" is what was known when time was up.
        values: the best values it knows; None where it knows none.
        bound: no values have a smaller sum than this.
    """

    status: Literal["optimal", "infeasible", "limit"]
    values: tuple[int, ...] | None = None
    bound: float = -highspy.kHighsInf


def solve(programme: Programme, clock: Clock, start: Sequence[float] | None = None) -> Solved:
    """Return the optimum of a programme; the same programme always has the same answer.

    Args:
        programme: what to solve.
        clock: when it runs out, so does the search. Other threads run meanwhile: HiGHS does without the GIL.
        start: values that are known to be allowed, to begin with.

    Raises:
        RuntimeError: the solver failed; no input should make it.
    """
    if not programme.costs:
        held = all(row.lower <= 0 <= row.upper for row in programme.rows)
        return Solved("optimal", (), 0.0) if held else Solved("infeasible")
    if clock.out:
        return Solved("limit")
    highs = _passed(programme, clock)
    if start is not None:
        given = highspy.HighsSolution()
        given.col_value = list(start)
        highs.setSolution(given)
    highs.run()
    status, info = highs.getModelStatus(), highs.getInfo()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return Solved("infeasible")
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = tuple(round(value) for value in highs.getSolution().col_value) if found else None
    if status == highspy.HighsModelStatus.kOptimal and values is not None:
        return Solved("optimal", values, info.objective_function_value)
    if status == highspy.HighsModelStatus.kTimeLimit:
        return Solved("limit", values, info.mip_dual_bound)
    raise RuntimeError(f"HiGHS ended with {highs.modelStatusToString(status)}")


class _Silent(highspy.Highs):
    """HiGHS without a word: left alone it prints its name while it is made, when it enables callbacks."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def enableCallbacks(self) -> None:
        """Keep quiet; we use no callbacks."""
        self.setOptionValue("output_flag", False)


def _passed(programme: Programme, clock: Clock) -> highspy.Highs:
    highs = _Silent()
    for name, value in (
        ("threads", 1),
        ("parallel", "off"),
        ("random_seed", 0),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", _NEAR),
        ("time_limit", clock.left),
    ):
        highs.setOptionValue(name, value)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(programme.costs), len(programme.rows)
    lp.col_cost_ = np.array(programme.costs, dtype=np.double)
    lp.col_lower_ = np.zeros(lp.num_col_)
    lp.col_upper_ = np.array(programme.uppers, dtype=np.double)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
    lp.row_lower_ = np.array([row.lower for row in programme.rows], dtype=np.double)
    lp.row_upper_ = np.array([row.upper for row in programme.rows], dtype=np.double)
    starts = np.cumsum([0, *(len(row.entries) for row in programme.rows)])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = lp.num_col_, lp.num_row_
    lp.a_matrix_.start_ = starts.astype(np.int32)
    lp.a_matrix_.index_ = np.array([place for row in programme.rows for place in row.entries], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([count for row in programme.rows for count in row.entries.values()])
    highs.passModel(lp)
    return highs
