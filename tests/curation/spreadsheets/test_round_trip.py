"""There and back: whatever a release says, whatever people type, whichever program saves."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from bouwstenen.build import build
from bouwstenen.curation.spreadsheets.columns import LABEL, Kind
from bouwstenen.curation.spreadsheets.reading import read_spreadsheet
from bouwstenen.curation.spreadsheets.values import ages, read
from bouwstenen.curation.spreadsheets.writing import write_workbook
from bouwstenen.graph.changesets import Changeset, Patch, changeset_iri, write
from bouwstenen.namespaces import BM, PREFIXES, RDF_TYPE
from bouwstenen.store.embedded import EmbeddedStore
from bouwstenen.store.interface import QueryStore, select
from bouwstenen.store.opening import open_current
from bouwstenen.validation.change import check_patch
from tests.curation.spreadsheets.conftest import EDITOR, ID, Edited, claims, mistakes

DIAMANT = NamedNode(f"{ID}intervention/diamant")
GOAL = "Beoogde doelstelling"

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(
        ANY_TEXT | st.sampled_from(["=1+1", "_x0041_", "a\nb", "x [en]", "-", "0012"]), max_size=12
    )
)
def test_whatever_a_release_says_is_exported_and_changes_nothing(texts: list[str], part: Store) -> None:
    store = Store()
    store.extend(part)
    graph = NamedNode(changeset_iri(1))
    for number, text in enumerate(texts):
        claim = NamedNode(f"{ID}claim/any-{number}")
        for name, value in (
            (RDF_TYPE, NamedNode(f"{BM}DescriptionClaim")),
            (f"{BM}about", DIAMANT),
            (f"{BM}goal", Literal(text, language="nl")),
            (f"{BM}printedName", Literal(text)),
        ):
            store.add(Quad(claim, NamedNode(name), value, graph))
    release = EmbeddedStore(store)
    document = read_spreadsheet("werk.xlsx", write_workbook(release), release, EDITOR)
    assert (document.quads, document.removed, document.problems) == ((), (), ())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
def test_whatever_is_typed_is_taken_as_it_is_or_pointed_at(
    text: str, exported: bytes, release: QueryStore
) -> None:
    edited = Edited(exported, release)
    row = edited.row("Interventies", "DIAMANT")
    was = edited.get("Interventies", row, GOAL)
    cell = edited.put("Interventies", row, GOAL, f"{was}\n{text}")
    document = edited.read()
    goals = [quad.object for quad in document.quads if quad.predicate.value == f"{BM}goal"]
    if goals:
        (goal,) = goals
        assert isinstance(goal, Literal)
        assert goal.value + (f" [{goal.language}]" if goal.language != "nl" else "") == text
    else:
        assert not text.strip() or f"Interventies!{cell}" in {place for _, place in mistakes(document)}


@given(low=st.integers(0, 120), high=st.integers(0, 120))
def test_ages_are_read_as_they_are_written(low: int, high: int) -> None:
    for given_low, given_high in ((low, high), (low, None), (None, high)):
        written = ages(*("" if age is None else str(age) for age in (given_low, given_high)))
        found = read(Kind.AGES, written, f"{BM}ageMin", {})
        if given_low is not None and given_high is not None and low > high:
            assert found == "ages-swapped"
        else:
            assert not isinstance(found, str)
            assert [int(value.value) for _, value in found] == [
                a for a in (given_low, given_high) if a is not None
            ]


def test_the_whole_release_is_exported_and_changes_nothing(queried: QueryStore) -> None:
    document = read_spreadsheet("werk.xlsx", write_workbook(queried), queried, EDITOR)
    assert (document.quads, document.removed, document.problems) == ((), (), ())


def test_a_release_gives_the_same_bytes_each_time(release: QueryStore, exported: bytes) -> None:
    assert write_workbook(release) == exported


def test_libreoffice_may_save_it(exported: bytes, release: QueryStore, tmp_path: Path) -> None:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("no LibreOffice here")
    edited = Edited(exported, release)
    edited.put(
        "Interventies", edited.row("Interventies", "DIAMANT"), "Op dit moment aangeboden?", "aangeboden"
    )
    before, after = tmp_path / "werk.xlsx", tmp_path / "out" / "werk.xlsx"
    for content, expected in ((exported, []), (edited.content, ["id:availability/offered"])):
        before.write_bytes(content)
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = [
            program,
            "--headless",
            profile,
            "--convert-to",
            "xlsx",
            "--outdir",
            str(after.parent),
            str(before),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        document = read_spreadsheet("werk.xlsx", after.read_bytes(), release, EDITOR)
        assert mistakes(document, "violation", "warning") == set()
        assert [claim["bm:availability"][0] for claim in claims(document, "AvailabilityClaim")] == expected


def curated(queried: QueryStore) -> Edited:
    """The work of a curator: a new source, three interventions, and an evaluation of an old one."""
    edited = Edited(write_workbook(queried), queried)
    edited.new(
        "Bronnen",
        **{
            "Bron (kort)": "Jansen (2026)",
            "Titel": "Wat werkt in de buurt",
            "Jaar": 2026,
            "Webadres": "https://example.org/e",
        },
    )
    edited.new("Organisaties", Organisatie="Stichting Buurtkracht")
    for name in ("Buurtkracht", "Samen Sterk in Weert", "Klasgesprek Plus"):
        edited.new(
            "Interventies",
            **{
                "Naam interventie": name,
                "Vorm": "theater\nsport",
                "Op dit moment aangeboden?": "aangeboden",
                "Korte omschrijving van interventie": "Jongeren maken samen een voorstelling.",
                GOAL: "Elkaar leren kennen.\nLeren samenwerken.",
                "Via gemeenten": "nee",
                "Beoogde doelgroep": "jongeren",
                "Doelgroep uit de lijst": "jongeren",
                "Leeftijd": "12 t/m 18",
                "Uitvoerende organisatie": "Stichting Buurtkracht",
                "Type": "1 Weerbaarheid van jongeren versterken",
                "Beschermende factoren": "Zelfbeheersing",
                "Evaluaties": "Jansen (2026)",
                "Eventuele weblink": "https://example.org/x",
                "Bron": "Jansen (2026)",
                "Vindplaats": "blz. 12",
            },
        )
    for name, assessor in (("DIAMANT", "Movisie"), ("Buurtkracht", "Stichting Buurtkracht")):
        edited.new(
            "Beoordelingen",
            **{
                "Interventie": name,
                "Niveau van onderbouwing": "Trede 3: doeltreffend",
                "Beoordelaar": assessor,
                "Grondslag": "eigen inschatting",
                "Bron": "Jansen (2026)",
                "Vindplaats": "hoofdstuk 4",
            },
        )
    return edited


def _described(patch: Patch) -> Patch:
    """A patch with what a changeset says of itself."""
    graph, contributor = NamedNode(changeset_iri(1)), NamedNode(f"{ID}contributor/orcid-0000-0002-1825-0097")
    reviewer = NamedNode(f"{ID}contributor/an-ander")
    text = (
        (graph, RDF_TYPE, NamedNode(f"{BM}Changeset")),
        (graph, LABEL, Literal("Wijziging 1", language="nl")),
        (graph, PREFIXES["dcterms"] + "description", Literal("Nieuw", language="nl")),
        (graph, PREFIXES["dcterms"] + "license", NamedNode("https://creativecommons.org/licenses/by/4.0/")),
        (graph, PREFIXES["prov"] + "wasAttributedTo", contributor),
        (graph, f"{BM}approvedBy", reviewer),
        (graph, f"{BM}motivation", Literal("Nieuw.")),
        (
            graph,
            PREFIXES["prov"] + "generatedAtTime",
            Literal("2026-11-24T00:00:00Z", datatype=NamedNode(PREFIXES["xsd"] + "dateTime")),
        ),
        (reviewer, RDF_TYPE, NamedNode(f"{BM}Contributor")),
        (reviewer, LABEL, Literal("An Ander", language="nl")),
    )
    header = {Quad(subject, NamedNode(name), value).triple for subject, name, value in text}
    return Patch(patch.added | header, patch.removed)


def test_three_interventions_and_an_evaluation_become_a_release(
    root: Path, queried: QueryStore, tmp_path: Path
) -> None:
    document = curated(queried).read()
    assert document.problems == ()
    findings, _ = check_patch(root, [], document.patch)
    assert [finding for finding in findings if finding.severity == "violation"] == []
    write(tmp_path, Changeset(1, _described(document.patch)))
    assert build(root, tmp_path).release is not None
    opened = open_current(tmp_path)
    asked = (
        "SELECT ?name WHERE { ?x bm:trede <%s> ; rdfs:label ?name ; "
        "bm:evaluation/rdfs:label 'Jansen (2026)'@nl }"
    )
    rows = select(opened.store, asked % f"{ID}trede/3")
    assert [row["name"].value for row in rows] == ["Buurtkracht"]
    content = write_workbook(opened.store, opened.release)
    edited = Edited(content, opened.store)
    assert edited.read().problems == ()
    assert edited.read().patch == Patch()
    row = edited.row("Interventies", "Klasgesprek Plus")
    edited.put("Interventies", row, "Vorm", "theater")
    (gone,) = edited.read().removed
    assert getattr(gone.object, "value", "") == f"{ID}form/sport"
