"""The planner's words: both languages say as much, and every code is documented."""

from pathlib import Path

import pytest

from bouwstenen.commands.packages import TEXTS
from bouwstenen.planner.texts import CAVEATS, FAILS, REASONS, failing, say


@pytest.mark.parametrize("texts", [REASONS, FAILS, CAVEATS], ids=["reasons", "fails", "caveats"])
def test_every_text_has_both_languages_with_the_same_gaps(texts: dict[str, dict[str, str]]) -> None:
    for code, said in texts.items():
        assert said.keys() == {"nl", "en"}, code
        gaps = [
            {name for name in ("names", "total", "shown", "found", "times") if f"{{{name}}}" in text}
            for text in said.values()
        ]
        assert gaps[0] == gaps[1], code


def test_the_tables_have_the_same_words_in_both_languages() -> None:
    assert TEXTS["nl"].keys() == TEXTS["en"].keys()


def test_gaps_are_filled_in() -> None:
    assert say(REASONS, "too-few", "en", found=1, times=2) == (
        "Fitting interventions at this factor: 1. Asked for: 2."
    )


def test_what_keeps_an_intervention_from_counting() -> None:
    assert failing([], "nl") == ""
    assert failing(["trede", "age"], "nl") == "valt af door trede, leeftijd"
    assert failing(["excluded"], "en") == "ruled out by exclusion"


def test_every_reason_and_flag_is_documented(root: Path) -> None:
    text = (root / "docs" / "planner.md").read_text()
    flags = {
        *("trede-unknown", "trede-conflict", "own-estimate", "availability-conflict", "not-known-offered"),
        *(
            "age-unknown",
            "age-conflict",
            "part",
            "through-type",
            "through-editorial-type",
            "outside-criteria",
        ),
    }
    for code in {*REASONS, *flags}:
        assert f"`{code}`" in text, code
