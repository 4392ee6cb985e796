"""The bench of a build measures what it says, and both sides do the same work. Times are not tested."""

import math
from io import StringIO
from pathlib import Path

import pytest
from pyoxigraph import Store
from rich.console import Console

from bench import building
from bench.building import Comparison
from bench.generator import generate
from bench.sources import write_sources
from bench.weighing import Weight, apart, weighed
from bouwstenen.graph import sources


@pytest.fixture(scope="module")
def measured(root: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    console = Console(file=StringIO(), width=140)
    work = tmp_path_factory.mktemp("work")
    building.compare(root, console, work, [5000])
    assert not list(work.iterdir()), "what is generated is removed"
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_every_step_is_there(measured: str) -> None:
    steps = measured.partition("step by step")[2]
    for name in ("load", "derive", "infer", "describe", "write", "in all"):
        assert f" {name} " in steps


def test_peers_come_to_the_same(measured: str) -> None:
    rows = [line for line in measured.splitlines() if "5,000" in line and "│" in line]
    assert ["owlrl" in row or "plain pyshacl" in row for row in rows] == [True, True]
    assert all(" yes " in row for row in rows)
    assert "time of owlrl / ours" in measured


def test_peers_are_spared_large_graphs(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "MOST_FOR_PEERS", 4999)
    builds, comparisons = building.measure(root, tmp_path, [5000])
    assert comparisons == []
    assert builds[0].statements > builds[0].claimed > 4000
    assert all(weight.peak > 0 for weight in builds[0].steps.values())
    assert math.isnan(building.mark(comparisons).value)


def test_the_mark_is_that_of_the_largest_graph() -> None:
    def comparison(peer: str, theirs: float) -> Comparison:
        return Comparison("job", peer, 1, Weight(2.0, 1), Weight(theirs, 1), same=True)

    comparisons = [comparison("owlrl", 8.0), comparison("owlrl", 120.0), comparison("other", 1.0)]
    assert building.mark(comparisons).value == 60
    assert building.mark(comparisons).met


def test_sources_are_what_is_generated(root: Path, tmp_path: Path) -> None:
    write_sources(root, 30_000, tmp_path / "sources")
    written = sources.load(sources.find(tmp_path / "sources"))
    generated = Store()
    generated.bulk_extend(generate(root, 30_000))
    assert set(written.named_graphs()) == set(generated.named_graphs())
    assert len(written) == len(generated)
    for graph in written.named_graphs():
        if not graph.value.endswith(("/ontology", "/shapes")):  # they have blank nodes
            assert set(written.quads_for_pattern(None, None, None, graph)) == set(
                generated.quads_for_pattern(None, None, None, graph)
            )


def _hold(size: int) -> Weight:
    with weighed() as small:
        pass
    with weighed() as large:
        held = bytearray(b"x" * size)
    assert len(held) == size
    return Weight(0, large.peak - small.peak)


def test_memory_is_that_of_the_block() -> None:
    assert apart(_hold, 2**26).peak >= 2**26
