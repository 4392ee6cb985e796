"""Files that may not be read are refused, clearly and before they unfold."""

import io
import zipfile

import openpyxl
import pytest

from bouwstenen.curation.spreadsheets import archive
from bouwstenen.curation.spreadsheets.reading import read_spreadsheet
from bouwstenen.errors import BouwstenenError, MediaTypeError, SourceError, TooLargeError, in_language
from bouwstenen.store.interface import QueryStore
from tests.curation.spreadsheets.conftest import EDITOR, mistakes

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _plain(*rows: list[str]) -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(buffer)
    return buffer.getvalue()


def _with(parts: dict[str, bytes], without: str = "") -> bytes:
    """A workbook with other parts."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_plain())) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts and name != without:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return buffer.getvalue()


def _sheet(inside: str) -> bytes:
    return _with({SHEET: f'<worksheet xmlns="{MAIN}">{inside}</worksheet>'.encode()})


def _lying() -> bytes:
    """A bomb whose directory says that it is small."""
    content = bytearray(_with({SHEET: b" " * 200 * 2**20}))
    for at in (content.find(b"PK\x01\x02"), 0):
        while at != -1:
            size = (200 * 2**20).to_bytes(4, "little")
            found = content.find(size, at)
            if found != -1:
                content[found : found + 4] = (1000).to_bytes(4, "little")
            at = found
    return bytes(content)


_BILLION = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>'
    b'<worksheet xmlns="' + MAIN.encode() + b'">&b;</worksheet>'
)
_OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE l SYSTEM "file:///etc/passwd"><l/>'

REFUSED: dict[str, tuple[type[BouwstenenError], bytes]] = {
    "a file that is too large": (TooLargeError, b"PK" + bytes(archive.LARGEST)),
    "a zip bomb": (TooLargeError, _with({SHEET: b" " * 200 * 2**20})),
    "a zip bomb that lies about its size": (BouwstenenError, _lying()),
    "very many parts": (TooLargeError, _with({f"xl/media/{number}": b"" for number in range(600)})),
    "very many cells": (TooLargeError, _sheet(f"<sheetData><row>{'<c/>' * 300_000}</row></sheetData>")),
    "a cell far below": (
        TooLargeError,
        _sheet('<sheetData><row r="1048576"><c r="A1048576"/></row></sheetData>'),
    ),
    "a cell far to the right": (
        TooLargeError,
        _sheet('<sheetData><row r="1"><c r="XFD1"/></row></sheetData>'),
    ),
    "entities in entities": (SourceError, _with({SHEET: _BILLION})),
    "entities in UTF-16": (SourceError, _with({SHEET: _BILLION.decode().encode("utf-16")})),
    "an entity outside": (SourceError, _with({"xl/sharedStrings.xml": _OUTSIDE})),
    "very deep XML": (SourceError, _sheet("<a>" * 5000 + "</a>" * 5000)),
    "XML that does not end": (SourceError, _sheet("<sheetData>")),
    "a cell of no name": (SourceError, _sheet('<sheetData><row r="1"><c r="?1"/></row></sheetData>')),
    "macros": (MediaTypeError, _with({"xl/vbaProject.bin": b"x"})),
    "links to other files": (MediaTypeError, _with({"xl/externalLinks/externalLink1.xml": b"<x/>"})),
    "a workbook with a password": (MediaTypeError, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    "a zip of other things": (MediaTypeError, _with({}, without="xl/workbook.xml")),
    "no zip": (SourceError, b"naam;vorm\n"),
    "nothing": (SourceError, b""),
    "half a workbook": (SourceError, _plain(["a"])[:-200]),
    "a string that is not there": (
        SourceError,
        _sheet('<sheetData><row r="1"><c r="A1" t="s"><v>9</v></c></row></sheetData>'),
    ),
}


@pytest.mark.threat("T37")
@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_with_the_name_of_the_file(case: str, release: QueryStore) -> None:
    error, content = REFUSED[case]
    with pytest.raises(error) as caught:
        read_spreadsheet("werk.xlsx", content, release, EDITOR)
    assert caught.value.where == "werk.xlsx"
    assert in_language(caught.value.what, "nl") != in_language(caught.value.what, "en")
    assert caught.value.mend


def test_cells_merged_or_linked_over_a_whole_sheet_are_no_work(release: QueryStore) -> None:
    whole = "A1:XFD1048576"
    content = _sheet(
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
        f'<mergeCells>{f"""<mergeCell ref="{whole}"/>""" * 50}</mergeCells>'
        f'<hyperlinks><hyperlink ref="{whole}" location="A1"/></hyperlinks>'
    )
    document = read_spreadsheet("werk.xlsx", content, release, EDITOR)
    assert ("unknown-sheet", "Sheet!") in mistakes(document)


def test_empty_rows_at_the_very_end_are_no_reason_to_refuse(release: QueryStore) -> None:
    content = _sheet('<sheetData><row r="1"/><row r="1048576" customHeight="1"/></sheetData>')
    assert mistakes(read_spreadsheet("werk.xlsx", content, release, EDITOR), "violation") == set()
