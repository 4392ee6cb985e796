"""Compression for those who ask for it. Starlette's own also compresses for who refuses (`gzip;q=0`)."""

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from bouwstenen.sparql.negotiation import accepts_gzip

__all__ = ["Gzip"]

#: Below this, whatever is before it, are files.
_FILES = "/dump/"


class Gzip(GZipMiddleware):
    """Starlette's compression, with qualities.

    Args:
        app: whose answers are compressed.
        varies: whether they tell in `Vary` that they may be; who wants none then takes a short way.
    """

    def __init__(self, app: ASGIApp, *, varies: bool = False) -> None:
        super().__init__(app, minimum_size=1024, compresslevel=4)
        self._varies = varies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request (ASGI)."""
        accepted = b", ".join(value for name, value in scope["headers"] if name == b"accept-encoding")
        wanted = accepted and accepts_gzip(accepted.decode("latin-1"))
        # a dump is sent as it is: its digest and its parts are those of the file
        if (self._varies and not wanted) or (scope["type"] == "http" and _FILES in scope["path"]):
            await self.app(scope, receive, send)
            return
        if accepted and not wanted:
            rest = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            scope = {**scope, "headers": rest}
        await super().__call__(scope, receive, send)
