"""`to-revive`: well-founded and no longer offered."""

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer


def _names(rows: list[dict[str, str]]) -> list[str]:
    return list(dict.fromkeys(row["interventionLabel"] for row in rows))


def test_from_trede_two(queried: QueryStore) -> None:
    """B3.7 says “Nee” of six, bijlage 2 (types 2 and 4) that Oumnia Works and Buro Zend-Uit seem to have
    stopped.

    B3.7 says “Nee” of thirteen more: Groeten terug! stands on trede 1, the others on none.
    """
    rows = answer(queried, "to-revive")
    assert {row["interventionLabel"]: row["trede"] for row in rows} == {
        "Girls on the Run": "4",
        "Buro Zend-Uit": "3",
        "Fort van de democratie": "3",
        "Lotgenotenondersteuning": "3",
        "Oumnia Works (Steunpunt Sabr)": "3",
        "project Familiecontact": "3",
        "Reageren op discriminatie": "2",
        "Theaterstuk ‘Count me in’": "2",
    }
    assert _names(rows) == [
        "Girls on the Run",
        "Buro Zend-Uit",
        "Fort van de democratie",
        "Lotgenotenondersteuning",
        "Oumnia Works (Steunpunt Sabr)",
        "project Familiecontact",
        "Reageren op discriminatie",
        "Theaterstuk ‘Count me in’",
    ]


def test_another_trede(queried: QueryStore) -> None:
    """B3.7: only Girls on the Run stands on 4; Groeten terug! (“Nee”) on 1."""
    (row,) = answer(queried, "to-revive", min_trede="4")
    assert (row["interventionLabel"], row["printed"]) == ("Girls on the Run", "Nee")
    low = _names(answer(queried, "to-revive", min_trede="1"))
    assert set(low) - set(_names(answer(queried, "to-revive"))) == {"Groeten terug!"}
    assert answer(queried, "to-revive", min_trede="5") == []


def test_passages_on_both_sides(queried: QueryStore) -> None:
    """Reageren op discriminatie: B3.7 “Nee” against a dot in B3.1.

    Lotgenotenondersteuning: “Nee” and trede 2 in B3.7, no longer to be found and trede 3 in bijlage 2,
    type 3.
    """
    rows = answer(queried, "to-revive")
    offered = {row["interventionLabel"]: row["offeredBy"] for row in rows if row["offeredBy"]}
    assert offered == {
        "Reageren op discriminatie": "Tabel B3.1, Anticipatie op tegenslagen/nadelige consequenties"
    }
    twice = [row for row in rows if row["interventionLabel"] == "Lotgenotenondersteuning"]
    assert [(row["trede"], row["tredeLowest"]) for row in twice] == [("3", "2")] * 2
    assert twice[0]["passageLabel"].startswith("Bijlage 2, type 3, voorbeeld Lotgenotenondersteuning")
    assert twice[1]["passageLabel"] == "Tabel B3.7, Lotgenotenondersteuning"


def test_none_was_recognised(queried: QueryStore) -> None:
    """B3.7 and bijlage 2: every trede of these is an own estimate."""
    assert answer(queried, "to-revive", basis="recognised") == []
    assert answer(queried, "to-revive", basis="any") == answer(queried, "to-revive")
