"""Accepted changesets as the database has them and as files: the second follow from the first."""

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat, parse
from sqlalchemy import RowMapping, select

from bouwstenen.curation import audit
from bouwstenen.curation.database import Database, now, open_database
from bouwstenen.curation.schema import changesets
from bouwstenen.errors import DatabaseError, ReleaseError, SourceError
from bouwstenen.graph.changesets import Changeset, Patch, aside, folder_of, is_whole, path_of, write
from bouwstenen.graph.files import sync_folder
from bouwstenen.settings import Settings

__all__ = ["Waiting", "database_if_any", "note_failed", "note_published", "waiting", "write_accepted"]

_log = logging.getLogger(__name__)
_WHO = "the publisher"
_MEND = "Bring both back from one backup (`bouwstenen restore`)."


@dataclass(frozen=True)
class Waiting:
    """Changesets that no release has.

    Args:
        pending: numbers of those that the next build takes in.
        aside: why those are left out that no release could be made with, by number.
        failed: why the last build with the pending ones published nothing, if it did.
    """

    pending: tuple[int, ...]
    aside: Mapping[int, str]
    failed: str | None = None


def database_if_any(settings: Settings) -> Database | None:
    """Open the database of the workflow; None where there is none yet, which makes none.

    Raises:
        DatabaseError: it cannot be reached.
    """
    if settings.database is None and not (settings.home / "workflow.sqlite").exists():
        return None
    return open_database(settings)


def waiting(home: Path, database: Database) -> Waiting:
    """Return which accepted changesets no release has yet.

    Raises:
        DatabaseError: the database cannot be read.
    """
    left_out = aside(home)
    with database.reading() as connection:
        rows = connection.execute(
            select(changesets.c.number, changesets.c.failed)
            .where(changesets.c.published.is_(None))
            .order_by(changesets.c.number)
        ).all()
    pending = [row for row in rows if row.number not in left_out]
    return Waiting(
        tuple(row.number for row in pending),
        {row.number: left_out[row.number] for row in rows if row.number in left_out},
        next((row.failed for row in pending if row.failed), None),
    )


def write_accepted(home: Path, database: Database) -> None:
    """Write the files of accepted changesets that are not there yet, in order; again changes nothing.

    A file that is damaged is put aside and written again. Call it under the lock of `curation.publisher`.

    Raises:
        DatabaseError: the home has what the database has not, or another content; nothing is written then.
        ReleaseError: there is no room, or no right to write.
    """
    with database.reading() as connection:
        rows = connection.execute(select(changesets).order_by(changesets.c.number)).mappings().all()
    numbers = [row["number"] for row in rows]
    if numbers != list(range(1, len(rows) + 1)):
        raise DatabaseError("a changeset is missing from the database.", mend=_MEND)
    more = [int(path.stem) for path in folder_of(home).glob("[0-9]*.rdfp") if int(path.stem) > len(rows)]
    if more:
        raise DatabaseError(
            f"the home has changeset {max(more)}, the database ends with {len(rows)}: it is of another time.",
            where=str(folder_of(home)),
            mend=_MEND,
        )
    try:
        for left in folder_of(home).glob(".draft-*"):
            left.unlink(missing_ok=True)
        for row in rows:
            _write(home, row)
    except OSError as error:
        raise ReleaseError(
            f"accepted changesets cannot be written: {error}.",
            where=str(folder_of(home)),
            mend="Make room there, or give the right to write; nothing is lost meanwhile.",
        ) from error


def _write(home: Path, row: RowMapping) -> None:
    changeset = Changeset(row["number"], _patch(row))
    try:
        write(home, changeset)
    except (SourceError, UnicodeDecodeError) as error:
        path = path_of(home, changeset.number)
        if not path.exists() or is_whole(path):
            raise DatabaseError(
                f"changeset {changeset.number} is another one in the database than in the home.",
                where=str(path),
                mend=_MEND,
            ) from error
        _log.warning("changeset %d is damaged and is written again: %s", changeset.number, path)
        path.rename(path.with_suffix(".damaged"))
        sync_folder(path.parent)
        write(home, changeset)


def _patch(row: RowMapping) -> Patch:
    try:
        added = parse(row["added"], format=RdfFormat.N_TRIPLES)
        removed = parse(row["removed"], format=RdfFormat.N_QUADS)
        return Patch(frozenset(quad.triple for quad in added), frozenset(removed))
    except SyntaxError as error:
        raise DatabaseError(f"changeset {row['number']} cannot be read: {error}.", mend=_MEND) from error


def note_published(database: Database, release: str, numbers: Collection[int], publisher: str = _WHO) -> None:
    """Say in the database, and in the audit log, that a release has changesets it did not have before.

    Raises:
        DatabaseError: it cannot be written.
    """
    with database.writing() as connection:
        for number in sorted(numbers):
            done = connection.execute(
                changesets.update()
                .where(changesets.c.number == number, changesets.c.published.is_(None))
                .values(published=now(), release=release, failed=None)
            )
            if done.rowcount:
                audit.append(
                    connection, publisher, "changeset published", f"changeset-{number}", {"release": release}
                )


def note_failed(database: Database, numbers: Collection[int], reason: str, *, aside: bool = False) -> None:
    """Say in the database why no release has these changesets; once, until the reason is another.

    Args:
        database: of the workflow.
        numbers: of the changesets.
        reason: what was found.
        aside: they are set aside, which the audit log tells.

    Raises:
        DatabaseError: it cannot be written.
    """
    with database.writing() as connection:
        for number in sorted(numbers):
            done = connection.execute(
                changesets.update()
                .where(
                    changesets.c.number == number,
                    changesets.c.published.is_(None),
                    changesets.c.failed.is_distinct_from(reason),
                )
                .values(failed=reason)
            )
            if done.rowcount and aside:
                audit.append(
                    connection, _WHO, "changeset set aside", f"changeset-{number}", {"reason": reason}
                )
