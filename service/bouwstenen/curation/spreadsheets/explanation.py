"""The first sheet of a workbook: what it is, how it is edited, what its colours mean."""

from collections.abc import Iterator

from bouwstenen.curation.spreadsheets.columns import IDENTIFIER, LOCATOR, SOURCE, STANDS_IN, WHO

__all__ = ["BASE", "EXPLANATION", "EXTRA", "LISTS_SHEET", "RELEASE", "STATE", "explained"]

#: Names of the sheets that are not of a class. The last holds what each cell held when it was exported.
EXPLANATION, LISTS_SHEET, BASE = "Uitleg", "Keuzelijsten", "Basis"

#: What stands in the first column of the explanation beside the hash of the release and of its rows.
RELEASE, STATE = "Uitgave", "Stand"

#: Notes on the columns that every sheet has, Dutch and English.
EXTRA = {
    WHO: (
        "Alleen te lezen: wie zegt wat op deze rij staat.",
        "To read only: who says what this row holds.",
    ),
    STANDS_IN: (
        "Alleen te lezen: de passages waar het staat.",
        "To read only: the passages that say so.",
    ),
    SOURCE: (
        "Waar staat wat u op deze rij wijzigt? De korte naam van een bron op het blad Bronnen.",
        "Where does it say what you change on this row? The short name of a source on the sheet Bronnen.",
    ),
    LOCATOR: (
        "Waar in de bron: blz. 12, paragraaf 3, tabel 2.",
        "Where in the source: page, section, table.",
    ),
    IDENTIFIER: (
        "Niet wijzigen: hieraan wordt de rij herkend. Leeg op een nieuwe rij.",
        "Do not change: the row is known by it. Empty on a new row.",
    ),
}

_HOW = (
    (
        "Wijzig cellen of voeg onderaan rijen toe en lever het bestand in. Wat niet klopt, hoort u per cel.",
        "Change cells or add rows at the bottom, then hand the file in. What is wrong is reported by cell.",
    ),
    (
        "Meer waarden in een cel: elke waarde op een eigen regel (Alt+Enter; in LibreOffice Ctrl+Enter).",
        "Several values in a cell: each on a line of its own (Alt+Enter; in LibreOffice Ctrl+Enter).",
    ),
    (
        "Elke wijziging heeft een bron: vul op die rij Bron en Vindplaats in, of geef er een bij inlevering.",
        "Every change has a source: fill in Bron and Vindplaats on its row, or name one when handing in.",
    ),
    (
        "Een nieuwe evaluatie: een rij op Bronnen, en een rij op Beoordelingen met die bron.",
        "A new evaluation: a row on Bronnen, and a row on Beoordelingen with that source.",
    ),
    (
        "Wat het rapport zegt blijft staan: uw waarde komt ernaast, met uw naam en de datum.",
        "What the report says stays: your value stands beside it, with your name and the date.",
    ),
    (
        "Laat rijen staan; een beoordeling van onszelf haalt u weg door haar cellen leeg te maken.",
        "Leave rows where they are; clear the cells of a verdict of our own to take it away.",
    ),
    (
        "Namen in keuzelijsten staan op het blad Keuzelijsten; wat u zelf toevoegt mag u ook noemen.",
        "Names in pick-lists stand on the sheet Keuzelijsten; you may also name what you add yourself.",
    ),
)
_COLOURS = (
    ("Oranje kop", "Verplicht.", "Orange heading: needed."),
    ("Blauwe kop", "Mag leeg blijven.", "Blue heading: may stay empty."),
    ("Groene kop", "Waar uw wijziging vandaan komt.", "Green heading: where your change comes from."),
    ("Grijs", "Alleen te lezen.", "Grey: to read only."),
)


def explained(version: str, issued: str, release: str, state: str) -> Iterator[tuple[str, str, str]]:
    """Yield the rows of the first sheet: what, Dutch, English.

    Args:
        version: of the software that built the release.
        issued: the day it was built.
        release: its hash.
        state: the hash of its rows.
    """
    yield ("Bouwstenen", "Werkmap om te wijzigen en aan te vullen", "Workbook to change and add to")
    yield (RELEASE, release, "Release")
    yield ("Versie", version, "Version")
    yield ("Datum", issued, "Date of the release")
    yield (STATE, state, "State of the rows")
    yield ("", "", "")
    for number, (nl, en) in enumerate(_HOW, start=1):
        yield (str(number), nl, en)
    yield ("", "", "")
    yield from _COLOURS
