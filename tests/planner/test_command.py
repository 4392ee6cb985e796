"""`bouwstenen package` as it is called."""

import csv
import io
import json

import pytest
from click.testing import CliRunner, Result

from bouwstenen.cli import main
from bouwstenen.planner.request import PackageRequest
from bouwstenen.settings import Settings

BOTH = ("--factor", "kritisch-en-complex-denkvermogen", "--factor", "multi-perspectiviteit")


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> "Run":
    monkeypatch.setenv("BOUWSTENEN_HOME", str(settings.home))
    monkeypatch.setenv("BOUWSTENEN_SOURCES", str(settings.sources))
    return Run()


class Run:
    """Calls the command in this process."""

    def __call__(self, *args: str) -> Result:
        return CliRunner().invoke(main, ["package", *args], env={"COLUMNS": "200"})


def test_json_where_there_is_no_terminal(run: Run) -> None:
    done = run(*BOTH)
    assert done.exit_code == 0, done.output
    answer = json.loads(done.stdout)
    assert (answer["status"], answer["size"], answer["request"]["language"]) == ("optimal", 1, "nl")


def test_every_parameter_is_an_option(run: Run) -> None:
    shown = run("--help").stdout
    for name in PackageRequest.model_fields:
        assert f"--{name.replace('_', '-')} " in shown
    assert "Example" in shown


def test_all_options_at_once(run: Run) -> None:
    done = run(
        *BOTH,
        *("--min-trede", "1", "--availability", "offered", "--basis", "any", "--age", "14", "--via", "type"),
        *("--have", "diamant", "--exclude", "vip", "--max-size", "4", "--times", "2", "--limit", "3"),
        *("--language", "en", "--format", "json"),
    )
    assert done.exit_code == 0, done.output
    asked = json.loads(done.stdout)["request"]
    assert (asked["min_trede"], asked["age"], asked["times"], asked["max_size"], asked["limit"]) == (
        1,
        14,
        2,
        4,
        3,
    )
    assert [asked[name][0].rpartition("/")[2] for name in ("have", "exclude")] == ["diamant", "vip"]


def test_csv(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run(*BOTH, "--format", "csv").stdout)))
    assert [row["interventionLabel"] for row in rows] == ["VIP", "VIP"]


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("nl", ["pakket 1 van 1", "alleen zij", "niet te dekken", "Zonder eigen inschattingen", "Let op"]),
        ("en", ["package 1 of 1", "only it", "cannot be covered", "Without own estimates", "Bear in mind"]),
    ],
)
def test_a_table_in_both_languages(run: Run, language: str, texts: list[str]) -> None:
    done = run(*BOTH, "--factor", "sociaal-vertrouwen", "--format", "table", "--language", language)
    assert done.exit_code == 0, done.output
    for text in [*texts, "VIP", "Dare to be Grey"]:
        assert text in done.stdout


def test_no_interventions_are_none_not_unknown(run: Run) -> None:
    """Nothing fits: one intervention cannot cover a factor twice."""
    done = run("--factor", "zelfbeheersing", "--times", "2", "--max-size", "1", "--format", "table")
    assert "Zonder eigen inschattingen · interventies: 0 · factoren: 0" in done.stdout


def test_what_cannot_be_covered_is_an_answer(run: Run) -> None:
    done = run("--factor", "kennis", "--min-trede", "5", "--format", "table")
    assert done.exit_code == 0
    assert "Geen enkele gekozen factor kan worden gedekt." in done.stdout
    assert "TerInfo (–; valt af door trede)" in done.stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "factor: no factor is given"),
        (("--factor", "zelfbeheersign"), "zelfbeheersing"),
        (("--factor", "kennis", "--min-trede", "-1"), "min_trede: -1 is out of range"),
        (("--factor", "kennis", "--times", "two"), "times: “two” is not a whole number"),
        (("--factor", "kennis", "--via", "magic"), "via: “magic” is not a choice"),
        (("--factor", "kennis", "--have", "vip", "--exclude", "vip"), "have and exclude name the same"),
        (("--factor", "kennis", "--format", "xml"), "xml"),
        (("--colour", "red"), "No such option"),
    ],
)
def test_wrong_use(run: Run, args: tuple[str, ...], said: str) -> None:
    done = run(*args)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stdout == ""
