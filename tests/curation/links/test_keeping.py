"""What is kept of checks: read as written, the same for the same, a release's own graph."""

from datetime import date
from pathlib import Path

import pytest

from bouwstenen.build import assemble, source_hash
from bouwstenen.curation.links.keeping import check_iri, read_checks, write_checks
from bouwstenen.curation.links.outcome import PROBLEMS, STATES, Check, Found, later
from bouwstenen.errors import SourceError
from bouwstenen.graph.sources import find, links_file, load
from bouwstenen.graph.turtle import format_file
from bouwstenen.validation.files import validate_files
from bouwstenen.validation.findings import violations

ONE, TWO, THREE = date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 3)
ADDRESS = "https://example.org/a?b=c#d"
CHECKS = [
    Check(f"https://example.org/{number}", TWO, Found(state, status, target, problem), failed)
    for number, (state, status, target, problem, failed) in enumerate(
        [
            ("gone", 404, None, None, ONE),
            ("failing", None, None, "dns", TWO),
            ("unsafe", None, None, "private", TWO),
            ("moved", 200, "https://example.org/nieuw", None, None),
            ("refused", 403, None, None, ONE),
            ("fine", 200, None, None, None),
        ]
    )
]


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "links" / "links.ttl"
    write_checks(path, CHECKS)
    assert read_checks(path) == {check.address: check for check in CHECKS}
    assert {check.found.state for check in CHECKS} == set(STATES)


def test_the_same_makes_the_same_file(tmp_path: Path) -> None:
    write_checks(tmp_path / "a.ttl", CHECKS)
    write_checks(tmp_path / "b.ttl", reversed(CHECKS))
    assert (tmp_path / "a.ttl").read_bytes() == (tmp_path / "b.ttl").read_bytes()
    assert not format_file(tmp_path / "a.ttl", check=True)


def test_without_a_file_nothing_is_known(tmp_path: Path) -> None:
    assert read_checks(tmp_path / "links.ttl") == {}


@pytest.mark.parametrize(
    "text", ["geen turtle", f"<{check_iri(ADDRESS)}> a <https://w3id.org/bouwstenen/def/LinkCheck> ."]
)
def test_another_file_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "links.ttl").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match="no file of checks"):
        read_checks(tmp_path / "links.ttl")


def test_it_is_called_dead_on_another_day() -> None:
    gone = Found("gone", 404)
    first = later(None, ADDRESS, ONE, gone)
    assert (first.first_failed, first.is_dead) == (ONE, False)
    again = later(first, ADDRESS, ONE, gone)
    assert not again.is_dead
    next_day = later(again, ADDRESS, TWO, Found("failing", problem="timeout"))
    assert (next_day.first_failed, next_day.is_dead) == (ONE, True)


def test_what_answers_in_between_begins_anew() -> None:
    for state in ("fine", "moved"):
        back = later(later(None, ADDRESS, ONE, Found("gone", 404)), ADDRESS, TWO, Found(state, 200))
        assert back.first_failed is None
        assert not later(back, ADDRESS, THREE, Found("gone", 404)).is_dead


def test_what_refuses_tells_nothing() -> None:
    first = later(None, ADDRESS, ONE, Found("gone", 404))
    refused = later(first, ADDRESS, TWO, Found("refused", 403))
    assert (refused.first_failed, refused.is_dead) == (ONE, False)
    assert later(refused, ADDRESS, THREE, Found("gone", 404)).is_dead
    assert later(None, ADDRESS, ONE, Found("refused", 403)).first_failed is None


def test_a_build_takes_them_along_as_a_graph(root: Path, tmp_path: Path) -> None:
    before = source_hash(root, tmp_path)
    write_checks(links_file(tmp_path), CHECKS)
    sources = find(root, tmp_path)
    assert [source.path for source in sources if source.graph == "links"] == [links_file(tmp_path)]
    assert len(load([source for source in sources if source.graph == "links"])) > len(CHECKS)
    assert source_hash(root, tmp_path) != before
    assert "links" not in {source.graph for source in find(root)}
    assert assemble(root)  # without a home there are none


def test_two_files_of_checks_are_told(root: Path, tmp_path: Path) -> None:
    for name in ("ontology", "shapes", "data"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "links.ttl").write_text("", encoding="utf-8")
    write_checks(links_file(tmp_path / "home"), CHECKS)
    with pytest.raises(SourceError, match="Keep one of the two"):
        find(tmp_path, tmp_path / "home")


def test_they_are_valid(root: Path, tmp_path: Path) -> None:
    """Beside the other sources, as data/editorial/links.ttl would be, with every problem there is."""
    path = tmp_path / "links.ttl"
    others = [
        Check(f"https://example.org/{problem}", TWO, Found("failing", problem=problem), TWO)
        for problem in PROBLEMS
    ]
    write_checks(path, [*CHECKS, *others])
    findings, _ = validate_files(root, [path])
    assert not violations(findings)
