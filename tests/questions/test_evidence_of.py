"""`evidence-of`: what the evidence for an intervention is said to be."""

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer


def test_two_treden_for_one_intervention(queried: QueryStore) -> None:
    """DIAMANT: bijlage 2 says trede 3, B3.1 (three rows), B3.5 and B3.7 trede 2, all by both databases."""
    rows = answer(queried, "evidence-of", intervention="diamant")
    treden = [row for row in rows if row["kindLabel"] == "onderbouwingsbewering"]
    assert [(row["trede"], row["assessorLabel"]) for row in treden] == [
        ("3", "Movisie"),
        ("3", "NJi"),
        *[("2", "Movisie")] * 5,
        *[("2", "NJi")] * 5,
    ]
    assert {row["passageLabel"] for row in treden if row["trede"] == "3"} == {
        "Bijlage 2, type 4, voorbeeld DIAMANT"
    }
    assert all(row["conflictsWith"] for row in treden)


def test_a_level_is_of_another_ladder(queried: QueryStore) -> None:
    """B3.7: “goed onderbouwd”, which bijlage 1 sets beside trede 2."""
    rows = answer(queried, "evidence-of", intervention="diamant")
    levels = [row for row in rows if row["level"]]
    assert {(row["levelLabel"], row["closeTrede"], row["trede"], row["assessorLabel"]) for row in levels} == {
        ("goed onderbouwd", "2", "", "Movisie"),
        ("goed onderbouwd", "2", "", "NJi"),
    }


def test_own_estimates_can_be_left_out(queried: QueryStore) -> None:
    """VIP: trede 3 by own estimate, after an evaluation that B3.7 names."""
    everything = answer(queried, "evidence-of", intervention="vip")
    recognised = answer(queried, "evidence-of", intervention="vip", basis="recognised")
    assert {(row["trede"], row["basisLabel"]) for row in everything if row["trede"]} == {
        ("3", "eigen inschatting")
    }
    assert [row["sourceLabel"] for row in recognised] == ["Evaluatie van MIJ en MIJ Jr. en VIP"]
    assert [row["kindLabel"] for row in recognised] == ["evaluatie"]


def test_studies_are_told_apart_from_treden(queried: QueryStore) -> None:
    """B3.7 names Bertelsen 2015 and Hemmingsen 2015 with the Aarhus model, which has no trede."""
    rows = answer(queried, "evidence-of", intervention="aarhus-model")
    assert {(row["sourceLabel"], row["year"]) for row in rows} == {
        ("Bertelsen (2015)", "2015"),
        ("Hemmingsen (2015)", "2015"),
    }
    assert {row["trede"] for row in rows} == {""}


def test_several_at_once(queried: QueryStore) -> None:
    both = answer(queried, "evidence-of", intervention=["diamant", "vip"])
    one = answer(queried, "evidence-of", intervention="diamant")
    other = answer(queried, "evidence-of", intervention="vip")
    assert both == one + other


def test_nothing_is_said(queried: QueryStore) -> None:
    """B3.7 gives Flexcoaching4you no trede and no evaluation."""
    assert answer(queried, "evidence-of", intervention="flexcoaching4you") == []
