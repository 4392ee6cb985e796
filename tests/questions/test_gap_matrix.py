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
    """Table 1 puts DIAMANT, Buro Zend-Uit, BOUNCE, This is me and Futsal Chabbab in type 4.

    They may strengthen what it targets (appendix 2), but B3.1 names none of them at critical thinking.
    """
    cell = _cells(queried, _CRITICAL, via="type")["4"]
    assert (cell["interventionCount"], cell["directCount"], cell["bestTrede"]) == ("5", "0", "3")


def test_a_part_counts_as_its_intervention(queried: QueryStore) -> None:
    """Tabel 1 puts VIP and MIJ (jr) in type 1.3, which targets “Zelfbeheersing” (bijlage 2, type 1.3): two.

    Bijlage 2 names MIJ and MIJ jr. apart, which B3.7 has in one row.
    """
    cells = _cells(queried, "Zelfbeheersing", via="type")
    assert (cells["1.3"]["interventionCount"], cells["1.3"]["bestTrede"]) == ("2", "3")
    # and with those of 1.2: A rebel with a cause, Vreedzame School with Vreedzame Wijk
    assert (cells["1.2"]["interventionCount"], cells["1"]["interventionCount"]) == ("2", "4")


def test_a_part_without_a_type_of_its_own(queried: QueryStore) -> None:
    """B3.1, “Ideologische weerbaarheid”: nine lines, one of them BOUNCE Young.

    Tabel 1 puts BOUNCE in type 4 and A rebel with a cause in 1.2, the others nowhere.
    """
    assert _counts(_cells(queried, "Ideologische weerbaarheid")) == {
        "1": ("", "false", "1", ""),
        "1.2": ("", "false", "1", ""),
        "4": ("self", "true", "0", ""),
        "": ("", "false", "8", "3"),
    }


def test_no_gap_in_the_type_column(queried: QueryStore) -> None:
    """B3.2, “Positieve opvoedstijl”, types 2 and 3: Trias, Oumnia Works and Ouders in positie are of type 2
    (tabel 1), the six others have no type; bijlage 2: both types target it."""
    assert _counts(_cells(queried, "Positieve opvoedstijl")) == {
        "2": ("self", "true", "3", "3"),
        "3": ("self", "true", "0", ""),
        "": ("", "false", "6", "2"),
    }


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
