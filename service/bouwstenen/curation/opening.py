"""The database of the workflow, opened when somebody first needs it."""

import threading
import time

from bouwstenen.curation.database import Database, open_database
from bouwstenen.errors import DatabaseError
from bouwstenen.settings import Settings

__all__ = ["Opener"]

#: Seconds for which a database that could not be opened is not tried again.
PAUSE = 2.0


class Opener:
    """Opens the database once, for all threads; a service that cannot open it serves what needs none.

    Args:
        settings: that name the database.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._opened: Database | None = None
        self._failed: tuple[float, DatabaseError] | None = None

    def database(self) -> Database:
        """Return the database, open.

        Raises:
            DatabaseError: it cannot be opened; whoever asks in a few seconds makes us try again.
        """
        opened = self._opened
        if opened is None:
            with self._lock:
                opened = self._opened = self._opened or self._open()
        return opened

    def _open(self) -> Database:
        if self._failed and time.monotonic() - self._failed[0] < PAUSE:
            failed = self._failed[1]
            raise DatabaseError(failed.what, where=failed.where, mend=failed.mend)
        try:
            return open_database(self._settings)
        except DatabaseError as error:
            self._failed = (time.monotonic(), error)
            raise

    def close(self) -> None:
        """Let go of it; who asks again opens it again."""
        with self._lock:
            if self._opened is not None:
                self._opened.close()
            self._opened = self._failed = None
