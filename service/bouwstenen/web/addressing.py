"""Where the service is reached: addresses that hold behind a proxy, below a path, in a named release."""

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from bouwstenen.graph.history import SHORT
from bouwstenen.namespaces import BASE

__all__ = [
    "Rooted",
    "base_of",
    "citable",
    "cite_as",
    "link_of",
    "path_of",
    "release_named",
    "root_above",
    "root_of",
    "top_of",
]

#: Any address of the service below that of a release; `/release/{version}` and its `diff` are about releases.
_WITHIN = re.compile(r"/release/(?P<name>[^/]+)(?P<rest>/(?!diff(?:[./]|$)).*)", re.DOTALL)
#: What may name a release; anything else is looked for too, and not found.
_NAME = re.compile(r"[0-9A-Za-z.-]{1,64}")
#: What may stand in an address as it is sent, but not in a header or an attribute.
_ESCAPED = str.maketrans({character: quote(character) for character in '<>" '})
_HOST = re.compile(r"[0-9A-Za-z.-]+(?::[0-9]+)?|\[[0-9A-Fa-f:.]+\](?::[0-9]+)?")
#: Characters that an address may have to be cited by: servers in between refuse longer headers.
_CITABLE = 2000


class Rooted:
    """Lets the application below answer at a path of its own, and from the release that a request names.

    A proxy may pass the path on or not. A release is named by the address, `/release/{version}/queries/…`, or
    by the parameter `release`, which comes to the same: the application sees only `release_named`.

    Args:
        app: the application.
        address: under which the public reaches it; None where that is the address it is asked at.
    """

    def __init__(self, app: ASGIApp, address: str | None) -> None:
        self._app = app
        self._root = urlsplit(address or "").path.rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request (ASGI)."""
        if scope["type"] == "http":
            path = scope["path"]
            if self._root:
                if path == self._root or path.startswith(f"{self._root}/"):
                    path = path[len(self._root) :]
                scope = {**scope, "path": self._root + path, "root_path": self._root}
            if path.startswith("/release/") or b"release=" in scope["query_string"]:
                scope = _of_release(scope, path)
        await self._app(scope, receive, send)


def _of_release(scope: Scope, path: str) -> Scope:
    """The request, with the release it names in `release` and `release_root`."""
    root = scope.get("root_path", "")
    if (within := _WITHIN.fullmatch(path)) and _NAME.fullmatch(within["name"]):
        below = f"/release/{within['name']}"
        return {**scope, "root_path": root + below, "release": within["name"], "release_root": below}
    given = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True, encoding="latin-1")
    name = next((value for key, value in given if key == "release"), None)
    if name is None or path.startswith("/release"):
        return scope
    given.remove(("release", name))  # one that is given again stays, and is told to be too many
    scope = {**scope, "query_string": urlencode(given, encoding="latin-1").encode("latin-1")}
    if not _NAME.fullmatch(name):
        return {**scope, "release": name} if name.strip() else scope
    below = f"/release/{name}"
    rooted = {"path": root + below + path, "root_path": root + below}
    return {**scope, **rooted, "release": name, "release_root": below}


def release_named(scope: Scope) -> str | None:
    """Return the name of the release that a request asks for; None for the one that serves."""
    name: str | None = scope.get("release")
    return name


def citable(scope: Scope, release: str) -> str | None:
    """Return the address at which the answer to a request stays the same; None where it would be too long.

    It names the release by its content, so that it holds wherever the release is served.

    Args:
        scope: of the request.
        release: hash of the release that answers.
    """
    base = _base(scope)
    query = scope["query_string"].decode("latin-1")
    if "edit=" in query:
        query = urlencode([(key, value) for key, value in parse_qsl(query) if key != "edit"])
    path = quote(path_of(scope))
    query = query.translate(_ESCAPED)
    address = f"{base}/release/{release[:SHORT]}{path}{'?' if query else ''}{query}"
    return address if base and len(address) <= _CITABLE else None


def cite_as(scope: Scope, release: str) -> dict[str, str]:
    """Return the Link header that leads to `citable` (RFC 8574), where there is such an address."""
    address = citable(scope, release)
    return {"Link": f'<{address}>; rel="cite-as"'} if address else {}


def _base(scope: Scope) -> str | None:
    """The address of the application without that of a release; None where the request names no proper host.

    It is worked out for every answer of the endpoint: Starlette's own way takes as long as a small query.
    """
    root = scope.get("root_path", "").removesuffix(scope.get("release_root", ""))
    public: str | None = scope["app"].state.settings.address
    if public is not None:
        return public
    host = next((value for name, value in scope["headers"] if name == b"host"), b"").decode("latin-1")
    return f"{scope.get('scheme', 'http')}://{host}{root}" if _HOST.fullmatch(host) else None


def path_of(scope: Scope) -> str:
    """Return the path of a request within the application: what routes are found by."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def root_of(request: Request) -> str:
    """Return the path below which the application answers, "" or "/…": links on pages begin with it."""
    root: str = request.scope.get("root_path", "")
    return root


def root_above(request: Request) -> str:
    """Return the path of the service, outside of any release that is asked for within it."""
    return root_of(request).removesuffix(request.scope.get("release_root", ""))


def base_of(request: Request) -> str:
    """Return the address of the application as its readers reach it, without a slash at its end.

    That is the setting `address` where there is one, else what the request was sent to.
    """
    address: str | None = request.app.state.settings.address
    if address is None:
        return str(request.base_url).rstrip("/")
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}{root_of(request)}"


def top_of(request: Request) -> str:
    """Return the address of the service, outside of any release that is asked for within it."""
    return base_of(request).removesuffix(request.scope.get("release_root", ""))


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
