"""Mistakes in a workbook itself, as findings at their cell, in Dutch and English."""

import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files

from rapidfuzz import fuzz, process

from bouwstenen.validation.document import Place
from bouwstenen.validation.findings import Finding

__all__ = ["MISTAKES", "Problems", "near"]

#: What the IRI of a kind of mistake begins with; none of them is a shape of the graph.
_MISTAKE = "urn:bouwstenen:spreadsheet:"

#: Severity and messages of each kind of mistake.
MISTAKES: Mapping[str, Mapping[str, str]] = tomllib.loads(
    (files(__package__) / "problems.toml").read_text(encoding="utf-8")
)


def near(text: str, names: Iterable[str], limit: int = 3, least: float = 50) -> list[str]:
    """Return the names nearest to a text, best first."""
    found = process.extract(
        text, list(names), scorer=fuzz.WRatio, processor=str.casefold, limit=limit, score_cutoff=least
    )
    return [name for name, *_ in found]


class Problems:
    """The mistakes of one file.

    Args:
        file: its name.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: dict[tuple[Finding, Place], None] = {}

    def place(self, sheet: str, cell: str) -> Place:
        """Return a place in the file."""
        return Place(self.file, sheet=sheet, cell=cell)

    def tell(
        self,
        mistake: str,
        place: Place,
        what: str = "",
        *,
        of: str = "",
        path: str = "",
        nearest: Iterable[str] = (),
        severity: str = "",
    ) -> None:
        """Tell of a mistake.

        Args:
            mistake: its kind, a key of `MISTAKES`.
            place: where it is.
            what: what stands there, or should.
            of: IRI of the thing concerned, where there is one.
            path: IRI of the property concerned, where there is one.
            nearest: what may have been meant.
            severity: another than that kind has.
        """
        kind = MISTAKES[mistake]
        told = []
        for language, none, joined in (
            ("nl", "een naam uit de export", " of "),
            ("en", "one of the export", " or "),
        ):
            names = joined.join(f"“{name}”" for name in nearest) or none
            told.append((language, kind[language].format(what=what, near=names)))
        finding = Finding(severity or kind["severity"], of, path, what, _MISTAKE + mistake, tuple(told))
        self._found[finding, place] = None

    @property
    def found(self) -> tuple[tuple[Finding, Place], ...]:
        """What was told, with its place."""
        return tuple(self._found)
