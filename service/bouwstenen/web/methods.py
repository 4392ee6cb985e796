"""What Starlette does otherwise: HEAD wherever GET is (RFC 9110 §9.3.2), redirects that name no host."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["HeadAsGet", "SameHost"]


class SameHost:
    """Lets redirects name the path alone: behind a proxy the service has another name."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request (ASGI)."""

        async def relative(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (307, 308):
                headers = MutableHeaders(scope=message)
                target = urlsplit(headers.get("location", ""))
                if target.netloc == Headers(scope=scope).get("host"):
                    headers["location"] = target._replace(scheme="", netloc="").geturl()
            await send(message)

        await self._app(scope, receive, relative)


class HeadAsGet:
    """Answers a HEAD request as the GET it asks about, without the body; `head` in the scope says so."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request (ASGI)."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def headers_only(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET", "head": True}, receive, headers_only)
