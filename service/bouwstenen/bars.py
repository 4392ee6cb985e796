"""Progress as bars on a terminal, one a step; plain lines where nobody watches."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress

from bouwstenen.progress import Lines, Progress

__all__ = ["Bars", "followed"]

_COLUMNS = (
    TextColumn("{task.description:<10}"),
    TimeElapsedColumn(),
    BarColumn(bar_width=30),
    TextColumn("{task.fields[amount]}"),
    # a name may hold brackets
    TextColumn("{task.fields[what]}", style="dim", markup=False),
)


class Bars:
    """A bar a step: how long it has taken, how much of how much is done, and what is in hand.

    Args:
        bars: draws them.
    """

    def __init__(self, bars: RichProgress) -> None:
        self._bars = bars

    def begin(self, step: str) -> None:
        """Draw the bar of a step; it swings until it is told how much there is to do."""
        self._task = self._bars.add_task(step, total=None, amount="", what="")

    def tell(self, what: str, done: int, total: int | None) -> None:
        """Move the bar."""
        amount = f"{done:,}" if total is None else f"{done:,} / {total:,}"
        self._bars.update(self._task, completed=done, total=total, amount=amount, what=what)

    def end(self, step: str, seconds: float) -> None:
        """Fill the bar, and stop its clock."""
        self._bars.update(self._task, description=step, completed=1, total=1, what=f"{seconds:.2f} s")
        self._bars.stop_task(self._task)


@contextmanager
def followed(console: Console) -> Iterator[Progress]:
    """Yield who follows a piece of work on `console`: bars where that is a terminal, else a line a step."""
    if not console.is_terminal:
        yield Lines(lambda line: console.out(line, highlight=False))
        return
    with RichProgress(*_COLUMNS, console=console) as bars:
        yield Bars(bars)
