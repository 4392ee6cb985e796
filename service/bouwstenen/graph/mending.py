"""What a start does about what others left who were killed, and about what is damaged."""

import logging
import shutil
from pathlib import Path

from pyoxigraph import Store

from bouwstenen.errors import ReleaseError
from bouwstenen.graph.history import history
from bouwstenen.graph.release import current, located, point, sweep
from bouwstenen.graph.workplace import sweep_workplaces

__all__ = ["mend_home"]

_log = logging.getLogger(__name__)
#: Statements up to which those of a release are counted; that takes a second for each ten millions.
_COUNTED = 2_000_000


def mend_home(home: Path) -> None:
    """Remove what killed builds left, put damaged releases aside, and point to a release that is whole.

    The one that serves is the last one published that is whole: also where whoever published it was killed
    before the pointer was replaced. Call it under the lock of `graph.release`.

    Raises:
        OSError: nothing can be written here.
    """
    sweep(home)
    sweep_workplaces(home)
    for folder in (home / "releases").glob("[0-9a-f]*"):
        if not _is_sound(home, folder):
            aside = folder.with_name(f".damaged-{folder.name}")
            _log.warning("a release is not whole and is put aside: %s", aside)
            shutil.rmtree(aside, ignore_errors=True)
            folder.rename(aside)
    whole = [entry for entry in history(home) if (home / "releases" / entry.hash).is_dir()]
    if not whole:
        return
    try:
        serving = current(home)[1].hash
    except ReleaseError as error:
        serving = str(error)
    if serving != whole[-1].hash:
        _log.warning("release %s serves from now on, not: %s", whole[-1].hash, serving)
        point(home, whole[-1].hash)


def _is_sound(home: Path, folder: Path) -> bool:
    """Whether a release opens, and holds as much as it says."""
    try:
        _, release = located(home, folder.name)
        store = Store.read_only(str(folder / "store"))
        return release.statements > _COUNTED or len(store) == release.statements
    except (ReleaseError, OSError, RuntimeError):  # RuntimeError: "Corruption: …"
        return False
