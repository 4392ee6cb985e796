"""`by-form`: interventions by form of working."""

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer


def test_theatre(queried: QueryStore) -> None:
    """B3.7 prints “Theater” or “theatervoorstelling” as the form of four rows."""
    rows = answer(queried, "by-form", form="theater")
    assert {row["interventionLabel"]: row["printed"] for row in rows} == {
        "2DO School": "Theater",
        "Er zal een stilte vallen.....": "theatervoorstelling",
        "Theaterstuk ‘A rebel with a cause’": "Theater",
        "Theaterstuk ‘Count me in’": "theatervoorstelling",
    }
    assert len(rows) == 4
    assert {row["passageLabel"].partition(",")[0] for row in rows} == {"Tabel B3.7"}
    assert {row["agentLabel"] for row in rows} == {"Bouwstenen"}, "the report prints words, the form is ours"


def test_availability(queried: QueryStore) -> None:
    """Of the four, B3.7 says “Ja” of 2DO School only."""
    rows = answer(queried, "by-form", form="theater", availability="offered")
    assert [row["interventionLabel"] for row in rows] == ["2DO School"]


def test_help_lines(queried: QueryStore) -> None:
    """B3.7 prints “Hulplijn” as the form of three rows and “Meldpunt” of one."""
    rows = answer(queried, "by-form", form="hulplijn of meldpunt")
    assert {row["interventionLabel"]: row["printed"] for row in rows} == {
        "Hulplijn Extremisme van LSE": "hulplijn",
        "Hulplijn Radicalisering": "Hulplijn",
        "Meldpunt De-radicalisering Assadaaka": "Meldpunt",
        "Meldpunt en adviespunt Radicalisering voor Professionals (diverse gemeenten)": "Hulplijn",
    }


def test_several_forms(queried: QueryStore) -> None:
    """B3.7 prints “Training identiteit en veerkracht” for DIAMANT."""
    theatre = answer(queried, "by-form", form="theater")
    training = answer(queried, "by-form", form="training of workshop")
    both = answer(queried, "by-form", form=["theater", "training of workshop"])
    assert both == theatre + training
    printed = {row["interventionLabel"]: row["printed"] for row in training}
    assert printed["DIAMANT"] == "Training identiteit en veerkracht"
    assert all(any(word in text.lower() for word in ("training", "workshop")) for text in printed.values())


def test_who_has_no_form(queried: QueryStore) -> None:
    """The column is empty in seven rows of B3.7, and names an aim in those of Dilemmalogica and Youth
    Cyber Team."""
    rows = answer(queried, "by-form")
    assert all(row["form"] and row["passage"] for row in rows)
    everybody = {row["interventionLabel"] for row in answer(queried, "by-target-group")}
    assert everybody - {row["interventionLabel"] for row in rows} == {
        "Dilemmalogica",
        "Girls on the Run",
        "GrowCare",
        "Join Us Programma",
        "Risk Factory",
        "Stedelijke Kinderraad Utrecht / wijkkinderraden",
        "Young Leaders",
        "Youth Cyber Team",
        "Youth Empowerment Through Sports (YETS)",
    }
