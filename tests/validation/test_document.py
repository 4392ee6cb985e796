"""Where things stand in a file, in the order in which one reads."""

from bouwstenen.validation.document import Place


def test_places_in_a_workbook_come_sheet_by_sheet_and_row_by_row() -> None:
    read = [
        *(Place("a", line=2), Place("a", line=10)),
        *(Place("b", sheet="Zon", cell=cell, rank=0) for cell in ("", "A2", "A10", "C123", "AA123", "B124")),
        Place("b", sheet="Aarde", cell="A1", rank=1),
    ]
    turned = read[::-1]
    assert sorted(turned) == read
