"""`/catalog` and `/.well-known/void`: what a release says about itself, as data and as a page."""

from collections.abc import Sequence
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pyoxigraph import Triple

from bouwstenen.errors import UnknownThingError
from bouwstenen.formats import GRAPHS, HTML, Format
from bouwstenen.graph.release import Release
from bouwstenen.publishing.catalogue.about import DATASET
from bouwstenen.publishing.catalogue.served import Place, serve_description, state_of
from bouwstenen.publishing.writing import write
from bouwstenen.settings import Settings
from bouwstenen.store.opening import Opened
from bouwstenen.web.addressing import base_of, link_of, root_above, root_of, top_of
from bouwstenen.web.catalogue.page import read_page
from bouwstenen.web.catalogue.texts import CATALOGUE_TEXTS
from bouwstenen.web.context import CurrentRelease
from bouwstenen.web.describing import answers
from bouwstenen.web.pages import language_of, render
from bouwstenen.web.representation import OFFERED, Representation, link, represent

__all__ = ["place_of", "router"]

router = APIRouter()


@router.get(
    "/catalog",
    response_class=Response,
    responses=answers(*OFFERED),
    summary="What there is and how to get it (DCAT-AP-NL, VoID, DQV), as data or as a page",
)
def catalog(request: Request, opened: CurrentRelease) -> Response:
    """Return the description in the format the client likes best; a page for a browser."""
    return _answer(request, opened, None)


@router.get("/catalog.{suffix}", include_in_schema=False)
def catalog_as(request: Request, opened: CurrentRelease, suffix: str) -> Response:
    """Return the description in the format that the address ends in."""
    return _answer(request, opened, suffix)


@router.get(
    "/.well-known/void",
    response_class=Response,
    responses=answers(*GRAPHS),
    summary="The same description, where VoID says to look for it",
)
def void(request: Request, opened: CurrentRelease) -> Response:
    """Return the description as data (VoID §7.2, RFC 8615): Turtle, or what the client likes better."""
    return _answer(request, opened, None, GRAPHS)


def _answer(
    request: Request, opened: Opened, suffix: str | None, offered: Sequence[Format] = OFFERED
) -> Response:
    place = place_of(request)
    state, since = state_of(opened.release, place)
    shown = represent(request, "/catalog", state, since, offered=offered, suffix=suffix)
    if shown.is_fresh:
        return shown.not_modified()
    triples = serve_description(opened.store, opened.release, place)
    if shown.format is HTML:
        return _page(shown, triples, opened.release)
    return shown.answer(lambda: write(triples, shown.format), [link(DATASET, "describes")])


def place_of(request: Request) -> Place:
    """Return where the description is served that a request asks for."""
    settings: Settings = request.app.state.settings
    return Place(settings.home, base_of(request), top_of(request), settings.contact)


def _page(representation: Representation, triples: list[Triple], release: Release) -> Response:
    request = representation.request
    language = language_of(request)
    shown = read_page(triples, language)
    if not shown.about:
        raise UnknownThingError(
            {"nl": "deze uitgave beschrijft zichzelf niet.", "en": "this release does not describe itself."},
            where="release",
            mend={"nl": "Vraag een latere uitgave.", "en": "Ask a later release."},
        )
    return render(
        request,
        "catalogue.html",
        headers=representation.headers([link(DATASET, "describes")]),
        words=CATALOGUE_TEXTS,
        about=shown.about,
        lists=shown.lists,
        licence=shown.named,
        release=release,
        dataset=DATASET,
        formats=GRAPHS,
        link=partial(link_of, root_of(request)),
        link_above=partial(link_of, root_above(request)),
    )
