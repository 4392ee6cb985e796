"""docs/proposals.md says what may be done when and by whom, as the code has it."""

import re
from pathlib import Path

from bouwstenen.curation.proposals.states import ACTIONS, Kind, Status


def test_the_table_of_actions(root: Path) -> None:
    text = (root / "docs" / "proposals.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| `([a-z-]+)` \| ([^|]*) \| ([^|]*) \| ([^|]*) \| ([^|]*) \| ([^|]*) \|$", text)
    assert rows == [
        (
            action.value,
            ", ".join(status.value for status in Status if status in move.before),
            move.after.value,
            move.who.value,
            ", ".join(kind.value for kind in Kind if kind in move.kinds),
            "needed" if move.needs else "optional",
        )
        for action, move in ACTIONS.items()
    ]
