"""`/validate`: what is wrong with data, by POST; a page to paste or drop it, by GET."""

from functools import partial
from typing import Any

import anyio
from anyio.lowlevel import RunVar
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bouwstenen.curation.checking import Check, check_bounded
from bouwstenen.errors import BusyError, WrongUseError
from bouwstenen.formats import HTML
from bouwstenen.settings import Settings
from bouwstenen.validation.presenting import FORMATS, present
from bouwstenen.validation.presenting.html import as_part
from bouwstenen.validation.reading.kinds import KINDS, RDF
from bouwstenen.validation.report import Report
from bouwstenen.web.context import CurrentSettings
from bouwstenen.web.limiting import limited
from bouwstenen.web.negotiation import format_of
from bouwstenen.web.pages import language_of, render
from bouwstenen.web.validation.handed import Handed, handed_in, is_yes
from bouwstenen.web.validation.texts import VALIDATION_TEXTS

__all__ = ["router"]

router = APIRouter()

#: Checks at once; each has a process, and memory, of its own.
AT_ONCE = 2
#: Characters of a pasted text that the page with the result gives back.
_GIVEN_BACK = 200_000

_room: RunVar[anyio.CapacityLimiter] = RunVar("room for checks")

_PARAMETERS: list[dict[str, Any]] = [
    {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
    }
    for name, description, schema in (
        ("alone", "check it by itself, without the current data", {"type": "boolean", "default": False}),
        ("language", "language of the report", {"type": "string", "enum": ["nl", "en"]}),
        (
            "format",
            "how to answer; overrides Accept",
            {"type": "string", "enum": [each.name for each in FORMATS]},
        ),
    )
]
_FORM = {
    "type": "object",
    "properties": {
        "file": {"type": "array", "items": {"type": "string", "format": "binary"}},
        "text": {"type": "string", "description": "pasted text"},
        "kind": {"type": "string", "enum": ["", *(each.name for each in KINDS)]},
        "alone": {"type": "string", "enum": ["true", "false"]},
        "format": {"type": "string", "enum": [each.name for each in FORMATS]},
    },
}
_BODY = {
    "required": True,
    "content": {
        **{each.media_type: {"schema": {"type": "string", "format": "binary"}} for each in KINDS},
        "multipart/form-data": {"schema": _FORM},
    },
}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "What was found", "content": {each.media_type: {} for each in FORMATS}},
    400: {"description": "There is nothing to check, or a parameter has a value it cannot have"},
    406: {"description": "There is no such format; those there are, are told"},
    408: {"description": "The body comes too slowly"},
    413: {"description": "It is too large, or nested too deeply"},
    415: {"description": "It is of a kind that is not read; those that are, are told"},
    429: {"description": "Too much is being checked, or was by this client"},
    504: {"description": "The check takes too long"},
    507: {"description": "The check needs too much memory"},
}


@router.get("/validate", response_class=Response, summary="A page to check data: paste it or drop files")
def validate_page(request: Request, settings: CurrentSettings) -> Response:
    """Return the form."""
    return _page(request, settings, Handed(()), None)


@router.post(
    "/validate",
    response_class=Response,
    summary="What is wrong with data, where, and how to mend it",
    responses=_ANSWERS,
    dependencies=[Depends(limited("validate"))],
    openapi_extra={"parameters": _PARAMETERS, "requestBody": _BODY},
)
async def validate(request: Request, settings: CurrentSettings) -> Response:
    """Check a body, or the files and the text of a form, in a process of its own."""
    language = _language(request)
    alone = is_yes(request.query_params.get("alone"), "alone")
    wanted = format_of(request, FORMATS) if "format" in request.query_params else None
    room = _room.get(None)
    if room is None:
        room = anyio.CapacityLimiter(AT_ONCE)
        _room.set(room)
    if room.available_tokens < 1:
        raise _busy()
    handed = await handed_in(request, settings.validate_size)
    alone = alone or is_yes(handed.said.get("alone"), "alone")
    wanted = wanted or format_of(request, FORMATS, named=handed.said.get("format"))
    if room.available_tokens < 1:  # others may have come while this was read
        raise _busy()
    asked = Check(handed.files, alone=alone, language=language)
    report = await anyio.to_thread.run_sync(partial(check_bounded, asked, settings), limiter=room)
    if wanted is HTML:
        return await anyio.to_thread.run_sync(_page, request, settings, handed, report)
    headers = {
        "Content-Language": language,
        "Cache-Control": "no-store",
        "Vary": "Accept, Accept-Encoding, Accept-Language",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(present(report, wanted.name), headers=headers, media_type=wanted.content_type)


def _language(request: Request) -> str:
    asked = request.query_params.get("language")
    if asked is None:
        return language_of(request)
    if asked not in VALIDATION_TEXTS:
        raise WrongUseError(
            {
                "nl": f"“{asked[:50]}” is geen taal van dit verslag.",
                "en": f"there is no report in “{asked[:50]}”.",
            },
            where="language",
            mend={"nl": "Kies nl of en.", "en": "Choose nl or en."},
        )
    return asked


def _page(request: Request, settings: Settings, handed: Handed, report: Report | None) -> Response:
    pasted = handed.said.get("text", "")
    return render(
        request,
        "validate.html",
        words=VALIDATION_TEXTS,
        headers={"Cache-Control": "no-store"},
        part=as_part(report) if report else None,
        pasted=pasted if len(pasted) <= _GIVEN_BACK else "",
        kinds=RDF,
        kind=handed.said.get("kind", ""),
        alone=report.alone if report else False,
        size=settings.validate_size,
        seconds=f"{settings.validate_timeout:g}",
    )


def _busy() -> BusyError:
    return BusyError(
        {"nl": "er wordt al zo veel gecontroleerd.", "en": "so much is being checked already."},
        mend={"nl": "Probeer het straks opnieuw.", "en": "Try again in a moment."},
    )
