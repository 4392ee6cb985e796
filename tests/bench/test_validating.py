"""The bench of checks: both commands find the same, and every figure is there."""

from pathlib import Path

from bench.validating import marks, measure


def test_everything_is_measured(root: Path, tmp_path: Path) -> None:
    measured = measure(root, tmp_path, rounds=1, changes=2)
    assert list(tmp_path.iterdir()) == []
    assert measured.found[0] == measured.found[1] > 100
    assert (len(measured.theirs), len(measured.ours), len(measured.changes)) == (1, 1, 2)
    assert [mark.met is not None for mark in marks(measured)] == [True, True]
