"""Cells as they stand in a workbook or a table of comma-separated values, whatever wrote it."""

import csv
import datetime as dt
import io
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook import Workbook

from bouwstenen.curation.spreadsheets.archive import LARGEST, MOST_COLUMNS, MOST_ROWS, Marks, inspected
from bouwstenen.errors import HandedInError, TooLargeError

__all__ = ["Cell", "Table", "read_csv", "read_xlsx"]


@dataclass(frozen=True)
class Cell:
    """A cell that holds something.

    Args:
        place: as `C7`.
        kind: "text", "number", "date", "yes-no", "formula" or "error".
        text: what it holds, as text: a date as 2026-11-24, yes and no as ja and nee.
    """

    place: str
    kind: str
    text: str


@dataclass
class Table:
    """A sheet.

    Args:
        name: of the sheet; "" for the table of a csv file.
        rows: cells by row and column, both from 1; empty ones are left out.
        hidden: rows that are not shown.
        merged: ranges that are one cell, as `B2:C2`.
    """

    name: str
    rows: dict[int, dict[int, Cell]]
    hidden: set[int] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)

    def is_merged(self, row: int, column: int) -> bool:
        """Return whether a cell is part of a merged one."""
        return any(
            (left or 1) <= column <= (right or MOST_COLUMNS) and (top or 1) <= row <= (bottom or MOST_ROWS)
            for left, top, right, bottom in map(range_boundaries, self.merged)
        )

    @property
    def typed(self) -> bool:
        """Whether its cells know numbers from texts: those of csv do not."""
        return bool(self.name)


def read_xlsx(name: str, content: bytes) -> list[Table]:
    """Return the sheets of a workbook, in order.

    Raises:
        BouwstenenError: it may not be read; see `archive.inspected`.
    """
    marks = inspected(name, content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of what it leaves out, such as pictures
            book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            return list(_tables(book, marks))
    except Exception as error:  # the library fails in many ways on what no spreadsheet wrote
        nl, en = "deze werkmap is beschadigd.", "this workbook is damaged."
        mend = {
            "nl": "Open haar en sla haar opnieuw op als .xlsx.",
            "en": "Open it and save it as .xlsx again.",
        }
        raise HandedInError({"nl": nl, "en": en}, where=name, mend=mend) from error


def _tables(book: Workbook, marks: Mapping[str, Marks]) -> Iterator[Table]:
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what a file says of its size may be wrong
        rows: dict[int, dict[int, Cell]] = {}
        for found in sheet.iter_rows(max_row=MOST_ROWS):
            for cell in found:
                if cell.value is not None and str(cell.value) != "":
                    kind, text = _typed(cell.data_type, cell.value)
                    rows.setdefault(cell.row, {})[cell.column] = Cell(cell.coordinate, kind, text)
        part = str(getattr(sheet, "_worksheet_path", ""))  # the library has no other name for it
        mark = marks.get(part, Marks())
        yield Table(sheet.title, rows, mark.hidden, mark.merged)


def _typed(kind: str, value: object) -> tuple[str, str]:
    if kind in ("f", "e"):
        return ("formula" if kind == "f" else "error"), str(getattr(value, "text", value))
    if isinstance(value, bool):
        return "yes-no", "ja" if value else "nee"
    if isinstance(value, dt.datetime):
        return "date", value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return "date", str(value)
    if isinstance(value, int | float):
        return "number", str(int(value)) if float(value).is_integer() else str(value)
    return "text", str(value).replace("\r\n", "\n").replace("_x000D_\n", "\n")


def read_csv(name: str, content: bytes) -> Table:
    """Return the table of a csv file: UTF-8, with semicolons, commas or tabs.

    Raises:
        HandedInError: it is no such file.
        TooLargeError: it is larger than we read.
    """
    if len(content) > LARGEST:
        nl, en = f"meer dan {LARGEST // 2**20} MB.", f"more than {LARGEST // 2**20} MB."
        raise TooLargeError({"nl": nl, "en": en}, where=name)
    try:
        text = content.decode("utf-8-sig")
        head = text.partition("\n")[0]
        mark = max(";,\t", key=head.count)
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except UnicodeDecodeError as error:
        nl, en = "dit is geen UTF-8.", "this is no UTF-8."
        mend = {"nl": "Sla het op als “CSV UTF-8”.", "en": "Save it as “CSV UTF-8”."}
        raise HandedInError({"nl": nl, "en": en}, where=name, mend=mend) from error
    except csv.Error as error:
        nl, en = f"dit is geen csv: {error}.", f"this is no csv: {error}."
        raise HandedInError({"nl": nl, "en": en}, where=name) from error
    if len(found) > MOST_ROWS or max(map(len, found), default=0) > MOST_COLUMNS:
        limit = f"{MOST_ROWS} × {MOST_COLUMNS}"
        raise TooLargeError(
            {"nl": f"meer dan {limit} cellen.", "en": f"more than {limit} cells."}, where=name
        )
    return Table(
        "",
        {
            row: {
                column: Cell(f"{get_column_letter(column)}{row}", "text", value.replace("\r\n", "\n"))
                for column, value in enumerate(values, start=1)
                if value
            }
            for row, values in enumerate(found, start=1)
            if any(values)
        },
    )
