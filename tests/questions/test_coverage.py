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
