"""What a query comes to: a format, and bytes that may still be coming."""

from bouwstenen.store.spool import Spool

__all__ = ["Answer"]


class Answer:
    """What a worker answers: its format, then its bytes.

    Args:
        format: name of the format.
        spool: where the bytes come from.
        whole: all the bytes, where they are there already.
    """

    def __init__(self, format: str, spool: Spool | None, whole: bytes | None = None) -> None:
        self.format = format
        self.whole = whole
        self._spool = spool

    async def read(self) -> bytes:
        """Return the next bytes, b"" at the end; raises what went wrong since the answer began."""
        if self._spool is None:
            data, self.whole = self.whole or b"", b""
            return data
        return await self._spool.get()

    def discard(self) -> None:
        """Take no more of it."""
        if self._spool is not None:
            self._spool.discard()
