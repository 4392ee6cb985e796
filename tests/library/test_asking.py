"""Asking: answers checked by hand against the report, and parameters that are wrong."""

import pytest
from pyoxigraph import QuerySolutions

from bouwstenen.errors import UnknownThingError, WrongUseError
from bouwstenen.library.asking import ask
from bouwstenen.library.question import Question, find_question
from bouwstenen.store.interface import QueryStore
from bouwstenen.store.opening import Opened
from bouwstenen.tables import text_of


@pytest.fixture(scope="module")
def coverage(opened: Opened) -> Question:
    return find_question(opened.store, "coverage")


def _rows(queried: QueryStore, question: Question, **given: str | list[str]) -> list[dict[str, str]]:
    texts = {name: [value] if isinstance(value, str) else value for name, value in given.items()}
    results = ask(queried, question, texts)
    assert isinstance(results, QuerySolutions)
    names = [variable.value for variable in results.variables]
    return [{name: text_of(row[name]) for name in names} for row in results]


def _names(rows: list[dict[str, str]]) -> list[str]:
    return list(dict.fromkeys(row["interventionLabel"] for row in rows))


def test_the_question_of_the_first_issue(queried: QueryStore, coverage: Question) -> None:
    """B3.1 names VIP at both factors, on trede 3; Dare to be Grey too, but without a trede."""
    both = ["kritisch-en-complex-denkvermogen", "multi-perspectiviteit"]
    rows = _rows(queried, coverage, factor=both, min_trede="3")
    assert _names(rows) == ["VIP"]
    assert {row["factorLabel"]: row["passageLabel"] for row in rows} == {
        "Kritisch en complex denkvermogen": "Tabel B3.1, Kritisch en complex denkvermogen",
        "Multi-perspectiviteit": "Tabel B3.1, Multi-perspectiviteit",
    }
    assert {row["trede"] for row in rows} == {"3"}
    assert _names(_rows(queried, coverage, factor=both)) == ["VIP", "Dare to be Grey"]


def test_one_factor(queried: QueryStore, coverage: Question) -> None:
    """B3.3, “Goede prestaties op school/werk”: School’s cool and JINC."""
    names = _names(_rows(queried, coverage, factor="Goede prestaties op school/werk"))
    assert sorted(names) == ["JINC programma’s", "School’s Cool"]


def test_a_factor_given_twice_counts_once(queried: QueryStore, coverage: Question) -> None:
    twice = ["multi-perspectiviteit", "Multi-perspectiviteit"]
    assert _rows(queried, coverage, factor=twice) == _rows(queried, coverage, factor=twice[0])


def test_contradictory_treden_are_both_shown(queried: QueryStore, coverage: Question) -> None:
    rows = [
        row
        for row in _rows(queried, coverage, factor="gezonde-emotieregulatie")
        if row["interventionLabel"] == "DIAMANT"
    ]
    assert {(row["trede"], row["tredeLowest"]) for row in rows} == {("3", "2")}


def test_recognised_only(queried: QueryStore, coverage: Question) -> None:
    given = {"factor": "multi-perspectiviteit", "min_trede": "1"}
    assert "VIP" in _names(_rows(queried, coverage, **given))
    assert _rows(queried, coverage, **given, basis="recognised") == []


def test_through_the_type(queried: QueryStore, coverage: Question) -> None:
    """Type 1.1 targets media literacy; Tabel 1 gives Under Pressure as its example."""
    direct = _rows(queried, coverage, factor="kritisch-en-complex-denkvermogen")
    wide = _rows(queried, coverage, factor="kritisch-en-complex-denkvermogen", via="type")
    assert "Under Pressure" not in _names(direct)
    under = [row for row in wide if row["interventionLabel"] == "Under Pressure"]
    assert {(row["via"], row["passageLabel"]) for row in under} == {
        ("type 1.1", "Bijlage 2, type 1.1, bouwstenen en factoren")
    }
    assert {row["via"] for row in direct} == {"direct"}
    assert set(_names(direct)) < set(_names(wide))


def test_availability(queried: QueryStore, coverage: Question) -> None:
    given = {"factor": "positieve-stabiele-identiteitsontwikkeling"}
    offered = _names(_rows(queried, coverage, **given, availability="offered"))
    assert "Young Leaders" in offered
    assert "Buro Zend-Uit" not in offered


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "factor: this parameter is missing"),
        ({"factor": [" "]}, "factor: this parameter is missing"),
        ({"factor": ["zelfbeheersing"], "min_tred": ["3"]}, "no parameter “min_tred”.*min_trede"),
        ({"factor": ["zelfbeheersing"], "min_trede": ["drie"]}, "not a whole number"),
        ({"factor": ["zelfbeheersing"], "min_trede": ["1_0"]}, "not a whole number"),
        ({"factor": ["zelfbeheersing"], "min_trede": ["٣"]}, "not a whole number"),
        ({"factor": ["zelfbeheersing"], "min_trede": ["9"]}, "Give 0 up to 5"),
        ({"factor": ["zelfbeheersing"], "min_trede": ["-1"]}, "Give 0 up to 5"),
        ({"factor": ["zelfbeheersing"], "min_trede": ["2", "3"]}, "can be given once"),
        ({"factor": ["zelfbeheersing"], "via": ["magic"]}, "direct, type"),
    ],
)
def test_wrong_parameters(
    queried: QueryStore, coverage: Question, given: dict[str, list[str]], reason: str
) -> None:
    with pytest.raises(WrongUseError, match=reason):
        ask(queried, coverage, given)


def test_unknown_factor(queried: QueryStore, coverage: Question) -> None:
    with pytest.raises(UnknownThingError, match="zelfbeheersing"):
        ask(queried, coverage, {"factor": ["zelfbeheersign"]})
