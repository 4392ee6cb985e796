"""What the routes about releases and changes share: what was published, and how it is answered."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import Response
from pyoxigraph import DefaultGraph, Quad, RdfFormat, serialize

from bouwstenen import __version__
from bouwstenen.errors import UnknownThingError
from bouwstenen.formats import GRAPHS, Format
from bouwstenen.namespaces import PREFIXES
from bouwstenen.publishing.changes.log import Log, log
from bouwstenen.publishing.changes.stream import AS
from bouwstenen.web.addressing import base_of, path_of, root_of
from bouwstenen.web.answers import NotModified, is_known
from bouwstenen.web.context import CurrentSettings
from bouwstenen.web.pages import language_of

__all__ = [
    "ATOM",
    "DATASETS",
    "REVALIDATE",
    "CurrentLog",
    "address_of",
    "as_json",
    "as_rdf",
    "linked",
    "respond",
    "root_above",
    "top_of",
]

ATOM = Format("atom", "application/atom+xml")

#: Formats that keep named graphs, and then those that have the default graph alone.
DATASETS = (
    Format("trig", "application/trig", RdfFormat.TRIG, ("application/x-trig",)),
    Format("nq", "application/n-quads", RdfFormat.N_QUADS, ("text/x-nquads",)),
    Format("jsonld", "application/ld+json", RdfFormat.JSON_LD, ("application/json",)),
    *(each for each in GRAPHS if each.name in ("ttl", "nt")),
)

_KEEP_GRAPHS = (RdfFormat.TRIG, RdfFormat.N_QUADS, RdfFormat.JSON_LD)
_PREFIXES = {
    **{
        name: PREFIXES[name]
        for name in ("bm", "dcterms", "ldes", "owl", "prov", "rdf", "rdfs", "skos", "tree", "xsd")
    },
    "as": AS,
}
REVALIDATE = "public, no-cache"
_WITHIN = re.compile(r"/release/[^/]+$")


def _log(settings: CurrentSettings) -> Log:
    """What was published; an error where this service knows of nothing.

    It is kept where releases are built. A service over a SPARQL server that was loaded elsewhere has none.
    """
    found = log(settings.home)
    if not found.entries:
        raise UnknownThingError(
            {
                "nl": "deze dienst heeft geen geschiedenis: die ligt waar de uitgaven gebouwd worden.",
                "en": "this service has no history: that lies where the releases are built.",
            },
            mend={
                "nl": "Vraag het de dienst die bij die map (BOUWSTENEN_HOME) hoort.",
                "en": "Ask the service over that folder (BOUWSTENEN_HOME).",
            },
        )
    return found


CurrentLog = Annotated[Log, Depends(_log)]


def respond(
    request: Request, chosen: Format, version: str, body: Callable[[], bytes], headers: Mapping[str, str]
) -> Response:
    """Return an answer, or 304 where the client has it already.

    Args:
        request: whose If-None-Match counts.
        chosen: the format.
        version: what changes when the answer does.
        body: makes it.
        headers: further headers; without a Cache-Control among them a cache must ask again.
    """
    language = language_of(request) if chosen.name in ("json", "atom") else ""
    parts = "\0".join((__version__, address_of(request), chosen.name, language, version))
    etag = f'W/"{blake2b(parts.encode(), digest_size=12).hexdigest()}"'
    vary = "Accept, Accept-Encoding" + (", Accept-Language" if language else "")
    known = {"etag": etag, "vary": vary, "cache-control": REVALIDATE, **headers}
    if is_known(etag, request.headers.get("if-none-match", "")):
        response: Response = NotModified(etag)
        response.headers.update(known)
        return response
    if language:
        known["content-language"] = language
    return Response(body(), headers=known, media_type=chosen.content_type)


def as_rdf(chosen: Format, quads: Iterable[Quad]) -> bytes:
    """Return statements in a format; those outside the default graph only where it can hold them."""
    if not isinstance(chosen.writer, RdfFormat):
        raise TypeError(f"{chosen.name} is no format for RDF")
    if chosen.writer not in _KEEP_GRAPHS:
        quads = [quad for quad in quads if isinstance(quad.graph_name, DefaultGraph)]
    prefixes = {} if chosen.writer is RdfFormat.N_QUADS else _PREFIXES
    return serialize(quads, format=chosen.writer, prefixes=prefixes) or b""


def as_json(data: object) -> bytes:
    """Return data as JSON."""
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def address_of(request: Request) -> str:
    """Return the address that was asked, as its readers reach it."""
    query = request.scope["query_string"].decode("latin-1")
    return f"{base_of(request)}{path_of(request.scope)}" + (f"?{query}" if query else "")


def top_of(request: Request) -> str:
    """Return the address of the service, outside of any release that is asked for within it."""
    return _WITHIN.sub("", base_of(request))


def root_above(request: Request) -> str:
    """Return the path of the service, outside of any release that is asked for within it."""
    return _WITHIN.sub("", root_of(request))


def linked(links: Mapping[str, str]) -> str:
    """Return a Link header (RFC 8288) of addresses by relation."""
    return ", ".join(f'<{address}>; rel="{relation}"' for relation, address in links.items())
