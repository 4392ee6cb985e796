"""similar-interventions: which interventions are like a given one."""

import pytest
from pyoxigraph import Store

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer
from tests.questions.changed import with_added

_PARTS = {
    "factorScore": 4,
    "typeScore": 2,
    "targetGroupScore": 1,
    "formScore": 1,
    "settingScore": 1,
    "ageScore": 1,
}


def _by_name(queried: QueryStore, intervention: str, **given: str) -> dict[str, dict[str, str]]:
    rows = answer(queried, "similar-interventions", intervention=intervention, **given)
    return {row["interventionLabel"]: row for row in rows}


def test_parts_by_hand(queried: QueryStore) -> None:
    """DIAMANT stands at four factors, Buro Zend-Uit at two, one of them the same (B3.1): 1/5.

    Both are of type 4 only (table 1): 1. B3.7 gives ages 12–23 and 15–19: all five years of the shorter.
    """
    row = _by_name(queried, "diamant")["Buro Zend-Uit"]
    assert (row["factorScore"], row["typeScore"], row["ageScore"]) == ("0.2", "1", "1")
    assert row["sharedFactorLabels"] == "Positieve, stabiele identiteitsontwikkeling"
    assert row["sharedAges"] == "15–19"


def test_ages_that_overlap_in_part(queried: QueryStore) -> None:
    """Futsal Chabbab is for ages 9–16 (B3.7), DIAMANT for 12–23: five years of eight."""
    row = _by_name(queried, "diamant")["Futsal Chabbab"]
    assert (row["sharedAges"], row["ageScore"]) == ("12–16", "0.63")


def test_an_open_age(queried: QueryStore) -> None:
    """Life Goals is for 16 and older, #DatMeenJeNiet for 16–27 (B3.7)."""
    row = _by_name(queried, "de-life-goals-aanpak")["#DatMeenJeNiet"]
    assert (row["sharedAges"], row["ageScore"]) == ("16–27", "1")


def test_the_score_is_the_sum_of_its_parts(queried: QueryStore) -> None:
    rows = answer(queried, "similar-interventions", intervention="diamant")
    assert len(rows) > 20
    for row in rows:
        parts = sum(weight * float(row[part]) for part, weight in _PARTS.items()) / 10
        assert float(row["score"]) == pytest.approx(parts, abs=0.006), row["interventionLabel"]
    scores = [float(row["score"]) for row in rows]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0


def test_what_is_not_shared_stays_empty(queried: QueryStore) -> None:
    """This is me! stands at other factors than DIAMANT (B3.4 and B3.5)."""
    row = _by_name(queried, "diamant")["This is me!"]
    assert (row["factorScore"], row["sharedFactorLabels"]) == ("0", "")


def test_it_is_not_like_itself(queried: QueryStore) -> None:
    assert "DIAMANT" not in _by_name(queried, "diamant")


def test_likeness_is_mutual(queried: QueryStore) -> None:
    there = _by_name(queried, "diamant")["Young Leaders"]["score"]
    assert _by_name(queried, "young-leaders")["DIAMANT"]["score"] == there


def test_via_type(queried: QueryStore) -> None:
    """Through type 4, Buro Zend-Uit and DIAMANT share what it targets."""
    direct, typed = (_by_name(queried, "diamant", via=via)["Buro Zend-Uit"] for via in ("direct", "type"))
    assert float(typed["factorScore"]) > float(direct["factorScore"])
    assert "Kritisch en complex denkvermogen" in typed["sharedFactorLabels"].split("; ")


def test_via_editorial(store: Store) -> None:
    new = """intervention:proef a bm:Intervention ; rdfs:label "Proef"@nl ; bm:editorialType type:4 .
             intervention:diamant bm:editorialType type:4 ."""
    changed = with_added(store, new)
    assert "Proef" not in _by_name(changed, "diamant", via="type")
    row = _by_name(changed, "diamant", via="editorial")["Proef"]
    assert float(row["typeScore"]) == 1


def test_of_what_nothing_is_known_nothing_is_like(store: Store) -> None:
    changed = with_added(store, 'intervention:proef a bm:Intervention ; rdfs:label "Proef"@nl .')
    assert _by_name(changed, "proef") == {}
