"""Ask PyPI whether what requirements.lock pins is known to be vulnerable. Exit code 1 where it is.

Nothing is installed and nothing is resolved: the lock names every package with its hashes. Where PyPI cannot
be asked – no network, or a mirror that keeps no advisories – this is said loudly, and is no failure: the next
run that can ask will tell. That it can is seen by asking about a package that is known to be vulnerable.

Advisories that are no danger here stand in advisories.toml, each with its reason and the day to look again.
"""

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
LOCK = HERE.parent / "requirements.lock"
IGNORED = HERE / "advisories.toml"

#: A version with advisories since 2014: who has none for it has none for others either.
CANARY = "jinja2==2.4.1"


class UnreachableError(Exception):
    """There is no answer."""


@dataclass(frozen=True)
class Finding:
    """A package of the lock that is known to be vulnerable."""

    package: str
    version: str
    advisory: str
    fixed_in: tuple[str, ...]

    def __str__(self) -> str:
        mend = f"fixed in {', '.join(self.fixed_in)}" if self.fixed_in else "not fixed yet"
        return f"{self.package} {self.version}: {self.advisory} ({mend})"


def ignored(text: str, today: date) -> tuple[list[str], list[str]]:
    """Return the advisories that a file ignores, and those of them that it is time to look at again.

    Raises:
        ValueError: an entry lacks its reason or its day; names it.
    """
    entries = tomllib.loads(text)
    for name, entry in entries.items():
        if not str(entry.get("reason", "")).strip() or not isinstance(entry.get("again"), date):
            raise ValueError(f"{name}: give a reason, and the day to look again as `again = 2027-01-01`")
    return list(entries), [name for name, entry in entries.items() if entry["again"] < today]


def read(answer: str) -> tuple[list[Finding], list[str]]:
    """Return the findings of pip-audit's JSON, and the packages it has no answer for."""
    dependencies = json.loads(answer)["dependencies"]
    findings = [
        Finding(each["name"], each["version"], found["id"], tuple(found["fix_versions"]))
        for each in dependencies
        for found in each.get("vulns", ())
    ]
    return findings, [each["name"] for each in dependencies if "skip_reason" in each]


def audit(lock: Path, ignoring: Sequence[str] = (), options: Sequence[str] = ()) -> str:
    """Return what pip-audit answers for a file of requirements, as JSON.

    Raises:
        UnreachableError: it could not ask.
    """
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--requirement",
        str(lock),
        "--disable-pip",
        "--format",
        "json",
    ]
    command += ["--vulnerability-service", "pypi", "--progress-spinner", "off", "--timeout", "20", *options]
    command += [part for name in ignoring for part in ("--ignore-vuln", name)]
    done = subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, check=False, timeout=600
    )
    try:
        json.loads(done.stdout)
    except ValueError as error:
        raise UnreachableError((done.stderr.strip().splitlines() or ["no answer"])[-1]) from error
    return done.stdout


def main() -> int:
    """Audit the lock; print what was found."""
    names, due = ignored(IGNORED.read_text(), date.today())
    try:
        with tempfile.TemporaryDirectory() as folder:
            canary = Path(folder) / "canary.txt"
            canary.write_text(f"{CANARY}\n")
            known = read(audit(canary, options=["--no-deps"]))[0]
        findings, unknown = read(audit(LOCK, names, ["--require-hashes"])) if known else ([], [])
    except (UnreachableError, subprocess.TimeoutExpired) as error:
        print(f"::warning::DEPENDENCIES WERE NOT AUDITED: PyPI does not answer: {error}", file=sys.stderr)
        return 0
    if not known:
        said = f"it knows no advisory for {CANARY}, which has several"
        print(f"::warning::DEPENDENCIES WERE NOT AUDITED: {said}", file=sys.stderr)
        return 0
    for name in due:
        print(f"look again at {name}: its day in {IGNORED.name} has passed", file=sys.stderr)
    for finding in findings:
        print(finding, file=sys.stderr)
    if unknown:
        print(f"::warning::not audited: {', '.join(unknown)}", file=sys.stderr)
    if not findings:
        print(f"no known vulnerabilities; {len(names)} advisories ignored")
    return 1 if findings or due else 0


if __name__ == "__main__":
    sys.exit(main())
