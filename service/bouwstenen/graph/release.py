"""Releases on disk: immutable, named after their content, swapped in atomically.

<home>/releases/<hash>/store/         the pyoxigraph store that every reader opens
<home>/releases/<hash>/release.json   what it is: version, hash, counts, timings
<home>/releases/<hash>/…              what was written beside: the text index
<home>/history/                       what was published when (`graph.history`)
<home>/current                        the hash of the release that serves
"""

import contextlib
import fcntl
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from pyoxigraph import Quad, Store

from bouwstenen.errors import ReleaseError
from bouwstenen.graph.files import sync_folder, sync_tree, written_whole
from bouwstenen.graph.history import Follow, numbers, record
from bouwstenen.progress import Tell, counted, silent

__all__ = [
    "RESTORING",
    "Beside",
    "Release",
    "current",
    "located",
    "locked",
    "point",
    "prepare",
    "publish",
    "sweep",
]

#: Is there while a restore is under way: nothing else may write meanwhile.
RESTORING = ".restoring"

#: Statements written at once. pyoxigraph's own million takes four times the memory, and no less time.
_BATCH = 250_000

_MEND = "Run `bouwstenen build`."


@dataclass(frozen=True)
class Release:
    """What `release.json` says.

    Args:
        version: version of the software that built it.
        hash: SHA-256 of the content, hexadecimal.
        sources: SHA-256 of the source files it was built from, hexadecimal.
        built: when, ISO 8601 in UTC.
        statements: how many there are.
        graphs: how many of them in each named graph.
        classes: how many things in each class.
        findings: how many findings of each severity.
        seconds: how long each step of the build took.
        checked: whether anything was checked; without, no findings mean nothing.
    """

    version: str
    hash: str
    sources: str
    built: str
    statements: int
    graphs: dict[str, int]
    classes: dict[str, int]
    findings: dict[str, int]
    seconds: dict[str, float]
    checked: bool = True


@dataclass(frozen=True)
class Beside:
    """What follows from a release and lies in its folder, so that it need not be made again.

    Args:
        name: of its folder.
        write: writes it into a folder that is not there yet.
        is_current: whether a folder holds it, as this software makes it.
    """

    name: str
    write: Callable[[Path], None]
    is_current: Callable[[Path], bool]


def prepare(home: Path) -> None:
    """Make sure that releases can be written below `home`, before anything is built.

    Raises:
        ReleaseError: they cannot; says why.
    """
    if (home / RESTORING).exists():
        raise ReleaseError(
            "a restore was broken off here.", where=str(home), mend="Run `bouwstenen restore` again."
        )
    with _writing(home):
        if not (home / "releases").is_dir():
            (home / "releases").mkdir(parents=True, exist_ok=True)
            sync_folder(home)
        tempfile.TemporaryFile(dir=home).close()


def publish(
    home: Path,
    store: Store,
    release: Release,
    *,
    on_disk: bool = False,
    tell: Tell = silent,
    beside: Sequence[Beside] = (),
    follow: Sequence[Follow] = (),
) -> Path:
    """Write a release beside the others and make it the current one; return its folder.

    It is written in full under a temporary name first, so that a build that dies half-way leaves nothing that
    a reader could take for a release, and the one that serves is left alone. Builds take turns.

    Args:
        home: folder that holds the releases.
        store: what it holds.
        release: what it is.
        on_disk: the store is on disk, below `home`: its files are linked, not copied.
        tell: told how many statements are written.
        beside: what else goes into its folder.
        follow: writes what follows from it and the one before, into its entry of the history.

    Raises:
        ReleaseError: it cannot be written; says why.
    """
    prepare(home)
    releases = home / "releases"
    folder = releases / release.hash
    with _writing(home), locked(home):
        sweep(home)
        if not _holds(folder, release, beside):
            draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=releases))
            _write(draft, store, release, on_disk, tell, beside)
            if folder.exists():
                folder.rename(Path(tempfile.mkdtemp(prefix=".draft-", dir=releases)) / "damaged")
            draft.rename(folder)
            sync_folder(releases)
        _begin_history(home, follow)
        record(home, release.hash, release.built, follow)
        point(home, release.hash)
    return folder


def _begin_history(home: Path, follow: Sequence[Follow]) -> None:
    """Begin the history of a home from before there was any with the release that serves."""
    if numbers(home):
        return
    with contextlib.suppress(ReleaseError):  # there is none, or it is damaged
        _, release = current(home)
        record(home, release.hash, release.built, follow)


def _write(
    draft: Path, store: Store, release: Release, on_disk: bool, tell: Tell, beside: Sequence[Beside]
) -> None:
    try:
        for each in beside:
            each.write(draft / each.name)
        try:
            if on_disk:
                store.optimize()
                store.backup(str(draft / "store"))
            else:
                _copy(counted(store, tell, "statements", release.statements), draft / "store")
        except RuntimeError as error:  # how the database tells of some that go wrong with a disk
            raise OSError(f"the store cannot be written: {error}") from error
        (draft / "release.json").write_text(json.dumps(asdict(release), indent=2) + "\n", encoding="utf-8")
        draft.chmod(0o755)
        sync_tree(draft)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _copy(quads: Iterator[Quad], folder: Path) -> None:
    disk = Store(str(folder))
    while batch := list(islice(quads, _BATCH)):
        disk.bulk_extend(batch)
    disk.optimize()
    disk.flush()


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """Be the only one, of all processes, that changes releases and history below `home`.

    Raises:
        OSError: nothing can be written here.
    """
    with (home / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _writing(home: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        mend = "Point BOUWSTENEN_HOME at a folder you may write."
        raise ReleaseError(
            f"releases cannot be written here: {error}.", where=str(home), mend=mend
        ) from error


def point(home: Path, name: str) -> None:
    """Let a release serve, by its hash.

    Raises:
        OSError: the pointer cannot be written; it is as it was.
    """
    written_whole(home / "current", name + "\n")


def sweep(home: Path) -> None:
    """Remove what was left by those who were killed while they wrote. Call it under the lock of `publish`."""
    for place in (home, home / "releases", home / "history"):
        for left in place.glob(".draft-*"):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


def current(home: Path) -> tuple[Path, Release]:
    """Return the folder and description of the release that serves.

    Raises:
        ReleaseError: there is none, or it is not whole; says what is missing.
    """
    pointer = home / "current"
    try:
        name = pointer.read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ReleaseError("no release has been built yet.", where=str(home), mend=_MEND) from error
    except (OSError, UnicodeError) as error:
        raise ReleaseError(f"cannot be read: {error}.", where=str(pointer), mend=_MEND) from error
    return located(home, name)


def located(home: Path, name: str) -> tuple[Path, Release]:
    """Return the folder and description of the release with a hash.

    Raises:
        ReleaseError: it is not there, or not whole; says what is missing.
    """
    folder = home / "releases" / name
    if not re.fullmatch("[0-9a-f]{64}", name) or not _is_whole(folder):
        raise ReleaseError("the release is missing or not whole.", where=str(folder), mend=_MEND)
    try:
        return folder, _described(folder)
    except (OSError, ValueError, TypeError) as error:
        raise ReleaseError(f"release.json cannot be read: {error}.", where=str(folder), mend=_MEND) from error


def _described(folder: Path) -> Release:
    return Release(**json.loads((folder / "release.json").read_text(encoding="utf-8")))


def _holds(folder: Path, release: Release, beside: Sequence[Beside]) -> bool:
    """Whether an earlier build left this release; one damaged, or not checked yet, is written again."""
    if not _is_whole(folder) or not all(each.is_current(folder / each.name) for each in beside):
        return False
    try:
        if release.checked and not _described(folder).checked:
            return False
        return len(Store.read_only(str(folder / "store"))) == release.statements
    except (OSError, RuntimeError, ValueError, TypeError):  # RuntimeError: "Corruption: …"
        return False


def _is_whole(folder: Path) -> bool:
    """A store that pyoxigraph wrote has CURRENT, the pointer to its manifest; release.json comes last."""
    return (folder / "store" / "CURRENT").is_file() and (folder / "release.json").is_file()
