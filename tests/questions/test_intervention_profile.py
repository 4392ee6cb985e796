"""`intervention-profile`: all claims about an intervention side by side."""

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer

_BULK = "Bijlage 2, type 4, voorbeeld DIAMANT"


def _of(rows: list[dict[str, str]], kind: str) -> set[tuple[str, str]]:
    return {(row["valueLabel"], row["passageLabel"]) for row in rows if row["kindLabel"] == kind}


def test_what_the_tables_say_of_one(queried: QueryStore) -> None:
    """DIAMANT stands at three factors of B3.1 and one of B3.5; B3.7 gives 12 to 23 years."""
    rows = answer(queried, "intervention-profile", intervention="diamant")
    assert _of(rows, "dekkingsbewering") == {
        ("Gezonde emotieregulatie", "Tabel B3.1, Gezonde emotieregulatie"),
        (
            "Positieve, stabiele identiteitsontwikkeling",
            "Tabel B3.1, Positieve, stabiele identiteitsontwikkeling",
        ),
        (
            "Sociale vaardigheden en pro-sociaal gedrag",
            "Tabel B3.1, Sociale vaardigheden en pro-sociaal gedrag",
        ),
        (
            "Participatie in/betrokkenheid bij gemeenschapsprojecten",
            "Tabel B3.5, Participatie in/betrokkenheid bij gemeenschapsprojecten",
        ),
    }
    ages = {
        (row["propertyLabel"], row["value"], row["printed"])
        for row in rows
        if row["kindLabel"] == "leeftijdsbewering"
    }
    assert ages == {
        ("leeftijd vanaf", "12", "tussen 12 en 23 jaar"),
        ("leeftijd tot en met", "23", "tussen 12 en 23 jaar"),
    }


def test_conflicts_stand_beside_the_claim(queried: QueryStore) -> None:
    """Bijlage 2 says trede 3, the tables 2."""
    rows = answer(queried, "intervention-profile", intervention="diamant")
    treden = [row for row in rows if row["kindLabel"] == "onderbouwingsbewering"]
    (high,) = [row for row in treden if row["value"] == "id:trede/3" and row["assessorLabel"] == "NJi"]
    assert "Tabel B3.7, DIAMANT" in high["conflictsWith"].split("; ")
    low = [row for row in treden if row["value"] == "id:trede/2"]
    assert {row["conflictsWith"] for row in low} == {_BULK}
    assert {row["basisLabel"] for row in treden} == {"erkend door een databank"}
    others = [row for row in rows if row["kindLabel"] == "dekkingsbewering"]
    assert {row["conflictsWith"] for row in others} == {""}


def test_ours_can_be_left_out(queried: QueryStore) -> None:
    """The report prints the form as text; the concept is ours."""
    said = answer(queried, "intervention-profile", intervention="diamant", said_by="report")
    everything = answer(queried, "intervention-profile", intervention="diamant")
    forms = {row["valueLabel"]: row["agentLabel"] for row in everything if row["propertyLabel"] == "vorm"}
    assert forms == {"training of workshop": "Bouwstenen"}
    assert "vorm" not in {row["propertyLabel"] for row in said}
    assert "gedrukte vorm" in {row["propertyLabel"] for row in said}
    assert [row for row in everything if row["agentLabel"] != "Bouwstenen"] == said


def test_both_of_two_that_are_perhaps_one(queried: QueryStore) -> None:
    """We say, with a reason, that “Project Familiecontact” and another name may be one."""
    ours = [
        row
        for row in answer(queried, "intervention-profile", intervention="project-familiecontact")
        if row["kindLabel"] == "identiteitsbewering" and row["propertyLabel"] == "tegenhanger"
    ]
    (row,) = ours
    other = row["value"].rpartition("/")[2]
    (back,) = [
        row
        for row in answer(queried, "intervention-profile", intervention=other)
        if row["propertyLabel"] == "tegenhanger"
    ]
    assert back["value"] == "id:intervention/project-familiecontact"


def test_a_part_of_an_intervention(queried: QueryStore) -> None:
    """Bijlage 2, type 1.2 describes the neighbourhood variant of Vreedzaam by itself."""
    rows = answer(queried, "intervention-profile", intervention="Vreedzame Wijk")
    assert _of(rows, "typebewering") >= {
        (
            "Versterken inlevingsvermogen/empathie, sociale vaardigheden, conflictbeheersing",
            "Bijlage 2, type 1.2, voorbeeld Vreedzame Wijk",
        )
    }
