"""What somebody gave to be checked: its statements, and where in the file each stands."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from pyoxigraph import Quad

from bouwstenen.graph.changesets import Patch
from bouwstenen.validation.findings import Finding

__all__ = ["Document", "Place", "nowhere"]

_CELL = re.compile(r"(?P<column>[A-Z]{1,3})(?P<row>[0-9]{1,7})")


@dataclass(frozen=True)
class Place:
    """Where something stands. Places are ordered as one reads: in a sheet row by row, A2 before A10.

    Args:
        file: name of the file, or "-" for what was pasted.
        line: from 1; 0 where the file has no lines.
        column: from 1, in characters.
        sheet: of a workbook.
        cell: of a sheet, as `C7`.
        rank: number of the sheet in its workbook, from 0.
    """

    file: str
    line: int = 0
    column: int = 0
    sheet: str = ""
    cell: str = ""
    rank: int = field(default=0, compare=False)

    @property
    def key(self) -> tuple[str, int, int, int, str, int, int, str]:
        """What places are ordered by."""
        found = _CELL.fullmatch(self.cell)
        letters, row = (found["column"], int(found["row"])) if found else (self.cell, 0)
        return self.file, self.line, self.column, self.rank, self.sheet, row, len(letters), letters

    def __lt__(self, other: "Place") -> bool:
        return self.key < other.key

    def __str__(self) -> str:
        if self.sheet or self.cell:
            return f"{self.file}: {self.sheet}!{self.cell}" if self.sheet else f"{self.file}: {self.cell}"
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


#: Tells where a thing (IRI), one of its properties (IRI, or "") and one of its values (as `Finding.value`, or
#: "") stand; None where they do not. What it does not know exactly it answers less exactly: property, thing.
Locate = Callable[[str, str, str], Place | None]


def nowhere(_focus: str, _path: str, _value: str) -> Place | None:
    """A document that keeps no places."""
    return None


@dataclass(frozen=True)
class Document:
    """A file, read.

    Args:
        name: of the file, "-" for what was pasted.
        quads: its statements; those in no graph stand in the default graph.
        locate: where they stand.
        removed: statements of the release that it takes away (a workbook that was edited).
        problems: what was wrong in the file itself and kept nobody from reading on, with its place.
    """

    name: str
    quads: tuple[Quad, ...]
    locate: Locate = nowhere
    removed: tuple[Quad, ...] = ()
    problems: tuple[tuple[Finding, Place], ...] = field(default=())

    @property
    def patch(self) -> Patch:
        """What it changes."""
        return Patch(frozenset(quad.triple for quad in self.quads), frozenset(self.removed))
