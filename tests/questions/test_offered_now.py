"""`offered-now`: what is offered, according to which passage."""

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer


def _of(rows: list[dict[str, str]], name: str) -> list[dict[str, str]]:
    return [row for row in rows if row["interventionLabel"] == name]


def test_per_passage(queried: QueryStore) -> None:
    """#DatMeenJeNiet: a dot in B3.1, “Ja” in B3.7."""
    rows = _of(answer(queried, "offered-now"), "#DatMeenJeNiet")
    assert [(row["passageLabel"], row["printed"]) for row in rows] == [
        ("Tabel B3.1, Anticipatie op tegenslagen/nadelige consequenties", ""),
        ("Tabel B3.7, #DatMeenJeNiet", "Ja"),
    ]
    assert {row["contradictedBy"] for row in rows} == {""}


def test_what_contradicts_it(queried: QueryStore) -> None:
    """“Reageren op discriminatie” offered in B3.1, “Nee” in B3.7; the Aarhus model offered in B3.6, not used
    in the Netherlands in bijlage 2; the Identity Project is in an experimental phase in B3.7."""
    rows = answer(queried, "offered-now")
    assert {row["interventionLabel"]: row["contradictedBy"] for row in rows if row["contradictedBy"]} == {
        "Aarhus-model": "niet aangeboden (Bijlage 2, type 9, voorbeeld Aarhus-model)",
        "Identity Project": "in experimentele fase (Tabel B3.7, Identity Project)",
        "Reageren op discriminatie": "niet aangeboden (Tabel B3.7, Reageren op discriminatie)",
    }
    uncontested = answer(queried, "offered-now", uncontested="true")
    assert uncontested == [row for row in rows if not row["contradictedBy"]]


def test_not_offered_is_not_there(queried: QueryStore) -> None:
    """B3.7 says “Nee” of Girls on the Run, “Onbekend” of DIAMANT."""
    rows = answer(queried, "offered-now")
    assert not _of(rows, "Girls on the Run")
    assert not _of(rows, "DIAMANT")


def test_trede_and_basis(queried: QueryStore) -> None:
    """Vreedzame School stands on trede 3 by the NJi, VIP by own estimate; HackShield on none."""
    names = {row["interventionLabel"] for row in answer(queried, "offered-now", min_trede="3")}
    recognised = answer(queried, "offered-now", min_trede="3", basis="recognised")
    assert {"Vreedzame School", "VIP"} < names
    assert "HackShield" not in names
    assert {row["interventionLabel"] for row in recognised} == {
        "Alleen jij bepaalt",
        "Sociale Vaardigheden op Maat",
        "Vreedzame School",
    }
    assert answer(queried, "offered-now", min_trede="5") == []
