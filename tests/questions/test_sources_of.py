"""sources-of: which sources and passages are behind what is said about a thing."""

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer


def _passages(rows: list[dict[str, str]], relation: str) -> set[tuple[str, str]]:
    return {(row["kindLabel"], row["passageLabel"]) for row in rows if row["relation"] == relation}


def test_the_literature_of_a_factor(queried: QueryStore) -> None:
    """Table 2.1, the row “Zelfbeheersing”."""
    rows = answer(queried, "sources-of", thing="zelfbeheersing")
    cited = [row for row in rows if row["relation"] == "cites"]
    assert {(row["sourceLabel"], row["issued"]) for row in cited} == {
        ("Pauwels & Svensson (2017)", "2017"),
        ("Rottweiler & Gill (2022)", "2022"),
        ("Beelmann & Jonkman (2021)", "2021"),
        ("Lösel et al. (2018)", "2018"),
        ("ESS (2023)", "2023"),
        ("Marsden & Lee (2022)", "2022"),
    }
    assert {row["passageLabel"] for row in cited} == {"Tabel 2.1, Zelfbeheersing"}
    assert "literatuurbewering" not in {kind for kind, _ in _passages(rows, "about")}, "once, with the work"


def test_the_passages_of_a_factor(queried: QueryStore) -> None:
    """B3.1 gives it types and examples; in appendix 2, types 1.2, 1.3 and 4 target it."""
    rows = answer(queried, "sources-of", thing="zelfbeheersing")
    assert ("typebewering", "Tabel B3.1, Zelfbeheersing") in _passages(rows, "about")
    assert ("dekkingsbewering", "Tabel B3.1, Zelfbeheersing") in _passages(rows, "mentions")
    assert {passage for kind, passage in _passages(rows, "mentions") if kind == "richtingsbewering"} == {
        "Bijlage 2, type 1.2, bouwstenen en factoren",
        "Bijlage 2, type 1.3, bouwstenen en factoren",
        "Bijlage 2, type 4, bouwstenen en factoren",
    }


def test_an_intervention_with_an_evaluation(queried: QueryStore) -> None:
    """Buro Zend-Uit: B3.7 names an evaluation by Sieckelinck et al. (2020); it stands in two rows of B3.1."""
    rows = answer(queried, "sources-of", thing="buro-zend-uit")
    found = {(row["sourceLabel"], row["passageLabel"]) for row in rows if row["relation"] == "evaluation"}
    assert ("Sieckelinck et al. (2020)", "Tabel B3.7, Buro Zend-Uit") in found
    assert {passage for kind, passage in _passages(rows, "about") if kind == "dekkingsbewering"} == {
        "Tabel B3.1, Positieve, stabiele identiteitsontwikkeling",
        "Tabel B3.1, Zelfontplooiing",
    }


def test_a_type_by_its_number(queried: QueryStore) -> None:
    """Footnotes 16 and 17 of appendix 2 cite Cankor and Noor for type 4; B3.3 names it at school."""
    rows = answer(queried, "sources-of", thing="4")
    cited = {(row["sourceLabel"], row["passageLabel"]) for row in rows if row["relation"] == "cites"}
    assert ("Cankor & Noor (2021)", "Bijlage 2, type 4, voetnoot 16") in cited
    assert ("typebewering", "Tabel B3.3, Goede en positieve band met school/werk") in _passages(
        rows, "mentions"
    )


def test_it_tells_who_speaks(queried: QueryStore) -> None:
    """Form and target group of DIAMANT are ours, its trede is the report's."""
    rows = answer(queried, "sources-of", thing="diamant")
    agents = {(row["kindLabel"], row["agentLabel"]) for row in rows}
    assert ("beschrijving", "Bouwstenen") in agents
    assert ("onderbouwingsbewering", "De auteurs van het rapport") in agents
    assert ("onderbouwingsbewering", "Bouwstenen") not in agents


def test_a_source_without_a_year_has_none(queried: QueryStore) -> None:
    """B3.7 names an evaluation of FreeLee without saying of which year."""
    rows = answer(queried, "sources-of", thing="freelee-app")
    assert {row["issued"] for row in rows if row["relation"] == "evaluation"} == {""}
