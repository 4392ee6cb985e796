"""One sheet as comma-separated values."""

import pytest

from bouwstenen.curation.spreadsheets.reading import read_spreadsheet
from bouwstenen.errors import SourceError, TooLargeError
from bouwstenen.store.interface import QueryStore
from tests.curation.spreadsheets.conftest import EDITOR, ID, claims, mistakes

HEAD = "Naam interventie;Op dit moment aangeboden?;Leeftijd;Identificatie\n"


@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize("begin", ["", "\ufeff"])
def test_new_rows_are_read_whatever_stands_between_values(mark: str, begin: str, release: QueryStore) -> None:
    text = begin + (HEAD + "Buurtkracht;aangeboden;12 t/m 18;\n").replace(";", mark)
    document = read_spreadsheet("nieuw.csv", text.encode(), release, EDITOR)
    assert mistakes(document, "violation", "warning") == set()
    assert claims(document, "Intervention")[0]["rdfs:label"] == ["Buurtkracht"]
    assert claims(document, "AgeClaim")[0]["bm:ageMax"] == ["18"]


def test_rows_that_are_left_out_are_not_missed(release: QueryStore) -> None:
    row = f'DIAMANT;"onbekend\r\naangeboden";12 t/m 23;{ID}intervention/diamant\n'
    document = read_spreadsheet("deel.csv", (HEAD + row).encode(), release, EDITOR)
    assert mistakes(document, "violation", "warning") == set()
    assert claims(document, "AvailabilityClaim")[0]["bm:availability"] == ["id:availability/offered"]
    assert claims(document, "AgeClaim") == []


def test_mistakes_are_at_their_cell(release: QueryStore) -> None:
    document = read_spreadsheet("n.csv", (HEAD + "Buurtkracht;angeboden;;\n").encode(), release, EDITOR)
    ((finding, place),) = [each for each in document.problems if each[0].severity == "violation"]
    assert finding.shape.endswith("unknown-choice")
    assert str(place) == "n.csv: B2"


def test_without_identifiers_new_names_are_new_and_known_ones_are_asked_about(release: QueryStore) -> None:
    text = "naam interventie ;Vorm\nBuurtkracht;sport\nDIAMANT;sport\n"
    document = read_spreadsheet("n.csv", text.encode(), release, EDITOR)
    assert mistakes(document, "violation", "warning") == {("loose-heading", "!A1"), ("known-name", "!A3")}
    assert [each["rdfs:label"] for each in claims(document, "Intervention")] == [["Buurtkracht"]]


def test_rows_that_are_claims_need_their_identifiers(release: QueryStore) -> None:
    text = "Interventie;Niveau van onderbouwing\nDIAMANT;Trede 4: plausibel\n"
    document = read_spreadsheet("n.csv", text.encode(), release, EDITOR)
    assert mistakes(document, "violation") == {("missing-heading", "!A1")}


def test_a_wrong_first_heading_is_named_with_the_nearest(release: QueryStore) -> None:
    document = read_spreadsheet("n.csv", b"Naam intervensie;Vorm\nX;sport\n", release, EDITOR)
    ((finding, _),) = document.problems
    assert "“Naam intervensie”. Bedoelde u “Naam interventie”?" in finding.message("nl")


def test_a_table_of_none_of_our_sheets_is_told(release: QueryStore) -> None:
    document = read_spreadsheet("n.csv", b"Kleur;Vorm\nrood;rond\n", release, EDITOR)
    assert mistakes(document) == {("no-table", "!A1")}
    assert not document.patch


@pytest.mark.parametrize(
    ("content", "error", "what"),
    [
        ("Naam interventie;Identificatie\nCafé;\n".encode("cp1252"), SourceError, "UTF-8"),
        (b'Naam interventie;Identificatie\n"open;\n', SourceError, "no csv"),
        (b"a\n" * 30_000, TooLargeError, "cells"),
        (b";" * 300, TooLargeError, "cells"),
        (b"a" * (21 * 2**20), TooLargeError, "MB"),
    ],
)
def test_what_is_no_such_table_is_refused(
    content: bytes, error: type[Exception], what: str, release: QueryStore
) -> None:
    with pytest.raises(error, match=what):
        read_spreadsheet("n.csv", content, release, EDITOR)
