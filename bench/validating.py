"""Checking beside the `pyshacl` command on the same files: the whole graph, and one change.

In:  the real sources.
Out: a table of seconds, and the ratios beside what they should be.

For the whole graph both are commands that read the same two files of N-Triples, everything from the start of
the process to its end counted. For one change pyshacl must check the whole graph again; we check the change
against sources that stand ready, as in the service, which prepares them once. Both are measured by turns.
`python -m bench.validating` prints the table by itself.
"""

import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize
from rich.console import Console
from rich.table import Table

from bench.figures import Mark, ratio
from bench.report import print_marks
from bouwstenen.build import assemble
from bouwstenen.graph.changesets import Patch
from bouwstenen.graph.sources import find
from bouwstenen.namespaces import ID, PREFIXES
from bouwstenen.validation.change import checker
from bouwstenen.validation.shacl import in_stages

__all__ = ["Measured", "compare", "marks", "measure"]

_RESULT = f"<{PREFIXES['sh']}result>"


@dataclass(frozen=True)
class Measured:
    """What checking took, in seconds, one figure a turn.

    Args:
        statements: of the graph.
        theirs: the `pyshacl` command on the whole graph.
        ours: our command on the whole graph.
        changes: one change against sources that stand ready.
        ready: what it took to make them ready, once.
        found: how many findings each command came to.
    """

    statements: int
    theirs: list[float]
    ours: list[float]
    changes: list[float]
    ready: float
    found: tuple[int, int]


def compare(
    root: Path,
    console: Console,
    work: Path,
    rounds: int = 3,
    progress: Callable[[str], None] = lambda _: None,
) -> None:
    """Measure, and print a table and the marks; scratch files go below `work`."""
    measured = measure(root, work, rounds, progress=progress)
    table = Table(
        "", "median", "least", "most", title=f"checking {measured.statements:,} statements, seconds"
    )
    for name, seconds in (
        ("pyshacl, whole graph", measured.theirs),
        ("ours, whole graph", measured.ours),
        ("ours, one change", measured.changes),
    ):
        table.add_row(name, *(f"{figure(seconds):.3f}" for figure in (statistics.median, min, max)))
    console.print(table)
    same = (
        "the same number of findings"
        if len(set(measured.found)) == 1
        else f"FINDINGS DIFFER: {measured.found}"
    )
    console.print(f"{same}; made ready for changes in {measured.ready:.1f} s, once")
    print_marks(console, marks(measured))


def marks(measured: Measured) -> list[Mark]:
    """Return how much faster than the `pyshacl` command we are, beside what it should be."""
    theirs = statistics.median(measured.theirs)
    return [
        Mark(
            "check of the whole graph: time of pyshacl / ours",
            ratio(theirs, statistics.median(measured.ours)),
            10,
        ),
        Mark(
            "check of one change: time of pyshacl / ours",
            ratio(theirs, statistics.median(measured.changes)),
            20,
        ),
    ]


def measure(
    root: Path,
    work: Path,
    rounds: int = 3,
    changes: int = 10,
    progress: Callable[[str], None] = lambda _: None,
) -> Measured:
    """Return what checking the sources below `root` took.

    Args:
        root: the folder with the real sources.
        work: folder for scratch files, which are removed.
        rounds: turns of each command.
        changes: single changes after each turn.
        progress: told what happens.
    """
    work.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=work) as scratch:
        data, shapes, report = (Path(scratch) / f"{name}.nt" for name in ("data", "shapes", "report"))
        store = assemble(root)
        _write({quad.triple for quad in store}, data)
        # both stages in one, as whoever has only the pyshacl command would; staleness is asked as of a day
        stages = in_stages(source.path for source in find(root) if source.graph == "shapes")
        _write(
            {
                quad.triple
                for path in chain(*stages)
                for quad in parse(path=str(path), rename_blank_nodes=True)
            },
            shapes,
        )
        progress("making ready for changes")
        began = time.perf_counter()
        ready = checker(root)
        readied = time.perf_counter() - began
        patches = _patches(store, rounds * changes)
        theirs, ours, single, count = [], [], [], 0
        for number in range(rounds):
            progress(f"turn {number + 1} of {rounds}")
            command = [
                sys.executable,
                "-m",
                "pyshacl",
                "-s",
                str(shapes),
                "-sf",
                "nt",
                "-df",
                "nt",
                "-f",
                "nt",
            ]
            theirs.append(_timed([*command, "-o", str(report), str(data)]))
            ours.append(
                _timed([sys.executable, "-m", "bench.checking", str(data), str(shapes), f"{report}.count"])
            )
            for patch in patches[number * changes : (number + 1) * changes]:
                began = time.perf_counter()
                ready.check(patch)
                single.append(time.perf_counter() - began)
        count = report.read_text().count(_RESULT)
        return Measured(
            len(store), theirs, ours, single, readied, (count, int(Path(f"{report}.count").read_text()))
        )


def _write(triples: Iterable[Triple], path: Path) -> None:
    serialize(triples, str(path), RdfFormat.N_TRIPLES)


def _timed(command: list[str]) -> float:
    began = time.perf_counter()
    done = subprocess.run(command, check=False, capture_output=True, cwd=Path(__file__).parents[1])
    if done.returncode not in (0, 1):  # 1: something was found
        raise RuntimeError(done.stderr.decode()[-1000:])
    return time.perf_counter() - began


def _patches(store: Store, number: int) -> list[Patch]:
    """Return changes of one statement each: another value for one that stands in a source."""
    chance = random.Random(20261124)  # noqa: S311 - the same changes each time
    made = {f"{PREFIXES['graph']}{name}" for name in ("derived", "inferred", "ontology")}
    facts: list[Quad] = sorted(
        (
            quad
            for quad in store
            if isinstance(quad.graph_name, NamedNode)
            and quad.graph_name.value not in made
            and isinstance(quad.subject, NamedNode)
            and quad.subject.value.startswith(ID)
        ),
        key=str,
    )
    return [
        Patch(
            frozenset({Triple(quad.subject, quad.predicate, chance.choice(facts).object)}),
            frozenset({quad}),
        )
        for quad in chance.sample(facts, number)
    ]


if __name__ == "__main__":
    top = Path(__file__).resolve().parent.parent
    compare(top, Console(), top / ".bouwstenen" / "bench")
