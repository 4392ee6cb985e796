"""The workbook that curators get, and the table it follows from."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from pyoxigraph import Store

from bouwstenen.curation.spreadsheets.columns import IDENTIFIER, LISTS, SHEETS, Kind, Sheet
from bouwstenen.curation.spreadsheets.problems import MISTAKES
from bouwstenen.curation.spreadsheets.standing import Standing
from bouwstenen.curation.spreadsheets.writing import write_workbook
from bouwstenen.namespaces import BM, expand
from bouwstenen.solutions import select
from bouwstenen.store.interface import QueryStore
from bouwstenen.store.opening import Opened

DOCS = Path(__file__).resolve().parents[3] / "docs" / "spreadsheets.md"


@pytest.fixture(scope="module")
def book(exported: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(exported))


def test_it_has_a_sheet_a_class_between_what_explains_it(book: Workbook) -> None:
    assert book.sheetnames == ["Uitleg", *(sheet.name for sheet in SHEETS), "Keuzelijsten", "Basis"]
    assert book["Basis"].sheet_state == "veryHidden"


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_headings_are_frozen_noted_and_offer_their_lists(sheet: Sheet, book: Workbook) -> None:
    page = book[sheet.name]
    assert page.freeze_panes == "B2"
    assert tuple(cell.value for cell in page[1]) == sheet.headings
    assert all(cell.comment is not None and "\n\n" in cell.comment.text for cell in page[1])
    offered = {
        str(each.sqref).rstrip("0123456789").split("2:")[0]: each
        for each in page.data_validations.dataValidation
    }
    listed = {
        get_column_letter(number) for number, column in enumerate(sheet.columns, start=1) if column.pick
    }
    assert listed <= offered.keys()
    assert all(str(each.formula1).startswith("Keuzelijsten!") for each in offered.values())


@pytest.mark.threat("T40")
def test_a_text_that_looks_like_a_formula_is_none(book: Workbook) -> None:
    kinds = {cell.data_type for page in book.worksheets for row in page.iter_rows() for cell in row}
    assert "f" not in kinds


def test_it_says_what_it_is_of(opened: Opened) -> None:
    content = write_workbook(opened.store, opened.release)
    page = openpyxl.load_workbook(io.BytesIO(content), read_only=True)["Uitleg"]
    told = {row[0]: row[1] for row in page.iter_rows(values_only=True, max_col=2)}
    assert told["Uitgave"] == opened.release.hash
    assert told["Datum"] == opened.release.built[:10]


def test_every_thing_of_a_class_has_a_row(queried: QueryStore) -> None:
    rows = Standing(queried).rows
    assert len(rows["Interventies"]) == 120
    assert all(rows[sheet.name] for sheet in SHEETS)


def test_names_in_a_list_mean_one_thing_each(queried: QueryStore) -> None:
    for name, names in Standing(queried).names.items():
        assert len(set(names.values())) == len(names), name


def test_the_table_speaks_of_what_the_ontology_has(store: Store) -> None:
    terms = {row["t"].value for row in select(store, "SELECT ?t WHERE { ?t rdfs:isDefinedBy bm: }")}
    for sheet in SHEETS:
        assert BM + sheet.of in terms
        headings = [column.heading for column in sheet.columns]
        assert len(set(sheet.headings)) == len(sheet.headings), headings
        for column in sheet.columns:
            assert column.property in terms or not column.name.startswith("bm:"), column.name
            assert not column.claim or BM + column.claim in terms, column.claim
            assert bool(column.pick) == (column.kind in (Kind.THING, Kind.YES_NO)), column.heading
            assert not column.pick or column.pick in LISTS
            assert column.property == expand(column.name) != column.name
        assert sheet.key.needed, sheet.name
        assert sheet.headings[-1] == IDENTIFIER


def test_the_documentation_has_every_column_and_mistake() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for sheet in SHEETS:
        section = text.split(f"\n### {sheet.name}\n")[1].split("\n#")[0]
        rows = re.findall(
            r"(?m)^\| (.+?) \| `([a-z]+:\w+)` \| (?:`bm:(\w+)`)? ?\| (.+?) \| (.*?) ?\|$", section
        )
        expected = [
            (column.heading, column.name, "" if sheet.of_claims else column.claim) for column in sheet.columns
        ]
        assert [row[:3] for row in rows] == expected, sheet.name
        for (_, _, _, said, marks), column in zip(rows, sheet.columns, strict=True):
            assert not column.pick or column.kind is Kind.YES_NO or f"*{column.pick}*" in said
            assert ("needed" in marks) == column.needed
            assert ("to read only" in marks) == column.locked
    mistakes = dict(re.findall(r"(?m)^\| `([a-z_-]+)` \| (\w+) \| .+ \|$", text))
    assert mistakes == {kind: mistake["severity"] for kind, mistake in MISTAKES.items()}
