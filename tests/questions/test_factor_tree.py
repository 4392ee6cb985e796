"""`factor-tree`: the model as a tree, with counts."""

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer
from tests.questions.ours import with_ours


def test_the_third_bouwsteen(queried: QueryStore) -> None:
    """Tables 2.3 and B3.3: two themes, three clusters, with 5, 2 and 8 interventions. Only bijlage 2, type 4,
    knows of an orientation towards the future."""
    rows = answer(queried, "factor-tree", within="3")
    assert [(row["depth"], row["itemLabel"]) for row in rows] == [
        ("1", "Dagbesteding"),
        ("2", "Constructieve dagbesteding"),
        ("3", "Constructieve dagbesteding of vrijetijdsbesteding"),
        ("4", "Afwezigheid van schooluitval of werkeloosheid"),
        ("2", "School/werk"),
        ("3", "Goede en positieve band met school/werk"),
        ("3", "Goede prestaties op school/werk"),
        ("3", "Toekomstgerichtheid en ambitie"),
    ]
    assert rows[-1]["passageLabels"] == "Bijlage 2, type 4, bouwstenen en factoren"
    bond = "Goede en positieve band met school/werk"
    assert rows[5]["passageLabels"] == f"Tabel 2.3, {bond}; Tabel B3.3, {bond}"
    counts = {row["itemLabel"]: (row["interventionCount"], row["totalCount"]) for row in rows}
    assert counts[bond] == ("5", "5")
    assert counts["Goede prestaties op school/werk"] == ("2", "2")
    assert counts["Constructieve dagbesteding of vrijetijdsbesteding"] == ("8", "8")
    assert counts["School/werk"] == ("0", "7")
    assert counts["Dagbesteding"] == ("0", "14"), "School2Care stands at two of them"
    assert counts["Afwezigheid van schooluitval of werkeloosheid"] == ("0", "0")


def test_an_intervention_at_two_factors_counts_once(queried: QueryStore) -> None:
    """Table B3.1, theme cognitive skills: VIP and Dare to be Grey stand at two of its factors."""
    (theme, *rest) = answer(queried, "factor-tree", within="cognitieve-vaardigheden-en-hulpbronnen")
    at_factors = sum(int(row["interventionCount"]) for row in rest)
    assert theme["totalCount"] == "10"
    assert at_factors == 12


def test_parents_and_kinds(queried: QueryStore) -> None:
    rows = {row["itemLabel"]: row for row in answer(queried, "factor-tree", within="kennis")}
    assert set(rows) == {
        "Kennis",
        "Achtergrondkennis over de eigen groep of ideologie",
        "religieuze geletterdheid",
    }
    assert rows["Kennis"]["kindLabel"] == "factorcluster"
    assert rows["Kennis"]["parentLabel"] == "Cognitieve vaardigheden en hulpbronnen"
    assert rows["religieuze geletterdheid"]["kindLabel"] == "beschermende factor"
    assert rows["religieuze geletterdheid"]["parentLabel"] == "Kennis"


def test_the_whole_tree(queried: QueryStore) -> None:
    """Six bouwstenen with their numbers, 14 + 4 themes, 41 clusters (figure 2), in the order of a tree."""
    rows = answer(queried, "factor-tree")
    kinds = [row["kindLabel"] for row in rows]
    assert [row["notation"] for row in rows if row["depth"] == "1"] == list("123456")
    assert (kinds.count("thema"), kinds.count("factorcluster")) == (18, 41)
    assert "risicofactor" not in kinds
    above: dict[str, str] = {}
    for row in rows:
        assert row["parentLabel"] == above.get(str(int(row["depth"]) - 1), ""), row
        above[row["depth"]] = row["itemLabel"]


def test_risk_factors_when_asked_for(queried: QueryStore) -> None:
    """Section 2.2 lists three for bouwsteen 3."""
    rows = answer(queried, "factor-tree", within="3", risk="true")
    assert [row["itemLabel"] for row in rows if row["kindLabel"] == "risicofactor"] == [
        "schooluitval",
        "slechte band met docenten",
        "werkeloosheid",
    ]


def test_counts_through_types() -> None:
    """Type 1.1 targets media literacy: our invented example of it counts with via=editorial only."""
    counts = {}
    for via in ("direct", "type", "editorial"):
        rows = answer(with_ours(), "factor-tree", within="mediawijsheid", via=via)
        counts[via] = int(rows[0]["interventionCount"])
        assert rows[0]["interventionCount"] == rows[0]["totalCount"]
    assert counts["direct"] < counts["type"] < counts["editorial"]
