"""Answers as HTTP responses, sent as they come; nothing where the client has it already."""

import asyncio
import re
from collections.abc import Mapping

from fastapi.responses import Response
from starlette.types import Receive, Scope, Send

from bouwstenen.errors import BouwstenenError
from bouwstenen.formats import by_name
from bouwstenen.sparql.delivery import Delivery

__all__ = ["DeliveryResponse", "NotModified", "is_known"]

#: Seconds that a client may take nothing of an answer before it is broken off.
STALL = 60.0

_VARY = (b"vary", b"Accept, Accept-Encoding")
_REVALIDATE = "public, no-cache"
_TAG = re.compile(r'(?:W/)?("[^"]*")')


def is_known(etag: str, if_none_match: str) -> bool:
    """Return whether an If-None-Match header names `etag`, by weak comparison (RFC 9110 §8.8.3.2).

    `*` names none: whether there is an answer at all is not known before the query has run.
    """
    return etag.removeprefix("W/") in _TAG.findall(if_none_match)


class NotModified(Response):
    """304: the client has the answer already. A cache replaces the headers it has by these."""

    def __init__(self, etag: str, vary: str = "Accept, Accept-Encoding") -> None:
        headers = {"etag": etag, "vary": vary, "cache-control": _REVALIDATE}
        super().__init__(status_code=304, headers=headers)


class DeliveryResponse(Response):
    """Sends an answer as it comes.

    Where it breaks off after its beginning was sent, so does the connection: no client can take the part for
    the whole.

    Args:
        delivery: the answer.
        headers: what else is said of it.
    """

    def __init__(self, delivery: Delivery, headers: Mapping[str, str] | None = None) -> None:
        self._delivery = delivery
        self.background = None
        self.status_code = 200
        chosen = by_name(delivery.format)
        content_type = chosen.content_type if chosen else "application/octet-stream"
        self.raw_headers = [
            (b"content-type", content_type.encode()),
            _VARY,
            (b"x-content-type-options", b"nosniff"),
            (b"cache-control", _REVALIDATE.encode() if delivery.etag else b"no-store"),
        ]
        self.raw_headers += [(name.lower().encode(), text.encode()) for name, text in (headers or {}).items()]
        if delivery.etag:
            self.raw_headers.append((b"etag", delivery.etag.encode()))
        if delivery.size is not None:
            self.raw_headers.append((b"content-length", str(delivery.size).encode()))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send head and body."""
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        if self._delivery.size is not None:
            await send(start)
            await send({"type": "http.response.body", "body": self._delivery.take()})
            return
        watcher = asyncio.get_running_loop().create_task(self._end_when_gone(receive))
        try:
            await send(start)
            if scope.get("head"):
                await send({"type": "http.response.body"})
                return
            while piece := await self._delivery.read():
                async with asyncio.timeout(STALL):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body"})
        except (BouwstenenError, TimeoutError, OSError):
            return  # the server closes a connection whose answer is not whole; the log has the reason
        finally:
            watcher.cancel()
            self._delivery.close()

    async def _end_when_gone(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._delivery.close()
