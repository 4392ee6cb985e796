"""From accepted changesets to a release that has them: written as files, built, noted in the database.

Every step can be done again: whoever is killed half-way leaves what the next one goes on with. What is
acknowledged is in the database; files, release and notes follow from it.
"""

import fcntl
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bouwstenen.build import source_hash
from bouwstenen.curation import audit
from bouwstenen.curation.accepted import Waiting, note_failed, note_published, waiting, write_accepted
from bouwstenen.curation.database import Database
from bouwstenen.curation.schema import changesets
from bouwstenen.errors import BusyError, ReleaseError, UnknownThingError
from bouwstenen.graph.changesets import bring_back, set_aside
from bouwstenen.graph.history import history
from bouwstenen.graph.release import current, prepare
from bouwstenen.settings import Settings

__all__ = ["Build", "Built", "alone", "bring_in_again", "publish", "publish_pending"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Built:
    """What a build came to.

    Args:
        release: hash of the release that serves now; None when violations stopped it.
        findings: which, as text.
    """

    release: str | None
    findings: str = ""


#: Builds a release without the changesets of some numbers.
Build = Callable[[frozenset[int]], Built]


@contextmanager
def alone(home: Path, *, wait: bool = True, restoring: bool = False) -> Iterator[None]:
    """Be the only one, of all processes, that publishes below `home`.

    Args:
        home: folder that holds the releases.
        wait: for another one that does.
        restoring: whoever asks goes on with a restore that was broken off; all others are refused then.

    Raises:
        BusyError: another one is, and we shall not wait.
        ReleaseError: nothing can be written here, or a restore was broken off.
    """
    try:
        lock = (home / ".publish.lock").open("w")
    except OSError as error:
        mend = "Point BOUWSTENEN_HOME at a folder you may write."
        raise ReleaseError(f"nothing can be written here: {error}.", where=str(home), mend=mend) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise BusyError("another process is publishing.", where=str(home)) from error
        if not restoring:
            prepare(home)
        yield


def publish_pending(settings: Settings, database: Database, build: Build, *, wait: bool = True) -> Waiting:
    """Make a release of accepted changesets that none has yet; return those that still have to wait.

    Args:
        settings: where home and sources are.
        database: of the workflow.
        build: makes a release.
        wait: for another process that publishes; else that is a `BusyError`.

    Raises:
        BouwstenenError: something stands in the way, and says what; to be tried again.
    """
    with alone(settings.home, wait=wait):
        write_accepted(settings.home, database)
        left = waiting(settings.home, database)
        _tell_aside(database, left)
        if left.pending or _is_behind(settings.home):
            publish(settings, database, build)
            left = waiting(settings.home, database)
        return left


def publish(settings: Settings, database: Database, build: Build) -> Built:
    """Build a release with every changeset that it can be built with; note which have one now.

    Where violations stop it, those that are to blame are found, one after another, and set aside: the others
    do not wait for them. Where the sources have violations without any of them, none is to blame. Call it
    `alone`, after `write_accepted`.

    Raises:
        BouwstenenError: something else stands in the way.
    """
    pending = waiting(settings.home, database).pending
    built = build(frozenset())
    if built.release is not None or not pending:
        if built.release is not None:
            note_published(database, built.release, pending)
        return built
    untried = set(pending)
    before = _served(settings, frozenset(untried)) or build(frozenset(untried))
    if before.release is None:
        reason = f"The sources have violations without it:\n{before.findings}"
        note_failed(database, pending, reason)
        return before
    for number in pending:
        untried.discard(number)
        tried = build(frozenset(untried))
        if tried.release is None:
            set_aside(settings.home, number, tried.findings)
            _log.error("changeset %d is set aside: no release can be made with it", number)
            _tell_aside(database, waiting(settings.home, database))
        else:
            note_published(database, tried.release, [number])
            before = tried
    return before


def _served(settings: Settings, without: frozenset[int]) -> Built | None:
    """The release that serves, where it was built of just these sources and changesets, and checked."""
    try:
        _, release = current(settings.home)
    except ReleaseError:
        return None
    same = release.checked and release.sources == source_hash(settings.sources, settings.home, without)
    return Built(release.hash) if same else None


def _is_behind(home: Path) -> bool:
    """Whether an earlier release serves than was published last, since that one is lost."""
    published = history(home)
    try:
        return bool(published) and current(home)[1].hash != published[-1].hash
    except ReleaseError:
        return True


def _tell_aside(database: Database, left: Waiting) -> None:
    for number, reason in left.aside.items():
        note_failed(database, [number], reason, aside=True)


def bring_in_again(settings: Settings, database: Database, number: int) -> None:
    """Let the next build try a changeset again that is set aside, since what stood in its way is mended.

    Raises:
        UnknownThingError: it is not set aside.
        BouwstenenError: it cannot be written.
    """
    with alone(settings.home):
        if not bring_back(settings.home, number):
            raise UnknownThingError(
                {
                    "nl": f"wijziging {number} staat niet apart.",
                    "en": f"changeset {number} is not set aside.",
                }
            )
        with database.writing() as connection:
            connection.execute(changesets.update().where(changesets.c.number == number).values(failed=None))
            audit.append(connection, "the command line", "changeset tried again", f"changeset-{number}")
