"""`/release/{version}/diff`: what changed from one release to another, in words, as RDF, as an update."""

import threading
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bouwstenen.errors import BusyError, WrongUseError
from bouwstenen.formats import HTML, JSON, UPDATE
from bouwstenen.graph.history import Entry, find_entry
from bouwstenen.publishing.changes.log import Difference, Log
from bouwstenen.publishing.changes.naming import version_iri
from bouwstenen.publishing.changes.releases import describe_difference
from bouwstenen.publishing.changes.update import as_update
from bouwstenen.publishing.changes.words import Group, Words, grouped, in_short
from bouwstenen.publishing.writing import write
from bouwstenen.web.addressing import link_of, root_above
from bouwstenen.web.changes.chronicle import DATASETS, CurrentLog, as_json, representation
from bouwstenen.web.changes.texts import CHANGES_TEXTS
from bouwstenen.web.context import CurrentRates
from bouwstenen.web.describing import answers, parameters
from bouwstenen.web.pages import language_of, render
from bouwstenen.web.representation import Representation

__all__ = ["in_groups", "router"]

router = APIRouter()

_FORMATS = (JSON, *DATASETS, UPDATE, HTML)

#: Comparisons at once, and seconds that another waits: each is worked out in this process, in memory.
_ROOM, _PATIENCE = threading.BoundedSemaphore(2), 1.0

#: Changes of one class that are told on a page; the others are a link away.
_TOLD = 500


@router.get(
    "/release/{version}/diff",
    response_class=Response,
    responses=answers(*_FORMATS, _404="There is no such release"),
    openapi_extra=parameters(_from="name of an earlier release; without it the one before"),
    summary="What changed since another release",
)
def difference(request: Request, version: str, log: CurrentLog, rates: CurrentRates) -> Response:
    """Tell what changed: in words, as RDF, or as an update that turns the earlier release into this one.

    `from` names an earlier release; without, it is the one before.
    """
    entry = find_entry(log.entries, version)
    old = _earlier(log, entry, request.query_params.get("from", "").strip())
    shown = representation(request, _FORMATS, f"{entry.number} {entry.hash}", entry.published)
    if shown.is_fresh:
        return shown.not_modified()
    rates.check(request, "differences")
    if not _ROOM.acquire(timeout=_PATIENCE):
        raise BusyError(
            {
                "nl": "er worden al te veel uitgaven vergeleken.",
                "en": "too many releases are being compared already.",
            },
            mend={"nl": "Vraag het straks opnieuw.", "en": "Ask again in a moment."},
        )
    try:
        return _compared(shown, log, entry, old)
    finally:
        _ROOM.release()


def _compared(shown: Representation, log: Log, entry: Entry, old: Entry | None) -> Response:
    found, chosen, request = log.between(old, entry), shown.format, shown.request
    if chosen is HTML:
        return _difference_page(shown, entry, old, found)
    changes = [change for change, _ in found.changes]
    step = log.step(entry)
    time = step.summary.time if step else entry.published

    def body() -> bytes:
        if chosen is JSON:
            return as_json(_told(found, entry, old, language_of(request)))
        if chosen is UPDATE:
            before = f"{old.name} ({old.version})" if old else "nothing"
            return as_update(changes, f"from {before} to {entry.name} ({entry.version})").encode()
        return write(describe_difference(old, entry, time, changes), chosen)

    return shown.answer(body)


def _earlier(log: Log, entry: Entry, text: str) -> Entry | None:
    before = log.before(entry)
    if not text:
        return before
    old = find_entry([each for each in log.entries if each.number <= entry.number], text)
    if old.number < entry.number:
        return old
    raise WrongUseError(
        {
            "nl": f"uitgave {old.name} is niet eerder dan {entry.name}.",
            "en": f"release {old.name} is not earlier than {entry.name}.",
        },
        where="from",
        mend={
            "nl": "Noem een eerdere; /release noemt ze.",
            "en": "Name an earlier one; /release lists them.",
        },
    )


def _difference_page(shown: Representation, entry: Entry, old: Entry | None, found: Difference) -> Response:
    request = shown.request
    language = language_of(request)
    groups, left_out = in_groups(found, language)
    return render(
        request,
        "difference.html",
        headers=shown.headers(),
        words=CHANGES_TEXTS,
        entry=entry,
        old=old,
        text=in_short(found.counts, language),
        groups=groups,
        left_out=left_out,
        top=root_above(request),
        told=_TOLD,
        describe=partial(link_of, root_above(request)),
    )


def in_groups(found: Difference, language: str) -> tuple[list[Group], int]:
    """Return what happened by class, in words, and how many resources are left out; see `grouped`."""
    return grouped((item for _, item in found.changes), Words(language, found.names), language)


def _told(found: Difference, entry: Entry, old: Entry | None, language: str) -> dict[str, Any]:
    groups, left_out = in_groups(found, language)
    return {
        "release": entry.name,
        "from": old.name if old else None,
        "counts": found.counts,
        "text": in_short(found.counts, language),
        "derivedOnly": left_out,
        "classes": [
            {
                "iri": group.iri or None,
                "label": group.name,
                "text": group.counts,
                "changes": [
                    {
                        "kind": item.kind,
                        "iri": item.iri,
                        "version": version_iri(entry.name, item.iri),
                        "text": line,
                        "removed": item.removed,
                        "added": item.added,
                    }
                    for line, item in group.lines
                ],
            }
            for group in groups
        ],
    }
