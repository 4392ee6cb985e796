"""best-next-evaluation: which single evaluation would cover most factors."""

from pyoxigraph import Store

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer
from tests.questions.changed import with_added


def _by_name(queried: QueryStore, **given: str) -> dict[str, dict[str, str]]:
    return {row["interventionLabel"]: row for row in answer(queried, "best-next-evaluation", **given)}


def test_the_best_of_all(queried: QueryStore) -> None:
    """B3.4 and B3.5 name the ABCD method (trede 2) at three factors; nobody there stands on trede 3."""
    row = answer(queried, "best-next-evaluation")[0]
    assert (row["interventionLabel"], row["gainCount"], row["directGainCount"]) == ("ABCD-methode", "3", "3")
    assert (row["trede"], row["tredeLowest"], row["availabilityLabels"]) == ("2", "2", "aangeboden")
    assert row["factorLabels"] == (
        "Diversiteit in het sociaal netwerk; Positief contact tussen diverse groepen; "
        "Versterken van ondersteunende netwerken"
    )


def test_who_would_add_more_than_one(queried: QueryStore) -> None:
    """Rows of B3.2–B3.6 where nobody stands on trede 3: the six that stand in two or three of them."""
    found = _by_name(queried)
    assert {
        name: row["factorLabels"].split("; ") for name, row in found.items() if int(row["gainCount"]) > 1
    } == {
        "ABCD-methode": [
            "Diversiteit in het sociaal netwerk",
            "Positief contact tussen diverse groepen",
            "Versterken van ondersteunende netwerken",
        ],
        "Bondgenoten aanpak": [
            "Gemeenschappelijke betrokkenheid en netwerkopbouw in de buurt",
            "Platforms waarop burgers en instanties in een wijk samenwerken",
        ],
        "OMEI-Training (Expertisunit Sociale Stabiliteit)": [
            "Steun van belangrijke volwassenen",
            "Trainingen voor professionals in herkennen, duiden en omgaan met signalen van polarisatie en"
            " radicalisering",
        ],
        "SOMS - Sociale Onrust en Maatschappelijke Spanningen": [
            "Gemeenschappelijke betrokkenheid en netwerkopbouw in de buurt",
            "Training en netwerkvorming voor signalering voor professionals, organisaties",
        ],
        "Smaakstation": ["Gemeenschappelijke identiteiten benadrukken", "Weerbaarheid tegen groepsdruk"],
        "Vechten voor Vrede (SPIOR)": [
            "Training, signalering en netwerkvorming binnen gemeenschap",
            "Versterken van ondersteunende netwerken",
        ],
    }
    assert len(found) == 50, "the others stand in one such row"


def test_factors_that_are_covered_do_not_count(queried: QueryStore) -> None:
    """B3.1 and B3.2 name Het Madonna Project at four factors; only at family ties nobody is on trede 3."""
    row = _by_name(queried)["Het Madonna Project"]
    assert (row["gainCount"], row["factorLabels"]) == ("1", "Goede band met familie/opvoedondersteuners")
    assert (row["trede"], row["tredeLowest"]) == ("", "")


def test_what_stands_high_enough_is_no_candidate(queried: QueryStore) -> None:
    """VIP stands on trede 3; at trede 4 it would add three factors (B3.1)."""
    assert "VIP" not in _by_name(queried)
    assert _by_name(queried, min_trede="4")["VIP"]["gainCount"] == "3"


def test_who_adds_nothing_is_left_out(queried: QueryStore) -> None:
    """B3.4: Mediamatties stands only at “Mediawijsheid”, where Under Pressure is on trede 3."""
    assert "Mediamatties" not in _by_name(queried)


def test_availability(queried: QueryStore) -> None:
    """B3.6 has no dot for Radicx, and B3.7 says “Onbekend”."""
    found = _by_name(queried, availability="offered")
    assert "Radicx" not in found
    assert "Radicx" in _by_name(queried)
    assert all("aangeboden" in row["availabilityLabels"].split("; ") for row in found.values())


def test_only_what_is_available_covers(queried: QueryStore) -> None:
    """B3.1, “Zelfontplooiing”: Buro Zend-Uit (trede 3) is not offered, Amigo’s (trede 2) is."""
    assert "Amigo’s" not in _by_name(queried)
    assert _by_name(queried, availability="offered")["Amigo’s"]["factorLabels"] == "Zelfontplooiing"


def test_via_type(queried: QueryStore) -> None:
    """Table 1 puts Dilemmalogica (B3.5: “Politieke tevredenheid”) in type 8; appendix 2 gives that five
    targets.

    2DO School (trede 3, B3.5) covers “Binding”; VIP, of type 1.3, may cover “Vertrouwen”. Three remain.
    """
    direct, typed = (_by_name(queried, via=via)["Dilemmalogica"] for via in ("direct", "type"))
    assert (direct["gainCount"], direct["directGainCount"]) == ("1", "1")
    assert (typed["gainCount"], typed["directGainCount"]) == ("3", "1")
    assert typed["factorLabels"].split("; ") == [
        "Algeheel vertrouwen",
        "Participatie in besluitvorming en politieke inspraak",
        "Politieke tevredenheid",
    ]


def test_factors_below_a_leading_factor_do_not_count(queried: QueryStore) -> None:
    """Nobody in B3.1–B3.6 stands on trede 4; tabel 1 puts PBS in de wijk in type 5, B3.4 at “Prosociale
    normen”.

    Bijlage 2, type 5: eight targets stand in a theme, and three below “Versterken van ondersteunende
    netwerken”.
    """
    row = _by_name(queried, via="type", min_trede="4")["PBS in de wijk"]
    assert (row["gainCount"], row["directGainCount"]) == ("8", "1")
    assert not {"netwerkvorming", "Netwerkvorming"} & set(row["factorLabels"].split("; "))


def test_via_editorial(store: Store) -> None:
    """An invented intervention of type 8, which targets “Algeheel vertrouwen” (appendix 2)."""
    new = """intervention:proef a bm:Intervention ; rdfs:label "Proef"@nl ; bm:editorialType type:8 ."""
    changed = with_added(store, new)
    assert "Proef" not in _by_name(changed, via="type")
    row = _by_name(changed, via="editorial")["Proef"]
    assert row["directGainCount"] == "0"
    assert "Algeheel vertrouwen" in row["factorLabels"].split("; ")
