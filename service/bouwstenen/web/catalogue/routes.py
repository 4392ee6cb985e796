"""`/catalog` and `/.well-known/void`: what a release says about itself, as data and as a page."""

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pyoxigraph import RdfFormat, serialize

from bouwstenen.errors import UnknownThingError
from bouwstenen.formats import GRAPHS, HTML, Format
from bouwstenen.namespaces import PREFIXES
from bouwstenen.publishing.catalogue.about import DATASET
from bouwstenen.publishing.catalogue.served import Place, serve_description, state_of
from bouwstenen.settings import Settings
from bouwstenen.sparql.negotiation import choose
from bouwstenen.store.opening import Opened
from bouwstenen.web.addressing import base_of, link_of, root_of
from bouwstenen.web.answers import NotModified, format_of, is_known
from bouwstenen.web.catalogue.page import read_page
from bouwstenen.web.catalogue.texts import CATALOGUE_TEXTS
from bouwstenen.web.context import CurrentRelease
from bouwstenen.web.pages import language_of, render

__all__ = ["place_of", "router"]

router = APIRouter()


@router.get(
    "/catalog", summary="What there is and how to get it (DCAT-AP-NL, VoID, DQV), as data or as a page"
)
def catalog(request: Request, opened: CurrentRelease) -> Response:
    """Return the description in the format the client likes best; a page for a browser."""
    return _answer(request, opened, None)


@router.get("/catalog.{suffix}", include_in_schema=False)
def catalog_as(request: Request, opened: CurrentRelease, suffix: str) -> Response:
    """Return the description in the format that the address ends in."""
    if suffix not in {item.name for item in (HTML, *GRAPHS)}:
        names = ", ".join(item.name for item in (HTML, *GRAPHS))
        raise UnknownThingError(
            {"nl": f"er is geen formaat “{suffix}”.", "en": f"there is no format “{suffix}”."},
            where="address",
            mend={"nl": f"Kies uit: {names}.", "en": f"Choose one of: {names}."},
        )
    return _answer(request, opened, suffix)


@router.get("/.well-known/void", summary="The same description, where VoID says to look for it")
def void(request: Request, opened: CurrentRelease) -> Response:
    """Return the description as data (VoID §7.2, RFC 8615): Turtle, or what the client likes better."""
    return _as_data(request, opened, format_of(request, GRAPHS))


def place_of(request: Request) -> Place:
    """Return where the description is served that a request asks for."""
    base = base_of(request)
    below: str = request.scope.get("release_root", "")
    settings: Settings = request.app.state.settings
    return Place(settings.home, base, base.removesuffix(below), settings.contact)


def _answer(request: Request, opened: Opened, suffix: str | None) -> Response:
    asked = suffix or request.query_params.get("format")
    accept = request.headers.get("accept")
    if asked == HTML.name or (not asked and choose(accept, (*GRAPHS, HTML)) is HTML):
        return _as_page(request, opened)
    return _as_data(request, opened, format_of(request, GRAPHS, suffix))


def _as_data(request: Request, opened: Opened, chosen: Format) -> Response:
    place = place_of(request)
    state, since = state_of(opened.release, place)
    digest = hashlib.blake2b(f"{state} {chosen.name}".encode(), digest_size=16)
    etag = f'W/"{digest.hexdigest()}"'
    known = request.headers.get("if-none-match")
    if known and is_known(etag, known):
        return NotModified(etag)
    assert isinstance(chosen.writer, RdfFormat)  # noqa: S101 - it was chosen from GRAPHS
    triples = serve_description(opened.store, opened.release, place)
    content = serialize(triples, format=chosen.writer, prefixes=PREFIXES)
    root = root_of(request)
    others = ", ".join(
        f'<{root}/catalog.{item.name}>; rel="alternate"; type="{item.media_type}"'
        for item in (HTML, *GRAPHS)
        if item is not chosen
    )
    headers = {
        "ETag": etag,
        "Last-Modified": format_datetime(datetime.fromisoformat(since).astimezone(UTC), usegmt=True),
        "Cache-Control": "public, no-cache",
        "Vary": "Accept, Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
        "Link": f'{others}, <{DATASET}>; rel="describes"',
    }
    return Response(content, media_type=chosen.content_type, headers=headers)


def _as_page(request: Request, opened: Opened) -> Response:
    language = language_of(request)
    shown = read_page(serve_description(opened.store, opened.release, place_of(request)), language)
    if not shown.about:
        raise UnknownThingError(
            {"nl": "deze uitgave beschrijft zichzelf niet.", "en": "this release does not describe itself."},
            where="release",
            mend={"nl": "Vraag een latere uitgave.", "en": "Ask a later release."},
        )
    return render(
        request,
        "catalogue.html",
        words=CATALOGUE_TEXTS,
        about=shown.about,
        lists=shown.lists,
        licence=shown.named,
        release=opened.release,
        dataset=DATASET,
        formats=GRAPHS,
        link=partial(link_of, root_of(request)),
    )
