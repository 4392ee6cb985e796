"""what-would-change: which factors lose their evidence if an assessment falls."""

from pyoxigraph import Store

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer
from tests.questions.changed import with_added

_CLAIM = """claim:test a bm:EvidenceClaim, bm:Claim ; bm:about intervention:{who} ; bm:trede trede:{trede} ;
    bm:assessor organisation:{assessor} ; prov:wasDerivedFrom passage:{passage} ."""


def _losses(queried: QueryStore, **given: str) -> set[tuple[str, str, str]]:
    rows = answer(queried, "what-would-change", **given)
    return {(row["interventionLabel"], row["factorLabel"], row["remainingTrede"]) for row in rows}


def test_what_the_njis_judgement_of_vreedzame_school_carries(queried: QueryStore) -> None:
    """B3.1 and B3.3: alone at “Waardenontwikkeling”, the only trede 3 beside three of trede 2 at school.

    At “Democratische vorming” (B3.5) Under Pressure and 2DO School stand on trede 3 too: not lost.
    """
    rows = answer(queried, "what-would-change", intervention="vreedzame-school")
    assert [
        (row["factorLabel"], row["assessorLabel"], row["trede"], row["remainingTrede"]) for row in rows
    ] == [
        ("Goede en positieve band met school/werk", "NJi", "3", "2"),
        ("Waardenontwikkeling en -versterking", "NJi", "3", ""),
    ]
    assert rows[0]["passageCount"] == "5"
    assert rows[0]["passageLabels"].split("; ") == [
        "Bijlage 2, type 1.2, voorbeeld Vreedzame School",
        "Tabel B3.1, Waardenontwikkeling en -versterking",
        "Tabel B3.3, Goede en positieve band met school/werk",
        "Tabel B3.5, Democratische vorming en burgerschapscompetenties",
        "Tabel B3.7, Vreedzame School",
    ]


def test_all_that_hang_on_one_assessment(queried: QueryStore) -> None:
    """Rows of B3.1–B3.5 with one intervention on trede 3, judged by one; beside it the best of the others.

    Not “Participatie in/betrokkenheid”: DIAMANT’s trede 3 has two assessors (bijlage 2, type 4).
    """
    assert _losses(queried) == {
        ("#DatMeenJeNiet", "Anticipatie op tegenslagen/nadelige consequenties", "2"),
        ("2DO School", "Binding met de conventionele samenleving", "2"),
        ("2DO School", "Zelfbeheersing", ""),
        ("Buro Zend-Uit", "Zelfontplooiing", "2"),
        ("JIM-aanpak (Jouw Ingebrachte Mentor)", "Positieve rolmodellen", ""),
        ("JIM-aanpak (Jouw Ingebrachte Mentor)", "Stabiele thuissituatie", ""),
        ("JINC programma’s", "Goede prestaties op school/werk", ""),
        ("Radicalise", "Ideologische weerbaarheid", "2"),
        ("Under Pressure", "Mediawijsheid", "1"),
        ("VIP", "Kritisch en complex denkvermogen", ""),
        ("Vreedzame School", "Goede en positieve band met school/werk", "2"),
        ("Vreedzame School", "Waardenontwikkeling en -versterking", ""),
    }


def test_a_factor_with_two_is_left_out(queried: QueryStore) -> None:
    """B3.1, “Positieve, stabiele identiteitsontwikkeling”: MIJ, 2DO School and Buro Zend-Uit on trede 3."""
    assert not [loss for loss in _losses(queried) if loss[1].startswith("Positieve, stabiele")]


def test_two_assessors_are_two_judgements_but_one_passage(queried: QueryStore) -> None:
    """Appendix 2 puts DIAMANT on trede 3 (Movisie, NJi), everything else on trede 2.

    B3.5 names at community projects beside it only Dare to be Grey, without a trede.
    """
    lost = ("DIAMANT", "Participatie in/betrokkenheid bij gemeenschapsprojecten", "")
    assert lost not in _losses(queried)
    assert _losses(queried, loses="passage") == {lost}, (
        "all others on trede 3 are printed in two places or more"
    )


def test_min_trede(queried: QueryStore) -> None:
    """B3.4: Bounce (trede 2, own estimate) is the only one at “Weerbaarheid tegen online groepsdruk”."""
    lost = ("BOUNCE trainingen", "Weerbaarheid tegen online groepsdruk", "")
    assert lost not in _losses(queried)
    assert lost in _losses(queried, min_trede="2")
    assert _losses(queried, min_trede="5") == set(), "nothing stands there"


def test_a_second_judgement_saves_the_factor(store: Store) -> None:
    """B3.1: VIP (own estimate) alone stands on trede 3 at critical thinking."""
    new = _CLAIM.format(who="vip", trede=3, assessor="nji", passage="tabel-b3-7-vip")
    lost = ("VIP", "Kritisch en complex denkvermogen", "")
    assert lost in _losses(with_added(store, ""))
    assert lost not in _losses(with_added(store, new))


def test_a_passage_without_an_assessor_is_no_second_judgement(store: Store) -> None:
    """As above, with a trede that nobody is said to have given."""
    new = _CLAIM.format(who="vip", trede=3, assessor="x", passage="tabel-b3-7-vip")
    new = new.replace("bm:assessor organisation:x ;", "")
    assert ("VIP", "Kritisch en complex denkvermogen", "") in _losses(with_added(store, new))


def test_a_lower_judgement_of_the_same_intervention_does_not_remain(store: Store) -> None:
    """What remains is what the factor's other interventions have."""
    new = _CLAIM.format(who="vip", trede=1, assessor="rapportauteurs", passage="tabel-b3-7-vip")
    assert ("VIP", "Kritisch en complex denkvermogen", "") in _losses(with_added(store, new))


def test_via(queried: QueryStore) -> None:
    """Appendix 2: types 1.1 and 4 target critical thinking; Under Pressure and Buro Zend-Uit stand on 3."""
    lost = ("VIP", "Kritisch en complex denkvermogen", "")
    assert lost in _losses(queried)
    assert lost not in _losses(queried, via="type")


def test_all_that_hang_on_one_assessment_via_type(queried: QueryStore) -> None:
    """Rows of B3.1–B3.6 and targets of bijlage 2 together: where one alone stands on trede 3.

    Of types 2 and 3, five stand on 3: nothing in bouwsteen 2 is lost. Of type 5 only Vreedzame School
    does, but what type 5 targets below “Versterken van ondersteunende netwerken” stands in no theme.
    """
    assert _losses(queried, via="type") == {
        ("Vreedzame School", "Gemeenschappelijke betrokkenheid en netwerkopbouw in de buurt", "2"),
        ("Vreedzame School", "Group efficacy", "2"),
        ("Vreedzame School", "Prosociale normen en sociale veiligheid", "2"),
        ("Vreedzame School", "Versterken van kennis en bewustwording in gemeenschappen", "2"),
    }


def test_via_editorial(store: Store) -> None:
    """Type 8 alone targets “Algeheel vertrouwen”; table 1 puts nothing above trede 1 in type 8."""
    changed = with_added(store, "intervention:alleen-jij-bepaalt bm:editorialType type:8 .")
    assert not [loss for loss in _losses(changed, via="type") if loss[1] == "Algeheel vertrouwen"]
    found = [loss for loss in _losses(changed, via="editorial") if loss[1] == "Algeheel vertrouwen"]
    assert [loss[0] for loss in found] == ["Alleen jij bepaalt"]
