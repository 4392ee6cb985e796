"""Every threat in docs/threat-model.md is tried by a test, and every such test is of a threat there."""

import re
from pathlib import Path

_TESTS = Path(__file__).resolve().parent.parent
_MARK = re.compile(r"""mark\.threat\(((?:\s*"T\d\d",?)+)\s*\)""")


def _documented(root: Path) -> list[str]:
    text = (root / "docs" / "threat-model.md").read_text()
    return re.findall(r"(?m)^\| (T\d\d) \| \S.* \| \S.* \|", text)


def _tried() -> set[str]:
    found: set[str] = set()
    for path in _TESTS.rglob("test_*.py"):
        for marked in _MARK.findall(path.read_text()):
            found.update(re.findall(r"T\d\d", marked))
    return found


def test_every_threat_is_tried(root: Path) -> None:
    assert sorted(set(_documented(root)) - _tried()) == [], "mark a test: @pytest.mark.threat(…)"


def test_every_mark_is_of_a_threat(root: Path) -> None:
    assert sorted(_tried() - set(_documented(root))) == [], "describe it in docs/threat-model.md"


def test_no_number_is_used_twice(root: Path) -> None:
    numbers = _documented(root)
    assert len(numbers) == len(set(numbers)) > 40
