"""Bring a backup back: checked first, then all of it or nothing; what was there is kept aside."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from bouwstenen.curation.accepted import database_if_any
from bouwstenen.curation.archive import DATABASE, HOME, Manifest, members, verify
from bouwstenen.curation.database import open_database
from bouwstenen.curation.publisher import alone
from bouwstenen.curation.transfer import TABLES, is_empty, known_migration, lines, replace
from bouwstenen.errors import ReleaseError, WrongUseError
from bouwstenen.graph.files import sync_folder, sync_tree, written_whole
from bouwstenen.graph.release import RESTORING, locked
from bouwstenen.settings import Settings

__all__ = ["restore"]

_STAGE, _BEFORE = ".restore-", ".before-restore-"


def restore(settings: Settings, archive: Path, *, over: bool = False) -> tuple[Manifest, Path | None]:
    """Make home and database what they were when a backup was made.

    The database changes in one transaction, files by renaming, the release that serves last; a service that
    runs goes on with its release and takes the other one over. When this is killed, nothing else is written
    there before it has run again.

    Args:
        settings: where home and database are; the database may be of another kind than the one backed up.
        archive: the backup.
        over: put it in the place of what is there, which is kept aside.

    Returns:
        what the backup is, and the folder in the home that keeps what was there; None where nothing was.

    Raises:
        WrongUseError: the backup is damaged or of another version, or something is there.
        ReleaseError: there is no room, or no right to write; all is as it was.
        DatabaseError: the database cannot be written; all is as it was.
    """
    manifest = verify(archive)
    if manifest.migration not in (None, known_migration()):
        raise WrongUseError(
            f"its database is of another version (migration {manifest.migration}).",
            where=str(archive),
            mend=f"Restore it with bouwstenen {manifest.software}, then start the newer one.",
        )
    home = settings.home
    try:
        home.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            stack.enter_context(alone(home, restoring=True))
            stack.enter_context(locked(home))
            begun = (home / RESTORING).exists()
            if not (over or begun) and _holds_something(settings):
                raise WrongUseError(
                    "there is something here already.",
                    where=str(home),
                    mend="Restore into an empty folder, or give --replace: what is there is kept aside then.",
                )
            for left in home.glob(f"{_STAGE}*"):
                shutil.rmtree(left)
            stage = Path(tempfile.mkdtemp(prefix=_STAGE, dir=home))
            stack.callback(shutil.rmtree, stage, ignore_errors=True)
            _unpack(archive, stage, manifest)
            written_whole(home / RESTORING, archive.name)
            before = home / f"{_BEFORE}{datetime.now(UTC):%Y-%m-%dT%H%M%S.%fZ}"
            before.mkdir(mode=0o700)
            try:
                _restore_tables(settings, manifest, stage / DATABASE, before / DATABASE)
            except BaseException:
                if not begun:  # nothing has changed
                    (home / RESTORING).unlink()
                    shutil.rmtree(before, ignore_errors=True)
                raise
            _restore_files(home, stage / HOME, before)
            (home / RESTORING).unlink()
            sync_folder(home)
    except OSError as error:
        raise ReleaseError(f"the backup cannot be restored: {error}.", where=str(home)) from error
    if any(before.iterdir()):
        return manifest, before
    before.rmdir()
    return manifest, None


def _holds_something(settings: Settings) -> bool:
    if any(_replaced(settings.home)):
        return True
    database = database_if_any(settings)
    if database is None:
        return False
    try:
        with database.reading() as connection:
            return not is_empty(connection)
    finally:
        database.close()


def _replaced(home: Path) -> Iterator[Path]:
    """What a backup takes the place of: `current` first, and it comes last again."""
    found = [each for each in home.iterdir() if not each.name.startswith((".", "workflow.sqlite"))]
    for path in sorted(found, key=lambda path: path.name != "current"):
        if not (path.is_dir() and not any(path.iterdir())):
            yield path


def _unpack(archive: Path, stage: Path, manifest: Manifest) -> None:
    def take(name: str, source: IO[bytes]) -> None:
        path = stage / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            shutil.copyfileobj(source, file)

    members(archive, take, {name: size for name, (size, _) in manifest.files.items()})
    sync_tree(stage)


def _restore_tables(settings: Settings, manifest: Manifest, given: Path, before: Path) -> None:
    database = open_database(settings) if manifest.migration else database_if_any(settings)
    if database is None:
        return
    try:
        with database.writing() as connection, ExitStack() as stack:
            if not is_empty(connection):
                before.mkdir()
                for name in TABLES:
                    with (before / f"{name}.jsonl").open("w", encoding="utf-8") as file:
                        file.writelines(lines(connection, name))
                sync_tree(before)
            files = {name: given / f"{name}.jsonl" for name in TABLES}
            replace(
                connection,
                {
                    name: stack.enter_context(path.open(encoding="utf-8"))
                    for name, path in files.items()
                    if path.exists()
                },
            )
    finally:
        database.close()


def _restore_files(home: Path, stage: Path, before: Path) -> None:
    for path in _replaced(home):
        path.rename(before / path.name)
    sync_folder(before)
    if stage.is_dir():
        for path in sorted(stage.iterdir(), key=lambda path: path.name == "current"):
            there = home / path.name
            if there.is_dir():
                there.rmdir()  # an empty one
            path.rename(there)
            sync_folder(home)
