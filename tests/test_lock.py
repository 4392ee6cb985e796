"""The lock: every package pinned with hashes, no host named, nothing missing."""

import re
import tomllib
from pathlib import Path

import pytest


def _name(requirement: str) -> str:
    match = re.match(r"[\w.-]+", requirement)
    assert match is not None
    return re.sub(r"[-_.]+", "-", match[0]).lower()


@pytest.mark.threat("T61")
def test_pinned_with_hashes_and_no_host(root: Path) -> None:
    text = (root / "requirements.lock").read_text()
    assert "://" not in text, "a lock names no host"
    entries = re.split(r"\n(?=\S)", text.strip())
    for entry in entries:
        assert "==" in entry.splitlines()[0], entry.splitlines()[0]
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_it_has_every_package_we_ask_for(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())
    asked = {_name(text) for text in project["project"]["dependencies"] + project["dependency-groups"]["dev"]}
    locked = {
        _name(line) for line in (root / "requirements.lock").read_text().splitlines() if re.match(r"\w", line)
    }
    assert not asked - locked, f"run `make lock`: {sorted(asked - locked)}"
