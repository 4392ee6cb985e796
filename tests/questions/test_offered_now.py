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


def test_what_only_a_table_of_factors_calls_offered(queried: QueryStore) -> None:
    """A dot in B3.1, B3.2 or B3.6 for BOUNCE young and up, Identity Project, Reageren op discriminatie
    and Weerbaar Opvoeden; B3.7 has no row for the first two, and no “Ja” for the others."""
    rows = answer(queried, "offered-now")
    everybody = {row["interventionLabel"] for row in rows}
    yes = {row["interventionLabel"] for row in rows if row["passageLabel"].startswith("Tabel B3.7")}
    assert everybody - yes == {
        "BOUNCE up",
        "BOUNCE young",
        "Identity Project",
        "Reageren op discriminatie",
        "Weerbaar Opvoeden",
    }
    assert len(yes) == 75, "of 120 rows: 19 “Nee”, 24 “Onbekend”, one in a trial phase, one that varies"


def test_trede_and_basis(queried: QueryStore) -> None:
    """The “Ja” of B3.7 with trede 3 there, or in bijlage 2, type 2 (Trias Pedagogica); three of these
    by the NJi."""
    names = {row["interventionLabel"] for row in answer(queried, "offered-now", min_trede="3")}
    recognised = answer(queried, "offered-now", min_trede="3", basis="recognised")
    assert names == {
        "#DatMeenJeNiet",
        "2DO School",
        "2gather",
        "Alleen jij bepaalt",
        "Discussiëren kun je leren (DKJL)",
        "Familieondersteuning",
        "JIM-aanpak (Jouw Ingebrachte Mentor)",
        "JINC programma’s",
        "MEE Toekomstcoach",
        "MIJ en MIJ Jr.",
        "Opvoeddebatten met migrantenvaders (Trias Pedagogica)",
        "Ouders in positie",
        "Radicalise",
        "Sociale Vaardigheden op Maat",
        "Under Pressure",
        "VIP",
        "Vreedzame School",
    }
    assert {row["interventionLabel"] for row in recognised} == {
        "Alleen jij bepaalt",
        "Sociale Vaardigheden op Maat",
        "Vreedzame School",
    }
    assert answer(queried, "offered-now", min_trede="5") == []
