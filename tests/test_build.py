"""The build as a whole: repeatable, refuses what is wrong, leaves alone what serves."""

import shutil
from functools import partial
from pathlib import Path

import pytest
from pyoxigraph import QuerySolution, Store

from bouwstenen import build as build_module
from bouwstenen.build import build, source_hash
from bouwstenen.errors import SourceError
from bouwstenen.graph.release import current
from bouwstenen.graph.workplace import workplace
from bouwstenen.progress import Lines
from bouwstenen.settings import Settings
from bouwstenen.store.interface import select
from bouwstenen.store.opening import Opened
from bouwstenen.validation.findings import violations


@pytest.fixture
def sources(root: Path, tmp_path: Path) -> Path:
    """A copy of the sources to change."""
    for folder in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(root / folder, tmp_path / "sources" / folder)
    return tmp_path / "sources"


def _all(opened: Opened) -> list[QuerySolution]:
    return list(select(opened.store, "SELECT * { GRAPH ?g { ?s ?p ?o } }"))


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_same_sources_same_hash(settings: Settings, opened: Opened, sources: Path, tmp_path: Path) -> None:
    again = build(sources, tmp_path / "home").release
    assert again is not None
    assert again.hash == opened.release.hash
    assert again.sources == opened.release.sources == source_hash(settings.sources)


def test_another_fact_another_hash_and_a_violation_leaves_the_release_alone(
    opened: Opened, sources: Path, tmp_path: Path
) -> None:
    _change(sources / "data" / "tabel-b3-7.ttl", "dcterms:description", "rdfs:comment")
    release = build(sources, tmp_path / "home").release
    assert release is not None
    assert release.hash != opened.release.hash
    _change(sources / "data" / "tabel-b3-7.ttl", "bm:ageMin 12", "bm:ageMin 121")
    told: list[str] = []
    outcome = build(sources, tmp_path / "home", Lines(told.append))
    assert outcome.release is None
    shapes = {finding.shape.rpartition("/")[2] for finding in violations(outcome.findings)}
    assert shapes == {"AgeClaim-age-min", "AgeClaim-age-order"}
    assert [line.split()[0] for line in told] == ["load", "derive", "infer", "describe", "check"]
    assert current(tmp_path / "home")[1].hash == release.hash


def test_a_thing_in_two_disjoint_classes_is_a_violation(sources: Path, tmp_path: Path) -> None:
    extra = sources / "data" / "extra.ttl"
    extra.write_text(
        "<https://w3id.org/bouwstenen/id/intervention/vip> a <https://w3id.org/bouwstenen/def/Source> ."
    )
    outcome = build(sources, tmp_path / "home")
    assert outcome.release is None
    assert any("exclude each other" in finding.message("en") for finding in violations(outcome.findings))


def test_a_build_on_disk_gives_the_same_release(
    opened: Opened, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_module, "workplace", partial(workplace, limit=0))
    release = build(sources, tmp_path / "home", check=False).release
    assert release is not None
    assert (release.hash, release.graphs) == (opened.release.hash, opened.release.graphs)
    assert len(Store.read_only(str(current(tmp_path / "home")[0] / "store"))) == release.statements
    assert {path.name for path in (tmp_path / "home").iterdir()} == {".lock", "current", "history", "releases"}


def test_a_build_without_checks_refuses_nothing_and_says_so(
    opened: Opened, sources: Path, tmp_path: Path
) -> None:
    _change(sources / "data" / "tabel-b3-7.ttl", "bm:ageMin 12", "bm:ageMin 121")
    (sources / "data" / "extra.ttl").write_text(
        "<https://w3id.org/bouwstenen/id/intervention/vip> a <https://w3id.org/bouwstenen/def/Source> ."
    )
    told: list[str] = []
    outcome = build(sources, tmp_path / "home", Lines(told.append), check=False)
    assert outcome.release is not None
    assert outcome.findings == []
    assert [line.split()[0] for line in told] == ["load", "derive", "infer", "describe", "write"]
    found = current(tmp_path / "home")[1]
    assert not found.checked
    assert found.findings == {}
    assert opened.release.checked


class _Follower:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.told: dict[str, list[tuple[str, int, int | None]]] = {}
        self.step = ""

    def begin(self, step: str) -> None:
        assert not self.step
        self.step = step
        self.told[step] = []

    def tell(self, what: str, done: int, total: int | None) -> None:
        self.told[self.step].append((what, done, total))

    def end(self, step: str, seconds: float) -> None:
        assert step == self.step
        assert seconds >= 0
        self.step = ""


def test_progress_is_told_to_the_end(sources: Path, tmp_path: Path) -> None:
    follower = _Follower()
    release = build(sources, tmp_path / "home", follower, check=False).release
    assert release is not None
    for step, told in follower.told.items():
        numbers = [done for _, done, _ in told]
        assert numbers == sorted(numbers), f"{step} goes back"
        assert told[-1][1] == told[-1][2], f"{step} does not say that it is done"
    assert follower.told["write"][-1] == ("statements", release.statements, release.statements)
    assert tuple(
        next(what for what, *_ in follower.told[step] if what == name)
        for step, name in (("load", "tabel-b3-7.ttl"), ("derive", "trede.rq"))
    ) == ("tabel-b3-7.ttl", "trede.rq")
    assert any(what.startswith("prp-trp") for what, *_ in follower.told["infer"])


def test_broken_turtle_stops_the_build(sources: Path, tmp_path: Path) -> None:
    _change(sources / "data" / "rapport.ttl", " ;\n", " ;;; ]\n")
    with pytest.raises(SourceError, match=r"rapport\.ttl:\d+:\d+"):
        build(sources, tmp_path / "home")
    assert not (tmp_path / "home" / "current").exists()


def test_every_graph_of_the_design_is_there(opened: Opened, root: Path) -> None:
    files = {path.stem for path in (root / "data").rglob("*.ttl")}
    assert opened.release.graphs.keys() == files | {
        *("ontology", "shapes", "questions", "derived", "inferred", "dataset")
    }
    assert sum(opened.release.graphs.values()) == opened.release.statements == len(_all(opened))


def test_the_release_says_what_it_is(store: Store, opened: Opened) -> None:
    assert opened.release.classes["Intervention"] == 120
    assert opened.release.findings["violation"] == 0
    assert len(_all(opened)) > len(store)
