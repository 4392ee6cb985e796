"""`partial-coverage`: which interventions strengthen most of what is asked for."""

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer
from tests.questions.ours import with_ours

_THREE = ["kritisch-en-complex-denkvermogen", "multi-perspectiviteit", "zelfbeheersing"]


def _ranked(rows: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    return list(dict.fromkeys((row["interventionLabel"], row["factorCount"], row["trede"]) for row in rows))


def test_those_that_strengthen_most_come_first(queried: QueryStore) -> None:
    """Table B3.1: VIP and Dare to be Grey stand in two of these three rows, six others in one."""
    rows = answer(queried, "partial-coverage", factor=_THREE)
    assert _ranked(rows) == [
        ("VIP", "2", "3"),
        ("Dare to be Grey", "2", ""),
        ("2DO School", "1", "3"),
        ("Discussiëren kun je leren (DKJL)", "1", "3"),
        ("Het Madonna Project", "1", ""),
        ("Stamina 010", "1", ""),
    ]
    assert {row["wantedCount"] for row in rows} == {"3"}


def test_each_factor_that_counts_has_its_passage(queried: QueryStore) -> None:
    rows = answer(queried, "partial-coverage", factor=_THREE)
    assert {
        (row["factorLabel"], row["passageLabel"]) for row in rows if row["interventionLabel"] == "VIP"
    } == {
        ("Kritisch en complex denkvermogen", "Tabel B3.1, Kritisch en complex denkvermogen"),
        ("Multi-perspectiviteit", "Tabel B3.1, Multi-perspectiviteit"),
    }


def test_at_least_so_many(queried: QueryStore) -> None:
    rows = answer(queried, "partial-coverage", factor=_THREE, min_count="2")
    assert [name for name, _, _ in _ranked(rows)] == ["VIP", "Dare to be Grey"]
    assert answer(queried, "partial-coverage", factor=_THREE, min_count="3") == []


def test_trede_and_basis(queried: QueryStore) -> None:
    """B3.1 gives all three a trede 3 by own estimate."""
    rows = answer(queried, "partial-coverage", factor=_THREE, min_trede="3")
    names = [name for name, _, _ in _ranked(rows)]
    assert names == ["VIP", "2DO School", "Discussiëren kun je leren (DKJL)"]
    recognised = answer(queried, "partial-coverage", factor=_THREE, min_trede="1", basis="recognised")
    assert recognised == []


def test_availability(queried: QueryStore) -> None:
    """B3.7 does not know whether DIAMANT is offered; Buro Zend-Uit it says is not."""
    factors = ["zelfontplooiing", "positieve-stabiele-identiteitsontwikkeling"]
    offered = answer(queried, "partial-coverage", factor=factors, availability="offered")
    gone = answer(queried, "partial-coverage", factor=factors, availability="not-offered")
    assert "Amigo’s" in {row["interventionLabel"] for row in offered}
    assert "Buro Zend-Uit" not in {row["interventionLabel"] for row in offered}
    assert {(row["interventionLabel"], row["factorCount"]) for row in gone} >= {("Buro Zend-Uit", "2")}


def test_what_the_type_adds_is_said(queried: QueryStore) -> None:
    """Type 1.3 is VIP's in tabel 1, and bijlage 2 says that it targets self-control."""
    rows = answer(queried, "partial-coverage", factor=_THREE, via="type")
    vip = {row["factorLabel"]: row["via"] for row in rows if row["interventionLabel"] == "VIP"}
    assert vip["Zelfbeheersing"] == "type 1.3"
    assert vip["Multi-perspectiviteit"] == "direct"
    assert rows[0]["factorCount"] == "3"


def test_our_types_only_when_asked_for() -> None:
    counts = (("type", {("direct", "1")}), ("editorial", {("direct", "2"), ("editorial type 1.1", "2")}))
    for via, expected in counts:
        rows = answer(with_ours(), "partial-coverage", factor=["kennis", "mediawijsheid"], via=via)
        assert {
            (row["via"], row["factorCount"]) for row in rows if row["interventionLabel"] == "Proef"
        } == expected


def test_a_factor_without_interventions(queried: QueryStore) -> None:
    """Table B3.1 to B3.6 name no interventions at risk factors."""
    assert answer(queried, "partial-coverage", factor="schooluitval") == []
