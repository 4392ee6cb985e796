"""What the routes about releases and changes share: what was published, and how it is answered."""

import json
from collections.abc import Mapping, Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request

from bouwstenen.errors import UnknownThingError
from bouwstenen.formats import ATOM, HTML, JSON, JSON_LD, N_QUADS, N_TRIPLES, TRIG, TURTLE, Format
from bouwstenen.graph.history import find_entry
from bouwstenen.publishing.changes.log import Log, log
from bouwstenen.web.addressing import base_of, path_of, release_named
from bouwstenen.web.context import CurrentSettings
from bouwstenen.web.representation import Representation, link, represent

__all__ = [
    "DATASETS",
    "DESCRIPTIONS",
    "CurrentLog",
    "address_of",
    "as_json",
    "linked",
    "representation",
]

#: Formats that keep named graphs, and then those that have the default graph alone.
DATASETS = (TRIG, N_QUADS, JSON_LD, TURTLE, N_TRIPLES)
#: Formats of what has no named graphs.
DESCRIPTIONS = (JSON_LD, TURTLE, N_TRIPLES)


def _log(request: Request, settings: CurrentSettings) -> Log:
    """What was published, up to the release that is named; an error where this service knows of nothing.

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
    named = release_named(request.scope)
    return found.until(find_entry(found.entries, named)) if named else found


CurrentLog = Annotated[Log, Depends(_log)]


def representation(
    request: Request,
    offered: Sequence[Format],
    state: str,
    since: str | None,
    suffixed: tuple[str, str | None] | None = None,
) -> Representation:
    """Return the format in which a request is answered, by `format=` or by Accept.

    Args:
        request: what is answered.
        offered: the formats there are, the preferred one first.
        state: what changes when the answer does.
        since: since when it is so, ISO 8601.
        suffixed: the path without its suffix, and that, where the address may have one.
    """
    path, suffix = suffixed or (path_of(request.scope), None)
    return represent(
        request,
        path,
        state,
        since,
        offered=offered,
        suffix=suffix,
        named="suffix" if suffixed else "format",
        spoken=(HTML, JSON, ATOM),
    )


def as_json(data: object) -> bytes:
    """Return data as JSON."""
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def address_of(request: Request) -> str:
    """Return the address that was asked, as its readers reach it."""
    query = urlencode(request.query_params.multi_items())
    return f"{base_of(request)}{path_of(request.scope)}" + (f"?{query}" if query else "")


def linked(links: Mapping[str, str]) -> list[str]:
    """Return values of a Link header (RFC 8288) for addresses by relation."""
    return [link(address, relation) for relation, address in links.items()]
