"""`by-trede`: who puts which intervention on which trede."""

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer


def _names(rows: list[dict[str, str]]) -> set[str]:
    return {row["interventionLabel"] for row in rows}


def test_the_highest(queried: QueryStore) -> None:
    """B3.7 has one intervention on trede 4, Girls on the Run, by own estimate; nothing is on 5."""
    (row,) = answer(queried, "by-trede", min_trede="4")
    assert (row["interventionLabel"], row["trede"], row["basisLabel"]) == (
        "Girls on the Run",
        "4",
        "eigen inschatting",
    )
    assert (row["assessorLabel"], row["passageLabel"]) == (
        "De auteurs van het rapport",
        "Tabel B3.7, Girls on the Run",
    )
    assert answer(queried, "by-trede", min_trede="5") == []


def test_a_single_trede_of_a_database(queried: QueryStore) -> None:
    """Trede 1 is given by Movisie to Life Goals (B3.1) and GrowCare (B3.5); others are own estimates."""
    one = {"min_trede": "1", "max_trede": "1"}
    recognised = answer(queried, "by-trede", **one, basis="recognised")
    assert _names(recognised) == {"De Life Goals Aanpak", "GrowCare"}
    assert {row["trede"] for row in recognised} == {"1"}
    assert _names(recognised) < _names(answer(queried, "by-trede", **one))


def test_one_assessor(queried: QueryStore) -> None:
    """Trede 3 of the NJi: B3.1 and B3.3 name three; bijlage 2 adds DIAMANT."""
    rows = answer(queried, "by-trede", min_trede="3", assessor="NJi")
    assert _names(rows) == {
        "Alleen jij bepaalt",
        "DIAMANT",
        "Sociale Vaardigheden op Maat",
        "Vreedzame School",
    }
    assert {row["assessorLabel"] for row in rows} == {"NJi"}


def test_other_treden_are_shown(queried: QueryStore) -> None:
    rows = [row for row in answer(queried, "by-trede") if row["interventionLabel"] == "DIAMANT"]
    assert {(row["trede"], row["otherTreden"]) for row in rows} == {("3", "2"), ("2", "3")}
    (only,) = answer(queried, "by-trede", min_trede="4")
    assert only["otherTreden"] == ""


def test_highest_first(queried: QueryStore) -> None:
    treden = [row["trede"] for row in answer(queried, "by-trede")]
    assert treden == sorted(treden, reverse=True)
    assert set(treden) == {"1", "2", "3", "4"}
