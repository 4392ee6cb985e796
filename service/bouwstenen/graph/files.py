"""Files that are there whole or not at all, whatever happens to the machine meanwhile."""

import os
import tempfile
from pathlib import Path

__all__ = ["written_whole"]


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
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the name of a file is in its folder
    finally:
        os.close(folder)
