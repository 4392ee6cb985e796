"""Progress is told as it is, and costs nothing to those who do not listen."""

from io import StringIO

import pytest
from rich.console import Console

from bouwstenen import progress
from bouwstenen.bars import followed
from bouwstenen.progress import counted


def test_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_EVERY", 2)
    told: list[tuple[str, int, int | None]] = []
    assert list(counted("abcde", lambda *what: told.append(what), "letters", 5)) == list("abcde")
    assert told == [("letters", 2, 5), ("letters", 4, 5), ("letters", 5, 5)]


@pytest.mark.parametrize("terminal", [True, False])
def test_bars_on_a_terminal_and_lines_elsewhere(terminal: bool) -> None:
    console = Console(file=StringIO(), force_terminal=terminal, width=120, legacy_windows=False)
    with followed(console) as follower:
        follower.begin("derive")
        follower.tell("trede[x].rq", 3, 1200)
        follower.end("derive", 1.5)
        follower.begin("write")
        follower.tell("statements", 1, None)
        follower.end("write", 0.25)
    assert isinstance(console.file, StringIO)
    shown = console.file.getvalue()
    if terminal:
        assert "3 / 1,200" in shown
        assert "━" in shown
        assert "1.50 s" in shown
    else:
        assert shown == "derive       1.50 s\nwrite        0.25 s\n"


def test_what_is_in_hand_is_shown_as_it_is() -> None:
    console = Console(file=StringIO(), force_terminal=True, width=120, legacy_windows=False)
    with followed(console) as follower:
        follower.begin("derive")
        follower.tell("[bold]a.rq", 1, 2)
    assert isinstance(console.file, StringIO)
    assert "[bold]a.rq" in console.file.getvalue()
