"""`/reminders`: what should be checked or renewed as of a day, as a page, JSON and an Atom feed."""

import json
import re
from datetime import UTC, date, datetime
from itertools import groupby
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bouwstenen.curation.reminders import Reminder, reminders
from bouwstenen.errors import WrongUseError
from bouwstenen.formats import ATOM, HTML, JSON
from bouwstenen.graph.history import history
from bouwstenen.library.things import names_of, things
from bouwstenen.publishing.changes.feed import Story, atom
from bouwstenen.store.opening import Opened
from bouwstenen.web.addressing import base_of, link_of, root_of
from bouwstenen.web.context import CurrentRelease, CurrentSettings
from bouwstenen.web.pages import language_of, render
from bouwstenen.web.paging import Page, page_of
from bouwstenen.web.reminders.texts import REMINDERS_TEXTS
from bouwstenen.web.representation import Representation, link, represent

__all__ = ["router"]

router = APIRouter()

#: Reminders on a page where the request does not say.
_ROWS = 100

_FORMATS = (JSON, ATOM, HTML)


@router.get("/reminders", response_class=Response, summary="What should be checked or renewed")
def list_reminders(request: Request, opened: CurrentRelease, settings: CurrentSettings) -> Response:
    """List what is stale as of a day (`as_of`, today without it), as JSON, Atom or a page.

    `bouwsteen` and `organisation` choose among them. With `limit` and `offset` the answer is one page of it;
    `Link` leads to the others (RFC 8288).
    """
    return _answer(request, opened, settings, None)


@router.get("/reminders.{suffix}", response_class=Response, include_in_schema=False)
def list_reminders_as(
    request: Request, suffix: str, opened: CurrentRelease, settings: CurrentSettings
) -> Response:
    """The same in a format that the address names."""
    return _answer(request, opened, settings, suffix)


def _answer(request: Request, opened: Opened, settings: CurrentSettings, suffix: str | None) -> Response:
    today = _day(request.query_params.get("as_of", "").strip())
    state = f"{opened.release.hash} {today}"
    shown = represent(
        request, "/reminders", state, offered=_FORMATS, suffix=suffix, spoken=(HTML, JSON, ATOM)
    )
    asked = {name: request.query_params.get(name, "").strip() for name in ("bouwsteen", "organisation")}
    page = page_of(request, usual=_ROWS) or Page(_ROWS, 0)
    if shown.is_fresh:
        return shown.not_modified()
    found = reminders(opened.store, today, **asked)
    first = _first_day(settings, opened)
    if shown.format is ATOM:  # a feed tells the newest first, whatever they are about
        found.sort(key=lambda each: each.since.isoformat() if each.since else first, reverse=True)
    part = found[page.offset : page.offset + page.limit]
    links = page.links(request, len(found))
    told = _Told(opened, part, language_of(request))
    if shown.format is HTML:
        return _page(shown, told, asked, today, len(found), page, links)
    headers = [link(address, relation) for relation, address in links.items()]
    if shown.format is JSON:
        return shown.answer(lambda: json.dumps(told.rows(), ensure_ascii=False, indent=1).encode(), headers)
    return shown.answer(lambda: _atom(shown, first, told, asked, links), headers)


def _day(text: str) -> date:
    if not text:
        return datetime.now(UTC).date()
    # other forms of ISO 8601 are days too, and years out of this range have no day five years before
    if not re.fullmatch(r"(19|[2-8][0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}", text):
        raise _no_day(text)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _no_day(text) from error


def _first_day(settings: CurrentSettings, opened: Opened) -> str:
    """The day since which what nobody knows the date of is to be checked: that we first published it.

    Where releases are built elsewhere, it is that of the one that answers.
    """
    entries = history(settings.home)
    return (entries[0].published if entries else opened.release.built)[:10]


def _no_day(text: str) -> WrongUseError:
    return WrongUseError(
        {"nl": f"“{text}” is geen dag.", "en": f"“{text}” is no day."},
        where="as_of",
        mend={"nl": "Schrijf die als 2026-11-24.", "en": "Write it as 2026-11-24."},
    )


class _Told:
    """Reminders in one language."""

    def __init__(self, opened: Opened, part: list[Reminder], language: str) -> None:
        self.opened, self.language, self.part = opened, language, part
        self._names = names_of(opened.store, {each.thing for each in part}, language) if part else {}

    def sentence(self, each: Reminder) -> str:
        label = self._names.get(each.thing) or each.label
        words = REMINDERS_TEXTS[self.language][f"{each.kind}_{each.state}"]
        return words.format(label=label, date=each.date, address=each.address, target=each.target)

    def rows(self) -> list[dict[str, str | None]]:
        return [
            {
                "id": each.id,
                "kind": each.kind,
                "state": each.state,
                "thing": each.thing,
                "label": self._names.get(each.thing) or each.label,
                "since": each.since.isoformat() if each.since else None,
                "date": each.date,
                "address": each.address,
                "target": each.target,
                "text": self.sentence(each),
            }
            for each in self.part
        ]


def _atom(
    shown: Representation, first: str, told: _Told, asked: dict[str, str], links: dict[str, str]
) -> bytes:
    base, words = base_of(shown.request), REMINDERS_TEXTS[told.language]
    stories = [
        Story(
            id=each.id,
            title=told.sentence(each),
            text=told.sentence(each),
            updated=f"{each.since.isoformat() if each.since else first}T00:00:00Z",
            link=link_of(base, each.thing),
            category=(each.kind, words[f"kind_{each.kind}"]),
        )
        for each in told.part
    ]
    query = urlencode({**{name: text for name, text in asked.items() if text}, "lang": told.language})
    title = " · ".join(["Bouwstenen", words["title"], *(text for text in asked.values() if text)])
    newest = max((story.updated for story in stories), default=f"{first}T00:00:00Z")
    origin = base.removesuffix(root_of(shown.request))
    absolute = {relation: origin + address for relation, address in links.items()}
    return atom(f"{base}/reminders.atom?{query}", title, told.language, newest, stories, absolute)


def _page(
    shown: Representation,
    told: _Told,
    asked: dict[str, str],
    today: date,
    count: int,
    page: Page,
    links: dict[str, str],
) -> Response:
    request, store = shown.request, told.opened.store
    root, language = root_of(request), told.language
    groups = [
        (kind, [(each, told.sentence(each), link_of(root, each.thing)) for each in members])
        for kind, members in groupby(told.part, key=lambda each: each.kind)
    ]
    given = {**{name: text for name, text in asked.items() if text}, "lang": language}
    return render(
        request,
        "reminders.html",
        words=REMINDERS_TEXTS,
        groups=groups,
        count=count,
        first=page.offset + 1,
        last=page.offset + len(told.part),
        pages=links,
        asked=asked,
        today=today.isoformat(),
        bouwstenen=things(store, "Bouwsteen", language=language),
        organisations=things(store, "Organisation", language=language),
        feed=f"{root}/reminders.atom?{urlencode(given)}",
        data=f"{root}/reminders.json?{urlencode({**given, 'as_of': today.isoformat()})}",
        headers=shown.headers([link(address, relation) for relation, address in links.items()]),
    )
