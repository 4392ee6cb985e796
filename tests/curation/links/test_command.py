"""`bouwstenen links`: what is asked, told, kept and exited with. Nobody outside of this machine is asked."""

import csv
import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bouwstenen import __version__
from bouwstenen.cli import main
from bouwstenen.curation.links import run as run_module
from bouwstenen.curation.links.checking import Manners
from bouwstenen.curation.links.keeping import read_checks, write_checks
from bouwstenen.curation.links.outcome import Check, Found
from bouwstenen.settings import Settings

Tell = Callable[[str, Found], None]
TODAY = datetime.now(UTC).date()
YESTERDAY = TODAY - timedelta(days=1)

NAMES = [f"https://example.org/{name}" for name in "abcd"]


class Web:
    """What addresses answer, in place of the web; breaks off after so many."""

    def __init__(self) -> None:
        self.found: dict[str, Found] = {}
        self.asked: list[str] = []
        self.agents: list[str] = []
        self.breaks_after = 1000

    async def check(self, addresses: Iterable[str], manners: Manners, tell: Tell) -> None:
        self.agents.append(manners.agent)
        for address in addresses:
            if len(self.asked) == self.breaks_after:
                raise KeyboardInterrupt
            self.asked.append(address)
            tell(address, self.found.get(address, Found("fine", 200)))


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Web:
    web = Web()
    monkeypatch.setattr(run_module, "check_addresses", web.check)
    monkeypatch.setattr("bouwstenen.curation.links.cited.cited_addresses", lambda _: NAMES)
    return web


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "links.ttl"


@pytest.fixture
def call(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("BOUWSTENEN_HOME", str(settings.home))
    monkeypatch.setenv("BOUWSTENEN_SOURCES", str(settings.sources))

    def call(*args: object) -> Result:
        return CliRunner().invoke(main, ["links", *map(str, args)])

    return call


def test_what_was_found_is_told_and_kept(web: Web, call: Callable[..., Result], path: Path) -> None:
    web.found = {NAMES[1]: Found("gone", 404), NAMES[2]: Found("moved", 200, "https://example.org/z")}
    done = call("check", "--output", path)
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert [(row["state"], row["address"]) for row in told] == [("gone", NAMES[1]), ("moved", NAMES[2])]
    assert told[0]["first_failed"] == TODAY.isoformat()
    assert "4 checked: 2 fine, 1 gone, 1 moved; 0 dead" in done.stderr
    kept = read_checks(path)
    assert sorted(kept) == NAMES
    assert {check.day for check in kept.values()} == {TODAY}


def test_a_dead_address_is_exit_code_1(web: Web, call: Callable[..., Result], path: Path) -> None:
    write_checks(path, [Check(NAMES[1], YESTERDAY, Found("gone", 404), YESTERDAY)])
    web.found = {NAMES[1]: Found("gone", 404)}
    done = call("check", "--output", path, "--format", "csv")
    assert done.exit_code == 1
    (row,) = csv.DictReader(done.stdout.splitlines())
    assert (row["state"], row["first failed"]) == ("dead", YESTERDAY.isoformat())
    listed = call("list", "--output", path, "--state", "dead", "--format", "json")
    assert listed.exit_code == 0
    assert [each["address"] for each in json.loads(listed.stdout)] == [NAMES[1]]


def test_a_second_check_on_one_day_changes_nothing(web: Web, call: Callable[..., Result], path: Path) -> None:
    web.found = {NAMES[1]: Found("gone", 404)}
    call("check", "--output", path)
    before = path.read_bytes()
    assert call("check", "--output", path).exit_code == 0
    assert path.read_bytes() == before


def test_those_asked_longest_ago_come_first(web: Web, call: Callable[..., Result], path: Path) -> None:
    days = {NAMES[0]: YESTERDAY, NAMES[1]: YESTERDAY - timedelta(days=9), NAMES[2]: YESTERDAY}
    gone = "https://example.org/niet-meer-genoemd"
    write_checks(path, [Check(each, day, Found("fine", 200)) for each, day in {**days, gone: TODAY}.items()])
    call("check", "--output", path, "--limit", 2)
    assert web.asked == [NAMES[3], NAMES[1]]
    kept = read_checks(path)
    assert sorted(kept) == NAMES  # what is cited no longer is dropped, what was not asked now stays
    assert kept[NAMES[0]].day == YESTERDAY


def test_only_some(web: Web, call: Callable[..., Result], path: Path) -> None:
    call("check", "--output", path, "--only", "org/c")
    assert web.asked == [NAMES[2]]
    done = call("check", "--output", path, "--only", "nergens")
    assert done.exit_code == 2
    assert "--only" in done.stderr


def test_what_was_found_is_kept_when_it_is_broken_off(
    web: Web, call: Callable[..., Result], path: Path
) -> None:
    web.breaks_after = 2
    assert call("check", "--output", path).exit_code == 130
    assert sorted(read_checks(path)) == NAMES[:2]


def test_who_asks_is_told(
    web: Web, call: Callable[..., Result], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "BOUWSTENEN_CONTACT" in call("check", "--output", path).stderr
    monkeypatch.setenv("BOUWSTENEN_CONTACT", "mailto:iemand@example.org")
    assert "BOUWSTENEN_CONTACT" not in call("check", "--output", path).stderr
    name = f"bouwstenen/{__version__} (link check"
    assert web.agents == [f"{name})", f"{name}; mailto:iemand@example.org)"]


def test_this_machine_is_not_asked(
    call: Callable[..., Result], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the command is, with nothing put in its place."""
    names = ["http://127.0.0.1:9/", "http://localhost/", "http://[::1]/", "ftp://example.org/"]
    monkeypatch.setattr("bouwstenen.curation.links.cited.cited_addresses", lambda _: names)
    done = call("check", "--output", path, "--host-pause", 0.1)
    assert done.exit_code == 0, done.output
    assert {row["state"] for row in json.loads(done.stdout)} == {"unsafe"}


def test_before_the_first_check(call: Callable[..., Result], path: Path) -> None:
    done = call("list", "--output", path)
    assert done.exit_code == 2
    assert "nothing was checked yet" in done.stderr


def test_a_broken_file_is_told(web: Web, call: Callable[..., Result], path: Path) -> None:
    path.write_text("geen turtle", encoding="utf-8")
    done = call("check", "--output", path)
    assert done.exit_code == 2
    assert str(path) in done.stderr
    assert not web.asked
    assert path.read_text(encoding="utf-8") == "geen turtle"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_stale(call: Callable[..., Result], language: str) -> None:
    done = CliRunner().invoke(main, ["stale", "--as-of", "2026-11-24", "--language", language])
    assert done.exit_code == 0, done.output
    assert "Boehnke et al. (1998)" in done.stdout
    assert {"nl": "ouder dan vijf jaar", "en": "older than five years"}[language] in done.stdout
    assert CliRunner().invoke(main, ["stale", "--as-of", "gisteren"]).exit_code == 2
