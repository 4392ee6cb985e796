"""An answer on its way to a client: kept for the next who asks, counted and logged once it is done with."""

import time

from bouwstenen.errors import BouwstenenError
from bouwstenen.sparql.cache import Cache, Cached
from bouwstenen.sparql.monitor import Monitor
from bouwstenen.store.answer import Answer

__all__ = ["Delivery", "Record", "outcome_of"]


class Delivery:
    """An answer on its way to a client. Read it to its end, or close it.

    Args:
        format: name of its format.
        etag: stays the same as long as the answer does; None where it may change at any moment.
        size: bytes, where they are known.
    """

    def __init__(self, answer: Answer, etag: str | None, record: "Record", kept: Cache | None) -> None:
        self.format = answer.format
        self.etag = etag
        self.size = None if answer.whole is None else len(answer.whole)
        self._answer = answer
        self._record = record
        self._kept = kept
        self._pieces: list[bytes] = []

    async def read(self) -> bytes:
        """Return the next bytes, b"" at the end.

        Raises:
            BouwstenenError: the answer broke off; what was read is not whole.
        """
        try:
            piece = await self._answer.read()
        except BouwstenenError as error:
            self._record.close(outcome_of(error))
            raise
        self._record.size += len(piece)
        if self._kept is not None:
            self._pieces.append(piece)
            if self._record.size > self._kept.largest:
                self._kept = None
                self._pieces.clear()
        if not piece:
            self._keep()
            self._record.close("ok")
        return piece

    def take(self) -> bytes:
        """Return all the bytes of an answer whose size is known."""
        whole = self._answer.whole or b""
        self._record.size = len(whole)
        self._pieces = [whole]
        self._keep()
        self._record.close("ok")
        return whole

    def close(self) -> None:
        """Take no more of it."""
        self._answer.discard()
        self._record.close("broken off")

    def _keep(self) -> None:
        if self._kept is not None:
            self._kept.put(self._record.key, Cached(self.format, b"".join(self._pieces)))


class Record:
    """Counts and logs a query, once.

    Args:
        monitor: does so.
        key: tells the same query again.
        text: the query.
    """

    def __init__(self, monitor: Monitor, key: bytes, text: str) -> None:
        self.key = key
        self.size = 0
        self._monitor = monitor
        self._text = text
        self._began = time.perf_counter()
        self._open = True

    def close(self, outcome: str) -> None:
        """Say what became of the query; only the first time counts."""
        if self._open:
            self._open = False
            seconds = time.perf_counter() - self._began
            self._monitor.query(self.key.hex(), self._text, outcome, seconds, self.size)


def outcome_of(error: BouwstenenError) -> str:
    """Return what an error is called in counts and logs: its name without the ending."""
    return type(error).__name__.removesuffix("Error")
