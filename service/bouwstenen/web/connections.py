"""HTTP connections: uvicorn's, but for what a public service of small answers needs beyond it."""

import asyncio
import json
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bouwstenen.settings import Settings

__all__ = ["MAX_ADDRESS", "Connection", "connections"]

#: Bytes that an address may have; httptools reads no more.
MAX_ADDRESS = 65_535
#: Bytes of an answer that wait for the end of a turn of the event loop.
CORKED = 16 * 1024


def connections(settings: Settings) -> type["Connection"]:
    """Return the class of connections that heed the settings of heads; uvicorn makes one for each."""

    class Limited(Connection):
        head_time = settings.head_time
        head_size = settings.head_size * 1024
        head_lines = settings.head_lines

    return Limited


class _TooMuchError(Exception):
    """A head has more than it may; the parser ends at it."""


class Connection(HttpToolsProtocol):
    """A connection that closes when no request arrives, and sends the head of an answer with its body."""

    #: Seconds in which the head of a request must have arrived; uvicorn itself waits for ever.
    head_time: float
    #: Bytes that it may have; uvicorn itself would keep any number.
    head_size: int
    #: Headers that it may have.
    head_lines: int

    _timer: asyncio.TimerHandle | None = None
    _head = _taken = 0

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - as in uvicorn
        """Wait for the first request."""
        super().connection_made(_Corked(transport, self.loop))  # type: ignore[arg-type]
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Read on; what is no part of a request that is being answered must become one in time."""
        waiting = self._timer
        super().data_received(data)
        if waiting is not None and self._timer is waiting:  # all of it is of a head that has not ended
            self._head += len(data)
            if self._head > self.head_size and not self.transport.is_closing():
                self._refuse_head(f"at most {self.head_size:,} bytes are read.")
                return
        idle = getattr(self.cycle, "response_complete", True)  # there is no cycle before the first request
        if idle and self._timer is None and self.timeout_keep_alive_task is None:
            self._wait()  # empty lines, or the rest of a body that nobody reads any more

    def on_url(self, url: bytes) -> None:
        """Take a part of the address."""
        super().on_url(url)
        if len(self.url) > MAX_ADDRESS:
            raise _TooMuchError

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header."""
        super().on_header(name, value)
        self._taken += len(name) + len(value) + 4
        if len(self.headers) > self.head_lines or self._taken > self.head_size:
            raise _TooMuchError

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request; what is too long is told as such."""
        if len(getattr(self, "url", b"")) > MAX_ADDRESS:
            said = f"an address has at most {MAX_ADDRESS:,} bytes."
            self._refuse(b"414 URI Too Long", said, "Send the query by POST.")
        elif len(getattr(self, "headers", ())) > self.head_lines:
            self._refuse_head(f"at most {self.head_lines} headers are read.")
        elif self._taken > self.head_size:
            self._refuse_head(f"at most {self.head_size:,} bytes are read.")
        else:
            super().send_400_response(msg)

    def on_message_begin(self) -> None:
        """Wait for the head of the request that begins."""
        super().on_message_begin()
        self._taken = 0
        if self._timer is None:
            self._wait()

    def on_headers_complete(self) -> None:
        """The head is there."""
        self._stop_waiting()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _refuse_head(self, detail: str) -> None:
        self._refuse(b"431 Request Header Fields Too Large", detail, "Send fewer and shorter headers.")

    def _refuse(self, status: bytes, detail: str, mend: str) -> None:
        body = {"type": "about:blank", "status": int(status[:3]), "detail": detail, "mend": mend}
        content = json.dumps({**body, "title": status[4:].decode()}).encode()
        head = b"HTTP/1.1 %s\r\nContent-Type: application/problem+json\r\nAccess-Control-Allow-Origin: *\r\n"
        ending = b"Content-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(content), content)
        self.transport.write(head % status + ending)
        self.transport.close()

    def _wait(self) -> None:
        self._timer = self.loop.call_later(self.head_time, self.transport.close)

    def _stop_waiting(self) -> None:
        self._head = 0
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class _Corked:
    """A transport that sends what is written to it once per turn of the event loop.

    uvicorn writes head and body apart. Each of them wakes the client, which costs more than a small answer.
    What is large goes at once: only the transport can tell that the client does not keep up.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._waiting: list[bytes] = []
        self._size = 0

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the transport has
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send `data` with what else is written in this turn."""
        if not self._waiting:
            self._loop.call_soon(self._flush)
        self._waiting.append(data)
        self._size += len(data)
        if self._size > CORKED:
            self._flush()

    def close(self) -> None:
        """Send what waits, then close."""
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        if self._waiting:
            data = b"".join(self._waiting)
            self._waiting.clear()
            self._size = 0
            if not self._transport.is_closing():
                self._transport.write(data)
