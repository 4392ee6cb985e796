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


def test_several_forms(queried: QueryStore) -> None:
    theatre = answer(queried, "by-form", form="theater")
    training = answer(queried, "by-form", form="training of workshop")
    both = answer(queried, "by-form", form=["theater", "training of workshop"])
    assert both == theatre + training
    assert "DIAMANT" in {row["interventionLabel"] for row in training}


def test_all_forms(queried: QueryStore) -> None:
    rows = answer(queried, "by-form")
    assert all(row["form"] and row["passage"] for row in rows)
    assert len({row["form"] for row in rows}) > 10
