"""`/release`: every release, what it is, and what changed with it."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pyoxigraph import Quad

from bouwstenen.errors import UnknownThingError
from bouwstenen.formats import ATOM, HTML, JSON
from bouwstenen.graph.history import Entry, find_entry, release_iri
from bouwstenen.namespaces import RELEASE
from bouwstenen.publishing.changes.feed import Story, atom
from bouwstenen.publishing.changes.log import Difference, Log
from bouwstenen.publishing.changes.naming import Page
from bouwstenen.publishing.changes.recorded import labels
from bouwstenen.publishing.changes.releases import describe_release
from bouwstenen.publishing.changes.words import Words, in_short
from bouwstenen.publishing.writing import write
from bouwstenen.web.addressing import link_of, root_above, top_of
from bouwstenen.web.changes.chronicle import (
    DESCRIPTIONS,
    CurrentLog,
    address_of,
    as_json,
    representation,
)
from bouwstenen.web.changes.differences import in_groups
from bouwstenen.web.changes.texts import CHANGES_TEXTS
from bouwstenen.web.describing import answers
from bouwstenen.web.negotiation import split_suffix
from bouwstenen.web.pages import language_of, render
from bouwstenen.web.representation import Representation

__all__ = ["router"]

router = APIRouter()

_DESCRIPTIONS = (JSON, *DESCRIPTIONS, HTML)
_LISTS = (JSON, ATOM, *DESCRIPTIONS, HTML)

#: Changes of one class that are told on a page; the others are a link away.
_TOLD = 25
_TOLD_OF_ALL = 3


@router.get("/release", response_class=Response, responses=answers(*_LISTS), summary="All releases")
def releases(request: Request, log: CurrentLog) -> Response:
    """List every release, the newest first: a page, JSON, RDF, or a feed that tells of the next."""
    language = language_of(request)
    entries = [*reversed(log.entries)]
    shown = representation(request, _LISTS, log.version, log.entries[-1].published)
    chosen = shown.format
    if chosen is HTML and not shown.is_fresh:
        rows = [(entry, *_counted(log, entry, language)) for entry in entries]
        return render(
            request,
            "releases.html",
            words=CHANGES_TEXTS,
            rows=rows,
            top=root_above(request),
            headers=shown.headers(),
        )

    def body() -> bytes:
        if chosen is JSON:
            return as_json([_summary(log, entry, request) for entry in entries])
        if chosen is ATOM:
            return _atom(request, log)
        return write(_described(request, log, entries), chosen)

    return shown.answer(body)


@router.get(
    "/release/{version}",
    response_class=Response,
    responses=answers(*_DESCRIPTIONS, _404="There is no such release"),
    summary="A release, and what changed with it",
)
def release(request: Request, version: str, log: CurrentLog) -> Response:
    """Describe a release, by its name or by eight digits or more of its hash."""
    entry, path = _found(log, version)
    # what comes next changes what is said of this one
    shown = representation(request, _DESCRIPTIONS, log.version, log.entries[-1].published, path)
    chosen = shown.format
    if chosen is HTML and not shown.is_fresh:
        return _release_page(shown, log, entry)

    def body() -> bytes:
        if chosen is JSON:
            return as_json(_summary(log, entry, request))
        return write(_described(request, log, [entry]), chosen)

    return shown.answer(body)


def _found(log: Log, version: str) -> tuple[Entry, tuple[str, str | None]]:
    """The release that an address names, with the path and the suffix; names have a point in them too."""
    unknown: UnknownThingError | None = None
    for name, suffix in split_suffix(version, _DESCRIPTIONS):
        try:
            return find_entry(log.entries, name), (f"/release/{name}", suffix)
        except UnknownThingError as error:
            unknown = unknown or error
    raise unknown or UnknownThingError(version)


def _counted(log: Log, entry: Entry, language: str) -> tuple[int | None, str | None]:
    """How many statements a release has, and how much changed in words; None where that was not recorded."""
    step = log.step(entry)
    return (log.statements(entry), in_short(step.summary.counts, language)) if step else (None, None)


def _neighbours(log: Log, entry: Entry) -> tuple[Entry | None, Entry | None]:
    by_number = {each.number: each for each in log.entries}
    return by_number.get(entry.number - 1), by_number.get(entry.number + 1)


def _summary(log: Log, entry: Entry, request: Request) -> dict[str, Any]:
    prior, later = _neighbours(log, entry)
    statements, text = _counted(log, entry, language_of(request))
    step = log.step(entry)
    base = top_of(request)
    here = f"{base}/release/{entry.name}"
    return {
        "name": entry.name,
        "number": entry.number,
        "version": entry.version,
        "hash": entry.hash,
        "iri": release_iri(entry),
        "published": entry.published,
        "statements": statements,
        "prior": prior.name if prior else None,
        "next": later.name if later else None,
        "text": text,
        "changes": {
            "counts": step.summary.counts,
            "added": step.summary.added,
            "removed": step.summary.removed,
            "classes": step.summary.classes,
            "graphs": step.summary.graphs,
        }
        if step
        else None,
        "links": {
            "self": here,
            "diff": f"{here}/diff",
            "stream": f"{base}/stream/{Page(entry.number, 1).name}" if step else None,
            "dumps": f"{here}/dump",
            "sparql": f"{here}/sparql",
        },
    }


def _described(request: Request, log: Log, entries: list[Entry]) -> Iterator[Quad]:
    for entry in entries:
        yield from describe_release(log, entry, top_of(request))


def _atom(request: Request, log: Log) -> bytes:
    language, base = language_of(request), top_of(request)
    title = {"nl": "Uitgaven van Bouwstenen", "en": "Releases of Bouwstenen"}[language]
    stories = []
    for step in reversed(log.steps):
        entry = step.entry
        told = in_short(step.summary.counts, language)
        names = Words(language, labels(step.folder))
        lines = [f"{names.name(iri)}: {in_short(n, language)}" for iri, n in step.summary.classes.items()]
        link = f"{base}/release/{entry.name}?lang={language}"
        stories.append(
            Story(release_iri(entry), f"{entry.name}: {told}", "\n".join(lines), step.summary.time, link)
        )
    newest = stories[0].updated if stories else "1970-01-01T00:00:00Z"
    return atom(address_of(request), title, language, newest, stories, {"alternate": f"{base}/release"})


def _release_page(shown: Representation, log: Log, entry: Entry) -> Response:
    request = shown.request
    language = language_of(request)
    prior, later = _neighbours(log, entry)
    statements, text = _counted(log, entry, language)
    step = log.step(entry)
    values: dict[str, Any] = {"groups": [], "left_out": 0}
    if step:
        found = Difference(tuple(step.changes()), labels(step.folder))
        values["groups"], values["left_out"] = in_groups(found, language)
    return render(
        request,
        "release.html",
        headers=shown.headers(),
        words=CHANGES_TEXTS,
        entry=entry,
        prior=prior,
        later=later,
        statements=statements,
        text=text,
        page=Page(entry.number, 1).name if step else None,
        added=step.summary.added if step else 0,
        removed=step.summary.removed if step else 0,
        since=log.before(entry) if step else None,
        cited_at=f"{RELEASE}{entry.version}",  # the same wherever this content is served
        top=root_above(request),
        told=_TOLD if prior else _TOLD_OF_ALL,
        describe=partial(link_of, root_above(request)),
        **values,
    )
