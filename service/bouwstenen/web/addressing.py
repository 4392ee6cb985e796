"""Where the service is reached: links and addresses that hold behind a proxy and below a path."""

from urllib.parse import urlsplit

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from bouwstenen.namespaces import BASE

__all__ = ["Rooted", "base_of", "link_of", "path_of", "root_of"]


class Rooted:
    """Lets the application below answer at a path of its own, whether a proxy passes that path on or not.

    Args:
        app: the application.
        address: under which the public reaches it; None where that is the address it is asked at.
    """

    def __init__(self, app: ASGIApp, address: str | None) -> None:
        self._app = app
        self._root = urlsplit(address or "").path.rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request (ASGI)."""
        if self._root and scope["type"] == "http":
            path = scope["path"]
            if path != self._root and not path.startswith(f"{self._root}/"):
                path = self._root + path
            scope = {**scope, "path": path, "root_path": self._root}
        await self._app(scope, receive, send)


def path_of(scope: Scope) -> str:
    """Return the path of a request within the application: what routes are found by."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def root_of(request: Request) -> str:
    """Return the path below which the application answers, "" or "/…": links on pages begin with it."""
    root: str = request.scope.get("root_path", "")
    return root


def base_of(request: Request) -> str:
    """Return the address of the application as its readers reach it, without a slash at its end.

    That is the setting `address` where there is one, else what the request was sent to.
    """
    address: str | None = request.app.state.settings.address
    if address is None:
        return str(request.base_url).rstrip("/")
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}{root_of(request)}"


def link_of(root: str, iri: str) -> str:
    """Return where something is described: on a page of ours if the IRI is one of ours, else at itself.

    A thing (`/id/…`) is described at its document (`/doc/…`), without the redirect that its IRI answers with.

    >>> link_of("", "https://w3id.org/bouwstenen/id/trede/3")
    '/doc/trede/3'
    >>> link_of("/x", "https://w3id.org/bouwstenen/graph/tabel-b3-1")
    '/x/graph/tabel-b3-1'
    """
    if not iri.startswith(BASE):
        return iri
    path = iri.removeprefix(BASE)
    return f"{root}/doc/{path.removeprefix('id/')}" if path.startswith("id/") else f"{root}/{path}"
