"""A report as CSV (RFC 4180), a row a finding, for people who mend in a spreadsheet."""

import csv
from io import StringIO

from bouwstenen.validation.presenting.words import WORDS
from bouwstenen.validation.report import Report

__all__ = ["as_csv"]

_COLUMNS = (
    *("severity", "file", "line", "column", "sheet", "cell"),
    *("thing", "thing_iri", "property", "property_iri", "value", "message", "expected", "shape"),
)
#: What a spreadsheet takes for a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(report: Report) -> str:
    """Return the findings as CSV with a header; what begins like a formula has an apostrophe before it."""
    stream = StringIO()
    rows = csv.writer(stream)
    rows.writerow(_COLUMNS)
    words = WORDS[report.language]
    for entry in report.entries:
        place = entry.place
        where: list[object] = ["", "", "", "", ""]
        if place is not None:
            where = [place.file, place.line or "", place.column or "", place.sheet, place.cell]
        told = (entry.thing, entry.focus, entry.property, entry.path, entry.value_name or entry.value)
        row = [words[entry.severity], *where, *told, entry.message, entry.asked, entry.shape]
        rows.writerow([_safe(cell) for cell in row])
    return stream.getvalue()


def _safe(cell: object) -> object:
    # "-" is what was pasted, and no formula
    return f"'{cell}" if isinstance(cell, str) and cell != "-" and cell.startswith(_FORMULA) else cell
