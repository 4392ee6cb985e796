"""What a start does about a history that is damaged: it is made again from what lies around it."""

import json
import logging
import os
import re
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bouwstenen.errors import ReleaseError
from bouwstenen.graph.files import sync_folder, sync_tree
from bouwstenen.graph.history import Entry, folder_of, history, name_of, numbers, write_entry
from bouwstenen.graph.mending import mend_home
from bouwstenen.graph.release import locked
from bouwstenen.publishing.changes.recorded import FOLDER, is_readable, summary
from bouwstenen.publishing.changes.recording import record_changes, record_loss

__all__ = ["mend"]

_log = logging.getLogger(__name__)


def mend(home: Path) -> None:
    """Mend what killed processes and a bad disk left below `home`; nothing happens where all is well.

    Where the home cannot be written, it is left as it is, and the log says so.
    """
    if not (home / "releases").is_dir():
        return
    try:
        with locked(home):
            _mend_entries(home)
            mend_home(home)
            for entry in history(home):
                if not is_readable(folder_of(home, entry)):
                    _record_again(home, entry)
    except OSError as error:
        _log.warning("nothing was mended, since %s cannot be written: %s", home, error)


def _mend_entries(home: Path) -> None:
    """Write entries again that cannot be read, where what lies around says what they were."""
    for number in numbers(home):
        entries = history(home)
        if any(entry.number == number for entry in entries):
            continue
        before = [entry for entry in entries if entry.number < number]
        if len(before) == number - 1 and (found := _entry(home, number, entries, before)):
            _log.warning("entry %d of the history is written again: release %s", number, found.name)
            write_entry(folder_of(home, found), found)


def _entry(home: Path, number: int, entries: list[Entry], before: list[Entry]) -> Entry | None:
    """The next entry names the release of this one; the last one's is the one that serves."""
    prior = before[-1].hash if before else None
    if number == numbers(home)[-1]:
        try:
            release = (home / "current").read_text(encoding="utf-8").strip()
        except (OSError, UnicodeError):
            return None
    else:
        release = next((entry.prior or "" for entry in entries if entry.number == number + 1), "")
    published = _published(home, number, release)
    if not re.fullmatch("[0-9a-f]{64}", release) or release == prior or published is None:
        return None
    return Entry(number, name_of(published, before), release, published, prior)


def _published(home: Path, number: int, release: str) -> str | None:
    """When: as the changes say that were recorded, or else the release."""
    try:
        if found := summary(home / "history" / f"{number:06}"):
            return found.moment.astimezone(UTC).isoformat(timespec="seconds")
    except (ReleaseError, ValueError):
        pass
    try:
        described = json.loads((home / "releases" / release / "release.json").read_text(encoding="utf-8"))
        return datetime.fromisoformat(described["built"]).astimezone(UTC).isoformat(timespec="seconds")
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _record_again(home: Path, entry: Entry) -> None:
    """Record again what changed with a publication; where its release is lost, put nothing in its place.

    The damaged record stays beside, as `changes.damaged`. As many publications have a record as before: pages
    of the stream count them.
    """
    folder = folder_of(home, entry)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=home / "history"))
    try:
        record_changes(draft, entry, home / "releases" / entry.hash, None)
        _log.warning("what changed with release %s is recorded again", entry.name)
    except ReleaseError as error:
        _log.warning("what changed with release %s is lost: %s", entry.name, error)
        shutil.rmtree(draft / FOLDER, ignore_errors=True)
        record_loss(draft, entry)
    sync_tree(draft)
    shutil.rmtree(folder / f"{FOLDER}.damaged", ignore_errors=True)
    (folder / FOLDER).rename(folder / f"{FOLDER}.damaged")
    (draft / FOLDER).rename(folder / FOLDER)
    sync_folder(folder)
    shutil.rmtree(draft)
    os.utime(home / "history")  # who keeps the history in memory reads it again
