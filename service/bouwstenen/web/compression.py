"""Compression for those who ask for it. Starlette's own also compresses for who refuses (`gzip;q=0`)."""

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Receive, Scope, Send

from bouwstenen.sparql.negotiation import accepts_gzip

__all__ = ["Gzip"]


class Gzip(GZipMiddleware):
    """Starlette's compression, with qualities."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request (ASGI)."""
        if scope["type"] == "http":
            accepted = b", ".join(value for name, value in scope["headers"] if name == b"accept-encoding")
            if accepted and not accepts_gzip(accepted.decode("latin-1")):
                rest = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
                scope = {**scope, "headers": rest}
        await super().__call__(scope, receive, send)
