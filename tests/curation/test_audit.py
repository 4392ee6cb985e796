import pytest

from bouwstenen.curation import audit
from bouwstenen.curation.audit import Sought
from bouwstenen.curation.database import Database
from bouwstenen.errors import WrongUseError

DAYS = (
    "2026-11-23T23:59:59+00:00",
    "2026-11-24T00:00:00+00:00",
    "2026-11-24T23:59:59+00:00",
    "2026-11-25T00:00:00+00:00",
)


@pytest.fixture
def log(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Four lines, around the 24th, by two people."""
    with database.writing() as connection:
        for number, time in enumerate(DAYS):
            monkeypatch.setattr(audit, "now", lambda time=time: time)
            who, action = ("Els", "token issued") if number % 2 else ("Jan", "token revoked")
            audit.append(connection, who, action, f"s{number}", {"number": number})
    return database


def _found(log: Database, sought: dict[str, str], limit: int = 10, offset: int = 0) -> list[str]:
    with log.reading() as connection:
        return [line.subject for line in audit.read(connection, Sought(**sought), limit, offset)[1]]


def test_the_newest_line_is_first(log: Database) -> None:
    assert _found(log, {}) == ["s3", "s2", "s1", "s0"]


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ({"who": "Els"}, ["s3", "s1"]),
        ({"who": "els"}, []),
        ({"action": "token revoked"}, ["s2", "s0"]),
        ({"subject": "s2", "who": "Jan"}, ["s2"]),
        ({"since": "2026-11-24"}, ["s3", "s2", "s1"]),
        ({"until": "2026-11-24"}, ["s2", "s1", "s0"]),
        ({"since": "2026-11-24", "until": "2026-11-24"}, ["s2", "s1"]),
        ({"since": "2026-11-24T01:00:00+01:00"}, ["s3", "s2", "s1"]),
        ({"until": "2026-11-24T00:00:00Z"}, ["s0"]),
        ({"who": "", "since": ""}, ["s3", "s2", "s1", "s0"]),
        ({"who": "\0"}, []),
    ],
)
def test_lines_are_sought(log: Database, sought: dict[str, str], found: list[str]) -> None:
    assert _found(log, sought) == found


def test_a_page_of_them_is_counted_with_the_others(log: Database) -> None:
    assert _found(log, {}, 2, 1) == ["s2", "s1"]
    with log.reading() as connection:
        assert audit.read(connection, Sought(who="Els"), 1)[0] == 2


@pytest.mark.parametrize("text", ["gisteren", "2026-13-01", "24-11-2026", "9999-12-31"])
def test_what_is_no_time_is_refused(log: Database, text: str) -> None:
    with pytest.raises(WrongUseError, match="no day or moment"):
        _found(log, {"until": text})


def test_the_newest_line_has_the_hash_that_confirms_all(log: Database) -> None:
    with log.writing() as connection:
        before = audit.last(connection)
        audit.append(connection, "x", "y", "z")
        newest = audit.last(connection)
    assert before
    assert newest
    assert (newest.id, newest.subject) == (before.id + 1, "z")
    assert newest.hash != before.hash
