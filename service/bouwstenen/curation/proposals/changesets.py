"""Changesets as rows of the database: which there are, and which undo which."""

from typing import NamedTuple

from sqlalchemy import Connection, func, select

from bouwstenen.curation.schema import changesets, proposals

__all__ = ["Line", "lines", "reverted_by", "total"]


class Line(NamedTuple):
    """A changeset in a list.

    Args:
        number: of the changeset.
        proposal: that it was.
        accepted: when, ISO 8601 in UTC.
        published: when a release had it; None before.
        release: hash of the first release that has it; None before.
        failed: why the last build with it published nothing.
        name: of who proposed it.
        reason: why.
        reverts: number of the changeset that it undoes.
    """

    number: int
    proposal: str
    accepted: str
    published: str | None
    release: str | None
    failed: str | None
    name: str
    reason: str
    reverts: int | None


def total(connection: Connection) -> int:
    """Return how many changesets there are."""
    return connection.execute(select(func.count()).select_from(changesets)).scalar() or 0


def lines(connection: Connection, limit: int, offset: int) -> list[Line]:
    """Return changesets, the newest first."""
    own = (
        changesets.c[name] for name in ("number", "proposal", "accepted", "published", "release", "failed")
    )
    query = (
        select(*own, proposals.c.name, proposals.c.reason, proposals.c.reverts)
        .join(proposals, changesets.c.proposal == proposals.c.id)
        .order_by(changesets.c.number.desc())
    )
    rows = connection.execute(query.limit(limit).offset(offset)).mappings()
    return [Line(**row) for row in rows]


def reverted_by(connection: Connection, number: int) -> list[int]:
    """Return which changesets undo a changeset."""
    query = (
        select(changesets.c.number)
        .join(proposals, changesets.c.proposal == proposals.c.id)
        .where(proposals.c.reverts == number)
        .order_by(changesets.c.number)
    )
    return list(connection.execute(query).scalars())
