"""The command line as it is called, in a process of its own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from bouwstenen.cli import main
from bouwstenen.graph.history import history
from bouwstenen.settings import Settings

_BOTH = ("--param", "factor=kritisch-en-complex-denkvermogen", "--param", "factor=multi-perspectiviteit")


@pytest.fixture(scope="module")
def run(settings: Settings) -> "Run":
    return Run(settings)


class Run:
    """Calls `bouwstenen` on the release of the tests."""

    def __init__(self, settings: Settings) -> None:
        self.env = os.environ | {
            "BOUWSTENEN_HOME": str(settings.home),
            "BOUWSTENEN_SOURCES": str(settings.sources),
        }

    def __call__(self, *args: str | Path, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
        command = [str(Path(sys.executable).parent / "bouwstenen"), *map(str, args)]
        return subprocess.run(
            command, input=stdin, capture_output=True, text=True, env=self.env | env, check=False
        )


def test_ask(run: Run) -> None:
    done = run("ask", "coverage", *_BOTH, "--param", "min_trede=3")
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)["results"]["bindings"]
    assert {row["interventionLabel"]["value"] for row in rows} == {"VIP"}


@pytest.mark.parametrize(
    ("wanted", "shown"), [("table", "passageLabel"), ("csv", "intervention,interventionLabel")]
)
def test_ask_in_other_formats(run: Run, wanted: str, shown: str) -> None:
    done = run("ask", "coverage", *_BOTH, "--format", wanted, COLUMNS="200")
    assert done.returncode == 0, done.stderr
    assert shown in done.stdout
    assert "Tabel B3.1, Multi-perspectiviteit" in done.stdout


@pytest.mark.parametrize("wanted", ["csv", "tsv", "json", "xml"])
def test_answers_end_in_one_line_break(run: Run, wanted: str) -> None:
    text = run("ask", "coverage", *_BOTH, "--format", wanted).stdout
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (("ask", "coverage", "--param", "factor=zelfbeheersign"), "zelfbeheersing"),
        (("ask", "coverage"), "factor: this parameter is missing"),
        (("ask", "coverage", "--param", "factor"), "NAME=VALUE"),
        (("ask", "coverag"), "coverage"),
        (("ask", *_BOTH), "which question is not said"),
        (("ask", "--parameters"), "which question is not said"),
        (("ask", "coverage", *_BOTH, "--format", "docx"), "table or one of json"),
        (("query", "-"), "query is empty"),
        (("query", "/nowhere/at-all.rq"), "No such file"),
        (("frobnicate",), "No such command"),
    ],
)
def test_wrong_use_exits_2(run: Run, args: tuple[str, ...], reason: str) -> None:
    done = run(*args)
    assert done.returncode == 2
    assert reason in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(("name", "value"), [("BOUWSTENEN_PORT", "abc"), ("BOUWSTENEN_HOME", "/dev/null/no")])
def test_wrong_settings_exit_2(run: Run, name: str, value: str) -> None:
    done = run("build", **{name: value})
    assert done.returncode == 2
    assert name in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_exits_2(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run("serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "--port" in done.stderr


def test_serve_stops_also_while_a_query_runs(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).parent / "bouwstenen"), "serve", "--port", str(port)]
    with subprocess.Popen(command, env=run.env, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as service:
        assert service.stderr is not None
        while b"startup complete" not in (line := service.stderr.readline()):
            assert line, "the service ended before it began"
        endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }".replace(" ", "%20").replace(
            "?", "%3F"
        )
        with socket.create_connection(("127.0.0.1", port)) as asking:
            asking.sendall(f"GET /sparql?query={endless} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            time.sleep(0.5)
            service.terminate()
            assert service.wait(timeout=20) in (0, -signal.SIGTERM)


def test_a_table_shows_what_is_there(run: Run) -> None:
    done = run("query", "-", "--format", "table", stdin='SELECT ("[/foo] [red]" AS ?a) {}')
    assert "[/foo] [red]" in done.stdout, done.stderr


def test_output_that_cannot_be_written(run: Run) -> None:
    with Path("/dev/full").open("w") as full:
        command = [str(Path(sys.executable).parent / "bouwstenen"), "query", "-", "--format", "csv"]
        done = subprocess.run(
            command, input="ASK {}", stdout=full, stderr=subprocess.PIPE, text=True, env=run.env, check=False
        )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_query_from_standard_input(run: Run) -> None:
    done = run(
        "query", "-", "--format", "csv", stdin="SELECT ?level WHERE { ?t bm:level ?level } ORDER BY ?level"
    )
    assert done.stdout.split() == ["level", *"012345"]


def test_query_for_a_graph(run: Run) -> None:
    done = run("query", "-", "--format", "ttl", stdin="DESCRIBE <https://w3id.org/bouwstenen/id/trede/3>")
    assert "doeltreffend" in done.stdout


def test_build_with_violations_exits_1_and_leaves_the_release_alone(
    run: Run, root: Path, tmp_path: Path
) -> None:
    sources, home = tmp_path / "sources", Path(run.env["BOUWSTENEN_HOME"])
    for folder in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(root / folder, sources / folder)
    path = sources / "data" / "tabel-b3-7.ttl"
    path.write_text(path.read_text().replace("bm:ageMin 12", "bm:ageMin 121", 1))
    before = (home / "current").read_text()
    done = run("build", BOUWSTENEN_SOURCES=str(sources))
    assert done.returncode == 1
    assert "An age is one whole number of years" in done.stdout
    assert "check" in done.stderr, "progress is shown"
    assert (home / "current").read_text() == before


def test_build_without_checks_warns(run: Run, tmp_path: Path) -> None:
    done = run("build", "--no-check", BOUWSTENEN_HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "nothing was checked" in done.stderr
    assert done.stdout.startswith("release ")
    (described,) = tmp_path.glob("releases/*/release.json")
    assert json.loads(described.read_text())["checked"] is False


def test_validate(run: Run, root: Path, tmp_path: Path) -> None:
    path = tmp_path / "tabel-b3-4.ttl"
    text = (root / "data" / path.name).read_text()
    path.write_text(text.replace("bm:trede trede:2", "bm:trede trede:7", 1))
    done = run("validate", path, "--language", "en")
    assert done.returncode == 1
    assert "Name exactly one trede" in done.stdout
    path.write_text("nonsense")
    done = run("validate", path)
    assert done.returncode == 2
    assert f"{path}:1:1" in done.stdout


def test_validate_standard_input_in_every_format(run: Run) -> None:
    for name, begins in (("text", "1 violation"), ("json", "{"), ("github", "::error title=bouwstenen::")):
        done = run("validate", "-", "--language", "en", "--format", name, stdin="<x:a> <x:p> q:c .")
        assert done.returncode == 2
        assert done.stdout.startswith(begins)
        assert "declare the prefix" in done.stdout.lower()


def test_validate_says_what_a_file_is(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "data.txt"
    path.write_text('{"@id": "x:a", "x:p": 1}')
    assert run("validate", path).returncode == 2
    done = run("validate", path, "--from", "jsonld", "--alone")
    assert (done.returncode, done.stdout.split(",")[0]) == (0, "0 fouten")


def test_format_check(run: Run, root: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text((root / "data" / "gemeenten.ttl").read_text())
    assert run("format", "--check", path).returncode == 0
    path.write_text(path.read_text() + "\n\n")
    assert run("format", "--check", path).returncode == 1
    assert run("format", path).returncode == 0
    assert run("format", "--check", path).returncode == 0


def test_a_missing_release_is_built(run: Run, tmp_path: Path) -> None:
    done = run("query", "-", "--format", "csv", stdin="ASK {}", BOUWSTENEN_HOME=str(tmp_path / "new"))
    assert done.returncode == 0, done.stderr
    assert "Building it now" in done.stderr
    assert (tmp_path / "new" / "current").is_file()


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_has_help_with_an_example(name: str) -> None:
    command = main.commands[name]
    text = command.get_help(click.Context(command, info_name=f"bouwstenen {name}"))
    assert f"bouwstenen {name}" in text.split("Example:")[1]
    assert command.help


def test_an_earlier_release_is_asked_by_its_name(two_releases: Settings, tmp_path: Path) -> None:
    run = Run(two_releases)
    earlier = history(two_releases.home)[0].name
    query = tmp_path / "name.rq"
    query.write_text("SELECT ?n { <https://w3id.org/bouwstenen/id/intervention/diamant> rdfs:label ?n }")
    calls = (
        ("query", query, "--format", "csv"),
        ("ask", "evidence-of", "--param", "intervention=diamant", "--format", "csv"),
        ("package", "--factor", "mediawijsheid", "--have", "diamant", "--format", "csv"),
    )
    for call in calls:
        now, then = run(*call), run(*call, "--release", earlier)
        assert (now.returncode, then.returncode) == (0, 0), then.stderr
        assert "DIAMANT" in now.stdout
        assert "Diamant van vroeger" in then.stdout


def test_a_release_that_never_was_is_told_with_the_nearest(two_releases: Settings) -> None:
    done = Run(two_releases)("ask", "--release", "2020-01-01")
    assert done.returncode == 2
    assert history(two_releases.home)[0].name in done.stderr
