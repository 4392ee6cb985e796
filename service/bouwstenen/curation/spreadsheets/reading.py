"""A workbook or table that somebody edited, read as a document: what it changes in a release."""

from collections import defaultdict
from collections.abc import Iterable

from bouwstenen.curation.spreadsheets.claims import Draft
from bouwstenen.curation.spreadsheets.columns import IDENTIFIER
from bouwstenen.curation.spreadsheets.comparing import Base, changes
from bouwstenen.curation.spreadsheets.editor import UNNAMED, Editor
from bouwstenen.curation.spreadsheets.explanation import BASE, EXPLANATION, STATE
from bouwstenen.curation.spreadsheets.layout import Laid, laid_out
from bouwstenen.curation.spreadsheets.naming import Names
from bouwstenen.curation.spreadsheets.problems import Problems
from bouwstenen.curation.spreadsheets.standing import Standing
from bouwstenen.curation.spreadsheets.tables import Table, read_csv, read_xlsx
from bouwstenen.store.interface import QueryStore
from bouwstenen.validation.document import Document

__all__ = ["Editor", "read_spreadsheet"]


def read_spreadsheet(name: str, content: bytes, store: QueryStore, editor: Editor | None = None) -> Document:
    """Return what an edited workbook (xlsx) or table (csv) changes in the release that `store` holds.

    Nothing is guessed: what cannot be understood is one of the document's problems, at its cell, and changes
    nothing. A workbook knows what it held when it was exported; any other file is compared with the release.

    Args:
        name: of the file; `.csv` is a table, anything else a workbook.
        content: its bytes.
        store: the release that is compared with.
        editor: whom the changes are attributed to; None when the file is only checked.

    Raises:
        SourceError: the file cannot be read.
        TooLargeError: it is larger than we read, or would unfold into more.
        MediaTypeError: it is a file of another kind.
    """
    tables = [read_csv(name, content)] if name.lower().endswith(".csv") else read_xlsx(name, content)
    standing, problems = Standing(store), Problems(name, (table.name for table in tables))
    by_name = {table.name: table for table in tables}
    base = _base(by_name.get(BASE))
    if not base and _state(by_name.get(EXPLANATION)) not in ("", standing.fingerprint):
        problems.tell("stale", problems.place(EXPLANATION, "A1"))
    sheets = laid_out(tables, problems)
    names = Names(standing, sheets, problems)
    given = UNNAMED if editor is None else editor
    draft = Draft(standing, names, given, problems.place("", ""))
    for change in changes(standing, sheets, names, base, problems, default=bool(given.source)):
        draft.add(change)
        if editor is None and change.claims and not change.source and change.places:
            problems.tell("no-source", change.places[0], of=change.iri, severity="warning")
    _place_rows(sheets, draft, problems)
    return Document(name, tuple(draft.quads), draft.locate, tuple(draft.removed), problems.found)


def _base(table: Table | None) -> Base:
    """What a workbook says each cell held when it was exported."""
    base: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for cells in table.rows.values() if table else ():
        sheet, iri, heading, text = (cells[column].text if column in cells else "" for column in range(1, 5))
        base[sheet, iri][heading] = text
    return base


def _state(table: Table | None) -> str:
    """What a workbook says of the rows it was exported from."""
    for cells in table.rows.values() if table else ():
        if 1 in cells and cells[1].text == STATE and 2 in cells:
            return cells[2].text
    return ""


def _place_rows(sheets: Iterable[Laid], draft: Draft, problems: Problems) -> None:
    """Keep the place of every row, edited or not: a finding may concern any of them."""
    for laid in sheets:
        for number in laid.rows():
            iri = laid.text(number, IDENTIFIER)
            if iri:
                draft.note(iri, problems.place(laid.table.name, laid.name_of(number, laid.sheet.key.heading)))
