"""`bouwstenen export --format xlsx` and `bouwstenen import`, as they are called."""

import io
import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from bouwstenen.cli import main
from bouwstenen.commands import importing
from bouwstenen.settings import Settings
from tests.curation.spreadsheets.conftest import Edited

NAMED = ("--name", "Jo Jansen", "--reason", "Nieuw")


@pytest.fixture(scope="module")
def exported_file(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("werk") / "werk.xlsx"
    assert run(settings, "export", "--format", "xlsx", "--output", path).exit_code == 0
    return path


def run(settings: Settings, *args: str | Path) -> Result:
    env = {"BOUWSTENEN_HOME": str(settings.home), "BOUWSTENEN_SOURCES": str(settings.sources)}
    return CliRunner().invoke(main, [*map(str, args)], env=env)


def _edited(path: Path, tmp_path: Path, availability: str) -> Path:
    edited = Edited(path.read_bytes(), None)  # type: ignore[arg-type]
    row = edited.row("Interventies", "DIAMANT")
    edited.put("Interventies", row, "Op dit moment aangeboden?", availability)
    copy = tmp_path / "werk.xlsx"
    copy.write_bytes(edited.content)
    return copy


def test_an_unchanged_workbook_changes_nothing(exported_file: Path, settings: Settings) -> None:
    done = run(settings, "import", exported_file, *NAMED)
    assert (done.exit_code, done.output) == (0, "Er verandert niets.\n")


def test_mistakes_are_told_by_cell_and_end_with_1(
    exported_file: Path, settings: Settings, tmp_path: Path
) -> None:
    path = _edited(exported_file, tmp_path, "angeboden")
    done = run(settings, "import", path, *NAMED, "--source", "Veldwerk 2026", "--language", "en")
    assert done.exit_code == 1
    assert done.output.startswith("werk.xlsx: Interventies!E")
    assert "violation: “angeboden” is not in the list. Did you mean “aangeboden”" in done.output
    assert done.output.endswith("\nNothing was proposed.\n")
    done = run(settings, "import", path, *NAMED, "--source", "Veldwerk 2026")
    assert ": fout: “angeboden” staat niet in de lijst." in done.output
    assert done.output.endswith("\nEr is niets voorgesteld.\n")
    done = run(settings, "import", path, *NAMED, "--format", "json")
    (finding,) = json.loads(done.output)["findings"]
    assert (finding["sheet"], finding["cell"][0]) == ("Interventies", "E")


def test_a_change_is_checked_and_written(exported_file: Path, settings: Settings, tmp_path: Path) -> None:
    path, patch = _edited(exported_file, tmp_path, "aangeboden"), tmp_path / "change.rdfp"
    args = ("import", path, *NAMED, "--source", "Veldwerk 2026", "--output", patch)
    assert run(settings, *args, "--dry-run").exit_code == 0
    assert not patch.exists()
    done = run(settings, *args)
    assert done.exit_code == 0, done.output
    assert "uitspraken erbij, 0 eraf." in done.output
    lines = patch.read_text(encoding="utf-8").splitlines()
    assert (lines[0], lines[-1]) == ("TX .", "TC .")
    assert any("availability/offered" in line for line in lines)


def test_what_is_no_workbook_is_wrong_use(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "werk.xlsx"
    path.write_bytes(b"geen werkmap")
    done = run(settings, "import", path, *NAMED)
    assert (done.exit_code, "dit is geen werkmap" in done.stderr) == (2, True), done.stderr
    done = run(settings, "import", path, *NAMED, "--language", "en")
    assert (done.exit_code, "this is no workbook" in done.stderr) == (2, True), done.stderr


def test_findings_come_in_the_order_of_the_sheets_rows_and_columns(
    exported_file: Path, settings: Settings, tmp_path: Path
) -> None:
    edited = Edited(exported_file.read_bytes(), None)  # type: ignore[arg-type]
    for sheet, row, heading in (
        ("Interventies", 12, "Setting"),
        ("Interventies", 12, "Eventuele weblink"),
        ("Interventies", 3, "Setting"),
        ("Bronnen", 2, "Webadres"),
        ("Onderdelen", 2, "Setting"),
    ):
        edited.put(sheet, row, heading, "xyzzy")
    path = tmp_path / "werk.xlsx"
    path.write_bytes(edited.content)
    done = run(settings, "import", path, *NAMED, "--source", "Veldwerk 2026", "--format", "json")
    wrong = [each for each in json.loads(done.output)["findings"] if each["severity"] == "violation"]
    places = list(dict.fromkeys(f"{each['sheet']}!{each['cell']}" for each in wrong))
    assert [place.rstrip("0123456789") for place in places] == [
        "Interventies!R",
        "Interventies!R",
        "Interventies!X",
        "Onderdelen!S",
        "Bronnen!E",
    ]


def test_a_proposal_names_the_sources_of_its_rows(
    exported_file: Path, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_in: list[str] = []
    monkeypatch.setattr(importing, "_propose", lambda _settings, draft, *_: handed_in.append(draft.source))
    edited = Edited(exported_file.read_bytes(), None)  # type: ignore[arg-type]
    row = edited.row("Interventies", "DIAMANT")
    edited.put("Interventies", row, "Op dit moment aangeboden?", "aangeboden")
    edited.put("Interventies", row, "Bron", "Zych & Nasaescu (2022)")
    edited.put("Interventies", row, "Vindplaats", "blz. 12")
    path = tmp_path / "werk.xlsx"
    path.write_bytes(edited.content)
    assert run(settings, "import", path, *NAMED).exit_code == 0
    edited.new("Organisaties", Organisatie="Stichting Zonnestraal")
    edited.put("Interventies", row, "Op dit moment aangeboden?", "onbekend")
    edited.put("Interventies", row, "Bron", None)
    edited.put("Interventies", row, "Vindplaats", None)
    path.write_bytes(edited.content)
    assert run(settings, "import", path, *NAMED).exit_code == 0
    assert run(settings, "import", path, *NAMED, "--source", "Veldwerk 2026").exit_code == 0
    assert handed_in == ["Zych & Nasaescu (2022)", "werk.xlsx", "Veldwerk 2026"]


def test_a_workbook_can_be_written_to_standard_output(settings: Settings) -> None:
    done = run(settings, "export", "--format", "xlsx")
    assert "Interventies" in openpyxl.load_workbook(io.BytesIO(done.stdout_bytes), read_only=True).sheetnames


def test_no_graph_of_a_workbook_can_be_chosen(settings: Settings) -> None:
    assert run(settings, "export", "--format", "xlsx", "--graph", "tabel-b3-7").exit_code == 2
