"""The audit log: every action in the workflow, one line each, appended and never changed.

Each line carries the hash of the one before, so that a line that was changed or taken out behind the
database's back shows (`verify`).
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, RowMapping, func, select

from bouwstenen.curation.database import now
from bouwstenen.curation.roles import Account
from bouwstenen.curation.schema import audit
from bouwstenen.errors import WrongUseError

__all__ = ["Line", "Sought", "append", "last", "read", "verify"]

_FIRST = "0" * 64


@dataclass(frozen=True)
class Line:
    """A line of the log.

    Args:
        id: its number; lines are numbered in their order.
        time: ISO 8601, UTC.
        who: did it: the name of an account, or what stands in its place.
        action: what was done.
        subject: what it was done to.
        details: anything else.
        hash: of the line and, through the hash of the one before, of all before it.
    """

    id: int
    time: str
    who: str
    action: str
    subject: str
    details: dict[str, object]
    hash: str

    @property
    def details_text(self) -> str:
        """The details as JSON; "" where there are none."""
        return json.dumps(self.details, ensure_ascii=False) if self.details else ""


@dataclass(frozen=True)
class Sought:
    """Which lines somebody wants to see; what is None says nothing.

    Args:
        who: name of who did it.
        action: what was done.
        subject: what it was done to.
        since: a day or moment, ISO 8601; a day begins at midnight, UTC.
        until: a day, which counts whole, or the moment before which it was.
    """

    who: str | None = None
    action: str | None = None
    subject: str | None = None
    since: str | None = None
    until: str | None = None

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """Yield the conditions of a query.

        Raises:
            WrongUseError: a time is none.
        """
        for name in ("who", "action", "subject"):
            if text := getattr(self, name):
                yield audit.c[name] == text.replace("\0", "\ufffd")  # which no database keeps
        if self.since:
            yield audit.c.time >= _moment("since", self.since)
        if self.until:
            yield audit.c.time < _moment("until", self.until, timedelta(days=1))


def read(connection: Connection, sought: Sought, limit: int, offset: int = 0) -> tuple[int, list[Line]]:
    """Return how many lines there are, and so many of them, the newest first, after `offset` others.

    Raises:
        WrongUseError: a time is none.
    """
    conditions = list(sought.conditions())
    count = connection.execute(select(func.count()).select_from(audit).where(*conditions)).scalar_one()
    chosen = select(audit).where(*conditions).order_by(audit.c.id.desc()).limit(limit).offset(offset)
    return count, [_line(row) for row in connection.execute(chosen).mappings()]


def last(connection: Connection) -> Line | None:
    """Return the newest line; None where there is none yet.

    Who keeps its hash elsewhere can tell later that no line before it was changed and none since it cut off.
    """
    row = connection.execute(select(audit).order_by(audit.c.id.desc()).limit(1)).mappings().one_or_none()
    return _line(row) if row else None


def _line(row: RowMapping) -> Line:
    kept = {name: row[name] for name in ("id", "time", "who", "action", "subject", "hash")}
    return Line(**kept, details=json.loads(row["details"]))


def _moment(where: str, text: str, day: timedelta = timedelta()) -> str:
    """A time as it stands in the table; a day is its beginning, `day` later."""
    try:
        moment = datetime.fromisoformat(text.strip())
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        moment += day if len(text.strip()) <= len("2026-11-24") else timedelta()
        return moment.isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        raise WrongUseError(
            {"nl": f"“{text}” is geen dag of moment.", "en": f"“{text}” is no day or moment."},
            where=where,
            mend={
                "nl": "Schrijf het als 2026-11-24 of 2026-11-24T09:17:00Z.",
                "en": "Write it as 2026-11-24 or 2026-11-24T09:17:00Z.",
            },
        ) from None


def append(
    connection: Connection,
    who: Account | str,
    action: str,
    subject: str,
    details: Mapping[str, object] | None = None,
) -> None:
    """Append a line, in the transaction of what it tells of: both are there or neither.

    Args:
        connection: of `Database.writing`.
        who: an account, or what stands in its place: "somebody", "the command line".
        action: what was done, a noun and a verb: `proposal approved`, `token revoked`.
        subject: what it was done to: id, IRI or name.
        details: anything else, fit for JSON; no secrets.
    """
    before = connection.execute(select(audit.c.hash).order_by(audit.c.id.desc()).limit(1)).scalar()
    line = {
        "time": now(),
        "account": who.id if isinstance(who, Account) else None,
        "who": who.name if isinstance(who, Account) else who,
        "action": action,
        "subject": subject,
        "details": json.dumps(details or {}, ensure_ascii=False, sort_keys=True),
        "before": before or _FIRST,
    }
    connection.execute(audit.insert().values(**line, hash=_hash(line)))


def verify(connection: Connection) -> Iterator[int]:
    """Yield the number of each line that does not follow from the one before it; none when all is well."""
    before = _FIRST
    for row in connection.execute(select(audit).order_by(audit.c.id)).mappings():
        line = {
            name: row[name] for name in ("time", "account", "who", "action", "subject", "details", "before")
        }
        if row["before"] != before or row["hash"] != _hash(line):
            yield row["id"]
        before = row["hash"]


def _hash(line: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(line, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
