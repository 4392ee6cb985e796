"""The planner: how long a proof takes, over the real graph and over generated ones, beside two other ways.

In:  the real sources, and about how many statements a generated graph has.
Out: a table of what each case took, one of the same cases done otherwise, and the marks.

The other ways are the greedy one, which gives no proof, and the whole programme handed to the same solver as
it stands: a column for each intervention, a row for each factor, nothing left out.
`python -m bench.planning` prints it all by itself.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TypeVar

from pyoxigraph import Store
from rich.console import Console
from rich.table import Table

from bench.dataset import prepare
from bench.figures import Mark, percentile, ratio
from bench.report import print_marks
from bouwstenen.build import assemble
from bouwstenen.planner.answer import Plan
from bouwstenen.planner.criteria import criteria_of
from bouwstenen.planner.evidence import gather
from bouwstenen.planner.exact.clock import Clock
from bouwstenen.planner.exact.greedy import greedy
from bouwstenen.planner.exact.optimum import best_founded, smallest
from bouwstenen.planner.exact.problem import Problem, bits
from bouwstenen.planner.exact.solver import Programme, Row, solve
from bouwstenen.planner.exact.ties import all_packages
from bouwstenen.planner.naming import meant
from bouwstenen.planner.planning import plan
from bouwstenen.planner.request import PackageRequest
from bouwstenen.planner.work import problem_of
from bouwstenen.store.embedded import EmbeddedStore
from bouwstenen.store.interface import QueryStore, select

__all__ = ["STATEMENTS", "Case", "Measured", "compare", "marks", "measure", "plain", "scattered"]

_Found = TypeVar("_Found")

#: Statements of a generated graph with 5,000 interventions.
STATEMENTS = 1_250_000
FACTORS = 400
#: Seconds that one problem may take.
MOST = 20.0

_WANTED = {
    # every factor that a table or a type ties an intervention to
    "real": "SELECT DISTINCT ?factor { ?i bm:strengthens|bm:mayStrengthen ?factor } ORDER BY ?factor",
    # those with the most interventions: the hardest
    "generated": "SELECT ?factor { ?i bm:strengthens ?factor } GROUP BY ?factor "
    f"ORDER BY DESC(COUNT(DISTINCT ?i)) ?factor LIMIT {FACTORS}",
}
_COUNT = "SELECT (COUNT(DISTINCT ?i) AS ?there) { ?i a bm:Intervention }"


@dataclass(frozen=True)
class Case:
    """A question to the planner over a graph.

    Args:
        name: what it is called.
        store: the graph; None where there are numbers only.
        request: the question.
        interventions: how many the graph has.
        problem: the same in numbers.
    """

    name: str
    store: QueryStore | None
    request: PackageRequest | None
    interventions: int
    problem: Problem


@dataclass(frozen=True)
class Measured:
    """What a case took, in seconds.

    Args:
        case: the case.
        core: the optimum, its proof and all packages up to the limit, from numbers to numbers.
        whole: everything, from a question to an answer with its reasons; empty where there is no graph.
        status: what is proven.
        size: interventions of a package.
        bound: no package has fewer.
        packages: how many were found.
        fewest: the smallest package alone, proven.
        greedy: the same by greed.
        greedy_size: interventions of a greedy package.
        plain: the smallest package with nothing left out.
        plain_size: its interventions; None where time was up.
    """

    case: Case
    core: Sequence[float]
    whole: Sequence[float]
    status: str
    size: int
    bound: int
    packages: int
    fewest: float
    greedy: float
    greedy_size: int
    plain: float
    plain_size: int | None


def case_of(name: str, kind: str, store: QueryStore, via: str) -> Case:
    """Return a case over a graph: its factors after `kind`, and which ways to them count."""
    factors = tuple(row["factor"].value for row in select(store, _WANTED[kind]))
    request = PackageRequest.model_validate({"factor": factors, "via": via})
    things = meant(store, request)
    candidates = list(gather(store, things.factors).values())
    problem = problem_of(candidates, things, criteria_of(request, things), request)
    (row,) = select(store, _COUNT)
    return Case(f"{name}, via={via}", store, request, int(row["there"].value), problem)


def scattered(items: int, factors: int, seed: int = 1) -> Problem:
    """Return a problem without any pattern: each item covers one to twelve factors drawn at random."""
    random = Random(seed)  # noqa: S311 - a bench, not a secret
    drawn = (random.sample(range(factors), random.randint(1, 12)) for _ in range(items))
    covers = tuple(sum(1 << factor for factor in chosen) for chosen in drawn)
    return Problem(covers, tuple(random.randint(-1, 4) for _ in range(items)), factors)


def plain(problem: Problem, clock: Clock) -> int | None:
    """Return how many items the smallest package has, with nothing left out; None if time was up."""
    programme = Programme()
    columns = [programme.column(1) for _ in problem.covers]
    for factor in bits(problem.coverable):
        entries: dict[int, float] = {column: 1 for column in columns if problem.covers[column] >> factor & 1}
        programme.rows.append(Row(entries, lower=problem.times))
    solved = solve(programme, clock)
    return sum(solved.values or ()) if solved.status == "optimal" else None


def measure(case: Case, times: int, progress: Callable[[str], None] = lambda _: None) -> Measured:
    """Return what a case takes; each figure the best or all of `times` turns.

    Raises:
        ValueError: another exact way finds another size.
    """
    progress(case.name)
    problem = case.problem
    core, whole = [], []
    status, size, bound, packages = "", 0, 0, 0
    for _ in range(times):
        clock = Clock(MOST)
        first = smallest(problem, clock)
        best = best_founded(problem, first, clock)
        proven = first.proven and best.proven
        packages = len(all_packages(problem, best, 20, clock).packages) if proven else 1
        core.append(clock.spent)
        status = "optimal" if proven else "size proven" if first.proven else "limit"
        size, bound = len(first.chosen or ()), first.bound
    for _ in range(times if case.store is not None else 0):
        whole.append(_timed(lambda: _planned(case))[0])
    turns = range(times)
    fewest = min(_timed(lambda: smallest(problem, Clock(MOST)))[0] for _ in turns)
    by_greed = [_timed(lambda: greedy(problem)) for _ in turns]
    whole_programme = [_timed(lambda: plain(problem, Clock(MOST))) for _ in turns]
    plain_size = whole_programme[0][1]
    if plain_size is not None and status != "limit" and plain_size != size:
        raise ValueError(f"{case.name}: {size} interventions, and {plain_size} with nothing left out")
    return Measured(
        case,
        core,
        whole,
        status,
        size,
        bound,
        packages,
        fewest,
        min(seconds for seconds, _ in by_greed),
        len(by_greed[0][1]),
        min(seconds for seconds, _ in whole_programme),
        plain_size,
    )


def marks(small: Sequence[Measured], large: Sequence[Measured]) -> list[Mark]:
    """Return what the worst of the cases took, beside what it may; a case without its proof took for ever."""

    def worst(measured: Sequence[Measured], figure: Callable[[Measured], Sequence[float]]) -> float:
        return max(
            percentile(figure(one), 0.5) if one.status == "optimal" else float("inf") for one in measured
        )

    return [
        Mark("real graph, optimum with proof", 1000 * worst(small, lambda one: one.core), 100, False, "ms"),
        Mark("real graph, whole answer", 1000 * worst(small, lambda one: one.whole), 100, False, "ms"),
        Mark("5,000 × 400, optimum with proof", worst(large, lambda one: one.core), 20, False, "s"),
        Mark("5,000 × 400, whole answer", worst(large, lambda one: one.whole), 20, False, "s"),
    ]


def compare(
    root: Path,
    console: Console,
    work: Path,
    statements: int = STATEMENTS,
    progress: Callable[[str], None] = lambda _: None,
) -> None:
    """Measure all cases and print what they took.

    Args:
        root: the folder with the real sources.
        console: where to print.
        work: where generated graphs are kept.
        statements: about how many the generated graph has.
        progress: told what happens.
    """
    real = EmbeddedStore(assemble(root))
    ways = ("direct", "type", "editorial")
    small = [measure(case_of("real", "real", real, via), 15, progress) for via in ways]
    generated = EmbeddedStore(Store.read_only(str(prepare(root, work, statements, progress).store)))
    large = [measure(case_of("generated", "generated", generated, via), 3, progress) for via in ways[:2]]
    problem = scattered(5_000, FACTORS)
    random = measure(Case("without a pattern", None, None, 5_000, problem), 1, progress)
    console.print(_cases([*small, *large, random]))
    console.print(_others([*small, *large, random]))
    print_marks(console, marks(small, large))


def _planned(case: Case) -> Plan:
    if case.store is None or case.request is None:
        raise ValueError("numbers have no answer in words")
    return plan(case.store, case.request, seconds=MOST)


def _timed(work: Callable[[], _Found]) -> tuple[float, _Found]:
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


def _cases(measured: Sequence[Measured]) -> Table:
    table = Table("case", title="the planner: p50")
    for heading in (
        *(
            "interventions",
            "factors",
            "package",
            "bound",
            "packages found",
            "optimum, proof, ties",
            "whole answer",
        ),
        "",
    ):
        table.add_column(heading, justify="right")
    for one in measured:
        table.add_row(
            one.case.name,
            f"{one.case.interventions:,}",
            str(one.case.problem.factors),
            str(one.size),
            str(one.bound),
            str(one.packages),
            _seconds(percentile(one.core, 0.5)),
            _seconds(percentile(one.whole, 0.5)) if one.whole else "–",
            one.status,
        )
    return table


def _others(measured: Sequence[Measured]) -> Table:
    table = Table("the smallest package alone", title="the same by others")
    for heading in ("ours", "greedy", "greedy, size", "whole programme", "whole programme / ours"):
        table.add_column(heading, justify="right")
    for one in measured:
        table.add_row(
            one.case.name,
            _seconds(one.fewest),
            _seconds(one.greedy),
            f"{one.greedy_size} = {ratio(one.greedy_size, one.size):.2f} ×",
            _seconds(one.plain) if one.plain_size is not None else f"not in {MOST:g} s",
            f"{ratio(one.plain, one.fewest):.1f} ×",
        )
    return table


def _seconds(value: float) -> str:
    return f"{value * 1000:,.1f} ms" if value < 1 else f"{value:,.2f} s"


if __name__ == "__main__":
    top = Path(__file__).resolve().parent.parent
    compare(top, Console(width=140), top / ".bouwstenen" / "bench", progress=print)
