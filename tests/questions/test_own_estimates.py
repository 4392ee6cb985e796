"""own-estimates: which treden rest on own estimates only."""

from pyoxigraph import Store

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer
from tests.questions.changed import with_added


def _rows(queried: QueryStore, **given: str | list[str]) -> list[tuple[str, str, str]]:
    rows = answer(queried, "own-estimates", **given)
    return [(row["interventionLabel"], row["trede"], row["passageLabel"]) for row in rows]


def test_the_highest(queried: QueryStore) -> None:
    """B3.7 has one trede 4: Girls on the Run, an own estimate."""
    assert _rows(queried, min_trede="4") == [("Girls on the Run", "4", "Tabel B3.7, Girls on the Run")]


def test_all_of_them(queried: QueryStore) -> None:
    """Every “eigen inschatting” of B3.7 and bijlage 2; those of B3.1–B3.6 add the parts BOUNCE young and up.

    Bijlage 2, type 2, says “trede 2 of trede 3” of three; type 1.3 gives trede 3 to MIJ and MIJ jr. apart.
    """
    rows = answer(queried, "own-estimates")
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["trede"], set()).add(row["interventionLabel"])
    both = {
        "Lotgenotenondersteuning",
        "Opvoeddebatten met migrantenvaders (Trias Pedagogica)",
        "Ouders in positie",
        "Oumnia Works (Steunpunt Sabr)",
    }
    assert found == {
        "1": {
            "Dilemmalogica",
            "Groeten terug!",
            "Training Dialoog onder druk",
            "Weerbaar Opvoeden",
            "Weerbaar opvoeden (diverse aanpakken)",
            "Werving van sleutelfiguren (Gemeente Amsterdam)",
            "Youth Cyber Team",
        },
        "2": both
        | {
            "ABCD-methode",
            "BOUNCE trainingen",
            "BOUNCE up",
            "BOUNCE young",
            "Bondgenoten aanpak",
            "Brown Eyes Blue Eyes Filmworkshop",
            "Dreamocracy",
            "FreeLee app",
            "Identity Project",
            "OMEI-Training (Expertisunit Sociale Stabiliteit)",
            "Reageren op discriminatie",
            "SAMOS: gestructureerde signalering en aanpak onrust en spanningen",
            "Saïd & Lody",
            "Theaterstuk ‘Count me in’",
            "This is me!",
            "Utrecht zijn we samen",
        },
        "3": both
        | {
            "#DatMeenJeNiet",
            "2DO School",
            "Buro Zend-Uit",
            "Discussiëren kun je leren (DKJL)",
            "Familieondersteuning",
            "Fort van de democratie",
            "JIM-aanpak (Jouw Ingebrachte Mentor)",
            "JINC programma’s",
            "MEE Toekomstcoach",
            "MIJ",
            "MIJ Jr.",
            "MIJ en MIJ Jr.",
            "Radicalise",
            "Under Pressure",
            "VIP",
            "project Familiecontact",
        },
        "4": {"Girls on the Run"},
    }
    assert {row["assessorLabel"] for row in rows} == {"De auteurs van het rapport"}


def test_every_passage_that_names_it(queried: QueryStore) -> None:
    """VIP: trede 3 (own estimate) in three rows of B3.1, in B3.7 and in appendix 2."""
    assert _rows(queried, intervention="vip") == [
        ("VIP", "3", "Bijlage 2, type 1.3, voorbeeld VIP"),
        ("VIP", "3", "Tabel B3.1, Kritisch en complex denkvermogen"),
        ("VIP", "3", "Tabel B3.1, Multi-perspectiviteit"),
        ("VIP", "3", "Tabel B3.1, Sociale vaardigheden en pro-sociaal gedrag"),
        ("VIP", "3", "Tabel B3.7, VIP"),
    ]
    row = answer(queried, "own-estimates", intervention="vip")[1]
    assert (row["assessorLabel"], row["printed"]) == (
        "De auteurs van het rapport",
        "Trede 3 (eigen inschatting)",
    )


def test_recognised_treden_and_silent_ones_are_left_out(queried: QueryStore) -> None:
    """Alleen jij bepaalt: trede 3 (NJi). 2gather: B3.7 gives trede 3 and does not say whose."""
    assert _rows(queried, intervention=["alleen-jij-bepaalt", "2gather"]) == []


def test_recognition_at_another_trede_is_shown_beside(store: Store) -> None:
    new = """claim:test a bm:EvidenceClaim, bm:Claim ; bm:about intervention:vip ; bm:trede trede:1 ;
                 bm:basis basis:recognised ; prov:wasDerivedFrom passage:tabel-b3-7-vip ."""
    rows = answer(with_added(store, new), "own-estimates", intervention="vip")
    assert {(row["trede"], row["recognisedTrede"]) for row in rows} == {("3", "1")}


def test_a_recognised_claim_of_the_same_trede_takes_it_away(store: Store) -> None:
    new = """claim:test a bm:EvidenceClaim, bm:Claim ; bm:about intervention:vip ; bm:trede trede:3 ;
                 bm:basis basis:recognised ; prov:wasDerivedFrom passage:tabel-b3-7-vip ."""
    assert _rows(with_added(store, new), intervention="vip") == []


def test_a_silent_claim_of_the_same_trede_takes_it_away_too(store: Store) -> None:
    new = """claim:test a bm:EvidenceClaim, bm:Claim ; bm:about intervention:vip ; bm:trede trede:3 ;
                 prov:wasDerivedFrom passage:tabel-b3-7-vip ."""
    assert _rows(with_added(store, new), intervention="vip") == []
