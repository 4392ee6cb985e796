"""What a query comes to: a format, and bytes that may still be coming."""

from collections.abc import Callable

from bouwstenen.store.spool import Spool

__all__ = ["Answer"]


class Answer:
    """What a worker answers: its format, then its bytes.

    Args:
        format: name of the format.
        whole: all the bytes, where they are there already; None where they come from `spool`.
        spool: where the bytes come from.
        end: ends the query, should it still run.
        release: hash of the release it is from, where that may be another than was asked; "" where not.
    """

    def __init__(
        self,
        format: str,
        whole: bytes | None,
        spool: Spool | None = None,
        end: Callable[[], None] = lambda: None,
        release: str = "",
    ) -> None:
        self.format = format
        self.release = release
        self.whole = whole
        self._spool = spool
        self._end = end

    async def read(self) -> bytes:
        """Return the next bytes, b"" at the end; raises what went wrong since the answer began."""
        if self._spool is None:
            data, self.whole = self.whole or b"", b""
            return data
        return await self._spool.get()

    def discard(self) -> None:
        """Take no more of it; a query that still runs is ended."""
        self._end()
        if self._spool is not None:
            self._spool.discard()
