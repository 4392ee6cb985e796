"""stale: what is out of date, or of unknown date."""

from datetime import UTC, datetime

from pyoxigraph import Store

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer
from tests.questions.changed import with_added


def _rows(queried: QueryStore, **given: str) -> dict[str, tuple[str, str]]:
    rows = answer(queried, "stale", **given)
    return {row["thingLabel"]: (row["status"], row["date"]) for row in rows}


def test_literature(queried: QueryStore) -> None:
    """Table 2.3 cites Boehnke et al. (1998); table 2.1 ESS (2023); appendix 2 SI-toolkit, without a year."""
    found = _rows(queried, kind="literature", as_of="2026-11-24")
    assert found["Boehnke et al. (1998)"] == ("stale", "1998")
    assert found["SI-toolkit, weerbaar opvoeden"] == ("undated", "")
    assert "ESS (2023)" not in found
    assert "Van Kessel & Deniz (2023)" not in found


def test_a_year_holds_until_its_last_day(queried: QueryStore) -> None:
    """§5.2: studies of the five years before. A study of 1998 may be of its last day."""
    name = "Boehnke et al. (1998)"
    assert name not in _rows(queried, kind="literature", as_of="2003-12-31")
    assert _rows(queried, kind="literature", as_of="2004-01-01")[name] == ("stale", "1998")


def test_what_came_later_is_not_stale(queried: QueryStore) -> None:
    assert {status for status, _ in _rows(queried, as_of="1990-02-28").values()} == {"undated"}


def test_evaluations(queried: QueryStore) -> None:
    """B3.7: Sieckelinck et al. (2020) on Buro Zend-Uit; an evaluation of FreeLee without a year."""
    found = _rows(queried, kind="evaluation", as_of="2026-11-24")
    assert found["Sieckelinck et al. (2020)"] == ("stale", "2020")
    assert found["Evaluatie van FreeLee app"] == ("undated", "")
    row = next(
        row
        for row in answer(queried, "stale", kind="evaluation", as_of="2026-11-24")
        if row["thingLabel"] == "Sieckelinck et al. (2020)"
    )
    assert (row["dateKind"], row["maxYears"], row["aboutCount"]) == ("issued", "5", "1")
    assert row["passageLabels"] == "Tabel B3.7, Buro Zend-Uit"


def test_the_report_does_not_date_what_is_offered(queried: QueryStore) -> None:
    """Nor is the report itself, in the text that reached us: all are undated, no date is guessed."""
    rows = answer(queried, "stale", kind="availability")
    assert {row["kind"] for row in rows} == {"availability"}
    assert {(row["status"], row["date"], row["dateKind"]) for row in rows} == {("undated", "", "")}
    assert {"DIAMANT", "Newsroom", "BOUNCE up"} <= {row["thingLabel"] for row in rows}


def test_a_check_dates_what_is_offered(store: Store) -> None:
    new = """claim:tabel-b3-7-diamant-availability bm:lastChecked "2026-01-31"^^xsd:date ."""
    changed = with_added(store, new)
    assert "DIAMANT" not in _rows(changed, kind="availability", as_of="2027-01-31")
    assert _rows(changed, kind="availability", as_of="2027-02-01")["DIAMANT"] == ("stale", "2026-01-31")


def test_the_newest_date_counts(store: Store) -> None:
    """A date of the report holds for all it says; what was checked since is newer."""
    new = """source:rapport dcterms:issued "2025-03"^^xsd:gYearMonth .
             claim:tabel-b3-7-diamant-availability prov:generatedAtTime "2024-05-01T10:00:00Z"^^xsd:dateTime .
             claim:tabel-b3-7-newsroom-availability bm:lastChecked "2025-09-01"^^xsd:date ."""
    found = answer(with_added(store, new), "stale", kind="availability", as_of="2026-11-24")
    dated = {row["thingLabel"]: (row["status"], row["date"], row["dateKind"]) for row in found}
    assert dated["DIAMANT"] == ("stale", "2025-03", "issued")
    assert dated["Newsroom"] == ("stale", "2025-09-01", "checked")


def test_what_is_past_its_validity_is_stale(store: Store) -> None:
    new = """claim:tabel-b3-7-diamant-availability bm:lastChecked "2026-01-31"^^xsd:date ;
                 schema:validUntil "2026-06-30"^^xsd:date ."""
    changed = with_added(store, new)
    assert "DIAMANT" not in _rows(changed, kind="availability", as_of="2026-06-30")
    assert _rows(changed, kind="availability", as_of="2026-07-01")["DIAMANT"] == ("stale", "2026-01-31")


def test_without_a_day_it_is_today(queried: QueryStore) -> None:
    today = datetime.now(UTC).date().isoformat()
    assert answer(queried, "stale") == answer(queried, "stale", as_of=today)


def test_what_it_is_stale_after(store: Store) -> None:
    """A year or five after its date, or the end of its validity where that comes first."""
    new = """claim:tabel-b3-7-diamant-availability bm:lastChecked "2024-02-29"^^xsd:date .
             claim:tabel-b3-7-newsroom-availability bm:lastChecked "2025-01-31"^^xsd:date ;
                 schema:validUntil "2025-06-30"^^xsd:date .
             claim:erkend a bm:RecognitionClaim ; bm:about intervention:amigos ;
                 schema:validUntil "2025-12-31"^^xsd:date ."""
    rows = answer(with_added(store, new), "stale", as_of="2026-11-24")
    after = {(row["kind"], row["thingLabel"]): row["staleAfter"] for row in rows}
    assert after["availability", "DIAMANT"] == "2025-02-28"
    assert after["availability", "Newsroom"] == "2025-06-30"
    assert after["recognition", "Amigo’s"] == "2025-12-31"
    assert after["literature", "Boehnke et al. (1998)"] == "2003-12-31"
    assert after["availability", "BOUNCE up"] == ""


def test_of_one_bouwsteen(queried: QueryStore) -> None:
    """Table 2.3 cites Boehnke et al. at a factor of bouwsteen 3; Bertelsen (2015) is on type 9."""
    found = {number: _rows(queried, bouwsteen=number, as_of="2026-11-24") for number in "123456"}
    assert [number for number in found if "Boehnke et al. (1998)" in found[number]] == ["3"]
    assert "Bertelsen (2015)" in found["6"]
    together = {name for rows in found.values() for name in rows}
    assert together <= set(_rows(queried, as_of="2026-11-24"))
    assert "DIAMANT" in together


def test_of_one_organisation(queried: QueryStore) -> None:
    """B3.7: Diversae carries out Ouders in positie, of which there is an evaluation; NJi assessed DIAMANT."""
    assert {"Ouders in positie", "Evaluatie van Ouders in positie"} <= set(
        _rows(queried, organisation="diversae")
    )
    assert "DIAMANT" in _rows(queried, organisation="nji")
    assert "DIAMANT" not in _rows(queried, organisation="diversae")
