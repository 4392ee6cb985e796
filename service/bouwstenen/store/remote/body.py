"""The body of an answer from afar, read piece by piece, as a file that parsers can read."""

import re
import time
from collections.abc import Iterator

import httpx2

from bouwstenen.errors import RemoteError, RemoteTimeoutError
from bouwstenen.store.remote.closable import Closable

__all__ = ["Body", "failure"]

_SLOW = "Ask for less, or give it more time."
_TAIL = 200
#: Virtuoso's names of blank nodes in JSON, which are none by its standard. No literal can hold this: its
#: quotes would be escaped.
_BLANK_OF_VIRTUOSO = re.compile(rb'("type"\s?:\s?"bnode"\s?,\s?"value"\s?:\s?")nodeID://')
_HELD = 64
_END_OF_XML = re.compile(rb"</(?:[\w.-]+:)?sparql\s*>\s*\Z")


def failure(error: httpx2.TransportError, where: str) -> RemoteError:
    """Return what to tell of a transfer that failed."""
    if isinstance(error, httpx2.TimeoutException):
        return RemoteTimeoutError("it does not answer within the time it has.", where=where, mend=_SLOW)
    return RemoteError(f"the connection broke off: {error}.", where=where, mend="Ask again.")


class Body(Closable):
    """A file-like reader over a response; its first piece has come when it is made.

    What goes wrong while it is read is raised from `read`, through the parser that calls it, as an error of
    ours: parsers of pyoxigraph pass exceptions on as they are. It closes at its end, at an error, and when
    nobody holds it any more: a result may be dropped unread.

    Args:
        response: an answer that is streamed.
        where: the address, as messages show it.
        deadline: when to give up, as `time.monotonic` counts.

    Raises:
        RemoteTimeoutError: it takes too long.
        RemoteError: the connection breaks off.
    """

    def __init__(self, response: httpx2.Response, where: str, deadline: float) -> None:
        self.where = where
        self.status = response.status_code
        self.headers = response.headers
        #: Set this for a body in XML: pyoxigraph takes one that is cut short for a whole one.
        self.is_xml = False
        self._response = response
        self._deadline = deadline
        self._pieces: Iterator[bytes] = response.iter_bytes()
        self._piece = b""
        self._at = 0
        self._tail = b""
        self._held = b""
        self._is_virtuoso = "virtuoso" in self.headers.get("server", "").lower()
        self._first = self._fetch()

    @property
    def media_type(self) -> str:
        """The media type it says it has, without parameters."""
        return str(self.headers.get("content-type", "")).partition(";")[0].strip().lower()

    @property
    def tells_its_end(self) -> bool:
        """Whether a body that is cut short can be told from one that is whole."""
        return "content-length" in self.headers or "transfer-encoding" in self.headers

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, or all that is left; nothing at the end."""
        if size < 0:
            return b"".join(iter(lambda: self.read(1 << 16), b""))
        if self._at == len(self._piece) and not self._next():
            return b""
        taken = self._piece[self._at : self._at + size]
        self._at += len(taken)
        return taken

    def close(self) -> None:
        """Let go of the connection; what was not read is lost."""
        self._response.close()

    def __del__(self) -> None:
        self.close()

    def _next(self) -> bool:
        """Get the next piece; False at the end."""
        while True:
            raw = self._first or self._fetch()
            self._first = b""
            piece = _BLANK_OF_VIRTUOSO.sub(rb"\1", self._held + raw) if self._is_virtuoso else raw
            # a match may have begun at the end of this piece
            self._held = piece[-_HELD:] if self._is_virtuoso and raw else b""
            self._piece = piece[: len(piece) - len(self._held)]
            self._at = 0
            if self._piece or not raw:
                break
        self._tail = (self._tail + self._piece)[-_TAIL:]
        if not self._piece and self.is_xml and not _END_OF_XML.search(self._tail):
            raise RemoteError("its answer is cut short.", where=self.where, mend="Ask again.")
        return bool(self._piece)

    def _fetch(self) -> bytes:
        """Get what the server sends next; nothing at the end."""
        try:
            if time.monotonic() > self._deadline:
                what = "it is still answering when its time is up."
                raise RemoteTimeoutError(what, where=self.where, mend=_SLOW)
            # an empty piece is none: it would be taken for the end
            return next((piece for piece in self._pieces if piece), b"")
        except httpx2.TransportError as error:
            self.close()
            raise failure(error, self.where) from error
        except httpx2.DecodingError as error:
            self.close()
            raise RemoteError(f"its answer is garbled: {error}.", where=self.where) from error
        except RemoteError:
            self.close()
            raise
