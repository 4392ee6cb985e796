"""A release as a workbook that people know: a sheet a class, a row a thing, with notes and pick-lists."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from bouwstenen.curation.spreadsheets.columns import (
    IDENTIFIER,
    LISTS,
    LOCATOR,
    SHEETS,
    SOURCE,
    SOURCES,
    Column,
    Kind,
    Sheet,
)
from bouwstenen.curation.spreadsheets.explanation import BASE, EXPLANATION, EXTRA, LISTS_SHEET, explained
from bouwstenen.curation.spreadsheets.standing import Row, Standing
from bouwstenen.graph.release import Release
from bouwstenen.store.interface import QueryStore

__all__ = ["write_workbook"]

_YES_NO = ("ja", "nee")
_ORANGE, _BLUE, _GREEN, _GREY = (
    PatternFill("solid", fgColor=colour) for colour in ("C55A11", "1F4E79", "375623", "7F7F7F")
)
_SHADED = PatternFill("solid", fgColor="EDEDED")
_WHITE = Font(bold=True, color="FFFFFF")
_TOP = Alignment(vertical="top", wrap_text=True)
_SPARE = 1000  # rows below the last one that have pick-lists too
_LAST_CHANGED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def write_workbook(store: QueryStore, release: Release | None = None) -> bytes:
    """Return a release as a workbook, always the same bytes for the same release.

    Args:
        store: the release.
        release: what is told of it on the first sheet, where it is known.
    """
    standing = Standing(store)
    book = Workbook()
    _explain(book, standing, release)
    lists = _list(book, standing)
    for sheet in SHEETS:
        _write(book.create_sheet(sheet.name, index=len(book.sheetnames) - 1), sheet, standing, lists)
    _keep(book.create_sheet(BASE), standing)
    buffer = io.BytesIO()
    book.save(buffer)
    issued = release.built if release else "1980-01-01T00:00:00+00:00"
    return _timeless(buffer.getvalue(), dt.datetime.fromisoformat(issued))


def _explain(book: Workbook, standing: Standing, release: Release | None) -> None:
    page = book.worksheets[0]
    page.title = EXPLANATION
    told = (release.version, release.built[:10], release.hash) if release else ("", "", "")
    for number, row in enumerate(explained(*told, standing.fingerprint), start=1):
        for column, text in enumerate(row, start=1):
            _put(page.cell(number, column), text or None)
        page.cell(number, 1).font = Font(bold=True)
    for letter, width in (("A", 16), ("B", 72), ("C", 72)):
        page.column_dimensions[letter].width = width


def _list(book: Workbook, standing: Standing) -> dict[str, str]:
    """Write the sheet of pick-lists; return the range of each."""
    page, ranges = book.create_sheet(LISTS_SHEET), {}
    page.freeze_panes = "A2"
    for number, name in enumerate(LISTS, start=1):
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = 36
        _put(page.cell(1, number), name)
        page.cell(1, number).font = Font(bold=True)
        things = list(standing.names[name].values()) or list(_YES_NO)
        for row, text in enumerate(things, start=2):
            _put(page.cell(row, number), text)
        ranges[name] = f"{LISTS_SHEET}!${letter}$2:${letter}${len(things) + 1}"
    return ranges


def _write(page: Worksheet, sheet: Sheet, standing: Standing, lists: dict[str, str]) -> None:
    own = {column.heading: column for column in sheet.columns}
    rows = list(standing.rows[sheet.name].values())
    for number, heading in enumerate(sheet.headings, start=1):
        column = own.get(heading)
        _head(page, number, heading, column)
        if pick := column.pick if column else SOURCES if heading == SOURCE else "":
            _offer(page, get_column_letter(number), lists[pick], column, len(rows) + _SPARE)
    for line, row in enumerate(rows, start=2):
        for number, (heading, text) in enumerate(_cells(sheet, row), start=1):
            _fill(page.cell(line, number), text, own.get(heading), heading)
    page.freeze_panes = "B2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.headings))}{max(len(rows) + 1, 2)}"


def _cells(sheet: Sheet, row: Row) -> Iterator[tuple[str, str]]:
    for heading in sheet.headings:
        yield heading, row.iri if heading == IDENTIFIER else row.texts.get(heading, "")


def _head(page: Worksheet, number: int, heading: str, column: Column | None) -> None:
    cell, letter = page.cell(1, number), get_column_letter(number)
    _put(cell, heading)
    nl, en = (column.nl, column.en) if column else EXTRA[heading]
    several = column is not None and column.many and not column.locked
    more = ("\nMeer waarden: één per regel.", "\nSeveral values: one a line.") if several else ("", "")
    cell.comment = Comment(f"{nl}{more[0]}\n\n{en}{more[1]}", "Bouwstenen", height=150, width=320)
    cell.font, cell.alignment = _WHITE, _TOP
    if _is_locked(heading, column):
        cell.fill = _GREY
    elif column is None:
        cell.fill = _GREEN
    else:
        cell.fill = _ORANGE if column.needed else _BLUE
    dimension = page.column_dimensions[letter]
    dimension.width = column.width if column else 32
    dimension.number_format = _format(column)  # also of the rows that people will add
    dimension.alignment = _TOP


def _is_locked(heading: str, column: Column | None) -> bool:
    return column.locked if column else heading not in (SOURCE, LOCATOR)


def _format(column: Column | None) -> str:
    kind = column.kind if column else Kind.PLAIN
    return {Kind.YEAR: "0", Kind.DATE: "yyyy-mm-dd"}.get(kind, "@")


def _offer(page: Worksheet, letter: str, names: str, column: Column | None, last: int) -> None:
    """Let cells of a column choose from a list; refuse others where there can be no others."""
    strict = column is not None and not column.many and not LISTS[column.pick].open
    offered = DataValidation("list", formula1=names, allow_blank=True, showErrorMessage=strict)
    offered.errorTitle, offered.error = (
        "Bouwstenen",
        "Kies een naam uit de lijst. / Choose a name from the list.",
    )
    offered.add(f"{letter}2:{letter}{last}")
    page.add_data_validation(offered)


def _fill(cell: Cell | MergedCell, text: str, column: Column | None, heading: str) -> None:
    kind = column.kind if column else Kind.PLAIN
    if kind is Kind.YEAR and text.isdigit():
        cell.value = int(text)
    elif kind is Kind.DATE and re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        cell.value = dt.date.fromisoformat(text)
    else:
        _put(cell, text or None)
    cell.number_format, cell.alignment = _format(column), _TOP
    if _is_locked(heading, column):
        cell.fill = _SHADED


def _put(cell: Cell | MergedCell, text: str | None) -> None:
    """Put a text in a cell as a text, though it may look like a formula."""
    cell.value = text
    if text is not None:
        cell.data_type = "s"


def _keep(page: Worksheet, standing: Standing) -> None:
    """Keep what each cell holds, so that an import sees what was edited, whatever was released since."""
    page.sheet_state = "veryHidden"
    kept = (
        (name, row.iri, heading, text)
        for name, rows in standing.rows.items()
        for row in rows.values()
        for heading, text in (row.texts or {"": ""}).items()
    )
    for number, texts in enumerate(kept, start=1):
        for column, text in enumerate(texts, start=1):
            _put(page.cell(number, column), text)


def _timeless(content: bytes, moment: dt.datetime) -> bytes:
    """Take the time of writing out of a workbook."""
    buffer = io.BytesIO()
    stamp = moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(io.BytesIO(content)) as made, zipfile.ZipFile(buffer, "w") as written:
        for entry in made.infolist():
            part = made.read(entry)
            if entry.filename == "docProps/core.xml":
                part = _LAST_CHANGED.sub(lambda found: found[1] + stamp, part)
            told = zipfile.ZipInfo(entry.filename)  # 1980, where zip begins
            told.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(told, part)
    return buffer.getvalue()
