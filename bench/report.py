"""What was measured, as tables: per peer, against the marks, and by size."""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

from rich.console import Console
from rich.table import Table

from bench.contest import Result
from bench.figures import Mark, percentile, ratio
from bench.growth import Costs
from bench.peers import CACHED, DISK, MEMORY, OURS, RDFLIB

__all__ = ["marks", "print_contest", "print_growth", "print_marks", "print_queries"]


def marks(results: dict[str, Result]) -> list[Mark]:
    """Return the ratios that the bench is for, each with what it should be.

    What no peer was there to be measured against is not a number.
    """

    def compare(one: str, other: str, figure: Callable[[Result], float]) -> float:
        if any(name not in results or results[name].ended for name in (one, other)):
            return math.nan
        return ratio(figure(results[one]), figure(results[other]))

    def mixed(result: Result) -> float:
        return result.all_mixed.rate

    def lookups(result: Result) -> float:
        return result.all_lookups.rate

    def tail(result: Result) -> float:
        return percentile(result.all_mixed.all, 0.99)

    ours, cached, disk = OURS.name, CACHED.name, DISK.name
    return [
        Mark("mixed load, no cache: rate / oxigraph on disk", compare(ours, disk, mixed), 1.7),
        Mark("mixed load, no cache: rate / oxigraph in memory", compare(ours, MEMORY.name, mixed), 1.0),
        Mark("mixed load, no cache: rate / rdflib-endpoint", compare(ours, RDFLIB.name, mixed), 90),
        Mark("mixed load, no cache: p99 / oxigraph on disk", compare(ours, disk, tail), 0.5, at_least=False),
        Mark("mixed load, with cache: rate / oxigraph on disk", compare(cached, disk, mixed), 50),
        Mark("single lookups, no cache: rate / oxigraph on disk", compare(ours, disk, lookups), 0.5),
        Mark("single lookups, with cache: rate / oxigraph on disk", compare(cached, disk, lookups), 0.5),
    ]


def print_marks(console: Console, of: Sequence[Mark]) -> None:
    """Print what was reached beside what should be."""
    table = Table("mark", "measured", "should be", "", title="marks")
    for mark in of:
        sign, met = ("≥" if mark.at_least else "≤"), {True: "met", False: "missed", None: "not measured"}
        table.add_row(
            mark.what, _number(mark.value, mark.unit), f"{sign} {mark.limit:g} {mark.unit}", met[mark.met]
        )
    console.print(table)


def print_contest(console: Console, results: dict[str, Result], statements: int) -> None:
    """Print a table for the mixed load and one for single lookups, and where answers differ."""
    _print_peers(console, f"mixed load, 8 connections, {statements:,} statements", results, mixed=True)
    _print_peers(console, f"single lookups, 1 connection, {statements:,} statements", results, mixed=False)
    console.print("memory: proportional set size of the server and its children, when ready → at the end")
    for result in results.values():
        if result.ended:
            console.print(f"{result.peer} {result.ended}", markup=False)
        for query, (rows, usual) in result.differing.items():
            console.print(f"{result.peer} answers “{query}” with {rows} rows where the others give {usual}")
    if not any(result.differing for result in results.values()):
        console.print("all give the same number of rows")


def _print_peers(console: Console, title: str, results: dict[str, Result], *, mixed: bool) -> None:
    table = Table(title=title)
    for heading in ("", "requests/s", "rounds", "p50, ms", "p99, ms", "answered", "failed", "memory, MiB"):
        table.add_column(heading, justify="left" if heading == "" else "right")
    for result in results.values():
        whole, samples = (result.all_mixed, result.mixed) if mixed else (result.all_lookups, result.lookups)
        rates = sorted(sample.rate for sample in samples)
        table.add_row(
            result.peer,
            f"{whole.rate:,.1f}",
            f"{rates[0]:,.1f}–{rates[-1]:,.1f}",
            f"{percentile(whole.all, 0.5):.2f}",
            f"{percentile(whole.all, 0.99):.2f}",
            f"{whole.count:,}",
            ", ".join(f"{count} × {kind}" for kind, count in whole.errors.items()) or "0",
            f"{result.ready / 2**20:.0f} → {result.after / 2**20:.0f}",
        )
    console.print(table)


def print_queries(console: Console, results: dict[str, Result]) -> None:
    """Print the median of every query under the mixed load."""
    table = Table("p50 under the mixed load, ms", title="by query")
    for name in results:
        table.add_column(name, justify="right")
    samples = [result.all_mixed for result in results.values()]
    for query in dict.fromkeys(name for sample in samples for name in sample.latencies):
        medians = (percentile(sample.latencies.get(query, []), 0.5) for sample in samples)
        table.add_row(query, *(_number(median) for median in medians))
    console.print(table)


def print_growth(console: Console, costs: Costs) -> None:
    """Print what each query costs at each size, and how its cost grew beside the data."""
    sizes = sorted({size for _, _, size in costs})
    for peer in dict.fromkeys(peer for peer, _, _ in costs):
        table = Table("p50, ms", title=f"cost by size: {peer}")
        for size in sizes:
            table.add_column(f"{size:,}", justify="right")
        steps = list(pairwise(sizes))
        for small, large in steps:
            table.add_column(f"× from {small:,} (data × {large / small:.1f})", justify="right")
        for query in dict.fromkeys(name for _, name, _ in costs):
            cost = {size: costs.get((peer, query, size), math.nan) for size in sizes}
            grown = [
                f"{_number(ratio(cost[large], cost[small]))}"
                f"{' !' if ratio(cost[large], cost[small]) > large / small else ''}"
                for small, large in steps
            ]
            table.add_row(query, *(_number(value) for value in cost.values()), *grown)
        console.print(table)
    console.print("!: grew faster than the data")


def _number(value: float, unit: str = "") -> str:
    return "–" if math.isnan(value) else f"{value:,.2f} {unit}".strip()
