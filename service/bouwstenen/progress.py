"""How work that takes long tells how far it is; who listens decides what to show of it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

__all__ = ["Lines", "Progress", "Tell", "counted", "silent"]

#: What is in hand, how much of it is done, and of how much (None where nobody knows).
Tell = Callable[[str, int, int | None], None]

_Item = TypeVar("_Item")

#: Statements between two tellings: often enough for an eye, too seldom to cost anything.
_EVERY = 10_000


def silent(what: str, done: int, total: int | None) -> None:
    """Tell nobody."""


def counted(items: Iterable[_Item], tell: Tell, what: str, total: int | None) -> Iterator[_Item]:
    """Yield `items`, and tell how many have been."""
    number = 0
    for number, item in enumerate(items, 1):
        if number % _EVERY == 0:
            tell(what, number, total)
        yield item
    tell(what, number, total)


class Progress(Protocol):
    """Who follows a piece of work that is done in steps."""

    def begin(self, step: str) -> None:
        """A step begins."""

    def tell(self, what: str, done: int, total: int | None) -> None:
        """So much of something in this step is done, as `Tell`."""

    def end(self, step: str, seconds: float) -> None:
        """The step has ended."""


class Lines:
    """One plain line a step, when it has ended; what happens within a step is not shown.

    Args:
        write: takes a line.
    """

    def __init__(self, write: Callable[[str], None] = lambda _: None) -> None:
        self._write = write

    def begin(self, step: str) -> None:
        """Show nothing: a line that is written cannot be changed."""

    def tell(self, what: str, done: int, total: int | None) -> None:
        """Show nothing."""

    def end(self, step: str, seconds: float) -> None:
        """Write how long it took."""
        self._write(f"{step:<10} {seconds:6.2f} s")
