"""`/id/…` leads to `/doc/…`, where a thing is described; `/graph/…`, `/shape/…` and `/shapes` beside it."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pyoxigraph import NamedNode
from starlette.concurrency import run_in_threadpool

from bouwstenen.errors import UnknownThingError
from bouwstenen.formats import HTML
from bouwstenen.graph.history import Entry
from bouwstenen.namespaces import BASE, BM, PREFIXES, RDF_TYPE, graph_iri
from bouwstenen.publishing.catalogue.about import DATASET, LICENCE
from bouwstenen.publishing.documents.description import checked_iri, describe, is_described, is_mentioned
from bouwstenen.publishing.documents.document import Document
from bouwstenen.publishing.documents.earlier import EarlierReleases, successors_of
from bouwstenen.publishing.documents.nearest import Nearest
from bouwstenen.publishing.writing import write
from bouwstenen.sparql.endpoint import Wanted
from bouwstenen.store.interface import QueryStore
from bouwstenen.store.opening import Opened
from bouwstenen.web.addressing import base_of, link_of, root_of, top_of
from bouwstenen.web.answers import DeliveryResponse
from bouwstenen.web.context import CurrentEndpoint, CurrentRelease, CurrentSettings, pinned_to
from bouwstenen.web.describing import answers
from bouwstenen.web.documents.page import document_page, shapes_page
from bouwstenen.web.negotiation import split_suffix
from bouwstenen.web.representation import OFFERED, Representation, link, represent

__all__ = ["router"]

router = APIRouter()

_NOTHING = {"description": "There is no such thing; the nearest are told"}
_GONE = {"description": "It was in earlier releases; those are told"}

_SHAPES = graph_iri("shapes")
_WHOLE = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {0} {{ ?s ?p ?o }} }}"
_CONCEPT = PREFIXES["skos"] + "Concept"

#: What our descriptions conform to (RFC 6906): our vocabulary, and for concepts NL-SBB.
_OURS = BM
_NL_SBB = "http://nlbegrip.nl/def/skosapnl"

_nearest = Nearest()


class _Found(NamedTuple):
    """A thing that there is: its IRI, its path without the suffix, the suffix, and where it is described."""

    iri: NamedNode
    path: str
    suffix: str | None
    store: QueryStore
    entry: Entry | None


@router.get(
    "/id/{path:path}",
    status_code=303,
    response_class=RedirectResponse,
    responses={303: {"description": "Leads to its document"}, 404: _NOTHING, 410: _GONE},
    summary="A thing: leads to its document (303)",
)
def thing(request: Request, path: str, opened: CurrentRelease, settings: CurrentSettings) -> Response:
    """Lead from a thing, which is no document, to the document about it; a suffix and parameters go along."""
    found = _find(request, opened, settings.home, "id", path)
    if found.suffix:
        _represented(request, _document_path(found), found.suffix, opened)
    address = root_of(request) + quote(f"/doc/{path}")
    asked = request.url.query
    headers = {"Vary": "Accept", "Cache-Control": "public, no-cache"}
    return RedirectResponse(f"{address}?{asked}" if asked else address, 303, headers)


@router.get(
    "/doc/{path:path}",
    response_class=Response,
    responses=answers(*OFFERED) | {404: _NOTHING, 410: _GONE},
    summary="What is said of a thing",
)
def document(request: Request, path: str, opened: CurrentRelease, settings: CurrentSettings) -> Response:
    """Describe a thing as a page, Turtle, JSON-LD, N-Triples or RDF/XML."""
    found = _find(request, opened, settings.home, "id", path)
    return _described(request, opened, found)


@router.get(
    "/shape/{name}",
    response_class=Response,
    responses=answers(*OFFERED) | {404: _NOTHING, 410: _GONE},
    summary="A shape that the data must fit (SHACL)",
)
def shape(request: Request, name: str, opened: CurrentRelease, settings: CurrentSettings) -> Response:
    """Describe a shape, with the blank nodes below it."""
    found = _find(request, opened, settings.home, "shape", name)
    return _described(request, opened, found)


@router.get(
    "/graph/{name}",
    response_class=Response,
    responses=answers(*OFFERED) | {404: _NOTHING, 410: _GONE},
    summary="A named graph, whole",
)
async def graph(
    request: Request, name: str, opened: CurrentRelease, settings: CurrentSettings, endpoint: CurrentEndpoint
) -> Response:
    """Return all statements of a named graph; a browser gets a page about it."""
    found = await run_in_threadpool(_find, request, opened, settings.home, "graph", name)
    shown = _represented(request, _document_path(found), found.suffix, opened)
    if shown.format is HTML or found.entry is not None:
        return await run_in_threadpool(_described, request, opened, found)
    return await _whole(shown, found.iri, opened, endpoint)


@router.get("/shapes", response_class=Response, responses=answers(*OFFERED), summary="All shapes (SHACL)")
async def shapes(request: Request, opened: CurrentRelease, endpoint: CurrentEndpoint) -> Response:
    """Return all shapes; a browser gets a list of them."""
    return await _all_shapes(request, None, opened, endpoint)


@router.get("/shapes.{suffix}", response_class=Response, include_in_schema=False)
async def shapes_as(
    request: Request, suffix: str, opened: CurrentRelease, endpoint: CurrentEndpoint
) -> Response:
    """Return all shapes in a format."""
    return await _all_shapes(request, suffix, opened, endpoint)


async def _all_shapes(
    request: Request, suffix: str | None, opened: Opened, endpoint: CurrentEndpoint
) -> Response:
    shown = _represented(request, "/shapes", suffix, opened)
    if shown.is_fresh:
        return shown.not_modified()
    if shown.format is HTML:
        return await run_in_threadpool(shapes_page, shown, opened.store)
    return await _whole(shown, NamedNode(_SHAPES), opened, endpoint)


async def _whole(
    shown: Representation, iri: NamedNode, opened: Opened, endpoint: CurrentEndpoint
) -> Response:
    """All statements of a graph, as they come."""
    if shown.is_fresh:
        return shown.not_modified()
    about = link_of(base_of(shown.request), DATASET)
    links = (link(iri.value, "canonical"), link(LICENCE, "license"), link(about, "describedby"))
    headers = shown.headers(links)
    pinned = pinned_to(shown.request, opened.release)
    wanted = Wanted(_WHOLE.format(iri), solutions=None, graphs=shown.format.name, release=pinned)
    delivery = await endpoint.answer(wanted)
    if delivery.etag is None:  # a server has just got another release than the one this was asked of
        headers = {"Cache-Control": "no-store", "Vary": headers["Vary"], "Link": headers["Link"]}
    delivery.etag = None  # that of the query; ours is that of the address
    response = DeliveryResponse(delivery)
    ours = [(name.lower().encode(), text.encode()) for name, text in headers.items()]
    said = {name for name, _ in ours}
    response.raw_headers = [pair for pair in response.raw_headers if pair[0] not in said] + ours
    return response


def _represented(request: Request, path: str, suffix: str | None, opened: Opened) -> Representation:
    return represent(request, path, opened.release.hash, opened.release.built, suffix=suffix)


def _find(request: Request, opened: Opened, home: Path, kind: str, path: str) -> _Found:
    """Find what a path below /id, /graph or /shape names, in this release or the last that had it.

    Raises:
        UnknownThingError: no release has it; tells the nearest.
    """
    readings = [
        (iri, stem, suffix)
        for stem, suffix in split_suffix(path, OFFERED)
        if (iri := checked_iri(f"{kind}/{stem}")) is not None
    ]
    for iri, stem, suffix in readings:
        if is_described(opened.store, iri):
            return _Found(iri, stem, suffix, opened.store, None)
    earlier = _earlier(home).before(opened.release.hash)
    for iri, stem, suffix in readings:
        was = earlier(iri)
        if was is not None:
            return _Found(iri, stem, suffix, was[1], was[0])
    for iri, stem, suffix in readings:
        if is_mentioned(opened.store, iri):
            return _Found(iri, stem, suffix, opened.store, None)
    stem = split_suffix(path, OFFERED)[0][0]
    also = (f"graph/{name}" for name in opened.release.graphs)
    near = _nearest.find(opened.store, opened.release.hash, f"{kind}/{stem}", also)
    called = ", ".join(iri.removeprefix(BASE) for iri in near)
    raise UnknownThingError(
        {"nl": f"“{kind}/{path}” is er niet.", "en": f"there is no “{kind}/{path}”."},
        where=request.url.path,
        mend={"nl": f"Het meest lijken: {called}.", "en": f"The nearest are: {called}."} if near else None,
        nearest=near,
    )


@lru_cache(maxsize=8)
def _earlier(home: Path) -> EarlierReleases:
    return EarlierReleases(home)


def _document_path(found: _Found) -> str:
    kind, _, rest = found.iri.value.removeprefix(BASE).partition("/")
    return f"/doc/{rest}" if kind == "id" else f"/{kind}/{rest}"


def _described(request: Request, opened: Opened, found: _Found) -> Response:
    shown = _represented(request, _document_path(found), found.suffix, opened)
    if shown.is_fresh:
        return shown.not_modified()
    description = describe(found.store, found.iri)
    if description is None:  # it was there a moment ago: another release has just begun to serve
        raise UnknownThingError({"nl": "dit is er niet meer.", "en": "this is there no more."})
    made = Document(
        address=shown.address,
        base=base_of(request),
        top=top_of(request),
        release=opened.release,
        description=description,
        retired=f"{found.entry.name} ({found.entry.version})" if found.entry else None,
        successors=successors_of(opened.store, found.iri) if found.entry else (),
    )
    headers = shown.headers(_links(shown, made))
    if made.deprecated:
        # RFC 9745: from when; of a thing that says so itself, the release that serves is the first we know of
        lost = _earlier(request.app.state.settings.home).lost_with(found.entry) if found.entry else None
        began = datetime.fromisoformat(lost.published if lost else opened.release.built)
        headers["Deprecation"] = f"@{int(began.timestamp())}"
    if shown.format is HTML:
        return document_page(shown, made, found.store, headers)
    content = write(made.triples(), shown.format)
    return Response(content, media_type=shown.format.content_type, headers=headers)


def _links(shown: Representation, made: Document) -> list[str]:
    thing = made.description
    kinds = [term.value for term in thing.values(RDF_TYPE) if isinstance(term, NamedNode)]
    profiles = [_OURS, *([_NL_SBB] if _CONCEPT in kinds else [])]
    return [
        link(shown.address, "canonical"),
        link(thing.iri, "describes"),
        *(link(kind, "type") for kind in kinds),
        *(link(profile, "profile") for profile in profiles),
        link(LICENCE, "license"),
        *(link(iri, "successor-version") for iri in made.replaced_by),
        *(link(address, "related") for address in made.left_out),
    ]
