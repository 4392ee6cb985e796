"""gaps: which factors lack an intervention, or one that is well-founded."""

from pyoxigraph import Store

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer
from tests.questions.changed import with_added


def _by_factor(queried: QueryStore, **given: str) -> dict[str, dict[str, str]]:
    rows = answer(queried, "gaps", **given)
    found = {row["factorLabel"]: row for row in rows}
    assert len(found) == len(rows), "a factor stands here once"
    return found


def test_each_kind_of_gap(queried: QueryStore) -> None:
    """B3.1: “Algeheel vertrouwen” has no example.

    “Gezonde mentale gezondheid” has FreeLee (trede 2) and Life Goals (1); “Zelfbeheersing” has 2DO School
    (trede 3, own estimate) and Het Madonna Project (no trede); “Waardenontwikkeling” has Vreedzame School
    (trede 3, NJi).
    """
    gaps = _by_factor(queried)
    assert {
        name: (gaps[name]["gap"], gaps[name]["interventionCount"], gaps[name]["bestTrede"])
        for name in ("Algeheel vertrouwen", "Gezonde mentale gezondheid", "Zelfbeheersing")
    } == {
        "Algeheel vertrouwen": ("no-intervention", "0", ""),
        "Gezonde mentale gezondheid": ("below-trede", "2", "2"),
        "Zelfbeheersing": ("own-estimate", "2", "3"),
    }
    assert "Waardenontwikkeling en -versterking" not in gaps
    assert gaps["Algeheel vertrouwen"]["bouwsteenLabel"] == "Individu"


def test_what_has_no_intervention(queried: QueryStore) -> None:
    """Empty rows of B3.1 and B3.4, and what only appendix 2 names, for types 2, 3, 4, 5 and 9."""
    assert _by_factor(queried, kind="no-intervention").keys() == {
        "Algeheel vertrouwen",
        "Sociaal vertrouwen",
        "Constructieve ouderreacties op signalen van radicalisering",
        "Ondersteuning van gezinnen met radicaliserende gezinsleden",
        "Toekomstgerichtheid en ambitie",
        "Versterken van kennis en bewustwording in gemeenschappen",
        "Tools en wegwijzer voor herkenning en duiding van signalen",
    }


def test_min_trede(queried: QueryStore) -> None:
    """At trede 2, FreeLee will do for “Gezonde mentale gezondheid”, but that is an own estimate.

    DIAMANT (trede 2, NJi and Movisie) will do for “Participatie in/betrokkenheid bij gemeenschapsprojecten”.
    """
    gaps = _by_factor(queried, min_trede="2")
    assert gaps["Gezonde mentale gezondheid"]["gap"] == "own-estimate"
    assert "Participatie in/betrokkenheid bij gemeenschapsprojecten" not in gaps
    assert _by_factor(queried, min_trede="0")["Kennis"]["gap"] == "below-trede", "TerInfo has no trede at all"


def test_availability(queried: QueryStore) -> None:
    """B3.4 names This is me! alone at stable relations, without a dot for being offered."""
    name = "Stabiele, positieve en ondersteunende relaties met peers en gemeenschap"
    assert _by_factor(queried)[name]["gap"] == "below-trede"
    assert _by_factor(queried, availability="offered")[name]["gap"] == "no-intervention"


def test_via_type(queried: QueryStore) -> None:
    """Appendix 2: type 8 targets “Algeheel vertrouwen”.

    Table 1 puts Dilemmalogica (trede 1) and Verbindend Omgaan Met Ongenoegen (no trede) in type 8.
    """
    found = _by_factor(queried, via="type")["Algeheel vertrouwen"]
    assert (found["gap"], found["interventionCount"], found["bestTrede"]) == ("below-trede", "2", "1")


def test_our_types_count_only_when_asked_for(store: Store) -> None:
    changed = with_added(store, "intervention:alleen-jij-bepaalt bm:editorialType type:8 .")
    assert _by_factor(changed, via="type")["Algeheel vertrouwen"]["gap"] == "below-trede"
    assert "Algeheel vertrouwen" not in _by_factor(changed, via="editorial"), "NJi: trede 3"


def test_a_trede_of_unknown_basis_is_no_own_estimate(store: Store) -> None:
    changed = with_added(
        store,
        """claim:test a bm:EvidenceClaim, bm:Claim ; bm:about intervention:het-madonna-project ;
                     bm:trede trede:3 ; prov:wasDerivedFrom passage:tabel-b3-1-zelfbeheersing .""",
    )
    assert "Zelfbeheersing" not in _by_factor(changed)


def test_factors_below_a_leading_factor_are_left_out(queried: QueryStore) -> None:
    """B3.1: “Zelfcontrole” stands below “Zelfbeheersing”."""
    assert "Zelfcontrole" not in _by_factor(queried)
