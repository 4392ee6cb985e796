"""`/stream`: the changes as a Linked Data Event Stream."""

from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from rapidfuzz import process

from bouwstenen.errors import UnknownThingError
from bouwstenen.formats import HTML
from bouwstenen.publishing.changes.log import Log
from bouwstenen.publishing.changes.naming import BLOCK, Page, page_of
from bouwstenen.publishing.changes.stream import Addresses, block, members_page, page_names, root
from bouwstenen.publishing.writing import write
from bouwstenen.web.addressing import base_of, path_of, root_of
from bouwstenen.web.changes.chronicle import DATASETS, CurrentLog
from bouwstenen.web.describing import answers
from bouwstenen.web.representation import REVALIDATE, Representation, link, represent

__all__ = ["router"]

router = APIRouter()

#: A page never changes once it is there: RFC 8246.
_FOR_EVER = "public, max-age=31536000, immutable"


@router.get(
    "/stream",
    response_class=Response,
    responses=answers(*DATASETS, _303="A browser is led to the changes"),
    summary="The event stream of changes (LDES): its root",
)
def stream(request: Request, log: CurrentLog) -> Response:
    """Describe the stream and link to its pages; a browser is sent to the changes."""
    shown, at = _shown(request, log.version, log.entries[-1].published), _addresses(request)
    if shown.format is HTML:
        return _see(request, "changes")
    return shown.answer(lambda: write(root(log.steps, at), shown.format))


@router.get(
    "/stream/{page}",
    response_class=Response,
    responses=answers(*DATASETS, _303="A browser is led to the changes", _404="There never was such a page"),
    summary="A page of the event stream",
)
def stream_page(request: Request, page: str, log: CurrentLog) -> Response:
    """Return a page of members, or of links to a hundred publications; it never changes.

    A page that never was is 404: an empty one would be taken for news that there is nothing.
    """
    wanted = page_of(page)
    if wanted is None or not _exists(log, wanted):
        raise _never_was(log, page)
    # what a page of links leads to is known by the last publication on it
    step = log.steps[wanted.number - 1] if wanted.part == 0 else log.numbered(wanted.number)
    if step is None:
        raise _never_was(log, page)
    shown = _shown(request, f"{wanted.name} {step.entry.hash}", step.summary.time, _FOR_EVER)
    if shown.format is HTML:
        return _see(request, f"release/{step.entry.name}" if wanted.part else "release")
    at = _addresses(request)
    quads = partial(members_page, step, wanted, at) if wanted.part else partial(block, log.steps, wanted, at)
    return shown.answer(lambda: write(quads(), shown.format), [link(at.of(None), "collection")])


def _shown(request: Request, state: str, since: str, cached: str = REVALIDATE) -> Representation:
    """Formats have no addresses here: a page that is asked for by `format=` links to others with it."""
    offered = (*DATASETS, HTML)
    path = path_of(request.scope)
    return represent(request, path, state, since, offered=offered, named=None, cached=cached)


def _see(request: Request, path: str) -> Response:
    """Send a person to the page that says the same in words."""
    language = request.query_params.get("lang")
    address = f"{root_of(request)}/{path}" + (f"?lang={language}" if language in ("nl", "en") else "")
    return RedirectResponse(address, 303, {"Vary": "Accept", "Cache-Control": REVALIDATE})


def _addresses(request: Request) -> Addresses:
    """Pages link to pages in the format that was asked for by name: their own address is what was asked."""
    asked = request.query_params.get("format")
    return Addresses(f"{base_of(request)}/stream", f"?format={asked}" if asked else "")


def _exists(log: Log, page: Page) -> bool:
    if page.part == 0:
        return page.number % BLOCK == 0 and page.number <= len(log.steps)
    found = log.numbered(page.number)
    return found is not None and page.part <= found.summary.parts


def _never_was(log: Log, name: str) -> UnknownThingError:
    names = list(page_names(log.steps))
    near = ", ".join(found for found, *_ in process.extract(name, names, limit=3))
    there = f"{names[0]} – {names[-1]}" if names else "–"
    return UnknownThingError(
        {
            "nl": f"de stroom heeft geen pagina “{name}”, en had die nooit.",
            "en": f"the stream has no page “{name}”, and never had.",
        },
        where="page",
        mend={
            "nl": f"Begin bij /stream. Er zijn: {there}" + (f"; bedoelt u {near}?" if near else "."),
            "en": f"Begin at /stream. There are: {there}" + (f"; did you mean {near}?" if near else "."),
        },
    )
