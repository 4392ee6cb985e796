"""Which sheet of a file is which, and which column of it is which."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from bouwstenen.curation.spreadsheets.columns import IDENTIFIER, SHEETS, Sheet
from bouwstenen.curation.spreadsheets.explanation import BASE, EXPLANATION, LISTS_SHEET
from bouwstenen.curation.spreadsheets.problems import Problems, near
from bouwstenen.curation.spreadsheets.tables import Cell, Table

__all__ = ["Laid", "laid_out"]

_NAMES = {sheet.name: sheet for sheet in SHEETS}


@dataclass(frozen=True)
class Laid:
    """A sheet of a file that is one of ours.

    Args:
        sheet: which.
        table: its cells.
        columns: number of each column, by heading.
    """

    sheet: Sheet
    table: Table
    columns: dict[str, int]

    def rows(self) -> Iterator[int]:
        """Yield the numbers of the rows below the headings that hold something."""
        known = set(self.columns.values())
        for number, cells in sorted(self.table.rows.items()):
            if number > 1 and any(cells[column].text.strip() for column in known & cells.keys()):
                yield number

    def cell(self, row: int, heading: str) -> Cell | None:
        """Return a cell that holds something."""
        column = self.columns.get(heading)
        return None if column is None else self.table.rows.get(row, {}).get(column)

    def text(self, row: int, heading: str) -> str:
        """Return what a cell holds."""
        cell = self.cell(row, heading)
        return cell.text if cell else ""

    def name_of(self, row: int, heading: str) -> str:
        """Return the name of a cell, as `C7`, or of the row's first where there is no such column."""
        return f"{get_column_letter(self.columns.get(heading, 1))}{row}"

    def is_merged(self, row: int, heading: str) -> bool:
        """Return whether a cell is part of a merged one."""
        return bool(self.table.merged) and self.table.is_merged(row, self.columns.get(heading, 0))


def laid_out(tables: Iterable[Table], problems: Problems) -> list[Laid]:
    """Return the sheets that are ours and can be read, in their order; tell of the others."""
    tables, found = list(tables), []
    there = {table.name for table in tables}
    for table in tables:
        sheet = _NAMES.get(table.name) or _of_other_name(table, there, problems)
        if sheet is not None:
            there.add(sheet.name)
            laid = _headed(sheet, table, problems)
            if laid is not None:
                found.append(laid)
    if any(table.typed for table in tables):
        for name in _NAMES:
            if name not in there:
                problems.tell("missing-sheet", problems.place(name, ""), name)
    return found


def _of_other_name(table: Table, there: set[str], problems: Problems) -> Sheet | None:
    """The sheet that a table without one of our names is; what it cannot be is told."""
    if (table.typed and not table.rows) or table.name in (EXPLANATION, LISTS_SHEET, BASE):
        return None
    sheet, place = _by_headings(table), problems.place(table.name, "A1" if not table.typed else "")
    if sheet is None and table.typed:
        nearest = near(table.name, _NAMES, limit=1)
        problems.tell("unknown-sheet", place, table.name, nearest=nearest)
    elif sheet is None:
        first = next(iter(sorted(table.rows.get(1, {}).items())), None)
        text = first[1].text if first else ""
        nearest = near(text, (each.key.heading for each in SHEETS), limit=1)
        problems.tell("no-table", place, text, nearest=nearest)
    elif sheet.name in there:
        problems.tell("doubled-sheet", place, sheet.name)
        return None
    elif table.typed:
        problems.tell("renamed-sheet", place, sheet.name)
    return sheet


def _folded(text: str) -> str:
    """A heading, whatever its capitals and spaces."""
    return " ".join(text.split()).casefold()


def _by_headings(table: Table) -> Sheet | None:
    """The one sheet that has the first heading of a table and most of the others."""
    given = {_folded(cell.text) for cell in table.rows.get(1, {}).values()}
    scored = sorted(
        (
            (len(given & set(map(_folded, sheet.headings))), sheet.name)
            for sheet in SHEETS
            if _folded(sheet.key.heading) in given
        ),
        reverse=True,
    )
    if not scored or (len(scored) > 1 and scored[0][0] == scored[1][0]):
        return None
    return _NAMES[scored[0][1]]


def _headed(sheet: Sheet, table: Table, problems: Problems) -> Laid | None:
    columns: dict[str, int] = {}
    given = {cell.text for cell in table.rows.get(1, {}).values()}
    loose = {_folded(heading): heading for heading in sheet.headings if heading not in given}
    for number, cell in sorted(table.rows.get(1, {}).items()):
        place = problems.place(table.name, cell.place)
        heading = loose.get(_folded(cell.text), cell.text)
        if heading in columns:
            problems.tell("doubled-heading", place, cell.text)
        elif heading in sheet.headings:
            columns[heading] = number
            if heading != cell.text:
                problems.tell("loose-heading", place, heading)
        elif cell.text.strip():
            free = [heading for heading in sheet.headings if heading not in columns]
            problems.tell("unknown-heading", place, cell.text, nearest=near(cell.text, free, limit=1))
    for number in sorted(
        {number for cells in table.rows.values() for number in cells} - table.rows.get(1, {}).keys()
    ):
        problems.tell("no-heading", problems.place(table.name, f"{get_column_letter(number)}1"))
    for each in table.merged:
        problems.tell("merged", problems.place(table.name, each.partition(":")[0]), each)
    for number in sorted(table.hidden & table.rows.keys()):
        problems.tell("hidden-row", problems.place(table.name, f"A{number}"))
    # a table is often made by hand; what its rows without identifier may not be is told when they are named
    always = {IDENTIFIER} if table.typed or sheet.of_claims else set()
    needed = always | {column.heading for column in sheet.columns if column.needed}
    whole = True
    for heading in sheet.headings:
        if heading not in columns:
            whole = whole and heading not in needed
            kind = "missing-heading" if heading in needed else "left-out-heading"
            problems.tell(kind, problems.place(table.name, "A1"), heading)
    return Laid(sheet, table, columns) if whole else None
