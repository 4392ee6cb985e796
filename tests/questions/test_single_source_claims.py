"""single-source-claims: what about an intervention rests on one passage only."""

from pyoxigraph import Store

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer
from tests.questions.changed import with_added


def _diamant(queried: QueryStore, kind: str) -> list[tuple[str, str, str]]:
    rows = answer(queried, "single-source-claims", kind=kind, intervention="diamant")
    assert {row["kind"] for row in rows} <= {kind}
    return [(row["valueLabel"], row["passageLabel"], row["otherPassageCount"]) for row in rows]


def test_a_trede_that_one_passage_gives(queried: QueryStore) -> None:
    """DIAMANT: trede 3 in appendix 2, type 4; trede 2 in three rows of B3.1, one of B3.5 and B3.7."""
    assert _diamant(queried, "trede") == [
        ("Trede 3: doeltreffend", "Bijlage 2, type 4, voorbeeld DIAMANT", "5")
    ]


def test_links(queried: QueryStore) -> None:
    """DIAMANT stands in four rows: each link rests on its own row, the three others add to it."""
    assert [(value, others) for value, _, others in _diamant(queried, "link")] == [
        ("Gezonde emotieregulatie", "3"),
        ("Participatie in/betrokkenheid bij gemeenschapsprojecten", "3"),
        ("Positieve, stabiele identiteitsontwikkeling", "3"),
        ("Sociale vaardigheden en pro-sociaal gedrag", "3"),
    ]


def test_what_two_passages_say_is_not_here(queried: QueryStore) -> None:
    """DIAMANT is of type 4 in table 1 and in the description of type 4."""
    assert _diamant(queried, "type") == []


def test_availability(queried: QueryStore) -> None:
    """Buro Zend-Uit: appendix 2 says that it is not offered any more; the tables leave it open."""
    rows = answer(queried, "single-source-claims", kind="availability", intervention="buro-zend-uit")
    assert [(row["valueLabel"], row["otherPassageCount"]) for row in rows] == [("niet aangeboden", "3")]


def test_without_parameters_all_kinds_come(queried: QueryStore) -> None:
    rows = answer(queried, "single-source-claims")
    assert {row["kind"] for row in rows} == {"link", "trede", "type", "availability"}
    assert {"DIAMANT", "BOUNCE up"} <= {row["interventionLabel"] for row in rows}, "parts too"


def test_our_own_claims_do_not_count(queried: QueryStore) -> None:
    """We give Girls on the Run a type, the report gives it none."""
    assert answer(queried, "single-source-claims", kind="type", intervention="girls-on-the-run") == []


def test_nor_do_they_beside_those_of_the_report(store: Store) -> None:
    new = """claim:test a bm:TypeClaim ; bm:about intervention:diamant ; bm:interventionType type:8 ;
                 prov:wasAttributedTo organisation:{who} ; prov:wasDerivedFrom passage:tabel-b3-7-diamant ."""
    assert _diamant(with_added(store, new.format(who="bouwstenen")), "type") == []
    found = _diamant(with_added(store, new.format(who="rapportauteurs")), "type")
    assert [(passage, others) for _, passage, others in found] == [("Tabel B3.7, DIAMANT", "2")]
