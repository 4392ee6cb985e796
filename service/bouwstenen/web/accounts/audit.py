"""`/audit`: who did what, for curators."""

import csv
import io
from dataclasses import asdict
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from bouwstenen.curation import audit
from bouwstenen.formats import HTML, JSON, by_name
from bouwstenen.web.accounts.current import CurrentCurator
from bouwstenen.web.accounts.texts import ACCOUNTS_TEXTS
from bouwstenen.web.context import CurrentDatabase
from bouwstenen.web.negotiation import format_of
from bouwstenen.web.pages import render
from bouwstenen.web.paging import Page, page_of
from bouwstenen.web.representation import link

__all__ = ["router"]

router = APIRouter()

_CSV = by_name("csv") or JSON
_FIELDS = ("who", "action", "subject", "since", "until")
#: Lines on a page where the request does not say.
_ROWS = 100

_PARAMETERS = [
    {"name": name, "in": "query", "required": False, "description": about, "schema": {"type": "string"}}
    for name, about in (
        ("who", "name of who did it"),
        ("action", "what was done"),
        ("subject", "what it was done to"),
        ("since", "a day or moment"),
        ("until", "a day, which counts whole, or the moment before which it was"),
        ("limit", "lines on a page"),
        ("offset", "lines to leave out at the beginning"),
        ("format", "json or csv; overrides Accept"),
    )
]


@router.get(
    "/audit",
    response_class=Response,
    summary="The audit log, for curators",
    openapi_extra={"parameters": _PARAMETERS, "security": [{"token": []}, {"session": []}]},
)
def read_audit(request: Request, account: CurrentCurator, database: CurrentDatabase) -> Response:
    """Show lines of the log, the newest first, a page at a time; `Link` leads to the others (RFC 8288)."""
    wanted = format_of(request, (JSON, _CSV, HTML))
    page = page_of(request, usual=_ROWS) or Page(_ROWS, 0)
    asked = {name: request.query_params.get(name, "").strip() for name in _FIELDS}
    with database.reading() as connection:
        count, lines = audit.read(connection, audit.Sought(**asked), page.limit, page.offset)
    links = page.links(request, count)
    told = {"Link": ", ".join(link(address, relation) for relation, address in links.items())}
    if wanted is JSON:
        return JSONResponse({"count": count, "lines": [asdict(line) for line in lines]}, headers=told)
    if wanted is _CSV:
        return Response(_as_csv(lines), headers=told, media_type=_CSV.content_type)
    given = {name: text for name, text in asked.items() if text}
    return render(
        request,
        "audit.html",
        words=ACCOUNTS_TEXTS,
        headers=told,
        account=account,
        lines=lines,
        asked=asked,
        count=count,
        first=page.offset + 1,
        last=page.offset + len(lines),
        pages=links,
        links={name: "?" + urlencode({**given, "format": name}) for name in (JSON.name, _CSV.name)},
    )


def _as_csv(lines: list[audit.Line]) -> str:
    written = io.StringIO()
    table = csv.writer(written)  # lines end as RFC 4180 has it
    table.writerow(("id", "time", "who", "action", "subject", "details", "hash"))
    for line in lines:
        table.writerow(
            (line.id, line.time, line.who, line.action, line.subject, line.details_text, line.hash)
        )
    return written.getvalue()
