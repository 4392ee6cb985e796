"""`/changes`: what changed since when, for people, programs and feed readers."""

from collections.abc import Callable
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bouwstenen.formats import ATOM, HTML, JSON
from bouwstenen.publishing.changes.feed import Story, activities, atom
from bouwstenen.publishing.changes.log import Log
from bouwstenen.publishing.changes.naming import version_iri
from bouwstenen.publishing.changes.recorded import Item, labels
from bouwstenen.publishing.changes.selection import Found, Wanted, class_of, found, since_of
from bouwstenen.publishing.changes.words import Words
from bouwstenen.publishing.writing import write
from bouwstenen.web.addressing import base_of, link_of, root_above, root_of, top_of
from bouwstenen.web.changes.chronicle import (
    DESCRIPTIONS,
    CurrentLog,
    address_of,
    as_json,
    linked,
    representation,
)
from bouwstenen.web.changes.texts import CHANGES_TEXTS
from bouwstenen.web.describing import answers, parameters
from bouwstenen.web.pages import language_of, render
from bouwstenen.web.paging import Page, page_of
from bouwstenen.web.representation import Representation

__all__ = ["router"]

router = APIRouter()

#: Changes on a page where the request does not say.
_ROWS = 100

#: Formats that a page links to.
_NAMED = ("json", "atom", "ttl")

_FORMATS = (JSON, ATOM, *DESCRIPTIONS, HTML)


@router.get(
    "/changes",
    response_class=Response,
    responses=answers(*_FORMATS, _400="There is no such day, moment, release or class"),
    openapi_extra=parameters(
        since="a day, a moment (ISO 8601) or a release",
        _class="name of a class: what is of it alone",
        thing="IRI, slug or label: what is about it alone",
        limit="changes to answer at most",
        offset="changes to leave out at the beginning",
    ),
    summary="What changed, and since when",
)
def changes(request: Request, log: CurrentLog) -> Response:
    """List changes, the newest first: as JSON, Atom, ActivityStreams or a page.

    `since` is a day, a moment or a release; `class` and `thing` choose among them. With `limit` and `offset`
    the answer is one page of it; `Link` leads to the others (RFC 8288).
    """
    wanted = _wanted(request, log)
    page = page_of(request, usual=_ROWS) or Page(_ROWS, 0)
    shown = representation(request, _FORMATS, log.version, log.entries[-1].published)
    if shown.is_fresh:
        return shown.not_modified()
    count, chosen = found(log, wanted, page.limit, page.offset)
    links = page.links(request, count)
    if shown.format is HTML:
        return _html(shown, log, chosen, count, page, links)
    at = address_of(request)
    make: dict[str, Callable[[], bytes]] = {
        "json": lambda: as_json([_row(each, language_of(request)) for each in chosen]),
        "atom": lambda: _atom(request, log, chosen, links),
    }
    body = make.get(shown.format.name, lambda: write(activities(chosen, at, count), shown.format))
    return shown.answer(body, linked(links))


def _wanted(request: Request, log: Log) -> Wanted:
    given = {name: request.query_params.get(name, "").strip() for name in ("since", "class", "thing")}
    return Wanted(
        since_of(log, given["since"]) if given["since"] else None,
        class_of(given["class"]) if given["class"] else None,
        given["thing"].strip("/") or None,
    )


def _row(each: Found, language: str) -> dict[str, Any]:
    step, item = each
    words = Words(language, labels(step.folder))
    kind = item.types[0] if item.types else None
    return {
        "kind": item.kind,
        "iri": item.iri,
        "label": words.title(item),
        "class": kind,
        "classLabel": words.name(kind) if kind else None,
        "about": item.about,
        "published": step.summary.time,
        "release": step.entry.name,
        "version": version_iri(step.entry.name, item.iri),
        "text": words.sentence(item),
        "removed": item.removed,
        "added": item.added,
    }


def _atom(request: Request, log: Log, shown: list[Found], links: dict[str, str]) -> bytes:
    language, base = language_of(request), top_of(request)
    origin = base_of(request).removesuffix(root_of(request))
    title = {"nl": "Veranderingen van Bouwstenen", "en": "Changes of Bouwstenen"}[language]
    stories = []
    for step, item in shown:
        words = Words(language, labels(step.folder))
        kind = item.types[0] if item.types else None
        stories.append(
            Story(
                id=version_iri(step.entry.name, item.iri),
                title=words.sentence(item),
                text="\n".join(words.details(item)) or words.sentence(item),
                updated=step.summary.time,
                link=f"{base}/changes?{urlencode({'thing': item.iri, 'lang': language})}",
                category=(kind, words.name(kind)) if kind else None,
            )
        )
    newest = log.steps[-1].summary.time if log.steps else "1970-01-01T00:00:00Z"
    absolute = {relation: origin + address for relation, address in links.items()}
    return atom(address_of(request), title, language, newest, stories, absolute)


def _html(
    shown: Representation, log: Log, chosen: list[Found], count: int, page: Page, links: dict[str, str]
) -> Response:
    request = shown.request
    language, top = language_of(request), root_above(request)
    told = []
    for step, each in groupby(chosen, key=lambda found: found.step):
        words = Words(language, labels(step.folder))
        # a thing that is gone is described no longer; its history is
        told.append((step, [(item, words.sentence(item), _link(top, item)) for _, item in each]))
    asked = {
        name: value
        for name, value in request.query_params.items()
        if name not in ("format", "lang", "limit", "offset") and value
    }
    classes = {
        iri: Words(language, labels(step.folder)).name(iri)
        for step in log.steps
        for iri in step.summary.classes
        if iri
    }
    return render(
        request,
        "changes.html",
        words=CHANGES_TEXTS,
        told=told,
        count=count,
        first=page.offset + 1,
        last=page.offset + len(chosen),
        pages=links,
        asked=asked,
        chosen_class=class_of(asked["class"]) if "class" in asked else "",
        classes=sorted(classes.items(), key=lambda pair: pair[1].casefold()),
        links={name: "?" + urlencode({**asked, "lang": language, "format": name}) for name in _NAMED},
        top=top,
        headers=shown.headers(linked(links)),
    )


def _link(top: str, item: Item) -> str:
    return (
        f"{top}/changes?{urlencode({'thing': item.iri})}"
        if item.kind == "deleted"
        else link_of(top, item.iri)
    )
