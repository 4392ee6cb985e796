"""`factor-evidence`: the literature behind factors."""

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer

_DAYS = "Constructieve dagbesteding of vrijetijdsbesteding"


def test_one_row_of_a_table(queried: QueryStore) -> None:
    """Table 2.3 cites four works at constructive ways to spend the day."""
    rows = answer(queried, "factor-evidence", factor=_DAYS)
    assert [(row["sourceLabel"], row["year"]) for row in rows] == [
        ("Dijkman (2022)", "2022"),
        ("Jensen et al. (2016)", "2016"),
        ("Lösel et al. (2018)", "2018"),
        ("Marsden & Lee (2022)", "2022"),
    ]
    assert {row["passageLabel"] for row in rows} == {f"Tabel 2.3, {_DAYS}"}
    assert {row["agentLabel"] for row in rows} == {"De auteurs van het rapport"}


def test_what_stands_below_counts(queried: QueryStore) -> None:
    """Table 2.3: 4 + 4 + 4 citations in the whole bouwsteen, 8 of them in the theme school/werk."""
    assert len(answer(queried, "factor-evidence", within="bouwsteen/3")) == 12
    assert len(answer(queried, "factor-evidence", within="school-werk")) == 8
    assert len(answer(queried, "factor-evidence", factor=["Goede prestaties op school/werk", _DAYS])) == 8


def test_where_a_work_is_cited(queried: QueryStore) -> None:
    """Of the rows of table 2.3, Boehnke et al. stands in one only."""
    rows = answer(queried, "factor-evidence", within="bouwsteen/3", source="Boehnke et al. (1998)")
    assert [row["factorLabel"] for row in rows] == ["Goede en positieve band met school/werk"]


def test_all_factors(queried: QueryStore) -> None:
    everything = answer(queried, "factor-evidence")
    dijkman = answer(queried, "factor-evidence", source="Dijkman (2022)")
    assert 1 < len(dijkman) < len(everything)
    assert all(row in everything for row in dijkman)


def test_a_factor_without_literature(queried: QueryStore) -> None:
    """Bouwsteen 6 was added later and has no table of literature."""
    assert answer(queried, "factor-evidence", within="bouwsteen/6") == []
