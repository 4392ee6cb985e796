"""gap-matrix: how many interventions of each type there are at each factor."""

from pyoxigraph import Store

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer
from tests.questions.changed import with_added

_CRITICAL = "Kritisch en complex denkvermogen"


def _cells(queried: QueryStore, factor: str, **given: str) -> dict[str, dict[str, str]]:
    rows = [row for row in answer(queried, "gap-matrix", **given) if row["factorLabel"] == factor]
    found = {row["typeNotation"]: row for row in rows}
    assert len(found) == len(rows), "a cell stands here once"
    return found


def _counts(cells: dict[str, dict[str, str]]) -> dict[str, tuple[str, str, str, str]]:
    keys = ("targeting", "inTable", "interventionCount", "bestTrede")
    return {
        notation: (cell[keys[0]], cell[keys[1]], cell[keys[2]], cell[keys[3]])
        for notation, cell in cells.items()
    }


def test_the_cells_of_one_factor(queried: QueryStore) -> None:
    """B3.1 names types 1.1 and 4 at critical thinking, and Dare to be Grey, VIP (trede 3) and Stamina 010.

    Appendix 2 says that types 1.1 and 4 target it; table 1 puts VIP in 1.3 and the others nowhere.
    """
    assert _counts(_cells(queried, _CRITICAL)) == {
        "1": ("subtype", "true", "1", "3"),
        "1.1": ("self", "true", "0", ""),
        "1.3": ("", "false", "1", "3"),
        "4": ("self", "true", "0", ""),
        "": ("", "false", "2", ""),
    }


def test_a_cell_tells_where_the_report_says_so(queried: QueryStore) -> None:
    cell = _cells(queried, _CRITICAL)["4"]
    assert cell["passageLabels"] == (
        "Bijlage 2, type 4, bouwstenen en factoren; Tabel B3.1, Kritisch en complex denkvermogen"
    )
    assert cell["type"] == "id:intervention-type/4"


def test_a_targeted_factor_without_any_intervention_is_there(queried: QueryStore) -> None:
    """Appendix 2, type 8: “Algeheel vertrouwen”, which has no example and no type in B3.1."""
    assert _counts(_cells(queried, "Algeheel vertrouwen")) == {"8": ("self", "false", "0", "")}


def test_a_factor_below_is_told_apart_and_not_counted(queried: QueryStore) -> None:
    """Type 5 targets “netwerkvorming”, which B3.4 puts below “Versterken van ondersteunende netwerken”."""
    cells = _cells(queried, "Versterken van ondersteunende netwerken", via="type")
    assert cells["5"]["targeting"] == "sub-factor"
    assert cells["5"]["interventionCount"] == cells["5"]["directCount"] == "1", (
        "the ABCD method, named by B3.4"
    )


def test_via_type(queried: QueryStore) -> None:
    """Table 1 puts five interventions in type 4, DIAMANT among them: they may strengthen what it targets."""
    cell = _cells(queried, _CRITICAL, via="type")["4"]
    assert (cell["interventionCount"], cell["directCount"], cell["bestTrede"]) == ("5", "0", "3")


def test_via_editorial_decides_on_the_column_too(store: Store) -> None:
    new = """intervention:proef a bm:Intervention ; rdfs:label "Proef"@nl ; bm:editorialType type:9.3 ;
                 bm:strengthens <https://w3id.org/bouwstenen/id/factor/kritisch-en-complex-denkvermogen> ."""
    changed = with_added(store, new)
    before, after = _cells(changed, _CRITICAL), _cells(changed, _CRITICAL, via="editorial")
    assert before[""]["interventionCount"] == "3", "without a type of the report"
    assert "9.3" not in before
    assert (after["9.3"]["interventionCount"], after["9.3"]["targeting"]) == ("1", "")


def test_min_trede_and_availability(queried: QueryStore) -> None:
    """B3.1 at this factor, of type 4: DIAMANT (trede 2 and 3), Buro Zend-Uit (3) and Futsal Chabbab (2).

    Only Futsal Chabbab has a dot for being offered.
    """
    name = "Positieve, stabiele identiteitsontwikkeling"
    assert _cells(queried, name)["4"]["interventionCount"] == "3"
    assert _cells(queried, name, min_trede="3")["4"]["interventionCount"] == "2"
    offered = _cells(queried, name, availability="offered")["4"]
    assert (offered["interventionCount"], offered["bestTrede"]) == ("1", "2")
    assert _cells(queried, name, min_trede="5")["4"]["interventionCount"] == "0", "the cell stays"
