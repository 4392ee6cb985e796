"""`make bench`: our endpoint beside others in one run, over the same generated graph, as ratios."""

from pathlib import Path

import click
from pyoxigraph import Store
from rich.console import Console

from bench import building, contest, growth, overhead, planning, queries, report, searching, validating
from bench.dataset import Dataset, prepare
from bench.peers import DISK, OURS, PEERS

ROOT = Path(__file__).resolve().parent.parent
#: Generated graphs are kept here: making one takes longer than asking it.
WORK = ROOT / ".bouwstenen" / "bench"

_QUICK = "1e4,1e5,1e6"
_FULL = "1e4,1e5,1e6,1e7"
#: Things that are searched among.
_THINGS = (10_000, 100_000)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--full", is_flag=True, help=f"Longer turns, and sizes {_FULL}.")
@click.option("--sizes", help=f"Statements at which the cost of a query is measured.  [default: {_QUICK}]")
@click.option("--size", default="1e5", show_default=True, help="Statements of the contest of servers.")
@click.option("--seconds", type=float, help="Length of a turn.  [default: 4, with --full 20]")
@click.option("--rounds", default=3, show_default=True, help="Turns of each server in the contest.")
@click.option(
    "--only",
    type=click.Choice(["contest", "growth", "building", "searching", "planning", "validating"]),
    multiple=True,
    help="Only this part; may be given more than once.",
)
def main(
    full: bool, sizes: str | None, size: str, seconds: float | None, rounds: int, only: tuple[str, ...]
) -> None:
    """Measure the service beside other endpoints; builds, plans and checks beside their peers."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=140)  # a file or a pipe has no width of its own
    turn = seconds or (20.0 if full else 4.0)

    def told(line: str) -> None:
        console.print(f"[dim]{line}[/dim]")

    def dataset(text: str) -> Dataset:
        return prepare(ROOT, WORK, int(float(text)), told)

    if not only or "contest" in only:
        held = dataset(size)
        asked = queries.draw(Store.read_only(str(held.store)))
        peers = [peer for peer in PEERS if held.statements <= peer.most]
        results = contest.run(peers, held, asked, contest.Plan(turn, rounds), told)
        report.print_contest(console, results, held.statements)
        report.print_queries(console, results)
        told("what a worker adds")
        lookups = [query.text for query in asked if query.name == "lookup"]
        added = overhead.measure(held, lookups, times=50 if full else 25)
        report.print_marks(console, [*report.marks(results), *overhead.marks(added)])
    if not only or "growth" in only:
        wanted = (sizes or (_FULL if full else _QUICK)).split(",")
        costs = growth.measure((OURS, DISK), [dataset(text) for text in wanted], turn / 4, told)
        report.print_growth(console, costs)
    if not only or "building" in only:
        wanted = (sizes or _QUICK).split(",")
        building.compare(ROOT, console, WORK, [int(float(text)) for text in wanted])
    if not only or "searching" in only:
        searching.compare(ROOT, console, WORK, _THINGS)
    if not only or "planning" in only:
        planning.compare(ROOT, console, WORK, progress=told)
    if not only or "validating" in only:
        validating.compare(ROOT, console, WORK, rounds, told)


if __name__ == "__main__":
    main()
