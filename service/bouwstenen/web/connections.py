"""HTTP connections: uvicorn's, but for what a public service of small answers needs beyond it."""

import asyncio
import json
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

__all__ = ["Connection"]

#: Seconds in which the head of a request must have arrived; uvicorn itself waits for ever.
HEAD_TIME = 15.0
#: Bytes that an address may have; httptools reads no more.
MAX_ADDRESS = 65_535
#: Bytes that the head of a request may have; uvicorn itself would keep any number.
MAX_HEAD = 1_000_000
#: Bytes of an answer that wait for the end of a turn of the event loop.
CORKED = 16 * 1024

_SEND_BY_POST = "Send the query by POST."


class Connection(HttpToolsProtocol):
    """A connection that closes when no request arrives, and sends the head of an answer with its body."""

    _timer: asyncio.TimerHandle | None = None
    _head = 0

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - as in uvicorn
        """Wait for the first request."""
        super().connection_made(_Corked(transport, self.loop))  # type: ignore[arg-type]
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Read on; what is no part of a request that is being answered must become one in time."""
        if self._timer is not None:
            self._head += len(data)
            if self._head > MAX_HEAD:
                self._refuse(b"431 Request Header Fields Too Large", f"at most {MAX_HEAD:,} bytes are read.")
                return
        super().data_received(data)
        idle = getattr(self.cycle, "response_complete", True)  # there is no cycle before the first request
        if idle and self._timer is None and self.timeout_keep_alive_task is None:
            self._wait()  # empty lines, or the rest of a body that nobody reads any more

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request; an address that is too long is told as such."""
        if len(getattr(self, "url", b"")) > MAX_ADDRESS:
            self._refuse(b"414 URI Too Long", f"an address has at most {MAX_ADDRESS:,} bytes.")
        else:
            super().send_400_response(msg)

    def on_message_begin(self) -> None:
        """Wait for the head of the request that begins."""
        super().on_message_begin()
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

    def _refuse(self, status: bytes, detail: str) -> None:
        body = {"type": "about:blank", "status": int(status[:3]), "detail": detail, "mend": _SEND_BY_POST}
        content = json.dumps({**body, "title": status[4:].decode()}).encode()
        head = b"HTTP/1.1 %s\r\nContent-Type: application/problem+json\r\nAccess-Control-Allow-Origin: *\r\n"
        ending = b"Content-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(content), content)
        self.transport.write(head % status + ending)
        self.transport.close()

    def _wait(self) -> None:
        self._timer = self.loop.call_later(HEAD_TIME, self.transport.close)

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
