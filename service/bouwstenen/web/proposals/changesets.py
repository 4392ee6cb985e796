"""`/changesets`: what was accepted, and undoing it."""

from typing import Any
from urllib.parse import urlencode

import anyio
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from bouwstenen.curation.proposals.changesets import Line, lines, reverted_by, total
from bouwstenen.curation.proposals.proposal import find, number_of
from bouwstenen.curation.proposals.reverting import later_on, revert
from bouwstenen.errors import UnknownThingError
from bouwstenen.formats import HTML, JSON
from bouwstenen.graph.changesets import changeset_iri
from bouwstenen.namespaces import shorten
from bouwstenen.web.accounts.current import CurrentAccount, CurrentCurator, form_token
from bouwstenen.web.addressing import link_of, root_above, top_of
from bouwstenen.web.negotiation import format_of
from bouwstenen.web.pages import language_of, render
from bouwstenen.web.paging import Page, page_of
from bouwstenen.web.proposals.context import CurrentDesk
from bouwstenen.web.proposals.intake import fields, sent
from bouwstenen.web.proposals.page import PLAIN
from bouwstenen.web.proposals.texts import PROPOSAL_TEXTS
from bouwstenen.web.proposals.view import as_data, is_curator
from bouwstenen.web.representation import link

__all__ = ["router"]

router = APIRouter()

#: Changesets on a page where the request does not say.
_ROWS = 50
_LIST = [
    {"name": name, "in": "query", "required": False, "description": about, "schema": {"type": "string"}}
    for name, about in (
        ("limit", "changesets on a page"),
        ("offset", "changesets to leave out at the beginning"),
        ("format", "json; overrides Accept"),
    )
]


@router.get(
    "/changesets",
    response_class=Response,
    summary="Accepted changes, and whether they are live",
    openapi_extra={"parameters": _LIST},
)
def list_changesets(request: Request, desk: CurrentDesk) -> Response:
    """List changesets, the newest first, a page at a time; `Link` leads to the others (RFC 8288)."""
    wanted = format_of(request, (JSON, HTML))
    page = page_of(request, usual=_ROWS) or Page(_ROWS, 0)
    with desk.database.reading() as connection:
        count, found = total(connection), lines(connection, page.limit, page.offset)
    links = page.links(request, count)
    told = {"Cache-Control": "no-cache"}
    told["Link"] = ", ".join(link(address, relation) for relation, address in links.items())
    if wanted is JSON:
        rows = [_row(request, each) for each in found]
        return JSONResponse({"count": count, "changesets": rows}, headers=told)
    return render(
        request,
        "changesets.html",
        words=PROPOSAL_TEXTS,
        headers=told,
        rows=found,
        count=count,
        first=page.offset + 1,
        last=page.offset + len(found),
        pages=links,
        top=root_above(request),
    )


def _row(request: Request, each: Line) -> dict[str, Any]:
    return {
        "number": each.number,
        "iri": changeset_iri(each.number),
        "address": f"{top_of(request)}/changesets/{each.number}",
        "proposal": each.proposal,
        "name": each.name,
        "reason": each.reason,
        "accepted": each.accepted,
        "published": each.published,
        "release": each.release,
        "reverts": each.reverts,
    }


@router.get("/changesets/{number}", response_class=Response, summary="An accepted change")
def get_changeset(request: Request, number: str, account: CurrentAccount, desk: CurrentDesk) -> Response:
    """Show what a changeset changed, who proposed and who accepted it, and what builds upon it."""
    wanted = format_of(request, (JSON, HTML))
    with desk.database.reading() as connection:
        proposal = find(connection, number_of(connection, _number(number)))
        state = desk.held.at(connection)
        undone_by = reverted_by(connection, int(number))
    language = language_of(request)
    data = as_data(request, proposal, account, state, language)
    later = later_on(state, int(number))
    if wanted is JSON:
        told = {**data, "later": later, "reverted_by": undone_by}
        return JSONResponse(told, headers={"Cache-Control": "no-cache"})
    return render(
        request,
        "changeset.html",
        words=PROPOSAL_TEXTS,
        headers={"Cache-Control": "no-cache"},
        proposal=proposal,
        data=data,
        later=later,
        undone_by=undone_by,
        describe=lambda iri: link_of(root_above(request), iri),
        short=shorten,
        curator=is_curator(account),
        top=root_above(request),
        form_token=form_token(request),
    )


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise UnknownThingError(
            {"nl": f"er is geen wijziging “{text[:60]}”.", "en": f"there is no changeset “{text[:60]}”."},
            where="number",
        )
    return int(text)


@router.post(
    "/changesets/{number}/revert",
    status_code=201,
    response_class=Response,
    summary="Propose to undo an accepted change",
    responses={
        201: {
            "description": "A proposal is kept; Location leads to it",
            "content": {JSON.media_type: {}, HTML.media_type: {}},
        },
        303: {"description": "The same, for a browser"},
        409: {"description": "Nothing of it is left"},
        429: {"description": "Too much at the moment"},
        504: {"description": "Checking it takes too long; nothing is kept"},
        507: {"description": "Checking it takes too much memory; nothing is kept"},
    },
    openapi_extra=fields(reason="why"),
)
async def post_revert(request: Request, number: str, account: CurrentCurator, desk: CurrentDesk) -> Response:
    """Make a proposal that undoes a changeset; another curator reviews it."""
    wanted = format_of(request, (JSON, HTML))
    given = await sent(request)
    made = await anyio.to_thread.run_sync(revert, desk, _number(number), account, given["reason"])
    if wanted is JSON:
        state = await anyio.to_thread.run_sync(desk.state)
        data = as_data(request, made.proposal, account, state, language_of(request))
        where = f"{top_of(request)}/proposals/{made.proposal.id}"
        return JSONResponse(data, 201, {**PLAIN, "Location": where})
    query = urlencode({"lang": language_of(request)})
    return RedirectResponse(f"{root_above(request)}/proposals/{made.proposal.id}?{query}", 303)
