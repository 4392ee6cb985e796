"""`bouwstenen export`: one file, all files, beside the release; of another release; what is wrong is told."""

import gzip
import hashlib
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import RdfFormat, Store

from bouwstenen.cli import main
from bouwstenen.graph.hashing import content_hash
from bouwstenen.graph.release import Release, current, publish
from bouwstenen.publishing.dumps.release import is_whole
from bouwstenen.settings import Settings
from tests.servers import Remote

Run = Callable[..., Result]


@pytest.fixture
def home(settings: Settings) -> Path:
    """Home of the release of the tests."""
    return settings.home


@pytest.fixture
def run(home: Path) -> Run:
    """Calls `bouwstenen export` on that home."""
    return lambda *args, **env: CliRunner().invoke(
        main, ["export", *map(str, args)], env={"BOUWSTENEN_HOME": str(home), **env}
    )


def _dumps(home: Path) -> Path:
    return current(home)[0] / "dumps"


@pytest.mark.parametrize("name", ["nq", "trig", "ttl", "jsonld"])
def test_to_standard_output(run: Run, home: Path, name: str) -> None:
    done = run("--format", name)
    assert done.exit_code == 0, done.output
    assert done.stdout_bytes == gzip.decompress((_dumps(home) / f"bouwstenen.{name}.gz").read_bytes())


def test_one_graph_to_a_file(run: Run, home: Path, tmp_path: Path) -> None:
    packed = (_dumps(home) / "graph-typen.ttl.gz").read_bytes()
    assert run("--format", "ttl", "--graph", "typen", "--output", tmp_path / "a.ttl").exit_code == 0
    assert (tmp_path / "a.ttl").read_bytes() == gzip.decompress(packed)
    assert run("--format", "ttl", "--graph", "typen", "--output", tmp_path / "a.ttl.gz").exit_code == 0
    assert (tmp_path / "a.ttl.gz").read_bytes() == packed


def test_tables(run: Run, home: Path, tmp_path: Path) -> None:
    assert run("--format", "csv", "--output", tmp_path / "a.zip").exit_code == 0
    assert (tmp_path / "a.zip").read_bytes() == (_dumps(home) / "bouwstenen-csv.zip").read_bytes()
    table = run("--format", "csv", "--table", "treden")
    assert table.stdout_bytes == (_dumps(home) / "csv" / "treden.csv").read_bytes()


def test_all_of_it(run: Run, tmp_path: Path) -> None:
    done = run("--to", tmp_path / "new")
    assert done.exit_code == 0, done.output
    subprocess.run(["sha256sum", "-c", "--strict", "--quiet", "SHA256SUMS"], cwd=tmp_path / "new", check=True)
    again = run("--to", tmp_path / "new")
    assert again.exit_code == 2
    assert "files in it already" in again.stderr


@pytest.fixture
def two(settings: Settings, tmp_path: Path) -> Path:
    """A home with a second release, a small one without dumps, which is the current one."""
    shutil.copytree(settings.home, tmp_path / "two")
    store = Store()
    store.load(b"<x:a> <x:b> <x:c> <https://w3id.org/bouwstenen/graph/g> .", RdfFormat.N_QUADS)
    built = "2026-11-23T00:00:00+00:00"
    publish(tmp_path / "two", store, Release("0", content_hash(store), "s", built, 1, {"g": 1}, {}, {}, {}))
    return tmp_path / "two"


def test_of_a_release_without_dumps(run: Run, two: Path) -> None:
    done = run("--format", "nq", BOUWSTENEN_HOME=str(two))
    assert done.stdout == "<x:a> <x:b> <x:c> <https://w3id.org/bouwstenen/graph/g> .\n"
    assert not _dumps(two).exists(), "nothing is left where a release lies that is only read"


def test_beside_the_release(run: Run, two: Path) -> None:
    done = run("--beside", BOUWSTENEN_HOME=str(two))
    assert (done.exit_code, done.stdout.strip()) == (0, str(_dumps(two)))
    assert is_whole(_dumps(two))


def test_of_another_release(run: Run, two: Path, settings: Settings) -> None:
    version = current(settings.home)[0].name[:12]
    done = run("--format", "nq", "--release", version, BOUWSTENEN_HOME=str(two))
    lines = b"".join(line.removesuffix(b" .") + b"\n" for line in done.stdout_bytes.splitlines())
    assert hashlib.sha256(lines).hexdigest().startswith(version)


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        ((), "one of --format, --to and --beside"),
        (("--format", "nq", "--beside"), "one of --format, --to and --beside"),
        (("--format", "docx"), "'docx' is not one of"),
        (("--format", "csv", "--graph", "typen"), "Give nq, trig, ttl or jsonld"),
        (("--beside", "--graph", "typen"), "Give nq, trig, ttl or jsonld"),
        (("--format", "nq", "--table", "treden"), "Give --format csv"),
        (("--beside", "--output", "a"), "Give --format too"),
        (("--format", "ttl", "--graph", "tipen"), "Did you mean: typen"),
        (("--format", "csv", "--table", "tredes"), "Did you mean: treden"),
        (("--format", "nq", "--release", "2001-01-01"), "there is no release"),
        (("--format", "nq", "--output", "/nowhere/at/all"), "No such file"),
    ],
)
def test_wrong_use_exits_2(run: Run, args: tuple[str, ...], reason: str) -> None:
    done = run(*args)
    assert done.exit_code == 2
    assert reason in done.stderr
    assert done.stdout == ""


def test_what_is_only_on_a_server_is_told(run: Run, tmp_path: Path, remote_server: Remote) -> None:
    elsewhere = {"BOUWSTENEN_HOME": str(tmp_path), "BOUWSTENEN_STORE": remote_server.addresses.query}
    done = run("--format", "nq", **elsewhere)
    assert done.exit_code == 2
    assert "Export it where it was built" in done.stderr
