"""`/links`: dead and moved web addresses with what cites them, and as of which day."""

import json
from dataclasses import dataclass
from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bouwstenen.curation.reminders import answered
from bouwstenen.formats import HTML, JSON
from bouwstenen.library.things import names_of
from bouwstenen.store.opening import Opened
from bouwstenen.web.addressing import link_of, root_of
from bouwstenen.web.context import CurrentRelease
from bouwstenen.web.links.texts import LINKS_TEXTS
from bouwstenen.web.pages import language_of, render
from bouwstenen.web.paging import Page, page_of
from bouwstenen.web.representation import Representation, link, represent

__all__ = ["router"]

router = APIRouter()

#: Addresses on a page where the request does not say.
_ROWS = 100

_Row = dict[str, str | None]


@dataclass(frozen=True)
class _Address:
    """An address as a page shows it: what it answered, and what cites it."""

    said: _Row
    cited: list[tuple[str, str]]


@router.get("/links", response_class=Response, summary="Web addresses that no longer work or have moved")
def list_links(request: Request, opened: CurrentRelease) -> Response:
    """List the web addresses that do not answer as they should, with what cites them, as JSON or a page.

    With `limit` and `offset` the answer is one page of it; `Link` leads to the others (RFC 8288).
    All of them, also as CSV: `/queries/links`.
    """
    return _answer(request, opened, None)


@router.get("/links.{suffix}", response_class=Response, include_in_schema=False)
def list_links_as(request: Request, suffix: str, opened: CurrentRelease) -> Response:
    """The same in a format that the address names."""
    return _answer(request, opened, suffix)


def _answer(request: Request, opened: Opened, suffix: str | None) -> Response:
    shown = represent(
        request,
        "/links",
        opened.release.hash,
        opened.release.built,
        offered=(JSON, HTML),
        suffix=suffix,
        spoken=(HTML, JSON),
    )
    page = page_of(request, usual=_ROWS) or Page(_ROWS, 0)
    if shown.is_fresh:
        return shown.not_modified()
    rows = answered(opened.store, "links", {})
    language = language_of(request)
    names = names_of(opened.store, {row["thing"] or "" for row in rows}, language) if rows else {}
    root = root_of(request)
    found = [
        _Address(
            members[0],
            [
                (row["thing"] or "", names.get(row["thing"] or "") or row["thingLabel"] or "")
                for row in members
            ],
        )
        for members in (list(group) for _, group in groupby(rows, key=lambda row: row["address"]))
    ]
    part = found[page.offset : page.offset + page.limit]
    links = page.links(request, len(found))
    headers = [link(address, relation) for relation, address in links.items()]
    if shown.format is JSON:
        return shown.answer(lambda: json.dumps(_told(part), ensure_ascii=False, indent=1).encode(), headers)
    return _page(shown, opened, found, part, page, links, root)


def _told(part: list[_Address]) -> list[dict[str, object]]:
    names = ("state", "address", "status", "problem", "movedTo", "firstFailed", "lastChecked")
    return [
        {
            **{name: each.said[name] for name in names},
            "status": int(each.said["status"]) if each.said["status"] else None,
            "citedBy": [{"iri": thing, "label": label} for thing, label in each.cited],
        }
        for each in part
    ]


def _page(
    shown: Representation,
    opened: Opened,
    found: list[_Address],
    part: list[_Address],
    page: Page,
    links: dict[str, str],
    root: str,
) -> Response:
    everything = [*found, *(_Address(row, []) for row in answered(opened.store, "links", {"state": "fine"}))]
    checked = {
        each.said["address"]: each.said["lastChecked"] for each in everything if each.said["lastChecked"]
    }
    days = sorted(day for day in checked.values() if day)
    groups = [
        (state, [(each, [(label, link_of(root, thing)) for thing, label in each.cited]) for each in members])
        for state, members in groupby(part, key=lambda each: each.said["state"])
    ]
    return render(
        shown.request,
        "links.html",
        words=LINKS_TEXTS,
        groups=groups,
        days=(days[0], days[-1]) if days else None,
        checked=len(checked),
        count=len(found),
        first=page.offset + 1,
        last=page.offset + len(part),
        pages=links,
        headers=shown.headers([link(address, relation) for relation, address in links.items()]),
    )
