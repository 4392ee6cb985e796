"""From interventions and criteria to the numbers of an answer: problems, optima, ties."""

from dataclasses import dataclass

from bouwstenen.planner.criteria import Criteria
from bouwstenen.planner.evidence import Candidate
from bouwstenen.planner.exact.clock import Clock
from bouwstenen.planner.exact.optimum import Optimum, Smallest, best_founded
from bouwstenen.planner.exact.problem import Problem
from bouwstenen.planner.exact.ties import Ties, all_packages
from bouwstenen.planner.naming import Meant
from bouwstenen.planner.request import PackageRequest
from bouwstenen.planner.trade_off import LEVELS, Again, Sizes, again, threshold

__all__ = ["MOST_ITEMS", "Worked", "problem_of", "work_out"]

#: Interventions that the packages of one answer have together: each is told with all its reasons.
MOST_ITEMS = 5_000


@dataclass(frozen=True)
class Worked:
    """What was worked out for a problem.

    Args:
        base: the problem without regard to treden.
        asked: the problem as it was asked.
        first: its smallest package.
        best: the best founded of these; None where none was found.
        ties: all that are as good.
        by_level: the smallest package at each lowest trede.
        without: the optimum without own estimates; None where nothing else was asked for.
    """

    base: Problem
    asked: Problem
    first: Smallest
    best: Optimum | None
    ties: Ties
    by_level: dict[int | None, tuple[Problem, Smallest]]
    without: Again | None


def work_out(
    candidates: list[Candidate], things: Meant, criteria: Criteria, request: PackageRequest, clock: Clock
) -> Worked:
    """Return all that is to be worked out, the optimum first: it may take all the time there is."""

    def problem(criteria: Criteria) -> Problem:
        return problem_of(candidates, things, criteria, request)

    base = problem(criteria.with_trede(None))
    lowest = threshold(criteria.min_trede)
    asked = base.at_least(lowest)
    sizes = Sizes(clock)
    first = sizes.of(asked)
    best = None if first.chosen is None else best_founded(asked, first, clock.part(0.75), sizes.of)
    if best is None:
        ties = Ties((), complete=False, total=None)
    elif not (first.proven and best.proven):
        ties = Ties((best.chosen,), complete=False, total=None)
    else:
        shown = max(1, MOST_ITEMS // max(1, len(best.chosen)))
        ties = all_packages(asked, best, min(request.limit, shown), clock.part(0.4))
    by_level = {
        level: (at := base.at_least(threshold(level)), sizes.of(at, clock.part(0.3))) for level in LEVELS
    }
    without = None
    if not criteria.recognised:
        firm = problem(criteria.recognised_only().with_trede(None)).at_least(lowest)
        without = again(firm, asked, ties.packages, clock.part(0.6))
    return Worked(base, asked, first, best, ties, by_level, without)


def problem_of(
    candidates: list[Candidate], things: Meant, criteria: Criteria, request: PackageRequest
) -> Problem:
    """Return the problem in numbers: items in the order of `candidates`, factors in that of the request.

    An intervention that is there already counts whatever the criteria.
    """
    fixed = frozenset(place for place, candidate in enumerate(candidates) if candidate.iri in things.have)

    def mask(place: int, candidate: Candidate) -> int:
        if place not in fixed and criteria.fails(candidate):
            return 0
        return sum(
            1 << number
            for number, factor in enumerate(things.factors)
            if factor in candidate.links and criteria.links(candidate, factor)
        )

    return Problem(
        covers=tuple(mask(place, candidate) for place, candidate in enumerate(candidates)),
        levels=tuple(criteria.level(candidate) for candidate in candidates),
        factors=len(things.factors),
        fixed=fixed,
        times=request.times,
        max_size=request.max_size,
    )
