"""An edited workbook: what it changes, and each mistake at its cell."""

import datetime as dt
import io
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from pyoxigraph import Store

from bouwstenen.curation.spreadsheets.columns import SHEETS
from bouwstenen.curation.spreadsheets.editor import Editor
from bouwstenen.curation.spreadsheets.problems import MISTAKES, near
from bouwstenen.curation.spreadsheets.reading import read_spreadsheet
from bouwstenen.curation.spreadsheets.writing import write_workbook
from bouwstenen.errors import WrongUseError
from bouwstenen.graph.changesets import Changeset, Patch, apply
from bouwstenen.namespaces import BM, PREFIXES, shorten
from bouwstenen.store.embedded import EmbeddedStore
from bouwstenen.store.interface import QueryStore
from tests.curation.spreadsheets.conftest import EDITOR, ID, Edited, claims, mistakes

ROWS, VERDICTS, SOURCES = "Interventies", "Beoordelingen", "Bronnen"
NAME, OFFERED, AGES, FORMS = "Naam interventie", "Op dit moment aangeboden?", "Leeftijd", "Vorm"
TREDE = "Niveau van onderbouwing"


def test_an_unchanged_workbook_changes_nothing(exported: bytes, release: QueryStore) -> None:
    document = read_spreadsheet("werk.xlsx", exported, release, EDITOR)
    assert (document.quads, document.removed, document.problems) == ((), (), ())


def test_so_does_one_that_another_program_saved(edited: Edited) -> None:
    document = edited.read()
    assert (document.quads, document.removed, document.problems) == ((), (), ())


def test_another_value_becomes_a_claim_of_the_editor_beside_the_reports(edited: Edited) -> None:
    row = edited.row(ROWS, "DIAMANT")
    cell = edited.put(ROWS, row, OFFERED, "niet aangeboden")
    edited.put(ROWS, row, "Bron", "Zych & Nasaescu (2022)")
    edited.put(ROWS, row, "Vindplaats", "blz. 12")
    document = edited.read()
    (claim,) = claims(document, "AvailabilityClaim")
    assert claim == {
        "rdf:type": ["bm:AvailabilityClaim"],
        "bm:about": ["id:intervention/diamant"],
        "bm:availability": ["id:availability/not-offered"],
        "prov:wasDerivedFrom": ["id:passage/zych-nasaescu-2022-blz-12"],
        "prov:wasAttributedTo": ["id:contributor/orcid-0000-0002-1825-0097"],
        "prov:generatedAtTime": [f"{EDITOR.date.isoformat()}T00:00:00Z"],
    }
    (passage,) = claims(document, "Passage")
    assert passage["dcterms:isPartOf"] == ["id:source/zych-nasaescu-2022"]
    assert passage["bm:locator"] == ["blz. 12"]
    assert claims(document, "Contributor")[0]["schema:sameAs"] == ["https://orcid.org/0000-0002-1825-0097"]
    assert mistakes(document) == {("stays", f"{ROWS}!{cell}")}
    assert document.removed == ()


def test_a_value_more_leaves_the_others(edited: Edited) -> None:
    row = edited.row(ROWS, "DIAMANT")
    edited.put(ROWS, row, FORMS, f"{edited.get(ROWS, row, FORMS)}\ntheater")
    document = edited.read()
    (claim,) = claims(document, "DescriptionClaim")
    assert claim["bm:form"] == ["id:form/theater"]
    assert mistakes(document) == set()


def test_rows_that_name_no_source_go_by_that_of_the_import(edited: Edited) -> None:
    edited.put(ROWS, edited.row(ROWS, "DIAMANT"), OFFERED, "aangeboden")
    (source,) = claims(edited.read(), "Source")
    assert source["rdfs:label"] == ["Veldwerk 2026"]
    (source,) = claims(edited.read(Editor("Jo Jansen", source="https://example.org/a")), "Source")
    assert source["foaf:page"] == ["https://example.org/a"]
    known = edited.read(Editor("Jo Jansen", source="Zych & Nasaescu (2022)"))
    assert claims(known, "Source") == []
    assert claims(known, "Passage")[0]["dcterms:isPartOf"] == ["id:source/zych-nasaescu-2022"]
    known = edited.read(Editor("Jo Jansen", source=f"{ID}source/zych-nasaescu-2022"))
    assert claims(known, "Source") == []
    known = edited.read(Editor("Jo Jansen", source=f"{ID}passage/tabel-b3-7-diamant"))
    assert claims(known, "Passage") == []
    assert claims(known, "AvailabilityClaim")[0]["prov:wasDerivedFrom"] == ["id:passage/tabel-b3-7-diamant"]


def test_an_editor_who_is_known_goes_by_their_own_iri(edited: Edited) -> None:
    edited.put(ROWS, edited.row(ROWS, "DIAMANT"), OFFERED, "aangeboden")
    editor = Editor("Jo Jansen", source="Veldwerk 2026", contributor=f"{ID}contributor/jo")
    assert claims(edited.read(editor), "AvailabilityClaim")[0]["prov:wasAttributedTo"] == [
        "id:contributor/jo"
    ]
    unnumbered = edited.read(Editor("Jo Jansen", source="Veldwerk 2026"))
    assert claims(unnumbered, "AvailabilityClaim")[0]["prov:wasAttributedTo"] == ["id:contributor/jo-jansen"]


def test_who_is_known_already_is_named_but_not_described_again(again: Edited) -> None:
    again.put(ROWS, again.row(ROWS, "2gather"), OFFERED, "wisselt")
    document = again.read(Editor("J. Jansen", orcid="0000-0002-1825-0097", source="Veldwerk 2026"))
    (contributor,) = claims(document, "Contributor")
    assert contributor == {"rdf:type": ["bm:Contributor"]}


def test_what_is_only_checked_is_attributed_to_nobody_yet(edited: Edited) -> None:
    row = edited.row(ROWS, "DIAMANT")
    edited.put(ROWS, row, OFFERED, "aangeboden")
    document = edited.read(None)
    assert claims(document, "Contributor")[0]["rdfs:label"] == ["Nog niet genoemd"]
    assert {kind for kind, _ in mistakes(document, "warning")} == {"no-source"}
    assert mistakes(document, "violation") == set()


def test_a_verdict_of_the_report_that_is_edited_stays_beside_the_new_one(edited: Edited) -> None:
    row = edited.row(VERDICTS, "DIAMANT")
    edited.put(VERDICTS, row, TREDE, "Trede 4: plausibel")
    document = edited.read()
    (claim,) = claims(document, "EvidenceClaim")
    assert (claim["bm:about"], claim["bm:trede"]) == (["id:intervention/diamant"], ["id:trede/4"])
    assert "bm:assessor" in claim
    assert {kind for kind, _ in mistakes(document)} == {"stays"}
    assert document.removed == ()


def test_the_same_file_twice_gives_the_same_claims(edited: Edited) -> None:
    edited.put(ROWS, edited.row(ROWS, "DIAMANT"), OFFERED, "aangeboden")
    assert set(edited.read().quads) == set(edited.read().quads)


def test_findings_of_shapes_are_found_at_their_cells(edited: Edited) -> None:
    row = edited.row(ROWS, "DIAMANT")
    cell = edited.put(ROWS, row, OFFERED, "aangeboden")
    document = edited.read()
    claim = next(quad for quad in document.quads if quad.predicate.value == BM + "availability")
    found = document.locate(str(claim.subject)[1:-1], BM + "availability", f"{ID}availability/offered")
    assert found is not None
    assert (found.sheet, found.cell) == (ROWS, cell)
    unchanged = document.locate(f"{ID}intervention/2gather", BM + "strengthens", "")
    assert unchanged is not None
    assert unchanged.cell == f"A{edited.row(ROWS, '2gather')}"
    assert document.locate(f"{ID}trede/3", "", "") is None


Mistake = Callable[[Edited], str]


def _cell(heading: str, value: object, sheet: str = ROWS, name: str = "DIAMANT") -> Mistake:
    return lambda edited: f"{sheet}!{edited.put(sheet, edited.row(sheet, name), heading, value)}"


def _source(heading: str, value: object) -> Mistake:
    return _cell(heading, value, SOURCES, "Zych & Nasaescu (2022)")


def _new(heading: str, sheet: str = ROWS, **values: object) -> Mistake:
    def add(edited: Edited) -> str:
        row = edited.new(sheet, **values)
        return f"{sheet}!{get_column_letter(edited.column(sheet, heading))}{row}"

    return add


def _heading(old: str, new: str | None) -> Mistake:
    def rename(edited: Edited) -> str:
        cell = edited.book[ROWS].cell(1, edited.column(ROWS, old))
        cell.value = new
        return f"{ROWS}!{cell.coordinate}"

    return rename


def _missing(heading: str, at: str = "A1") -> Mistake:
    def delete(edited: Edited) -> str:
        edited.book[ROWS].delete_cols(edited.column(ROWS, heading))
        return f"{ROWS}!{at}"

    return delete


def _merged(edited: Edited) -> str:
    row = edited.row(ROWS, "DIAMANT")
    edited.book[ROWS].merge_cells(f"C{row}:D{row}")
    return f"{ROWS}!C{row}"


def _hidden(edited: Edited) -> str:
    row = edited.row(ROWS, "DIAMANT")
    edited.book[ROWS].row_dimensions[row].hidden = True
    return f"{ROWS}!A{row}"


def _copied(edited: Edited) -> str:
    row = edited.row(ROWS, "DIAMANT")
    number = edited.book[ROWS].max_row + 1
    for column in range(1, edited.book[ROWS].max_column + 1):
        edited.book[ROWS].cell(number, column).value = edited.book[ROWS].cell(row, column).value
    return f"{ROWS}!{get_column_letter(edited.book[ROWS].max_column)}{number}"


def _twice(edited: Edited) -> str:
    edited.new(ROWS, **{NAME: "Iets nieuws"})
    return f"{ROWS}!A{edited.new(ROWS, **{NAME: 'Iets Nieuws'})}"


def _deleted(edited: Edited) -> str:
    edited.book[ROWS].delete_rows(edited.row(ROWS, "DIAMANT"))
    return f"{ROWS}!A1"


def _deleted_sheet(edited: Edited) -> str:
    edited.book.remove(edited.book["Gemeenten"])
    return "Gemeenten!"


def _renamed_sheet(edited: Edited) -> str:
    edited.book["Gemeenten"].title = "Gemeentes"
    return "Gemeentes!"


def _strange_sheet(edited: Edited) -> str:
    sheet = edited.book["Gemeenten"]
    sheet.title = "Gemeentes"
    sheet.cell(1, 1).value = "Plaats"
    return "Gemeentes!"


def _copied_sheet(edited: Edited) -> str:
    edited.book.copy_worksheet(edited.book["Gemeenten"]).title = "Gemeenten (2)"
    return "Gemeenten (2)!"


def _beside(edited: Edited) -> str:
    sheet = edited.book[ROWS]
    column = sheet.max_column + 2
    sheet.cell(5, column).value = "los"
    return f"{ROWS}!{get_column_letter(column)}1"


def _locked(edited: Edited) -> str:
    return f"{ROWS}!{edited.put(ROWS, edited.row(ROWS, 'DIAMANT'), 'Volgens', 'ik')}"


def _no_locator(edited: Edited) -> str:
    row = edited.row(ROWS, "DIAMANT")
    edited.put(ROWS, row, OFFERED, "aangeboden")
    edited.put(ROWS, row, "Bron", "Zych & Nasaescu (2022)")
    return f"{ROWS}!{get_column_letter(edited.column(ROWS, 'Vindplaats'))}{row}"


def _numbered(edited: Edited) -> str:
    place = _source("Laatst nagekeken", 46350)(edited)
    edited.book[SOURCES][place.partition("!")[2]].number_format = "General"
    return place


def _unknown_source(edited: Edited) -> str:
    row = edited.row(ROWS, "DIAMANT")
    edited.put(ROWS, row, OFFERED, "aangeboden")
    return f"{ROWS}!{edited.put(ROWS, row, 'Bron', 'Zych en Nasaescu 2022')}"


def _without_ids(edited: Edited) -> str:
    return _missing("Identificatie")(edited)


WRONG: dict[str, tuple[str, Mistake]] = {
    "a heading that is none": ("unknown-heading", _heading(FORMS, "Vormgeving")),
    "a heading with a space behind it": ("loose-heading", _heading(FORMS, f"{FORMS} ")),
    "a heading twice": ("doubled-heading", _heading(FORMS, "Type interventie")),
    "a column without a heading": ("no-heading", _heading(FORMS, None)),
    "values beside the table": ("no-heading", _beside),
    "no column of names": ("missing-heading", _missing(NAME)),
    "no column of identifiers": ("missing-heading", _without_ids),
    "a column left out": ("left-out-heading", _missing(FORMS)),
    "merged cells": ("merged", _merged),
    "a hidden row": ("hidden-row", _hidden),
    "a formula": ("formula", _cell(OFFERED, '=IF(1,"aangeboden","")')),
    "an error value": ("error", _cell(OFFERED, "#N/A")),
    "a space in front": ("spaces", _cell(OFFERED, " aangeboden")),
    "a space behind": ("spaces", _cell("Beoogde doelstelling", "Iets bereiken. ")),
    "two spaces": ("spaces", _cell("Beoogde doelstelling", "Iets  bereiken.")),
    "a non-breaking space": ("hard-space", _cell("Beoogde doelstelling", "Iets\u00a0bereiken.")),
    "a zero-width space": ("hard-space", _cell(OFFERED, "aange\u200bboden")),
    "a row without a name": ("no-name", _new(NAME, **{FORMS: "theater"})),
    "a name that was cleared": ("no-name", _cell(NAME, None)),
    "a part of nothing": ("needed", _new("Onderdeel van", "Onderdelen", **{"Naam onderdeel": "Los deel"})),
    "a verdict without a trede": (
        "needed",
        _new(TREDE, VERDICTS, Interventie="DIAMANT", Beoordelaar="Movisie"),
    ),
    "a new type": ("not-extensible", _new("Type interventie", "Typen", **{"Type interventie": "Tien"})),
    "another identifier": ("unknown-row", _cell("Identificatie", "https://example.org/x")),
    "a row twice": ("doubled-row", _copied),
    "a new row twice": ("doubled-row", _twice),
    "a name that exists": ("known-name", _new(NAME, **{NAME: "DIAMANT"})),
    "a name that another thing's address has": ("taken-name", _new(NAME, **{NAME: "Diamant!"})),
    "a name without letters": ("no-letters", _new(NAME, **{NAME: "中文"})),
    "a name like another": ("similar-name", _new(NAME, **{NAME: "DIAMANTT"})),
    "a name of the report changed": ("renamed", _cell(NAME, "Diamant plus")),
    "a row deleted": ("missing-row", _deleted),
    "a sheet deleted": ("missing-sheet", _deleted_sheet),
    "a sheet renamed": ("renamed-sheet", _renamed_sheet),
    "a sheet that is none of ours": ("unknown-sheet", _strange_sheet),
    "a sheet copied": ("doubled-sheet", _copied_sheet),
    "a name that no list has": ("unknown-thing", _cell("Uitvoerende organisatie", "Bureau Niemand")),
    "a name that is not in the list": ("unknown-choice", _cell(OFFERED, "angeboden")),
    "a name in capitals": ("other-case", _cell(OFFERED, "Aangeboden")),
    "names on one line": ("one-a-line", _cell(FORMS, "theater; sport")),
    "two new values for one": ("only-one", _cell(OFFERED, "aangeboden\nwisselt")),
    "a fraction": ("number", _cell(NAME, 1.5)),
    "ages that became a date": ("a-date", _cell(AGES, dt.datetime(2018, 12, 1))),
    "a date as text": ("date-as-text", _source("Laatst nagekeken", "24-11-2026")),
    "a date as a number": ("date-as-number", _numbered),
    "a date with a time": ("no-date", _source("Laatst nagekeken", dt.datetime(2026, 11, 24, 9, 30))),
    "a year that is none": ("no-year", _source("Jaar", "’22")),
    "neither yes nor no": ("no-yes_no", _cell("Via gemeenten", "misschien")),
    "an address without its scheme": ("no-address", _cell("Eventuele weblink", "www.example.org")),
    "ages in words": ("no-ages", _cell(AGES, "twaalf en ouder")),
    "ages above all people": ("no-ages", _cell(AGES, "12 t/m 180")),
    "ages the wrong way round": ("ages-swapped", _cell(AGES, "18 t/m 12")),
    "a source without a place": ("no-locator", _no_locator),
    "a source that is not there": ("unknown-thing", _unknown_source),
    "a source where nothing changed": ("idle-source", _cell("Bron", "Zych & Nasaescu (2022)")),
    "a column that is only shown": ("locked", _locked),
    "the report's value taken away": ("cannot-go", _cell(OFFERED, None)),
    "the report's year changed": ("fixed", _source("Jaar", 2023)),
}


@pytest.mark.threat("T39")
@pytest.mark.parametrize("case", WRONG)
def test_each_mistake_is_pointed_at_and_changes_nothing(case: str, edited: Edited) -> None:
    kind, make = WRONG[case]
    place = make(edited)
    document = edited.read()
    assert (kind, place) in mistakes(document)
    if MISTAKES[kind]["severity"] == "violation":
        assert BM + "about" not in {quad.predicate.value for quad in document.quads}
        assert document.removed == ()


def test_every_change_needs_a_source(edited: Edited) -> None:
    row = edited.row(ROWS, "DIAMANT")
    edited.put(ROWS, row, OFFERED, "aangeboden")
    document = edited.read(Editor("Jo Jansen"))
    cell = f"{get_column_letter(edited.column(ROWS, 'Bron'))}{row}"
    assert mistakes(document, "violation") == {("no-source", f"{ROWS}!{cell}")}
    assert claims(document, "AvailabilityClaim") == []


def test_the_nearest_names_are_told_in_both_languages(edited: Edited) -> None:
    edited.put(ROWS, edited.row(ROWS, "DIAMANT"), OFFERED, "angeboden")
    ((finding, place),) = edited.read().problems
    assert "“aangeboden”" in finding.message("nl")
    assert "Did you mean “aangeboden”" in finding.message("en")
    assert str(place).startswith(f"werk.xlsx: {ROWS}!E")
    assert finding.focus == f"{ID}intervention/diamant"
    assert finding.path == BM + "availability"


def test_every_mistake_says_in_both_languages_what_is_wrong_and_how_to_mend_it() -> None:
    for kind, mistake in MISTAKES.items():
        assert mistake["severity"] in ("violation", "warning", "info"), kind
        assert {"nl", "en"} <= mistake.keys(), kind
        assert mistake["nl"].count("{what}") == mistake["en"].count("{what}"), kind


def test_every_mistake_is_tested() -> None:
    here = {kind for kind, _ in WRONG.values()}
    elsewhere = {"no-table", "no-source", "stays", "changed-since", "conflict", "gone-since", "stale"}
    assert set(MISTAKES) == here | elsewhere


def _with(store: Store, document_patch: Patch) -> Store:
    """A release that a changeset was added to."""
    copy = Store()
    copy.extend(store)
    apply(copy, [Changeset(1, document_patch)])
    return copy


@pytest.fixture(scope="module")
def later(later_store: Store) -> QueryStore:
    """That store, as something that answers queries."""
    return EmbeddedStore(later_store)


@pytest.fixture(scope="module")
def later_store(part: Store, exported: bytes, release: QueryStore) -> Store:
    """The release, after DIAMANT was said to be offered and given a verdict and another form."""
    edited = Edited(exported, release)
    row = edited.row(ROWS, "DIAMANT")
    edited.put(ROWS, row, OFFERED, "onbekend\naangeboden")
    edited.put(ROWS, row, FORMS, f"{edited.get(ROWS, row, FORMS)}\ntheater")
    edited.put(ROWS, row, AGES, f"{edited.get(ROWS, row, AGES)}\n16 en ouder")
    edited.new(VERDICTS, Interventie="DIAMANT", Beoordelaar="Movisie", **{TREDE: "Trede 4: plausibel"})
    edited.new(SOURCES, **{"Bron (kort)": "Nieuw (2026)", "Jaar": 2025})
    document = edited.read()
    assert mistakes(document) == set()
    return _with(part, document.patch)


@pytest.fixture
def again(later: QueryStore) -> Edited:
    """That release as a workbook."""
    return Edited(write_workbook(later), later)


def test_what_was_accepted_is_exported_and_changes_nothing(again: Edited) -> None:
    row = again.row(ROWS, "DIAMANT")
    assert again.get(ROWS, row, OFFERED) == "aangeboden\nonbekend"
    assert "Jo Jansen" in str(again.get(ROWS, row, "Volgens"))
    assert "hele tekst" in str(again.get(ROWS, row, "Staat in"))
    document = again.read()
    assert (document.quads, document.removed, document.problems) == ((), (), ())


def test_what_a_changeset_said_may_be_taken_away_claim_and_all(again: Edited) -> None:
    row = again.row(ROWS, "DIAMANT")
    again.put(ROWS, row, OFFERED, "onbekend")
    document = again.read()
    assert document.problems == ()
    assert {shorten(quad.predicate.value) for quad in document.removed} == {
        "rdf:type",
        "bm:about",
        "bm:availability",
        "prov:wasDerivedFrom",
        "prov:wasAttributedTo",
        "prov:generatedAtTime",
    }
    assert {shorten(str(quad.graph_name)[1:-1]) for quad in document.removed} == {"graph:changeset-1"}
    assert document.quads == ()


def test_ages_of_a_changeset_may_be_taken_away(again: Edited) -> None:
    row = again.row(ROWS, "DIAMANT")
    again.put(ROWS, row, AGES, "12 t/m 23")
    document = again.read()
    assert document.problems == ()
    assert BM + "ageMin" in {quad.predicate.value for quad in document.removed}


def test_of_our_own_words_a_value_may_go_and_the_rest_of_the_claim_stays(edited: Edited) -> None:
    row = edited.row(ROWS, "2gather")
    before = str(edited.get(ROWS, row, FORMS)).split("\n")
    edited.put(ROWS, row, FORMS, before[0])
    document = edited.read()
    assert document.problems == ()
    assert [shorten(quad.predicate.value) for quad in document.removed] == ["bm:form"] * (len(before) - 1)


def test_a_verdict_of_a_changeset_is_replaced_or_cleared(again: Edited) -> None:
    row = next(
        row
        for row in range(2, again.book[VERDICTS].max_row + 1)
        if again.get(VERDICTS, row, "Volgens") == "Jo Jansen"
    )
    again.put(VERDICTS, row, TREDE, "Trede 5: werkzaam")
    document = again.read()
    assert claims(document, "EvidenceClaim")[0]["bm:trede"] == ["id:trede/5"]
    assert f"{ID}trede/4" in {getattr(quad.object, "value", "") for quad in document.removed}
    for heading in ("Interventie", TREDE, "Beoordelaar"):
        again.put(VERDICTS, row, heading, None)
    document = again.read()
    assert (document.quads, document.problems) == ((), ())
    assert PREFIXES["rdf"] + "type" in {quad.predicate.value for quad in document.removed}


def test_a_year_of_a_changeset_may_be_replaced(again: Edited) -> None:
    again.put(SOURCES, again.row(SOURCES, "Nieuw (2026)"), "Jaar", 2026)
    document = again.read()
    assert document.problems == ()
    assert [quad.object.value for quad in document.quads] == ["2026"]  # type: ignore[union-attr]
    assert [quad.object.value for quad in document.removed] == ["2025"]  # type: ignore[union-attr]


def test_an_older_export_is_no_reason_to_take_away_what_came_since(edited: Edited, later: QueryStore) -> None:
    document = read_spreadsheet("werk.xlsx", edited.content, later, EDITOR)
    assert (document.quads, document.removed, document.problems) == ((), (), ())


def test_a_cell_that_was_changed_elsewhere_too_is_pointed_at(edited: Edited, later: QueryStore) -> None:
    row = edited.row(ROWS, "DIAMANT")
    cell = edited.put(ROWS, row, FORMS, f"{edited.get(ROWS, row, FORMS)}\nsport")
    document = read_spreadsheet("werk.xlsx", edited.content, later, EDITOR)
    assert mistakes(document) == {("changed-since", f"{ROWS}!{cell}")}
    assert claims(document, "DescriptionClaim")[0]["bm:form"] == ["id:form/sport"]


def test_a_value_of_the_report_that_is_replaced_is_nothing_taken_away(
    edited: Edited, later: QueryStore
) -> None:
    row = edited.row(ROWS, "DIAMANT")
    cell = edited.put(ROWS, row, AGES, "14 t/m 25")  # meanwhile somebody added another
    document = read_spreadsheet("werk.xlsx", edited.content, later, EDITOR)
    assert mistakes(document) == {("changed-since", f"{ROWS}!{cell}"), ("stays", f"{ROWS}!{cell}")}
    assert claims(document, "AgeClaim")[0]["bm:ageMin"] == ["14"]
    assert document.removed == ()


def test_what_would_be_taken_away_is_refused_where_the_cell_was_changed_since(
    again: Edited, later_store: Store
) -> None:
    row, content = again.row(ROWS, "DIAMANT"), again.content
    whole = str(again.get(ROWS, row, FORMS))
    again.put(ROWS, row, FORMS, f"{whole}\nsport")
    since = EmbeddedStore(_with(later_store, again.read().patch))
    second = Edited(content, since)
    cell = second.put(ROWS, row, FORMS, "\n".join(set(whole.split("\n")) - {"theater"}))
    assert ("conflict", f"{ROWS}!{cell}") in mistakes(second.read(), "violation")


def test_new_rows_of_a_renamed_sheet_are_read(edited: Edited) -> None:
    edited.new("Organisaties", Organisatie="Stichting Zonnestraal")
    edited.book["Organisaties"].title = "Organisaties nieuw"
    document = edited.read()
    assert mistakes(document) == {("renamed-sheet", "Organisaties nieuw!")}
    assert claims(document, "Organisation")[0]["rdfs:label"] == ["Stichting Zonnestraal"]


def test_never_the_opposite_is_meant() -> None:
    assert near("angeboden", ["niet aangeboden", "aangeboden", "onbekend"]) == ["aangeboden"]
    assert near("xyzzy", ["niet aangeboden", "aangeboden", "onbekend"]) == []


def test_only_lists_with_a_sheet_tell_to_add_a_row(edited: Edited) -> None:
    row = edited.row(ROWS, "DIAMANT")
    edited.put(ROWS, row, "Setting", "Xyzzy")
    edited.put(ROWS, row, "Gemeenten", "Xyzzy")
    said = {place.cell: finding.message("nl") for finding, place in edited.read().problems}
    closed, open_ = (
        said[f"{get_column_letter(edited.column(ROWS, name))}{row}"] for name in ("Setting", "Gemeenten")
    )
    assert closed == "“Xyzzy” staat niet in de lijst. Kies er een uit de lijst."
    assert "eigen blad" in open_


def test_all_mistakes_of_a_row_are_told_at_once_and_its_source_is_not_called_idle(edited: Edited) -> None:
    row = edited.new(ROWS, Setting=" Xyzzy", Bron="Niets (1900)")
    edited.put(ROWS, row, NAME, "Proef ")
    told = mistakes(edited.read())
    assert {kind for kind, _ in told} == {"spaces", "unknown-choice", "unknown-thing"}
    assert len(told) == 4


def test_what_somebody_else_added_too_is_not_added_twice(edited: Edited, later: QueryStore) -> None:
    row = edited.row(ROWS, "DIAMANT")
    edited.put(ROWS, row, FORMS, f"{edited.get(ROWS, row, FORMS)}\ntheater")
    document = read_spreadsheet("werk.xlsx", edited.content, later, EDITOR)
    assert document.quads == ()


def test_a_row_that_has_gone_since_is_told(again: Edited, release: QueryStore) -> None:
    row = again.row(SOURCES, "Nieuw (2026)")
    again.put(SOURCES, row, "Jaar", 2024)
    document = read_spreadsheet("werk.xlsx", again.content, release, EDITOR)
    cell = f"{get_column_letter(again.column(SOURCES, 'Identificatie'))}{row}"
    assert ("gone-since", f"{SOURCES}!{cell}") in mistakes(document)


def test_a_workbook_that_lost_what_it_was_is_compared_with_the_release(
    edited: Edited, later: QueryStore
) -> None:
    edited.book.remove(edited.book["Basis"])
    assert mistakes(edited.read()) == set()
    document = read_spreadsheet("werk.xlsx", edited.content, later, EDITOR)
    assert ("stale", "Uitleg!A1") in mistakes(document)


def test_any_sheet_may_be_left_out(edited: Edited) -> None:
    for sheet in SHEETS[1:]:
        edited.book.remove(edited.book[sheet.name])
    assert mistakes(edited.read(), "violation", "warning") == set()


def test_a_workbook_of_others_is_read_by_its_headings(release: QueryStore) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = ROWS
    sheet.append([NAME, OFFERED, "Identificatie"])
    sheet.append(["Buurtkracht", "aangeboden"])
    buffer = io.BytesIO()
    book.save(buffer)
    document = read_spreadsheet("eigen.xlsx", buffer.getvalue(), release, EDITOR)
    assert claims(document, "Intervention")[0]["rdfs:label"] == ["Buurtkracht"]
    assert mistakes(document, "violation", "warning") == set()


@pytest.mark.parametrize(
    "orcid", ["0000-0002-1825-0098", "0000-0002-1825", "https://example.org/0000-0002-1825-0097"]
)
def test_an_orcid_that_is_none_is_refused(orcid: str) -> None:
    with pytest.raises(WrongUseError, match="no ORCID"):
        Editor("Jo Jansen", orcid)
