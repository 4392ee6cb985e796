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


#: What turns a name into its opposite, in Dutch and English.
_NOT = {"niet", "geen", "zonder", "not", "no", "without"}


def near(text: str, names: Iterable[str], limit: int = 3, least: float = 60) -> list[str]:
    """Return the names nearest to a text, best first; never one that says the opposite."""
    opposed = _NOT & set(text.casefold().split())
    alike = [name for name in names if _NOT & set(name.casefold().split()) == opposed]
    found = process.extract(
        text, alike, scorer=fuzz.WRatio, processor=str.casefold, limit=limit, score_cutoff=least
    )
    return [name for name, *_ in found]


class Problems:
    """The mistakes of one file.

    Args:
        file: its name.
        sheets: names of its sheets, in order.

    Attributes:
        violations: how many of those told keep the file from being handed in.
    """

    def __init__(self, file: str, sheets: Iterable[str] = ()) -> None:
        self._ranks = {name: rank for rank, name in enumerate(sheets)}
        self.file = file
        self.violations = 0
        self._found: dict[tuple[Finding, Place], None] = {}

    def place(self, sheet: str, cell: str) -> Place:
        """Return a place in the file."""
        return Place(self.file, sheet=sheet, cell=cell, rank=self._ranks.get(sheet, len(self._ranks)))

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
        nearest = list(nearest)
        for language, none, joined, asked in (
            ("nl", "een naam uit de export", " of ", "Bedoelde u"),
            ("en", "one of the export", " or ", "Did you mean"),
        ):
            names = joined.join(f"“{name}”" for name in nearest)
            meant = f" {asked} {names}?" if names else ""
            told.append((language, kind[language].format(what=what, near=names or none, meant=meant)))
        finding = Finding(severity or kind["severity"], of, path, what, _MISTAKE + mistake, tuple(told))
        if (finding, place) not in self._found and finding.severity == "violation":
            self.violations += 1
        self._found[finding, place] = None

    @property
    def found(self) -> tuple[tuple[Finding, Place], ...]:
        """What was told, with its place."""
        return tuple(self._found)
