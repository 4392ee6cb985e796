"""Answers as HTTP responses: the format the client asked for or likes best, sent as it comes."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from fastapi import Request
from fastapi.responses import Response
from starlette.types import Receive, Scope, Send

from bouwstenen.errors import BouwstenenError, NotAcceptableError, WrongUseError
from bouwstenen.formats import ALL, GRAPHS, HTML, SOLUTIONS, Format, by_name
from bouwstenen.sparql.delivery import Delivery
from bouwstenen.sparql.negotiation import choose

__all__ = ["DeliveryResponse", "NotModified", "format_of", "formats_wanted", "is_known"]

#: Seconds that a client may take nothing of an answer before it is broken off.
STALL = 60.0

#: What graphs come as where a format for solutions is asked for: clients do not look what kind a query is of.
_AS_GRAPH = {"xml": "rdf", "json": "jsonld"}

_VARY = (b"vary", b"Accept, Accept-Encoding")
_REVALIDATE = "public, no-cache"
_TAG = re.compile(r'(?:W/)?("[^"]*")')


def formats_wanted(accept: str | None, asked: str | None) -> tuple[str | None, str | None]:
    """Return the names of the formats for solutions and for graphs; None where the client takes none of them.

    Args:
        accept: the Accept header.
        asked: name of a format that overrides it.

    Raises:
        WrongUseError: there is no format of that name.
        NotAcceptableError: the client takes neither solutions nor graphs in any format there is.
    """
    if not asked:
        return _negotiated(accept)
    known = by_name(asked)
    if known is None or known is HTML:
        names = ", ".join(item.name for item in (*SOLUTIONS, *GRAPHS))
        raise _no_format(asked, names)
    return known.name, _AS_GRAPH.get(known.name, known.name)


@lru_cache(maxsize=1024)
def _negotiated(accept: str | None) -> tuple[str | None, str | None]:
    solutions, graphs = (_liked(accept, offered) for offered in (SOLUTIONS, GRAPHS))
    if solutions is None and graphs is None:
        offered = ", ".join(dict.fromkeys(item.media_type for item in ALL[1:]))
        raise _comes_as(offered)
    return solutions, graphs


def _liked(accept: str | None, offered: Sequence[Format]) -> str | None:
    chosen = _best(accept, offered)
    return chosen.name if chosen else None


def _best(accept: str | None, offered: Sequence[Format]) -> Format | None:
    chosen = choose(accept, (*offered, HTML))
    if chosen is HTML:  # who wants a page gets our first format if they take it, or what else they take
        return choose(accept, offered[:1]) or choose(accept, offered) or offered[0]
    return chosen


def format_of(request: Request, offered: Sequence[Format], asked: str | None = None) -> Format:
    """Return which of the offered formats a request is answered in.

    Args:
        request: whose `format` and Accept count.
        offered: the formats there are, the preferred one first.
        asked: name of a format that overrides both.

    Raises:
        WrongUseError: there is no format of the name that was asked for.
        NotAcceptableError: the client accepts none of them.
    """
    asked = asked or request.query_params.get("format")
    if asked:
        named = next((item for item in offered if item.is_called(asked)), None)
        if named is None:
            names = ", ".join(item.name for item in offered)
            raise _no_format(asked, names)
        return named
    chosen = _best(request.headers.get("accept"), offered)
    if chosen is None:
        media_types = ", ".join(item.media_type for item in offered)
        raise _comes_as(media_types)
    return chosen


def _no_format(asked: str, names: str) -> WrongUseError:
    return WrongUseError(
        {"nl": f"het formaat “{asked}” is er hier niet.", "en": f"there is no format “{asked}” here."},
        where="format",
        mend={"nl": f"Kies uit: {names}.", "en": f"Choose one of: {names}."},
    )


def _comes_as(media_types: str) -> NotAcceptableError:
    return NotAcceptableError(
        {"nl": f"dit is er als: {media_types}.", "en": f"this comes as: {media_types}."}, where="Accept"
    )


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
