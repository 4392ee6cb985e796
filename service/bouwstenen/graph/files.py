"""Files that are there whole or not at all, whatever happens to the machine meanwhile."""

import os
import tempfile
from pathlib import Path

__all__ = ["sync_folder", "sync_tree", "written_whole"]


def written_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that its readers see all of it or what was there before; it is on disk on return.

    Raises:
        OSError: it cannot be written; nothing is left of it then.
    """
    data = content.encode() if isinstance(content, str) else content
    handle, draft = tempfile.mkstemp(prefix=".draft-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).chmod(0o644)  # who reads need not be who writes
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have on disk what a folder holds: the name of a file is in its folder, not in the file.

    Raises:
        OSError: the disk does not take it.
    """
    _sync(folder)


def sync_tree(folder: Path) -> None:
    """Have a folder on disk with all that is below it, so that it may be renamed to where it is looked for.

    Raises:
        OSError: the disk does not take it.
    """
    for place, _, names in os.walk(folder, topdown=False):
        for name in names:
            _sync(Path(place) / name)
        _sync(Path(place))


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
