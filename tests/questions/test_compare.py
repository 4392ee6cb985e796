"""compare: what is said about interventions, side by side."""

from pyoxigraph import Store

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer
from tests.questions.changed import with_added

_BOTH = ["diamant", "futsal-chabbab"]


def _values(rows: list[dict[str, str]], label: str) -> set[tuple[str, str]]:
    return {(row["interventionLabel"], row["valueLabel"]) for row in rows if row["propertyLabel"] == label}


def test_two_side_by_side(queried: QueryStore) -> None:
    """B3.1, B3.3, B3.5, B3.7 and appendix 2, type 4."""
    rows = answer(queried, "compare", intervention=_BOTH)
    assert _values(rows, "versterkt") == {
        ("DIAMANT", "Positieve, stabiele identiteitsontwikkeling"),
        ("DIAMANT", "Gezonde emotieregulatie"),
        ("DIAMANT", "Sociale vaardigheden en pro-sociaal gedrag"),
        ("DIAMANT", "Participatie in/betrokkenheid bij gemeenschapsprojecten"),
        ("Futsal Chabbab", "Positieve, stabiele identiteitsontwikkeling"),
        ("Futsal Chabbab", "Goede en positieve band met school/werk"),
    }
    assert _values(rows, "leeftijd vanaf") == {("DIAMANT", "12"), ("Futsal Chabbab", "9")}
    assert _values(rows, "leeftijd tot en met") == {("DIAMANT", "23"), ("Futsal Chabbab", "16")}
    assert _values(rows, "noemt polarisatie of radicalisering") == {
        ("DIAMANT", "ja"),
        ("Futsal Chabbab", "nee"),
    }


def test_contradictions_stand_below_each_other_with_their_passages(queried: QueryStore) -> None:
    """DIAMANT: trede 3 in appendix 2, trede 2 in five other places, each by Movisie and NJi."""
    rows = [
        row for row in answer(queried, "compare", intervention="diamant") if row["property"] == "bm:trede"
    ]
    assert [(row["valueLabel"], row["assessorLabel"], row["passageCount"]) for row in rows] == [
        ("Trede 2: veelbelovend", "Movisie", "5"),
        ("Trede 2: veelbelovend", "NJi", "5"),
        ("Trede 3: doeltreffend", "Movisie", "1"),
        ("Trede 3: doeltreffend", "NJi", "1"),
    ]
    assert rows[2]["passageLabels"] == "Bijlage 2, type 4, voorbeeld DIAMANT"
    assert rows[2]["basisLabel"] == "erkend door een databank"


def test_it_tells_what_is_ours(queried: QueryStore) -> None:
    rows = answer(queried, "compare", intervention=_BOTH)
    agents = {row["propertyLabel"]: row["agentLabel"] for row in rows}
    assert agents["vorm"] == "Bouwstenen"
    assert agents["trede"] == "De auteurs van het rapport"
    assert all(row["propertyLabel"] and row["valueLabel"] for row in rows)


def test_one_may_stand_beside_more(queried: QueryStore) -> None:
    rows = answer(queried, "compare", intervention=[*_BOTH, "this-is-me"])
    assert {row["interventionLabel"] for row in rows} == {"DIAMANT", "Futsal Chabbab", "This is me!"}


def test_via_type(queried: QueryStore) -> None:
    """Type 4 targets critical thinking (appendix 2); neither stands there in B3.1."""
    said = {via: answer(queried, "compare", intervention="diamant", via=via) for via in ("direct", "type")}
    assert _values(said["direct"], "kan versterken") == set()
    row = next(row for row in said["type"] if row["valueLabel"] == "Kritisch en complex denkvermogen")
    assert (row["via"], row["passageLabels"]) == ("type 4", "Bijlage 2, type 4, bouwstenen en factoren")
    assert {row["via"] for row in said["type"] if row["property"] == "bm:strengthens"} == {"direct"}


def test_via_editorial(store: Store) -> None:
    new = """claim:test a bm:TypeClaim, bm:Claim ; bm:about intervention:diamant ;
                 bm:interventionType type:8 ; prov:wasAttributedTo organisation:bouwstenen ;
                 prov:wasDerivedFrom passage:tabel-b3-7-diamant .
             intervention:diamant bm:editorialType type:8 ."""
    changed = with_added(store, new)
    typed = answer(changed, "compare", intervention="diamant", via="type")
    assert "id:intervention-type/8" not in {row["value"] for row in typed}
    ours = answer(changed, "compare", intervention="diamant", via="editorial")
    row = next(row for row in ours if row["value"] == "id:intervention-type/8")
    assert (row["property"], row["agentLabel"]) == ("bm:editorialType", "Bouwstenen")
    assert "Algeheel vertrouwen" in {row["valueLabel"] for row in ours if row["via"] == "editorial type 8"}


def test_what_is_not_mentioned_has_no_row(queried: QueryStore) -> None:
    """Newsroom: no trede, no age and no factor in the report."""
    said = {row["property"] for row in answer(queried, "compare", intervention="newsroom")}
    assert not said & {"bm:trede", "bm:ageMin", "bm:strengthens", "bm:hasType"}
    assert "bm:availability" in said
