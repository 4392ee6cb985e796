"""Back up all that cannot be made again, as of one moment, while the service runs."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO

from bouwstenen import __version__
from bouwstenen.curation.accepted import database_if_any
from bouwstenen.curation.archive import DATABASE, FORMAT, HELD, HOME, Manifest, Writer
from bouwstenen.curation.database import Database
from bouwstenen.curation.publisher import alone
from bouwstenen.curation.transfer import TABLES, known_migration, lines
from bouwstenen.errors import ReleaseError, WrongUseError
from bouwstenen.graph.files import sync_folder
from bouwstenen.graph.release import locked
from bouwstenen.settings import Settings

__all__ = ["back_up"]


def back_up(settings: Settings, target: Path, *, releases: bool = True) -> tuple[Path, Manifest]:
    """Write a backup; return its file, and what it is.

    It is as of one moment: what is accepted or published later is not in it, all before is. Proposals may be
    made and accepted meanwhile, and readers notice nothing; who publishes waits for the smaller files. The
    file is whole before it is there, and only its owner may read it: it holds hashes of tokens.

    Args:
        settings: where home and database are.
        target: the file, or a folder to put one in; compressed where its name ends in `gz`.
        releases: with the releases themselves; without, the sources and changesets can make the last one
            again, and earlier ones are lost.

    Raises:
        WrongUseError: the file is there already, or would be in the home.
        ReleaseError: there is nothing to back up, or no room.
        DatabaseError: the database cannot be read.
    """
    home = settings.home
    path = _path(target)
    if path.exists():
        raise WrongUseError("this is there already.", where=str(path), mend="Give another name.")
    if home.resolve() in path.resolve().parents:
        raise WrongUseError("a backup does not belong in what it backs up.", where=str(path))
    if not home.is_dir():
        raise ReleaseError("there is nothing to back up.", where=str(home))
    database = database_if_any(settings)
    try:
        with _whole(path) as file:
            writer = Writer(file, packed=path.suffix.endswith("gz"))
            with alone(home), locked(home):
                made = datetime.now(UTC).isoformat(timespec="seconds")
                tables = _add_tables(writer, database, path.parent) if database else {}
                for each in sorted(home.iterdir()):
                    if each.name in HELD and each.name not in ("releases", "current"):
                        writer.add_tree(f"{HOME}/{each.name}", each)
                folders = sorted((home / "releases").glob("[0-9a-f]*")) if releases else []
                pointer = home / "current"
                current = pointer.read_bytes() if releases and pointer.is_file() else None
            # a release never changes: nobody has to wait for these
            for folder in folders:
                writer.add_tree(f"{HOME}/releases/{folder.name}", folder)
            if current is not None:
                writer.add(f"{HOME}/current", BytesIO(current))
            migration = known_migration() if database else None
            return path, writer.close(Manifest(FORMAT, __version__, made, migration, tables))
    except OSError as error:
        raise ReleaseError(f"the backup cannot be written: {error}.", where=str(path)) from error
    finally:
        if database is not None:
            database.close()


def _path(target: Path) -> Path:
    if not target.is_dir():
        return target
    return target / f"bouwstenen-{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}.tar.gz"


def _add_tables(writer: Writer, database: Database, scratch: Path) -> dict[str, int]:
    counts = {}
    with database.reading() as connection:
        for name in TABLES:
            with tempfile.TemporaryFile(dir=scratch) as file:
                counts[name] = 0
                for line in lines(connection, name):
                    file.write(line.encode())
                    counts[name] += 1
                writer.add(f"{DATABASE}/{name}.jsonl", file)
    return counts


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that is there when the block ends well, and not at all when it does not."""
    handle, name = tempfile.mkstemp(prefix=".draft-", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
        sync_folder(path.parent)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
