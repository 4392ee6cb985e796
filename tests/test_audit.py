"""The audit of dependencies: a finding fails, what cannot be asked is said, what is ignored is seen again."""

import json
import re
import subprocess
import sys
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

_BAD = {
    "dependencies": [
        {"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"], "aliases": []}]},
        {"name": "b", "version": "1", "vulns": []},
        {"name": "c", "skip_reason": "Dependency not found on PyPI"},
    ]
}
_GOOD = {"dependencies": [{"name": "a", "version": "2", "vulns": []}]}
_NOTHING = {"dependencies": [{"name": "a", "skip_reason": "Dependency not found on PyPI"}]}


@pytest.fixture
def audit(root: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = spec_from_file_location("audit", root / ".ci" / "audit.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "audit", module)
    spec.loader.exec_module(module)
    return module


def _answering(audit: ModuleType, monkeypatch: pytest.MonkeyPatch, canary: object, lock: object) -> None:
    def answer(path: Path, *_: object, **__: object) -> str:
        said = lock if path == audit.LOCK else canary
        if isinstance(said, Exception):
            raise said
        return json.dumps(said)

    monkeypatch.setattr(audit, "audit", answer)


@pytest.mark.threat("T60")
def test_a_finding_fails(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _answering(audit, monkeypatch, _BAD, _BAD)
    assert audit.main() == 1
    said = capsys.readouterr().err
    assert "a 1: PYSEC-1 (fixed in 2)" in said
    assert "not audited: c" in said


def test_no_finding_is_fine(audit: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    _answering(audit, monkeypatch, _BAD, _GOOD)
    assert audit.main() == 0


@pytest.mark.parametrize("canary", ["unreachable", _NOTHING, _GOOD])
def test_who_cannot_ask_says_so_and_does_not_fail(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], canary: object
) -> None:
    """Also where a mirror answers, but knows of nothing."""
    _answering(audit, monkeypatch, audit.UnreachableError("x") if canary == "unreachable" else canary, _GOOD)
    assert audit.main() == 0
    output = capsys.readouterr()
    assert "DEPENDENCIES WERE NOT AUDITED" in output.err
    assert "no known vulnerabilities" not in output.out


def test_what_is_ignored_has_a_reason_and_a_day(audit: ModuleType) -> None:
    text = '[A]\nreason = "x"\nagain = 2026-12-01\n[B]\nreason = "x"\nagain = 2027-12-01\n'
    assert audit.ignored(text, date(2027, 1, 1)) == (["A", "B"], ["A"])
    for wrong in (
        '[A]\nreason = "x"\n',
        '[A]\nreason = " "\nagain = 2026-12-01\n',
        '[A]\nagain = "soon"\nreason = "x"',
    ):
        with pytest.raises(ValueError, match=r"^A: give a reason"):
            audit.ignored(wrong, date(2027, 1, 1))


@pytest.mark.threat("T60")
def test_nothing_is_ignored_for_ever(audit: ModuleType) -> None:
    due = audit.ignored(audit.IGNORED.read_text(), date.today())[1]
    assert not due, "look again at these advisories, and give them a new day or take them out"


def test_ci_audits(root: Path) -> None:
    assert "make audit" in (root / ".ci" / "run").read_text().splitlines()
    assert "\naudit:" in (root / "Makefile").read_text()


def test_the_lock_is_read_without_installing(audit: ModuleType, root: Path) -> None:
    """pip-audit itself, on the lock as it is; it asks nobody with --dry-run."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", audit.LOCK, "--require-hashes"]
    done = subprocess.run([*command, "--disable-pip", "--dry-run"], capture_output=True, text=True)
    count = re.search(r"would have audited (\d+) packages", done.stderr)
    assert count
    assert int(count[1]) > 100
