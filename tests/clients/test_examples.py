"""The examples in Python and R run as their users run them, and print what the service answers."""

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
_FACTOR = "mediawijsheid"


def _interpreter(name: str) -> list[str]:
    if name.endswith(".py"):
        return [sys.executable, "-W", "error"]
    found = shutil.which("Rscript")
    if found is None:
        pytest.skip("there is no R: the example in R was not run")
    return [found]


def _run(name: str, server: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*_interpreter(name), str(EXAMPLES / name), *arguments],
        env=os.environ | {"BOUWSTENEN_URL": server, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("name", ["question.py", "question.R"])
def test_both_tables_are_the_answers(name: str, server: str) -> None:
    done = _run(name, server, _FACTOR)
    assert (done.returncode, done.stderr) == (0, "")
    answer = httpx2.get(f"{server}/queries/factor-interventions", params={"factor": _FACTOR, "format": "csv"})
    labels = {row["interventionLabel"] for row in csv.DictReader(io.StringIO(answer.text))}
    assert len(labels) > 3
    first, second = re.split(r"(?m)^\s*trede[ ,]+label.*$", done.stdout)
    assert all(label in first for label in labels)
    query = "SELECT (COUNT(DISTINCT ?i) AS ?n) { ?i a bm:Intervention ; bm:trede/bm:level 3 }"
    (row,) = httpx2.get(f"{server}/sparql", params={"query": query, "format": "csv"}).text.split()[1:]
    assert re.search(rf"(?m)^\s*3\b.*\b{row}\s*$", second)


@pytest.mark.parametrize("name", ["question.py", "question.R"])
def test_an_unknown_factor_ends_it(name: str, server: str) -> None:
    done = _run(name, server, "nonsense")
    assert done.returncode != 0
    assert "404" in done.stderr
