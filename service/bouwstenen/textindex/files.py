"""The index on disk, as a folder of a release, and in memory.

<release>/index/…           what tantivy wrote
<release>/index/index.json  what made it, and what each file is: anything else is not opened
"""

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path

from tantivy import Index

from bouwstenen.errors import ReleaseError
from bouwstenen.textindex.documents import SCHEMA, documents
from bouwstenen.textindex.entries import Entry

__all__ = ["build_in_memory", "is_current", "open_folder", "write_folder"]

#: Bytes up to which the documents of an index are gathered. More come in pieces, so that of things that fit
#: equally well the order is not that of their labels any more.
_HEAP = 2_000_000_000
_MARK = "index.json"
#: How often a folder is taken away that something is put in meanwhile, a hundredth of a second apart.
_ATTEMPTS = 100
_FILLING = ("entries.py", "words.py", "documents.py", "files.py")
#: What tantivy locks with: whoever reads a release need not be able to write it.
_LOCKS = (".tantivy-writer.lock", ".tantivy-meta.lock")


def write_folder(folder: Path, entries: Iterable[Entry]) -> None:
    """Write an index of `entries` into a new folder.

    Raises:
        OSError: it cannot be written.
    """
    folder.mkdir()
    try:
        _fill(Index(SCHEMA, path=str(folder)), entries)
    except ValueError as error:  # how tantivy tells that a disk is full
        raise OSError(f"the text index cannot be written: {error}") from error
    for lock in _LOCKS:
        (folder / lock).unlink(missing_ok=True)
    files = {path.name: _digest(path) for path in sorted(folder.iterdir())}
    mark = {"made_by": _maker(), "files": files}
    (folder / _MARK).write_text(json.dumps(mark, indent=2) + "\n", encoding="utf-8")


def build_in_memory(entries: Iterable[Entry]) -> Index:
    """Return an index of `entries`."""
    index = Index(SCHEMA)
    _fill(index, entries)
    return index


def is_current(folder: Path) -> bool:
    """Return whether there is a whole index in a folder, made by this very software."""
    try:
        _check(folder)
    except ReleaseError:
        return False
    return True


def open_folder(folder: Path) -> Index:
    """Open the index in a folder, to be read.

    It is opened through links in a folder of its own, which goes at once: tantivy wants to lock what it
    opens, and a release is not written to.

    Raises:
        ReleaseError: there is none, it is damaged, or other software made it; says which.
    """
    files = _check(folder)
    try:
        with _passing_folder() as links:
            for name in files:
                (links / name).symlink_to(folder.absolute() / name)
            index = Index.open(str(links))
            index.config_reader("manual")
            # opens every file; they stay open
            index.searcher()
    except (OSError, ValueError) as error:
        raise _unusable(folder, f"it cannot be opened: {error}") from error
    return index


@contextmanager
def _passing_folder() -> Iterator[Path]:
    """A folder that goes when the block ends; tantivy may just then put a lock in it, in another thread."""
    folder = Path(tempfile.mkdtemp(prefix="bouwstenen-index-"))
    try:
        yield folder
    finally:
        for _ in range(_ATTEMPTS):
            shutil.rmtree(folder, ignore_errors=True)
            if not folder.exists():
                break
            time.sleep(0.01)


def _fill(index: Index, entries: Iterable[Entry]) -> None:
    # a release never changes: no thread has to watch for it
    index.config_reader("manual")
    # one thread, so that documents stay in their order
    writer = index.writer(_HEAP, num_threads=1)
    for document in documents(entries):
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()


def _check(folder: Path) -> list[str]:
    """The names of the files of a whole index."""
    try:
        mark = json.loads((folder / _MARK).read_text(encoding="utf-8"))
        maker, files = mark["made_by"], dict(mark["files"])
    except FileNotFoundError as error:
        raise _unusable(folder, "there is none") from error
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise _unusable(folder, f"{_MARK} cannot be read: {error}") from error
    if maker != _maker():
        raise _unusable(folder, "other software made it")
    for name, digest in files.items():
        try:
            same = _digest(folder / name) == digest
        except OSError as error:
            raise _unusable(folder, f"{name} cannot be read: {error}") from error
        if not same:
            raise _unusable(folder, f"{name} is damaged")
    return list(files)


def _unusable(folder: Path, reason: str) -> ReleaseError:
    what, mend = f"no text index to open here: {reason}.", "Run `bouwstenen build`."
    return ReleaseError(what, where=str(folder), mend=mend)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def _maker() -> str:
    """What changes with all that decides what is in an index: tantivy, and the modules that fill it."""
    digest = hashlib.sha256(version("tantivy").encode())
    for name in _FILLING:
        digest.update((Path(__file__).parent / name).read_bytes())
    return digest.hexdigest()
