"""The build as a whole: repeatable, refuses what is wrong, leaves alone what serves."""

import shutil
from pathlib import Path

import pytest
from pyoxigraph import QuerySolution, Store

from bouwstenen.build import build, source_hash
from bouwstenen.errors import SourceError
from bouwstenen.graph.release import current
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
    outcome = build(sources, tmp_path / "home", told.append)
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
