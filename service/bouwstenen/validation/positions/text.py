"""A text by lines: from an offset to line and column, and back to the line itself."""

from bisect import bisect_right
from itertools import accumulate

from bouwstenen.validation.document import Place

__all__ = ["Lines"]


class Lines:
    """The lines of a text, as parsers count them: a line ends with a line feed.

    Args:
        name: of the file.
        text: all of it.
    """

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self._lines = text.split("\n")
        self._starts = [0, *accumulate(len(line) + 1 for line in self._lines)][:-1]

    def place(self, offset: int) -> Place:
        """Return line and column of a character, both from 1.

        Args:
            offset: from 0; that of the end is right behind the last character.
        """
        line = bisect_right(self._starts, offset)
        return Place(self.name, line, offset - self._starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """Return the text of a line, without its end; "" where there is none of that number (from 1)."""
        return self._lines[number - 1].rstrip("\r") if 0 < number <= len(self._lines) else ""
