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


def test_what_stands_below_trede_three(queried: QueryStore) -> None:
    """Counted row by row in B3.1–B3.6, treden as in these rows, B3.7 and bijlage 2.

    One line of B3.6, “Training, signalering en netwerkvorming”, names two (Werving, Sleutelfigurenaanpak);
    only B3.7 gives Werving its trede 1.
    """
    found = _by_factor(queried, kind="below-trede")
    assert {name: (row["interventionCount"], row["bestTrede"]) for name, row in found.items()} == {
        "Casuïsitiek overleggen tussen wijkprofessionals over gezinnen met verhoogd risico": ("1", ""),
        "Diversiteit in het sociaal netwerk": ("1", "2"),
        "Erkennen van rechtmatigheid van het recht en de wet": ("2", ""),
        "Gemeenschappelijke betrokkenheid en netwerkopbouw in de buurt": ("2", "2"),
        "Gemeenschappelijke identiteiten benadrukken": ("2", ""),
        "Gevoel van basiszekerheid": ("1", ""),
        "Gezonde mentale gezondheid": ("2", "2"),
        "Goede band met familie/opvoedondersteuners": ("3", "1"),
        "Group efficacy": ("1", "1"),
        "Kennis": ("1", ""),
        "Lokaal netwerk van gemeente en maatsdchappelijke organisaties "
        "die samenwerken bij preventie en signalering van radicalisering": ("1", "2"),
        "Meldpunt voor professionals": ("2", ""),
        "Netwerken van verschillende professionals, voor samenwerking "
        "aan sociale samenhang, preventie polarisatie en radicalisering": ("1", ""),
        "Participatie in besluitvorming en politieke inspraak": ("1", ""),
        "Platforms waarop burgers en instanties in een wijk samenwerken": ("1", "2"),
        "Politieke tevredenheid": ("2", "1"),
        "Positief contact tussen diverse groepen": ("2", "2"),
        "Programma of model voor gezamenlijke aanpak preventie van radicalisering": ("1", ""),
        "Prosociale normen en sociale veiligheid": ("1", "2"),
        "Stabiele, positieve en ondersteunende relaties met peers en gemeenschap": ("1", "2"),
        "Steun van belangrijke volwassenen": ("1", "2"),
        "Training en netwerkvorming voor signalering voor professionals, organisaties": ("3", "2"),
        "Training, signalering en netwerkvorming binnen gemeenschap": ("3", "1"),
        "Trainingen voor professionals in herkennen, duiden en "
        "omgaan met signalen van polarisatie en radicalisering": ("14", "2"),
        "Versterken van ondersteunende netwerken": ("4", "2"),
        "Vertrouwen in democratische instituties en rechtsstaat": ("1", "2"),
        "Weerbaarheid tegen groepsdruk": ("1", ""),
        "Weerbaarheid tegen online groepsdruk": ("1", "2"),
    }


def test_what_only_own_estimates_hold_up(queried: QueryStore) -> None:
    """B3.1–B3.5: trede 3 or more, and no “NJi” or “Movisie” behind any of these.

    Not here: the eight rows with DIAMANT (trede 3 by Movisie and NJi in bijlage 2), Alleen jij bepaalt,
    Sociale Vaardigheden op Maat or Vreedzame School (trede 3 by NJi).
    """
    found = _by_factor(queried, kind="own-estimate")
    assert {name: (row["interventionCount"], row["bestTrede"]) for name, row in found.items()} == {
        "Anticipatie op tegenslagen/nadelige consequenties": ("3", "3"),
        "Binding met de conventionele samenleving": ("3", "3"),
        "Goede prestaties op school/werk": ("2", "3"),
        "Ideologische weerbaarheid": ("9", "3"),
        "Kritisch en complex denkvermogen": ("3", "3"),
        "Mediawijsheid": ("10", "3"),
        "Multi-perspectiviteit": ("3", "3"),
        "Positieve opvoedstijl": ("9", "3"),
        "Positieve rolmodellen": ("1", "3"),
        "Stabiele thuissituatie": ("1", "3"),
        "Zelfbeheersing": ("2", "3"),
        "Zelfontplooiing": ("4", "3"),
    }
    assert len(_by_factor(queried)) == 7 + 28 + 12, "of 50 rows and five factors that only bijlage 2 names"


def test_a_part_counts_as_its_intervention(queried: QueryStore) -> None:
    """B3.4 names Smaakstation at “Weerbaarheid tegen groepsdruk”; tabel 1 puts VIP and MIJ (jr) in type 1.3.

    Bijlage 2 names MIJ and MIJ jr. apart, which B3.7 has in one row.
    """
    row = _by_factor(queried, via="type")["Weerbaarheid tegen groepsdruk"]
    assert (row["interventionCount"], row["bestTrede"]) == ("3", "3")


def test_min_trede(queried: QueryStore) -> None:
    """B3.1: at trede 2, FreeLee will do for “Gezonde mentale gezondheid”, but that is an own estimate.

    B3.5: DIAMANT (trede 2, NJi and Movisie) will do for “Participatie in/betrokkenheid”.
    B3.1 and B3.7: no trede for TerInfo, which stands alone at “Kennis”.
    """
    gaps = _by_factor(queried, min_trede="2")
    assert gaps["Gezonde mentale gezondheid"]["gap"] == "own-estimate"
    assert "Participatie in/betrokkenheid bij gemeenschapsprojecten" not in gaps
    assert _by_factor(queried, min_trede="0")["Kennis"]["gap"] == "below-trede", "TerInfo has no trede at all"


def test_availability(queried: QueryStore) -> None:
    """B3.4 names This is me! alone at stable relations, without a dot for being offered; B3.7: unknown."""
    name = "Stabiele, positieve en ondersteunende relaties met peers en gemeenschap"
    assert _by_factor(queried)[name]["gap"] == "below-trede"
    assert _by_factor(queried, availability="offered")[name]["gap"] == "no-intervention"


def test_via_type(queried: QueryStore) -> None:
    """Appendix 2, type 8, targets “Algeheel vertrouwen”.

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
