"""A build, timed beside the libraries that do parts of it: on our own graph, as ratios.

`python -m bench.building` prints it by itself.
"""

import tempfile
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import owlrl
from pyoxigraph import Store
from rich.console import Console
from rich.table import Table

from bouwstenen.build import assemble, build
from bouwstenen.formats import SOLUTIONS
from bouwstenen.graph import derivation, inference, sources
from bouwstenen.namespaces import PREFIXES
from bouwstenen.sparql.evaluation import evaluate
from bouwstenen.store.embedded import EmbeddedStore
from bouwstenen.store.results import write
from bouwstenen.validation.shacl import to_graph

__all__ = ["compare"]


@dataclass(frozen=True)
class Contest:
    """One job done by us and by a peer.

    Args:
        what: the job.
        peer: who else does it.
        ours: does it our way.
        theirs: does it the peer's way.
        times: how often we do it; the peer does it once.
    """

    what: str
    peer: str
    ours: Callable[[], object]
    theirs: Callable[[], object]
    times: int = 3


def _seconds(job: Callable[[], object], times: int) -> float:
    best = float("inf")
    for _ in range(times):
        began = time.perf_counter()
        job()
        best = min(best, time.perf_counter() - began)
    return best


def _contests(root: Path) -> list[Contest]:
    plain = sources.load(sources.find(root))
    derivation.derive(plain)

    def ours_inference() -> None:
        store = Store()
        store.extend(plain)
        inference.infer(store)

    def owlrl_inference() -> None:
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(to_graph(plain))

    store = assemble(root)
    graph, ours = to_graph(store), EmbeddedStore(store)
    query = """SELECT ?name ?locator WHERE {
      ?claim a bm:CoverageClaim ; bm:about ?x ; bm:factor ?factor ; prov:wasDerivedFrom/bm:locator ?locator .
      ?factor rdfs:label "Mediawijsheid"@nl . ?x rdfs:label ?name }"""

    def ours_query() -> bytes:
        return write(ours, evaluate(ours, query), SOLUTIONS[0])

    def rdflib_query() -> bytes | None:
        return graph.query(query, initNs=PREFIXES).serialize(format="json")

    return [
        Contest("OWL 2 RL entailments", "owlrl", ours_inference, owlrl_inference),
        Contest("a lookup in SPARQL", "rdflib", ours_query, rdflib_query, times=20),
    ]


def compare(root: Path, console: Console) -> None:
    """Print one table for the contests and one for the steps of a build of the sources below `root`."""
    table = Table("job", "ours, s", "peer", "peer, s", "ratio", title="beside the reference libraries")
    for contest in _contests(root):
        ours, theirs = _seconds(contest.ours, contest.times), _seconds(contest.theirs, 1)
        table.add_row(contest.what, f"{ours:.4f}", contest.peer, f"{theirs:.3f}", f"{theirs / ours:.0f} ×")
    console.print(table)

    tracemalloc.start()
    with tempfile.TemporaryDirectory() as home:
        began = time.perf_counter()
        release = build(root, Path(home)).release
        total = time.perf_counter() - began
    peak = tracemalloc.get_traced_memory()[1]
    if release is None:
        raise SystemExit("the sources have violations: run `bouwstenen build`")
    steps = Table("step", "s", title=f"a build of {release.statements} statements, from nothing")
    for name, seconds in (release.seconds | {"in all": total}).items():
        steps.add_row(name, f"{seconds:.2f}")
    console.print(steps)
    console.print(f"peak of Python's own memory in the building process: {peak / 2**20:.0f} MiB")


if __name__ == "__main__":
    compare(Path(__file__).resolve().parent.parent, Console())
