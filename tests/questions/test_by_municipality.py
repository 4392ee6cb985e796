"""`by-municipality`: what the report names with a municipality."""

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer


def _names(rows: list[dict[str, str]]) -> list[str]:
    return [row["interventionLabel"] for row in rows]


def test_one_municipality(queried: QueryStore) -> None:
    """Arnhem stands with four rows of B3.7, and bijlage 2 says that Buro Zend-Uit was made there."""
    rows = answer(queried, "by-municipality", municipality="Arnhem")
    assert _names(rows) == [
        "Alleen jij bepaalt",
        "Buro Zend-Uit",
        "Online jongerenwerk tegen radicalisering (Arnhem)",
        "Sport als alternatief",
        "Youth Cyber Team",
    ]
    assert {row["code"] for row in rows} == {"GM0202"}
    assert rows[1]["passageLabel"] == "Bijlage 2, type 4, voorbeeld Buro Zend-Uit"
    assert (rows[1]["trede"], rows[3]["trede"]) == ("3", "")


def test_by_code_and_more_than_one(queried: QueryStore) -> None:
    """B3.7: Flexcoaching4you is part of what Alphen aan den Rijn does; the peace talks are Alkmaar’s."""
    assert _names(answer(queried, "by-municipality", municipality="GM0361")) == ["Vredesoverleggen"]
    rows = answer(queried, "by-municipality", municipality=["Alkmaar", "Alphen aan den Rijn"])
    assert [(row["municipalityLabel"], row["interventionLabel"]) for row in rows] == [
        ("Alkmaar", "Vredesoverleggen"),
        ("Alphen aan den Rijn", "Flexcoaching4you"),
    ]


def test_availability(queried: QueryStore) -> None:
    """B3.7 calls the online youth work of Arnhem and “Sport als alternatief” unknown."""
    unknown = answer(queried, "by-municipality", municipality="Arnhem", availability="unknown")
    assert "Sport als alternatief" in _names(unknown)
    assert "Alleen jij bepaalt" not in _names(unknown)


def test_a_place_abroad_has_no_code(queried: QueryStore) -> None:
    (row,) = answer(queried, "by-municipality", municipality="Aarhus")
    assert (row["interventionLabel"], row["code"]) == ("Aarhus-model", "")


def test_all_of_them(queried: QueryStore) -> None:
    labels = [row["municipalityLabel"] for row in answer(queried, "by-municipality")]
    assert labels == sorted(labels)
    assert {"Arnhem", "Alkmaar", "Aarhus"} < set(labels)
