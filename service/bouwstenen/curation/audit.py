"""The audit log: every action in the workflow, one line each, appended and never changed.

Each line carries the hash of the one before, so that a line that was changed or taken out behind the
database's back shows (`verify`).
"""

import hashlib
import json
from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, select

from bouwstenen.curation.database import now
from bouwstenen.curation.roles import Account
from bouwstenen.curation.schema import audit

__all__ = ["append", "verify"]

_FIRST = "0" * 64


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
    last = connection.execute(select(audit.c.hash).order_by(audit.c.id.desc()).limit(1)).scalar()
    line = {
        "time": now(),
        "account": who.id if isinstance(who, Account) else None,
        "who": who.name if isinstance(who, Account) else who,
        "action": action,
        "subject": subject,
        "details": json.dumps(details or {}, ensure_ascii=False, sort_keys=True),
        "before": last or _FIRST,
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
