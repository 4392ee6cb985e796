"""`type-profile`: everything said about a type."""

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer
from tests.questions.ours import with_ours


def _values(rows: list[dict[str, str]], kind: str) -> set[str]:
    return {row["valueLabel"] for row in rows if row["kindLabel"] == kind}


def test_a_subtype(queried: QueryStore) -> None:
    """Bijlage 2, type 1.1: four factors in two bouwstenen, about 15 to 21 years, Under Pressure as example,
    footnote 13 with two works."""
    rows = answer(queried, "type-profile", type="1.1", said_by="report")
    assert {row["notation"] for row in rows} == {"1.1"}
    assert _values(rows, "richt zich op") == {
        "Democratische vorming en burgerschapscompetenties",
        "Kritisch en complex denkvermogen",
        "Mediawijsheid",
        "Weerbaarheid tegen online groepsdruk",
    }
    assert (_values(rows, "leeftijd vanaf"), _values(rows, "leeftijd tot en met")) == ({"15"}, {"21"})
    assert _values(rows, "voorbeeld") == {"Under Pressure"}
    assert "Van Wonderen & Peeters (2022)" in _values(rows, "literatuur")
    assert len(_values(rows, "doel")) == 3
    assert len(_values(rows, "werkzaam element")) == 7
    assert len(_values(rows, "randvoorwaarde")) == 4


def test_each_statement_has_a_passage(queried: QueryStore) -> None:
    rows = answer(queried, "type-profile", type="1.1", said_by="report")
    assert all(row["passage"] and row["agent"] for row in rows)
    examples = {row["passageLabel"] for row in rows if row["kindLabel"] == "voorbeeld"}
    assert examples == {
        "Bijlage 2, tabel 1, type 1.1",
        "Bijlage 2, type 1.1, voorbeeld Under Pressure",
    }


def test_subtypes_come_along(queried: QueryStore) -> None:
    """Tabel 1: type 1 has subtypes 1.1 up to 1.3."""
    rows = answer(queried, "type-profile", type="1")
    assert [row["notation"] for row in rows] == sorted(row["notation"] for row in rows)
    assert {row["notation"] for row in rows} == {"1", "1.1", "1.2", "1.3"}
    subtypes = [row for row in rows if row["kindLabel"] == "subtype"]
    assert [row["value"] for row in subtypes] == [f"id:intervention-type/1.{number}" for number in (2, 3, 1)]
    assert {row["passage"] for row in subtypes} == {""}, "that is how the model is cut up, no claim"


def test_only_what_the_report_says(queried: QueryStore) -> None:
    """The report prints target groups in words; the short list of them is ours."""
    said = answer(queried, "type-profile", type="1.1", said_by="report")
    everything = answer(queried, "type-profile", type="1.1")
    assert _values(said, "doelgroep") == set()
    assert _values(everything, "doelgroep") == {"jongeren", "leerlingen en studenten"}
    assert _values(said, "gedrukte doelgroep") == _values(everything, "gedrukte doelgroep") != set()
    assert {row["agentLabel"] for row in said} == {"De auteurs van het rapport"}


def test_our_examples_are_said_to_be_ours() -> None:
    rows = answer(with_ours(), "type-profile", type="1.1")
    assert [row["agentLabel"] for row in rows if row["valueLabel"] == "Proef"] == ["Bouwstenen"]
    said = answer(with_ours(), "type-profile", type="1.1", said_by="report")
    assert "Proef" not in _values(said, "voorbeeld")
