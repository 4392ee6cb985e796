"""`/release`: every release, what it is, and what changed with it."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pyoxigraph import Quad

from bouwstenen.formats import HTML, JSON, Format
from bouwstenen.graph.history import Entry, find_entry
from bouwstenen.publishing.changes.feed import Story, atom
from bouwstenen.publishing.changes.log import Difference, Log
from bouwstenen.publishing.changes.naming import Page
from bouwstenen.publishing.changes.recorded import labels
from bouwstenen.publishing.changes.releases import describe_release, release_iri
from bouwstenen.publishing.changes.words import Words, in_short
from bouwstenen.web.addressing import link_of
from bouwstenen.web.answers import format_of
from bouwstenen.web.changes.chronicle import (
    ATOM,
    DATASETS,
    CurrentLog,
    address_of,
    as_json,
    as_rdf,
    respond,
    root_above,
    top_of,
)
from bouwstenen.web.changes.differences import in_groups
from bouwstenen.web.changes.texts import CHANGES_TEXTS
from bouwstenen.web.pages import language_of, prefers_html, render

__all__ = ["router"]

router = APIRouter()

_DESCRIPTIONS = (JSON, *(each for each in DATASETS if each.name in ("jsonld", "ttl", "nt")))
_LISTS = (JSON, ATOM, *_DESCRIPTIONS[1:])

#: Changes of one class that are told on a page; the others are a link away.
_TOLD = 25
_TOLD_OF_ALL = 3


@router.get("/release", response_class=Response, summary="All releases")
def releases(request: Request, log: CurrentLog) -> Response:
    """List every release, the newest first: a page, JSON, RDF, or a feed that tells of the next."""
    language = language_of(request)
    entries = [*reversed(log.entries)]
    if prefers_html(request):
        rows = [(entry, *_counted(log, entry, language)) for entry in entries]
        return render(request, "releases.html", words=CHANGES_TEXTS, rows=rows, top=root_above(request))
    chosen = format_of(request, _LISTS)

    def body() -> bytes:
        if chosen is JSON:
            return as_json([_summary(log, entry, request) for entry in entries])
        if chosen is ATOM:
            return _atom(request, log)
        return as_rdf(chosen, _described(request, log, entries))

    return respond(request, chosen, log.version, body, {})


@router.get("/release/{version}", response_class=Response, summary="A release, and what changed with it")
def release(request: Request, version: str, log: CurrentLog) -> Response:
    """Describe a release, by its name or by eight digits or more of its hash."""
    name, suffix = _suffix(version, (HTML, *_DESCRIPTIONS))
    entry = find_entry(log.entries, name)
    if suffix == HTML.name or (suffix is None and prefers_html(request)):
        return _release_page(request, log, entry)
    chosen = format_of(request, _DESCRIPTIONS, suffix)

    def body() -> bytes:
        if chosen is JSON:
            return as_json(_summary(log, entry, request))
        return as_rdf(chosen, _described(request, log, [entry]))

    return respond(request, chosen, log.version, body, {})


def _suffix(text: str, offered: tuple[Format, ...]) -> tuple[str, str | None]:
    """The name and the format of an address; names have a point in them too."""
    name, _, suffix = text.rpartition(".")
    return (name, suffix) if any(each.name == suffix for each in offered) else (text, None)


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


def _release_page(request: Request, log: Log, entry: Entry) -> Response:
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
        iri=release_iri(entry),
        top=root_above(request),
        told=_TOLD if prior else _TOLD_OF_ALL,
        describe=partial(link_of, root_above(request)),
        **values,
    )
