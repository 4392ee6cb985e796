"""`/sparql`: the SPARQL 1.1 Protocol over HTTP.

It is no route, since most requests are for it and FastAPI's way to a route costs as much as a small query.
"""

import asyncio
import contextlib
import re
from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from starlette.types import Message, Receive, Scope, Send

from bouwstenen.errors import (
    BouwstenenError,
    MethodError,
    RequestTimeoutError,
    TooLargeError,
    WrongUseError,
)
from bouwstenen.formats import GRAPHS, HTML, SOLUTIONS
from bouwstenen.publishing.catalogue.served import serve_description
from bouwstenen.publishing.writing import write
from bouwstenen.settings import Settings
from bouwstenen.sparql.description import describe_service
from bouwstenen.sparql.endpoint import Endpoint, Wanted
from bouwstenen.sparql.guard import MAX_LENGTH
from bouwstenen.sparql.pooled import PooledStore
from bouwstenen.sparql.protocol import DIRECT, FORM, Asked, parse_request
from bouwstenen.web.addressing import cite_as, path_of, release_named
from bouwstenen.web.answers import DeliveryResponse, NotModified, is_known
from bouwstenen.web.catalogue.routes import place_of
from bouwstenen.web.negotiation import format_of, formats_wanted, no_format
from bouwstenen.web.pages import prefers_html, render
from bouwstenen.web.problems import problem

__all__ = ["METHODS", "is_sparql", "operations", "sparql"]

METHODS = ("GET", "HEAD", "POST", "QUERY")

#: Bytes of a body: the longest query with every character escaped, and room for the other parameters.
MAX_BODY = 12 * MAX_LENGTH + 100_000
#: Seconds after which somebody who waits for an answer is watched: do they still?
WATCH_AFTER = 0.5

_PATH = re.compile(r"/sparql(?:\.(?P<suffix>[A-Za-z0-9]+))?")

#: What it may answer beside what the query asks for.
_REFUSALS = {
    400: "The query does not parse, is an update, calls out, or has too many rows",
    406: "There is no such format",
    413: "The query is too long or too deep",
    415: "The kind of body does not fit",
    429: "Too many ask at once; Retry-After says when to come back",
    502: "The server that is asked does not answer well",
    503: "There is no release to answer from",
    504: "It took too long",
    507: "It wanted too much memory",
}

_EXAMPLE = """SELECT ?intervention ?label ?passage WHERE {
  ?claim a bm:CoverageClaim ; bm:about ?intervention ; prov:wasDerivedFrom ?passage ;
         bm:factor <https://w3id.org/bouwstenen/id/factor/mediawijsheid> .
  ?intervention rdfs:label ?label .
}
"""


async def sparql(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request whose path `is_sparql` (ASGI)."""
    place = _PATH.fullmatch(path_of(scope))
    try:
        response = await _respond(scope, receive, place["suffix"] if place else None)
    except BouwstenenError as error:
        response = problem(Request(scope), error)
    if response is not None:
        await response(scope, receive, send)


def is_sparql(scope: Scope) -> bool:
    """Return whether a request is for the endpoint: `/sparql`, or with the suffix of a format."""
    return scope["type"] == "http" and _PATH.fullmatch(path_of(scope)) is not None


async def _respond(scope: Scope, receive: Receive, suffix: str | None) -> Response | None:
    """Return the response to a request; None where the client went away before there was one."""
    method = scope["method"]
    if method == "OPTIONS":
        return Response(status_code=204, headers={"allow": ", ".join((*METHODS, "OPTIONS"))})
    if method not in METHODS:
        mend = f"Use one of {', '.join(METHODS)}."
        raise MethodError(f"{method} is not for this address.", allow=METHODS, mend=mend)
    headers = _headers(scope)
    body = b"" if method in ("GET", "HEAD") else await _body(receive)
    asked = parse_request(
        method, scope["query_string"], headers.get(b"content-type", b"").decode("latin-1"), body
    )
    wanted_format = _format(asked, suffix)
    endpoint: Endpoint = scope["app"].state.endpoint
    named = _release(scope, asked)
    release = (await endpoint.named(named)).hash if named else ""
    if asked.query is None or (asked.edit and method == "GET"):
        request = Request(scope)
        if suffix is None and prefers_html(request):
            return render(request, "sparql.html", query=asked.query or _EXAMPLE)
        if asked.query is None:
            return await _description(request, wanted_format, release)
    accept = headers.get(b"accept")
    solutions, graphs = formats_wanted(accept.decode("latin-1") if accept else None, wanted_format)
    wanted = Wanted(
        asked.query, asked.default_graphs, asked.named_graphs, solutions, graphs, asked.timeout, release
    )
    known = headers.get(b"if-none-match")
    # the answer to a POST is no representation that a client could have (RFC 9110 §9.3.3)
    if known and method != "POST" and is_known(endpoint.etag(wanted), known.decode("latin-1")):
        endpoint.unchanged(wanted)
        return NotModified(endpoint.etag(wanted))
    cited = cite_as(scope, release or endpoint.release.hash) if method == "GET" else {}
    return await _unless_gone(receive, endpoint, wanted, cited)


def _release(scope: Scope, asked: Asked) -> str | None:
    """The release that the address or a form names: either may, not two different ones."""
    named = release_named(scope)
    if named and asked.release and named != asked.release:
        raise WrongUseError(
            f"the address is of release {named}, but release={asked.release}.",
            where="release",
            mend="Leave out one.",
        )
    return named or asked.release


def _headers(scope: Scope) -> dict[bytes, bytes]:
    """The request's headers; one that is sent in several lines is one list (RFC 9110 §5.3)."""
    headers: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        headers[name] = headers[name] + b", " + value if name in headers else value
    return headers


async def _body(receive: Receive) -> bytes:
    pieces, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise RequestTimeoutError("the body is not whole.", where="body")
        pieces.append(message.get("body", b""))
        size += len(pieces[-1])
        if size > MAX_BODY:
            raise TooLargeError(
                f"a query has at most {MAX_LENGTH:,} characters.", where="body", mend="Send it in parts."
            )
        more = message.get("more_body", False)
    return b"".join(pieces)


def _format(asked: Asked, suffix: str | None) -> str | None:
    if suffix is None:
        return asked.format
    if suffix not in {item.name for item in (*SOLUTIONS, *GRAPHS)}:
        raise no_format(suffix, (*SOLUTIONS, *GRAPHS))
    if asked.format not in (None, suffix):
        raise WrongUseError(
            f"the address ends in .{suffix}, but format={asked.format}.",
            where="format",
            mend="Leave out one.",
        )
    return suffix


async def _description(request: Request, wanted_format: str | None, pinned: str) -> Response:
    """The endpoint as it is here, and the dataset that the release says it serves."""
    chosen = format_of(request, GRAPHS, named=wanted_format)
    endpoint: Endpoint = request.app.state.endpoint
    settings: Settings = request.app.state.settings
    release = await endpoint.named(pinned) if pinned else endpoint.release
    place = place_of(request)
    store = PooledStore(endpoint, asyncio.get_running_loop(), pinned)

    def written() -> bytes:
        triples = list(describe_service(f"{place.base}/sparql", release, settings))
        # where limits are too low to read the rest, or all are busy, these are told all the same
        with contextlib.suppress(BouwstenenError):
            triples += serve_description(store, release, place)
        return write(dict.fromkeys(triples), chosen)

    content = await asyncio.to_thread(written)
    return Response(content, media_type=chosen.content_type, headers={"vary": "Accept, Accept-Encoding"})


async def _unless_gone(
    receive: Receive, endpoint: Endpoint, wanted: Wanted, headers: Mapping[str, str]
) -> Response | None:
    """Answer a query, and end it when whoever asked goes away meanwhile."""
    loop = asyncio.get_running_loop()
    waiting = asyncio.current_task()
    watcher: asyncio.Task[None] | None = None

    async def until_gone() -> None:
        message: Message = {"type": ""}
        while message["type"] != "http.disconnect":
            message = await receive()
        if waiting is not None:
            waiting.cancel()

    def watch() -> None:
        nonlocal watcher
        watcher = loop.create_task(until_gone())

    timer = loop.call_later(WATCH_AFTER, watch)
    try:
        return DeliveryResponse(await endpoint.answer(wanted), headers)
    except asyncio.CancelledError:
        if watcher is None or not watcher.done() or waiting is None:
            raise
        waiting.uncancel()
        return None
    finally:
        timer.cancel()
        if watcher is not None:
            watcher.cancel()


def operations() -> dict[str, Any]:
    """Return the OpenAPI description of `/sparql`, which is no route and so has none of itself."""
    text = {"type": "string"}
    parameters: list[dict[str, Any]] = [
        {"name": "query", "schema": text, "description": "The query; without it, the service description."},
        {"name": "default-graph-uri", "schema": {"type": "array", "items": text}},
        {"name": "named-graph-uri", "schema": {"type": "array", "items": text}},
        {"name": "format", "schema": text, "description": "Name of a format; overrides Accept."},
        {"name": "timeout", "schema": {"type": "number"}, "description": "Seconds; lowers the limit."},
    ]
    kinds: dict[str, Any] = {item.media_type: {} for item in (*SOLUTIONS, *GRAPHS, HTML)}
    answers = {
        "200": {
            "description": "Solutions, a boolean, a graph, or the service description.",
            "content": kinds,
        },
        **{str(status): {"description": text} for status, text in _REFUSALS.items()},
    }
    body = {"content": {DIRECT: {"schema": text}, FORM: {"schema": {"type": "object"}}}, "required": True}
    shared = {"responses": answers, "parameters": [{**item, "in": "query"} for item in parameters]}
    return {
        "get": {"summary": "SPARQL endpoint (query by GET); without a query: what it is", **shared},
        "post": {
            "summary": "SPARQL endpoint (query by POST, direct or as a form)",
            "requestBody": body,
            **shared,
        },
    }
