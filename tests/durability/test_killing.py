"""Kill -9, here a few dozen times on small sources; `python -m tests.durability` does more."""

from pathlib import Path

import pytest

from bouwstenen.settings import Settings
from tests.durability.killing import Killing


@pytest.mark.threat("T46")
def test_nothing_acknowledged_is_lost_and_nothing_half_is_seen(durable: Settings, tmp_path: Path) -> None:
    killing = Killing(durable, seed=7)
    killing.run(24)
    assert len(killing.acknowledged) >= 5, "something was acknowledged at all"
