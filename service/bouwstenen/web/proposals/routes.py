"""`/proposals`: handing in, listing, and the status of one."""

import csv
import io
from collections.abc import Sequence
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlencode

import anyio
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from bouwstenen.curation.proposals.desk import Desk
from bouwstenen.curation.proposals.making import Draft, Made, make
from bouwstenen.curation.proposals.proposal import Proposal, count, find, listed, reports_taken_up
from bouwstenen.curation.proposals.states import Kind, Status
from bouwstenen.curation.roles import Account
from bouwstenen.errors import MediaTypeError, UnknownThingError, WrongUseError
from bouwstenen.formats import HTML, JSON, by_name
from bouwstenen.store.interface import QueryStore
from bouwstenen.web.accounts.current import CurrentAccount
from bouwstenen.web.addressing import root_above, top_of
from bouwstenen.web.context import CurrentRelease
from bouwstenen.web.negotiation import format_of
from bouwstenen.web.pages import language_of, render
from bouwstenen.web.paging import Page, page_of
from bouwstenen.web.proposals.context import CurrentDesk, counted
from bouwstenen.web.proposals.intake import Sent, fields, sent, statements
from bouwstenen.web.proposals.page import PLAIN, proposal_page, propose_page
from bouwstenen.web.proposals.texts import PROPOSAL_TEXTS
from bouwstenen.web.proposals.view import as_data, in_short, is_curator
from bouwstenen.web.representation import link

__all__ = ["router"]

router = APIRouter()

_CSV = by_name("csv") or JSON
#: Proposals on a page where the request does not say.
_ROWS = 50
_COLUMNS = (
    *("id", "kind", "status", "created", "changed", "name", "reason", "about"),
    *("added", "removed", "violations", "changeset"),
)
#: What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

_Choice = TypeVar("_Choice", Status, Kind)


_LIST = [
    {"name": name, "in": "query", "required": False, "description": about, "schema": {"type": "string"}}
    for name, about in (
        ("status", "open, question, accepted, rejected or withdrawn"),
        ("kind", "change, report or revert"),
        ("limit", "proposals on a page"),
        ("offset", "proposals to leave out at the beginning"),
        ("format", "json or csv; overrides Accept"),
    )
]
_MADE: dict[int | str, dict[str, Any]] = {
    201: {
        "description": "Kept; Location leads to its status",
        "content": {JSON.media_type: {}, HTML.media_type: {}},
    },
    400: {"description": "Something is missing, cannot be read or may not be changed"},
    413: {"description": "It is too large"},
    415: {"description": "It is of a kind that is not read"},
    429: {"description": "Too much at the moment"},
    504: {"description": "Checking it takes too long; nothing is kept"},
    507: {"description": "Checking it takes too much memory; nothing is kept"},
}


@router.get(
    "/proposals",
    response_class=Response,
    summary="Proposals and how far they are",
    openapi_extra={"parameters": _LIST},
)
def list_proposals(request: Request, account: CurrentAccount, desk: CurrentDesk) -> Response:
    """List proposals, the newest first, a page at a time; `Link` leads to the others (RFC 8288)."""
    wanted = format_of(request, (JSON, _CSV, HTML))
    page = page_of(request, usual=_ROWS) or Page(_ROWS, 0)
    status, kind = _choice(request, "status", Status), _choice(request, "kind", Kind)
    with desk.database.reading() as connection:
        total = count(connection, status, kind)
        rows = [
            in_short(request, each, account)
            for each in listed(connection, status, kind, page.limit, page.offset)
        ]
    links = page.links(request, total)
    told = {**PLAIN, "Link": ", ".join(link(address, relation) for relation, address in links.items())}
    if wanted is JSON:
        return JSONResponse({"count": total, "proposals": rows}, headers=told)
    if wanted is _CSV:
        return Response(_as_csv(rows), headers=told, media_type=_CSV.content_type)
    asked = {"status": status.value if status else "", "kind": kind.value if kind else ""}
    given = {name: text for name, text in asked.items() if text}
    return render(
        request,
        "proposals.html",
        words=PROPOSAL_TEXTS,
        headers=told,
        rows=rows,
        count=total,
        first=page.offset + 1,
        last=page.offset + len(rows),
        pages=links,
        asked=asked,
        statuses=[each.value for each in Status],
        kinds=[each.value for each in Kind],
        links={each.name: "?" + urlencode({**given, "format": each.name}) for each in (JSON, _CSV)},
        top=root_above(request),
    )


def _choice(request: Request, name: str, choices: type[_Choice]) -> _Choice | None:
    text = request.query_params.get(name, "").strip()
    if not text:
        return None
    try:
        return choices(text)
    except ValueError:
        told = ", ".join(each.value for each in choices)
        raise WrongUseError(
            {"nl": f"“{text[:60]}” is er niet.", "en": f"there is no “{text[:60]}”."},
            where=name,
            mend={"nl": f"Kies uit: {told}.", "en": f"Choose one of: {told}."},
        ) from None


def _as_csv(rows: Sequence[dict[str, Any]]) -> str:
    written = io.StringIO()
    table = csv.writer(written)  # lines end as RFC 4180 has it
    table.writerow(_COLUMNS)
    for row in rows:
        texts = ("" if row[name] is None else str(row[name]) for name in _COLUMNS)
        table.writerow(f"'{text}" if text.startswith(_FORMULA) else text for text in texts)
    return written.getvalue()


@router.post(
    "/proposals",
    status_code=201,
    response_class=Response,
    summary="Propose a change",
    responses=_MADE,
    openapi_extra=fields(
        add="statements that come, as RDF",
        remove="statements that go, as RDF; without a graph, wherever they stand",
        format="of both: ttl (by default), trig, nt, nq, jsonld, rdf",
        reason="why",
        source="where it was found: text, web address, or IRI of a source or passage that we have",
        name="of who proposes it, without an account",
        orcid="of who proposes it, without an account",
        report="the report that led to it; only a curator takes one up",
    ),
)
async def post_proposal(
    request: Request, account: CurrentAccount, desk: CurrentDesk, opened: CurrentRelease
) -> Response:
    """Keep a proposal, with what the check finds in it: violations keep it from being accepted.

    RDF by itself may be sent too, with the other fields as parameters of the address.
    """
    counted(request, "proposals")
    wanted = format_of(request, (JSON, HTML))
    given = await sent(request)
    try:
        made = await anyio.to_thread.run_sync(_make, desk, given, account, opened.store)
    except (WrongUseError, MediaTypeError, UnknownThingError) as error:
        if wanted is JSON:
            raise
        page = partial(propose_page, error=error, root=desk.root, files=[name for name, _ in given.files])
        reported = await anyio.to_thread.run_sync(_reported, desk, given["report"], account)
        return await anyio.to_thread.run_sync(page, request, account, given.fields, reported)
    where = {"Location": f"{top_of(request)}/proposals/{made.proposal.id}"}
    return await anyio.to_thread.run_sync(_told, request, desk, made, account, wanted is JSON, where)


def _make(desk: Desk, given: Sent, account: Account | None, store: QueryStore) -> Made:
    draft = Draft(
        reason=given["reason"],
        source=given["source"],
        who=account,
        name=given["name"],
        orcid=given["orcid"],
        report=given["report"].strip() or None,
    )
    added, removed = statements(given, store, draft.contributor, given["source"])
    return make(desk, draft.with_data(added, removed))


def _told(
    request: Request, desk: Desk, made: Made, account: Account | None, as_json: bool, headers: dict[str, str]
) -> Response:
    state = desk.state()
    if as_json:
        data = as_data(request, made.proposal, account, state, language_of(request))
        return JSONResponse({**data, "key": made.key}, 201, {**PLAIN, **headers, "Cache-Control": "no-store"})
    headers = {**headers, "Cache-Control": "no-store"} if made.key else headers
    return proposal_page(
        request,
        made.proposal,
        account,
        state,
        taken_up=[],
        key=made.key,
        made=True,
        status=201,
        headers=headers,
    )


@router.get("/proposals/new", response_class=Response, summary="The form to propose a change")
def new_proposal(request: Request, account: CurrentAccount, desk: CurrentDesk) -> Response:
    """Show the form; to curators, with the report that it takes up."""
    asked = {name: request.query_params.get(name, "")[:2000] for name in ("report", "source", "reason")}
    return propose_page(request, account, asked, _reported(desk, asked["report"], account))


def _reported(desk: Desk, name: str, account: Account | None) -> Proposal | None:
    """The report that a proposal takes up: for curators only."""
    if not name.strip() or not is_curator(account):
        return None
    try:
        with desk.database.reading() as connection:
            found = find(connection, name.strip())
    except UnknownThingError:
        return None
    return found if found.kind is Kind.REPORT else None


@router.get(
    "/proposals/{name}", response_class=Response, summary="A proposal: what it changes and how far it is"
)
def get_proposal(request: Request, name: str, account: CurrentAccount, desk: CurrentDesk) -> Response:
    """Show a proposal, what the check found, and what may be done with it."""
    wanted = format_of(request, (JSON, HTML))
    with desk.database.reading() as connection:
        proposal, state = find(connection, name), desk.held.at(connection)
        taken_up = reports_taken_up(connection, name)
    if wanted is JSON:
        data = as_data(request, proposal, account, state, language_of(request))
        return JSONResponse({**data, "taken_up": taken_up}, headers=PLAIN)
    return proposal_page(request, proposal, account, state, taken_up=taken_up)
