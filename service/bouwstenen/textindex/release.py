"""The text index as a part of a release: written beside its store, opened from there, or built anew."""

import logging
from collections.abc import Callable
from pathlib import Path

from bouwstenen.errors import ReleaseError
from bouwstenen.graph.release import Beside
from bouwstenen.textindex.entries import Select, read_entries
from bouwstenen.textindex.files import is_current, open_folder, write_folder
from bouwstenen.textindex.index import TextIndex

__all__ = ["build_index", "open_index", "text_index"]

_NAME = "index"
_log = logging.getLogger(__name__)


def text_index(select: Select) -> Beside:
    """Return the text index of what `select` asks, as something that lies beside a release's store."""
    return Beside(_NAME, lambda folder: write_folder(folder, read_entries(select)), is_current)


def build_index(select: Select) -> TextIndex:
    """Return the text index of what `select` asks, in memory; what that raises is passed on."""
    return TextIndex.of(read_entries(select))


def open_index(folder: Path, asking: Callable[[], Select]) -> TextIndex:
    """Return the text index of a release.

    Where there is none in its folder, it is damaged, or other software made it, it is built in memory:
    whatever software can read a release can serve it.

    Args:
        folder: the release's folder.
        asking: opens the release's store to be asked, where that is needed.

    Raises:
        ReleaseError: the release itself is damaged.
    """
    try:
        return TextIndex(open_folder(folder / _NAME))
    except ReleaseError as error:
        _log.warning("a text index is built in memory", extra={"said": {"reason": str(error)}})
    return build_index(asking())
