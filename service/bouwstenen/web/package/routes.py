"""`/package`: the planner, as data and as a page."""

import hashlib
import json
from collections.abc import Mapping
from functools import partial
from typing import Any

import anyio
from anyio.lowlevel import RunVar
from fastapi import APIRouter, Request
from fastapi.responses import Response

from bouwstenen.errors import BusyError, MediaTypeError, WrongUseError
from bouwstenen.formats import HTML, JSON, Format, by_name
from bouwstenen.planner.answer import Plan
from bouwstenen.planner.planning import plan
from bouwstenen.planner.request import PackageRequest, read_request
from bouwstenen.planner.rows import as_csv
from bouwstenen.store.opening import Opened
from bouwstenen.web.addressing import cite_as
from bouwstenen.web.answers import NotModified, is_known
from bouwstenen.web.bounds import too_large
from bouwstenen.web.context import CurrentEndpoint, CurrentRelease, CurrentSettings, pinned_to
from bouwstenen.web.limiting import Rates
from bouwstenen.web.negotiation import format_of
from bouwstenen.web.package.page import form_page, plan_page
from bouwstenen.web.pages import language_of
from bouwstenen.web.representation import software

__all__ = ["router"]

router = APIRouter()

#: Packages that are worked out at once, and requests that may wait for that.
AT_ONCE = 2
WAITING = 16
#: Bytes that a body may have.
MAX_BODY = 2**20

_CSV = by_name("csv") or JSON
#: Parameters that say how to answer, not what to ask.
_HOW = ("format", "lang")
_VARY = "Accept, Accept-Encoding, Accept-Language"
_room: RunVar[anyio.CapacityLimiter] = RunVar("room for packages")


_FORMAT: list[dict[str, Any]] = [
    {
        "name": "format",
        "in": "query",
        "required": False,
        "description": "how to answer; overrides Accept",
        "schema": {"type": "string", "enum": [JSON.name, _CSV.name]},
    }
]


def _parameters() -> list[dict[str, Any]]:
    """The parameters of GET, as OpenAPI has them; the page of a browser needs none."""
    schema = PackageRequest.model_json_schema()
    required = schema["required"]
    return [
        {"name": name, "in": "query", "required": name in required, "schema": about}
        | {"description": about["description"]}
        for name, about in schema["properties"].items()
    ] + _FORMAT


_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"model": Plan, "content": {_CSV.media_type: {}, HTML.media_type: {}}},
    400: {"description": "A parameter is missing or has a value it cannot have"},
    406: {"description": "There is no such format; those there are, are told"},
    404: {"description": "A thing that is named does not exist; the nearest are told"},
    422: {"description": "The request contradicts itself"},
    429: {"description": "Too many packages are being worked out"},
}
_BODY = {"required": True, "content": {JSON.media_type: {"schema": PackageRequest.model_json_schema()}}}


@router.get(
    "/package",
    response_class=Response,
    summary="The smallest packages of interventions for chosen factors",
    responses=_ANSWERS,
    openapi_extra={"parameters": _parameters()},
)
async def get_package(
    request: Request, opened: CurrentRelease, endpoint: CurrentEndpoint, settings: CurrentSettings
) -> Response:
    """Find the smallest packages; without parameters a browser gets the form."""
    given: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        if name not in _HOW:
            given.setdefault(name, []).append(value)
    wanted = format_of(request, (JSON, _CSV, HTML))
    html = wanted is HTML
    if html and not any(text.strip() for texts in given.values() for text in texts):
        return await anyio.to_thread.run_sync(form_page, request, opened, {})
    asked = read_request({"language": [language_of(request)], **given})
    etag = _etag(opened, asked, wanted)
    if not html and is_known(etag, request.headers.get("if-none-match", "")):
        return NotModified(etag, _VARY)
    answer, opened = await _planned(request, opened, endpoint, asked, settings.package_timeout)
    if html:
        return await anyio.to_thread.run_sync(plan_page, request, opened, answer, given)
    told = await anyio.to_thread.run_sync(_told, answer, wanted, _etag(opened, asked, wanted))
    told.headers.update(cite_as(request.scope, opened.release.hash))
    return told


@router.post(
    "/package",
    response_class=Response,
    summary="The same, asked as JSON",
    responses=_ANSWERS,
    openapi_extra={"parameters": _FORMAT, "requestBody": _BODY},
)
async def post_package(
    request: Request, opened: CurrentRelease, endpoint: CurrentEndpoint, settings: CurrentSettings
) -> Response:
    """Find the smallest packages for a request in JSON."""
    wanted = format_of(request, (JSON, _CSV))
    given = await _body(request)
    asked = read_request({"language": language_of(request), **given})
    answer, opened = await _planned(request, opened, endpoint, asked, settings.package_timeout)
    return await anyio.to_thread.run_sync(_told, answer, wanted, _etag(opened, asked, wanted))


async def _planned(
    request: Request, opened: Opened, endpoint: CurrentEndpoint, asked: PackageRequest, seconds: float
) -> tuple[Plan, Opened]:
    """The plan, and the release that all of it is from, even where the next takes over meanwhile."""
    rates: Rates = request.app.state.rates
    rates.check(request, "packages")
    room = _room.get(None)
    if room is None:
        room = anyio.CapacityLimiter(AT_ONCE)
        _room.set(room)
    if room.statistics().tasks_waiting >= WAITING:
        raise BusyError(
            {
                "nl": "er worden al te veel pakketten uitgezocht.",
                "en": "too many packages are being worked out already.",
            },
            mend={"nl": "Vraag het straks opnieuw.", "en": "Ask again in a moment."},
        )
    while True:
        work = partial(plan, opened.store, asked, release=opened.release.hash, seconds=seconds)
        answer = await anyio.to_thread.run_sync(work, limiter=room)
        if pinned_to(request, opened.release) or endpoint.release.hash == opened.release.hash:
            return answer, opened
        opened = Opened(endpoint.release, opened.store)


def _told(answer: Plan, wanted: Format, etag: str) -> Response:
    body = answer.model_dump_json(exclude={"seconds"}) if wanted is JSON else as_csv(answer)
    headers = {
        "Content-Language": answer.request.language,
        "Vary": _VARY,
        "X-Content-Type-Options": "nosniff",
        # not in the answer: the same question must have the same answer
        "Server-Timing": f"plan;dur={answer.seconds * 1000:.1f}",
    }
    # what time ran out on may be better the next time
    proven = answer.status != "limit"
    headers |= (
        {"ETag": etag, "Cache-Control": "public, no-cache"} if proven else {"Cache-Control": "no-store"}
    )
    return Response(body, headers=headers, media_type=wanted.media_type)


def _etag(opened: Opened, asked: PackageRequest, wanted: Format) -> str:
    """What changes when the answer may: a release never does."""
    parts = (software(), opened.release.hash, wanted.name, asked.model_dump_json())
    return f'W/"{hashlib.blake2b(" ".join(parts).encode(), digest_size=16).hexdigest()}"'


async def _body(request: Request) -> Mapping[str, object]:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != JSON.media_type:
        raise MediaTypeError(
            {
                "nl": f"“{media_type[:100]}” lezen we hier niet.",
                "en": f"“{media_type[:100]}” is not read here.",
            },
            where="Content-Type",
            mend={"nl": f"Stuur {JSON.media_type}.", "en": f"Send {JSON.media_type}."},
        )
    read = b""
    async for piece in request.stream():
        read += piece
        if len(read) > MAX_BODY:
            raise too_large(MAX_BODY)
    try:
        given = json.loads(read, object_pairs_hook=_once)
        # "\ud800" is half a character, which no text can hold
        json.dumps(given, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise _no_object() from error
    if not isinstance(given, dict):
        raise _no_object()
    return given


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object of JSON; of a key that is there twice one value would be lost without a word."""
    given: dict[str, object] = {}
    for name, value in pairs:
        if name in given:
            shown = ascii(name[:100])[1:-1]
            raise WrongUseError(
                {"nl": f"“{shown}” staat er meer dan één keer.", "en": f"“{shown}” is there more than once."},
                where="body",
                mend={"nl": "Geef meer waarden als lijst.", "en": "Give several values as a list."},
            )
        given[name] = value
    return given


def _no_object() -> WrongUseError:
    return WrongUseError(
        {"nl": "dit is geen JSON-object.", "en": "this is no JSON object."},
        where="body",
        mend={
            "nl": 'Stuur bijvoorbeeld {"factor": ["zelfbeheersing"]}.',
            "en": 'Send for example {"factor": ["zelfbeheersing"]}.',
        },
    )
