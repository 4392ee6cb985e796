"""An installed package serves without a checkout: the wheel carries all it needs."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(folder), str(root)], check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_carries_the_sources(wheel: Path, root: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        f"bouwstenen/sources/{path.relative_to(root)}"
        for folder, pattern in (
            ("ontology", "*.ttl"),
            ("data", "*.ttl"),
            ("shapes", "*.ttl"),
            ("queries", "*.rq"),
        )
        for path in (root / folder).rglob(pattern)
    }
    code = {
        str(path.relative_to(root / "service"))
        for path in (root / "service" / "bouwstenen").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert not (wanted | code) - names, f"the wheel lacks {sorted((wanted | code) - names)[:5]}"
    assert not [name for name in names if name.startswith(("tests/", "bench/", "docs/"))]


def test_it_builds_and_answers_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    env = os.environ | {"PYTHONPATH": str(tmp_path / "site"), "BOUWSTENEN_HOME": str(tmp_path / "home")}
    env.pop("BOUWSTENEN_SOURCES", None)
    command = [sys.executable, "-c", "from bouwstenen.cli import main; main()", "ask", "coverage"]
    done = subprocess.run(
        [*command, "--param", "factor=mediawijsheid", "--format", "csv"],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Under Pressure" in done.stdout
    where = subprocess.run(
        [sys.executable, "-c", "import bouwstenen; print(bouwstenen.__file__)"],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(tmp_path) in where.stdout, "this must be the wheel, not the checkout"
