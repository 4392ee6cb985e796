"""Checking files as part of the sources they belong to."""

import shutil
from pathlib import Path

import pytest

from bouwstenen.errors import SourceError
from bouwstenen.validation.files import validate_files
from bouwstenen.validation.findings import violations


def _changed(root: Path, folder: Path, name: str, old: str, new: str) -> Path:
    text = (root / "data" / name).read_text()
    assert old in text
    path = folder / name
    path.write_text(text.replace(old, new, 1))
    return path


def test_a_good_file_has_no_violations(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "tabel-b3-4.ttl"
    shutil.copy(root / "data" / path.name, path)
    findings, _ = validate_files(root, [path])
    assert violations(findings) == []


def test_a_mistake_is_found_where_it_is(root: Path, tmp_path: Path) -> None:
    path = _changed(root, tmp_path, "tabel-b3-4.ttl", "bm:trede trede:2", "bm:trede trede:7")
    findings, labels = validate_files(root, [path])
    wrong = violations(findings)
    assert {finding.shape.rpartition("/")[2] for finding in wrong} == {"EvidenceClaim-trede"}
    assert all("tabel-b3-4" in finding.focus for finding in wrong)
    assert wrong[0].focus in labels


def test_references_resolve_in_the_other_sources_or_not_at_all(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "tabel-b3-4.ttl"
    shutil.copy(root / "data" / path.name, path)
    findings, _ = validate_files(root, [path], alone=True)
    assert any(finding.shape.endswith("Claim-agent") for finding in violations(findings))


def test_what_does_not_parse_says_where(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "new.ttl"
    path.write_text("<http://a/b> <http://a/c>\n")
    with pytest.raises(SourceError, match=r"new\.ttl:\d+:\d+: not valid Turtle"):
        validate_files(root, [path])


def test_a_thing_without_a_name_is_not_passed_over(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "new.ttl"
    path.write_text("[] a <https://w3id.org/bouwstenen/def/Intervention> .\n")
    findings, _ = validate_files(root, [path])
    shapes = {finding.shape.rpartition("/")[2] for finding in violations(findings)}
    assert {"Intervention-iri", "Intervention-label"} <= shapes


def test_a_clash_with_the_ontology_is_found(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "new.ttl"
    path.write_text(
        "<https://w3id.org/bouwstenen/id/intervention/vip> a <https://w3id.org/bouwstenen/def/Source> .\n"
    )
    findings, _ = validate_files(root, [path])
    assert any("exclude each other" in finding.message("en") for finding in violations(findings))


def test_a_file_of_shapes_checks_everything(root: Path) -> None:
    findings, _ = validate_files(root, [root / "shapes" / "quality.ttl"])
    assert violations(findings) == []
    assert len(findings) > 100, "its warnings are about the data"
