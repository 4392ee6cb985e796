"""A build of generated sources, step by step, beside the libraries that do parts of it.

In:  the real sources and numbers of statements.
Out: two tables: what each step took at each size, and the same work done by owlrl and by plain pyshacl.

Every figure comes from a process of its own. `python -m bench.building` prints the tables by itself.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import owlrl
from rdflib import Graph
from rich.console import Console
from rich.table import Table

from bench.entailments import facts
from bench.figures import Mark, ratio
from bench.report import print_marks
from bench.sources import write_sources
from bench.weighing import Steps, Weight, apart, weighed
from bouwstenen.build import assemble, build
from bouwstenen.graph import derivation, inference, sources
from bouwstenen.validation import shacl

__all__ = ["MOST_FOR_PEERS", "Built", "Comparison", "compare", "mark", "measure"]

#: Statements of sources up to which the peers take part.
MOST_FOR_PEERS = 100_000


@dataclass(frozen=True)
class Built:
    """A build of generated sources.

    Args:
        claimed: statements of the sources.
        statements: statements of the release.
        steps: what each step took.
    """

    claimed: int
    statements: int
    steps: dict[str, Weight]


@dataclass(frozen=True)
class Comparison:
    """One job done by us and by a peer on the same graph.

    Args:
        job: what is done.
        peer: who else does it.
        claimed: statements of the sources.
        ours: what it took us.
        theirs: what it took the peer.
        same: whether both came to the same.
    """

    job: str
    peer: str
    claimed: int
    ours: Weight
    theirs: Weight
    same: bool


def compare(root: Path, console: Console, work: Path, sizes: Sequence[int]) -> None:
    """Measure builds of `sizes` statements and print them beside the peers; scratch files go below `work`."""
    builds, comparisons = measure(root, work, sizes, lambda line: console.print(f"[dim]{line}[/dim]"))
    console.print(_steps(builds))
    console.print("a build without checks; memory: the most that the building process held during the step")
    console.print(_beside(comparisons))
    print_marks(console, [mark(comparisons)])


def mark(comparisons: Sequence[Comparison]) -> Mark:
    """Return how much faster than owlrl inference is on the largest graph, beside what it should be."""
    ratios = [ratio(item.theirs.seconds, item.ours.seconds) for item in comparisons if item.peer == "owlrl"]
    return Mark(
        "OWL 2 RL entailments: time of owlrl / ours", ratios[-1] if ratios else math.nan, 50, unit="×"
    )


def measure(
    root: Path, work: Path, sizes: Sequence[int], progress: Callable[[str], None] = lambda _: None
) -> tuple[list[Built], list[Comparison]]:
    """Return a build for each of `sizes`, and the comparisons for those that the peers can do.

    Args:
        root: the folder with the real sources.
        work: folder for generated sources and releases, which are removed.
        sizes: statements of the sources.
        progress: told what happens.
    """
    builds, comparisons = [], []
    work.mkdir(parents=True, exist_ok=True)
    for size in sizes:
        with TemporaryDirectory(dir=work) as scratch:
            generated = Path(scratch) / "sources"
            progress(f"building {size:,} statements")
            write_sources(root, size, generated)
            builds.append(apart(_build, generated, Path(scratch) / "home"))
            if size <= MOST_FOR_PEERS:
                comparisons += [_inference(generated, size, progress), _checks(generated, size, progress)]
    return builds, comparisons


def _build(root: Path, home: Path) -> Built:
    steps = Steps()
    release = build(root, home, steps, check=False).release
    if release is None:
        raise RuntimeError("a build without checks refused something")
    made = {"derived", "inferred", "questions", "dataset"}
    claimed = sum(count for graph, count in release.graphs.items() if graph not in made)
    return Built(claimed, release.statements, steps.weights)


def _inference(root: Path, size: int, progress: Callable[[str], None]) -> Comparison:
    ours, our_facts = apart(_infer, root)
    progress(f"owlrl, {size:,} statements")
    theirs, their_facts = apart(_infer_with_owlrl, root)
    return Comparison("OWL 2 RL entailments", "owlrl", size, ours, theirs, our_facts == their_facts)


def _infer(root: Path) -> tuple[Weight, str]:
    store = sources.load(sources.find(root))
    derivation.derive(store)
    with weighed() as weight:
        inference.infer(store)
    return weight, _digest(facts(shacl.to_graph(store)))


def _infer_with_owlrl(root: Path) -> tuple[Weight, str]:
    store = sources.load(sources.find(root))
    derivation.derive(store)
    graph = shacl.to_graph(store)
    with weighed() as weight:
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return weight, _digest(facts(graph))


def _checks(root: Path, size: int, progress: Callable[[str], None]) -> Comparison:
    progress(f"pyshacl, {size:,} statements")
    ours, our_findings = apart(_check, root, plain=False)
    theirs, their_findings = apart(_check, root, plain=True)
    return Comparison("all shapes", "plain pyshacl", size, ours, theirs, our_findings == their_findings)


def _check(root: Path, *, plain: bool) -> tuple[Weight, str]:
    """Check with our shapes as we give them to pyshacl, or as they are written."""
    paths = sorted((root / "shapes").rglob("*.ttl"))
    shapes = Graph() if plain else shacl.read_shapes(paths)
    if plain:
        for path in paths:
            shapes.parse(path, format="turtle")
    graph = shacl.to_graph(assemble(root))
    with weighed() as weight:
        findings = shacl.check(graph, shapes)
    # without the shape: one that has no name has another each time
    return weight, _digest((found.severity, found.focus, found.path, found.value) for found in findings)


def _digest(rows: Iterable[tuple[str, ...]]) -> str:
    return sha256("\n".join(sorted({" ".join(row) for row in rows})).encode()).hexdigest()


def _steps(builds: Sequence[Built]) -> Table:
    table = Table("step", title="the build, step by step: seconds, and MiB at most")
    for built in builds:
        table.add_column(f"{built.claimed:,} → {built.statements:,} statements", justify="right")
    for name in builds[0].steps:
        table.add_row(name, *(_weight(built.steps[name]) for built in builds))
    table.add_row("in all", *(_weight(_whole(built)) for built in builds), style="bold")
    return table


def _whole(built: Built) -> Weight:
    weights = built.steps.values()
    return Weight(sum(weight.seconds for weight in weights), max(weight.peak for weight in weights))


def _beside(comparisons: Sequence[Comparison]) -> Table:
    table = Table("job", "peer", title="the same work by others: seconds, and MiB at most")
    for heading in ("statements", "ours", "theirs", "ratio", "same result"):
        table.add_column(heading, justify="right")
    for item in comparisons:
        table.add_row(
            item.job,
            item.peer,
            f"{item.claimed:,}",
            _weight(item.ours),
            _weight(item.theirs),
            f"{ratio(item.theirs.seconds, item.ours.seconds):.1f} ×",
            "yes" if item.same else "NO",
        )
    return table


def _weight(weight: Weight) -> str:
    return f"{weight.seconds:,.2f} s {weight.peak / 2**20:7,.0f}"


if __name__ == "__main__":
    top = Path(__file__).resolve().parent.parent
    compare(top, Console(), top / ".bouwstenen" / "bench", (10_000, 100_000, 1_000_000))
