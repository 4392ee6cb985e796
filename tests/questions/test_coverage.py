"""`coverage` through types we gave ourselves; the rest of it is in tests/library/test_asking.py."""

from bouwstenen.store.interface import QueryStore
from tests.questions.asking import answer
from tests.questions.ours import with_ours

_FACTOR = "weerbaarheid-tegen-online-groepsdruk"


def test_our_types_count_only_when_asked_for() -> None:
    """Bijlage 2, type 1.1 targets “Weerbaarheid tegen online groepsdruk”."""
    ours = with_ours()
    wide = answer(ours, "coverage", factor=_FACTOR, via="editorial")
    (row,) = [row for row in wide if row["interventionLabel"] == "Proef"]
    assert row["via"] == "editorial type 1.1"
    assert row["passageLabel"] == "Bijlage 2, type 1.1, bouwstenen en factoren"
    for via in ("direct", "type"):
        rows = answer(ours, "coverage", factor=_FACTOR, via=via)
        assert "Proef" not in {row["interventionLabel"] for row in rows}
        assert not [row for row in rows if row["via"].startswith("editorial")]


def test_editorial_keeps_what_the_report_says(queried: QueryStore) -> None:
    """Tabel 1 puts Under Pressure in 1.1; B3.1 names none of them at this factor."""
    typed = answer(queried, "coverage", factor=_FACTOR, via="type")
    assert [row["via"] for row in typed if row["interventionLabel"] == "Under Pressure"] == ["type 1.1"]
    wide = answer(queried, "coverage", factor=_FACTOR, via="editorial")
    assert [row for row in wide if not row["via"].startswith("editorial")] == typed


def test_all_factors_must_be_reached_whatever_the_way() -> None:
    """Type 1.1 targets media literacy but not self-control."""
    both = answer(with_ours(), "coverage", factor=[_FACTOR, "mediawijsheid"], via="editorial")
    assert {row["factorLabel"] for row in both if row["interventionLabel"] == "Proef"} == {
        "Weerbaarheid tegen online groepsdruk",
        "Mediawijsheid",
    }
    other = answer(with_ours(), "coverage", factor=[_FACTOR, "zelfbeheersing"], via="editorial")
    assert "Proef" not in {row["interventionLabel"] for row in other}


def test_one_factor_directly_and_one_through_the_type(queried: QueryStore) -> None:
    """B3.1 names VIP at critical thinking; its type 1.3 targets self-control, where no table names it."""
    both = ["kritisch-en-complex-denkvermogen", "zelfbeheersing"]
    found = {
        via: {row["interventionLabel"] for row in answer(queried, "coverage", factor=both, via=via)}
        for via in ("direct", "type")
    }
    assert "VIP" in found["type"]
    assert "VIP" not in found["direct"]


def test_one_factor_directly_and_one_through_our_type() -> None:
    for via, expected in (
        ("direct", set()),
        ("type", set()),
        ("editorial", {"direct", "editorial type 1.1"}),
    ):
        rows = answer(with_ours(), "coverage", factor=["kennis", "mediawijsheid"], via=via)
        assert {row["via"] for row in rows if row["interventionLabel"] == "Proef"} == expected


def test_a_direct_answer_rests_on_tables_only(queried: QueryStore) -> None:
    """DIAMANT stands at this factor in B3.1, and its type 4 targets it too."""
    factor = "positieve-stabiele-identiteitsontwikkeling"
    for via, expected in (("direct", {"direct"}), ("type", {"direct", "type 4"})):
        rows = answer(queried, "coverage", factor=factor, via=via)
        assert {row["via"] for row in rows if row["interventionLabel"] == "DIAMANT"} == expected
