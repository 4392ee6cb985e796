"""`factor-interventions`: what there is at a factor, and who says so."""

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer
from tests.questions.ours import with_ours


def _names(rows: list[dict[str, str]]) -> list[str]:
    return list(dict.fromkeys(row["interventionLabel"] for row in rows))


def test_a_row_of_a_table(queried: QueryStore) -> None:
    """Table B3.1, “Zelfontplooiing”: four interventions; Buro Zend-Uit has trede 3, one has none."""
    rows = answer(queried, "factor-interventions", factor="zelfontplooiing")
    assert [(row["interventionLabel"], row["trede"]) for row in rows] == [
        ("Buro Zend-Uit", "3"),
        ("Amigo’s", "2"),
        ("Saïd & Lody", "2"),
        ("Training Het Huis", ""),
    ]
    assert {(row["via"], row["agentLabel"], row["passageLabel"]) for row in rows} == {
        ("direct", "De auteurs van het rapport", "Tabel B3.1, Zelfontplooiing")
    }


def test_recognised_treden_only(queried: QueryStore) -> None:
    """Of the four only Amigo’s has its trede from a database (NJi)."""
    rows = answer(queried, "factor-interventions", factor="zelfontplooiing", basis="recognised")
    assert {row["interventionLabel"]: row["trede"] for row in rows if row["trede"]} == {"Amigo’s": "2"}
    assert len(rows) == 4


def test_what_stands_below_counts(queried: QueryStore) -> None:
    """Table B3.3, theme school/werk: five rows at the bond with school, two at good results."""
    rows = answer(queried, "factor-interventions", within="school-werk")
    assert [row["factorLabel"] for row in rows] == ["Goede en positieve band met school/werk"] * 5 + [
        "Goede prestaties op school/werk"
    ] * 2
    assert set(_names(rows)) == {
        "Vreedzame School",
        "Futsal Chabbab",
        "Youth Empowerment Through Sports (YETS)",
        "Brede School programma’s",
        "School2Care",
        "School’s Cool",
        "JINC programma’s",
    }


def test_a_cluster_and_a_part_of_the_tree(queried: QueryStore) -> None:
    """“Kennis” stands in bouwsteen 1, not in 3."""
    assert len(answer(queried, "factor-interventions", factor="kennis", within="bouwsteen/1")) == 1
    assert answer(queried, "factor-interventions", factor="kennis", within="bouwsteen/3") == []
    both = answer(queried, "factor-interventions", factor=["kennis", "zelfontplooiing"])
    assert [row["factorLabel"] for row in both] == ["Kennis"] + ["Zelfontplooiing"] * 4


def test_every_availability_is_shown(queried: QueryStore) -> None:
    """B3.1 marks “Reageren op discriminatie” as offered, B3.7 says “Nee”."""
    rows = answer(queried, "factor-interventions", factor="anticipatie-op-tegenslagen-nadelige-consequenties")
    found = {row["interventionLabel"]: row["availabilityLabels"] for row in rows}
    assert found["Reageren op discriminatie"] == "aangeboden; niet aangeboden"


def test_through_types(queried: QueryStore) -> None:
    """Bijlage 2, type 4, names self-fulfilment; Tabel 1 gives DIAMANT as its example."""
    rows = answer(queried, "factor-interventions", factor="zelfontplooiing", via="type")
    (row,) = [row for row in rows if row["interventionLabel"] == "DIAMANT"]
    assert (row["via"], row["passageLabel"]) == ("type 4", "Bijlage 2, type 4, bouwstenen en factoren")
    assert (row["trede"], row["tredeLowest"]) == ("3", "2")


def test_what_we_say_is_said_to_be_ours() -> None:
    found = {}
    for via in ("direct", "type", "editorial"):
        rows = answer(with_ours(), "factor-interventions", factor="mediawijsheid", via=via)
        found[via] = [(row["via"], row["agentLabel"]) for row in rows if row["interventionLabel"] == "Proef"]
    assert found == {"direct": [], "type": [], "editorial": [("editorial type 1.1", "Bouwstenen")]}


def test_nothing_at_a_factor_below_a_cluster(queried: QueryStore) -> None:
    """The tables name interventions at “Kennis”, not at what it is made up of."""
    assert answer(queried, "factor-interventions", factor="religieuze-geletterdheid") == []
    assert _names(answer(queried, "factor-interventions", factor="kennis")) == ["TerInfo"]
