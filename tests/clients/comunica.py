"""Ask with Comunica, a query engine in JavaScript that takes any number of sources."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

__all__ = ["ask", "ask_one"]

_HERE = Path(__file__).parent


def ask(*questions: dict[str, Any]) -> list[Any]:
    """Return the answers to questions, each a query and its sources, in one run of Node.

    An answer is a list of rows by variable, a boolean, a list of triples, or `{"error": …}`. Without Node or
    the package the test is skipped; with `CI` set, a missing package is a failure.
    """
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no Node: Comunica was not asked")
    if not (_HERE / "node_modules" / "@comunica").is_dir():
        missing = "Comunica is not installed: run `npm ci --prefix tests/clients`"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    done = subprocess.run(
        [node, "comunica.js"],
        cwd=_HERE,
        input="".join(json.dumps(question) + "\n" for question in questions),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return [answer.get("answer", answer) for answer in answers]


def ask_one(query: str, *sources: str) -> Any:  # noqa: ANN401 - as many kinds as there are queries
    """Return the answer to a query over SPARQL endpoints."""
    (answer,) = ask({"query": query, "sources": [{"type": "sparql", "value": each} for each in sources]})
    return answer
