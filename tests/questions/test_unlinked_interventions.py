"""unlinked-interventions: which interventions no table names at any factor."""

from pyoxigraph import Store

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer
from tests.questions.changed import with_added


def _by_name(queried: QueryStore, **given: str) -> dict[str, dict[str, str]]:
    return {row["interventionLabel"]: row for row in answer(queried, "unlinked-interventions", **given)}


def test_which_these_are(queried: QueryStore) -> None:
    """All 120 rows of B3.7 looked up in B3.1–B3.6; “Weerbaar opvoeden” in B3.2 is the row of that name."""
    assert _by_name(queried).keys() == {
        "Er zal een stilte vallen.....",
        "Familieondersteuning",
        "Fort van de democratie",
        "Gezinsondersteuning Al Amal",
        "Girls on the Run",
        "Groeten terug!",
        "Hulplijn Radicalisering",
        "Lotgenotenondersteuning",
        "Meldpunt De-radicalisering Assadaaka",
        "Newsroom",
        "Radicaal Ideaal (Codename future)",
        "Versterken weerbaarheid Koerdisch Nederlandse gemeenschap (Publinc)",
        "Weerbaar opvoeden (diverse aanpakken)",
        "Weerbaarheidstrainingen voor jongeren (Radar Rotterdam)",
        "project Familiecontact",
    }


def test_what_else_is_said(queried: QueryStore) -> None:
    """B3.7 puts Lotgenotenondersteuning on trede 2, appendix 2 on trede 3.

    Table 1 puts it in type 3, which targets six factors; we say that it may be project Familiecontact.
    """
    row = _by_name(queried)["Lotgenotenondersteuning"]
    assert (row["trede"], row["tredeLowest"], row["typeFactorCount"]) == ("3", "2", "6")
    assert row["typeLabels"] == "3 Ondersteuning gezinnen met familieleden die radicaliseren"
    assert row["possiblySameAsLabels"] == "project Familiecontact"
    assert "Tabel B3.7, Lotgenotenondersteuning" in row["passageLabels"].split("; ")


def test_the_type_that_was_given_not_the_one_it_implies(queried: QueryStore) -> None:
    """We put Fort van de democratie in 1.3, which is part of 1; the report gives it no type."""
    row = _by_name(queried)["Fort van de democratie"]
    assert row["typeLabels"] == ""
    assert row["editorialTypeLabels"] == "1.3 Versterken kritisch denken, democratisch burgerschap"


def test_through_our_types_two_remain(queried: QueryStore) -> None:
    """We put both in type 1, and bijlage 2 gives targets to 1.1, 1.2 and 1.3 only."""
    assert _by_name(queried, via="editorial").keys() == {"Er zal een stilte vallen.....", "Girls on the Run"}


def test_what_is_not_known_stays_empty(queried: QueryStore) -> None:
    """Girls on the Run: trede 4 in B3.7, and in no table of types."""
    row = _by_name(queried)["Girls on the Run"]
    assert (row["trede"], row["typeLabels"], row["typeFactorCount"]) == ("4", "", "0")
    assert row["passageLabels"] == "Tabel B3.7, Girls on the Run"


def test_via_leaves_out_what_a_type_ties_to_factors(store: Store) -> None:
    """Table 1 puts three of them in type 3."""
    changed = with_added(store, "intervention:girls-on-the-run bm:editorialType type:4 .")
    direct, typed, ours = (_by_name(changed, via=via).keys() for via in ("direct", "type", "editorial"))
    assert direct - typed == {"Familieondersteuning", "Hulplijn Radicalisering", "Lotgenotenondersteuning"}
    assert "Girls on the Run" in typed
    assert "Girls on the Run" not in ours


def test_a_part_that_is_named_will_do(store: Store) -> None:
    """Newsroom stands in no row (see above): with an invented part at “Mediawijsheid” it is linked."""
    new = """<https://w3id.org/bouwstenen/id/intervention-part/proef> dcterms:isPartOf intervention:newsroom ;
                 bm:strengthens factor:mediawijsheid ."""
    assert "Newsroom" not in _by_name(with_added(store, new))
