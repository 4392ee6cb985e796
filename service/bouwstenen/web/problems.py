"""Errors as problem details (RFC 9457), or as a page for a browser; titles in Dutch or English."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import Match

from bouwstenen.errors import (
    BouwstenenError,
    BusyError,
    Message,
    MethodError,
    MistakesError,
    NotAcceptableError,
    RequestTimeoutError,
    UnauthenticatedError,
    UnknownThingError,
    in_language,
)
from bouwstenen.web.addressing import link_of, path_of, root_above, root_of
from bouwstenen.web.pages import language_of, prefers_html, render
from bouwstenen.web.texts import TEXTS

__all__ = ["add_handlers", "problem", "unforeseen"]

_TITLES = {
    400: {"nl": "De vraag klopt niet", "en": "The request is not right"},
    401: {"nl": "Wie bent u?", "en": "Who are you?"},
    403: {"nl": "Dat mag u niet", "en": "You may not do that"},
    404: {"nl": "Bestaat niet", "en": "Does not exist"},
    405: {"nl": "Zo werkt dit adres niet", "en": "This address does not work that way"},
    406: {"nl": "Dat formaat is er niet", "en": "There is no such format"},
    408: {"nl": "De vraag kwam te langzaam binnen", "en": "The request came in too slowly"},
    409: {"nl": "Dat botst met wat er is", "en": "That clashes with what is there"},
    413: {"nl": "De vraag is te groot", "en": "The request is too large"},
    415: {"nl": "Die soort inhoud past hier niet", "en": "That kind of content does not fit here"},
    422: {"nl": "De vraag spreekt zichzelf tegen", "en": "The request contradicts itself"},
    429: {"nl": "Het is nu te druk", "en": "It is too busy right now"},
    502: {"nl": "De gegevensserver antwoordt niet goed", "en": "The data server does not answer well"},
    503: {"nl": "De gegevens zijn er nu niet", "en": "The data is not there right now"},
    504: {"nl": "Het antwoord duurde te lang", "en": "The answer took too long"},
    507: {"nl": "De vraag kost te veel geheugen", "en": "The query takes too much memory"},
}
#: What to tell where the framework only names the status.
_DETAILS = {
    404: {"nl": "dit adres is er niet.", "en": "there is no such address."},
    405: {"nl": "deze methode heeft dit adres niet.", "en": "this address does not have that method."},
    500: {
        "nl": "Dit is onze fout, niet de uwe; zij is vastgelegd.",
        "en": "This is our mistake, not yours; it has been logged.",
    },
}
_OTHER = {"nl": "Er ging iets mis", "en": "Something went wrong"}

#: Seconds after which to try again.
_RETRY = {HTTPStatus.TOO_MANY_REQUESTS: "5", HTTPStatus.SERVICE_UNAVAILABLE: "10"}


def add_handlers(app: FastAPI) -> None:
    """Let `app` answer every error in our form."""

    @app.exception_handler(BouwstenenError)
    async def ours(request: Request, error: BouwstenenError) -> Response:
        return problem(request, error)

    @app.exception_handler(RequestValidationError)
    async def of_types(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = str(first["loc"][-1])
        detail = {
            "nl": f"de waarde van {where} kan niet: {first['msg']}.",
            "en": f"this is no value for {where}: {first['msg']}.",
        }
        return _problem(request, 400, detail, where)

    @app.exception_handler(HTTPException)
    async def theirs(request: Request, error: HTTPException) -> Response:
        detail = _DETAILS.get(error.status_code, str(error.detail))
        response = _problem(request, error.status_code, detail)
        response.headers.update(error.headers or {})
        if "Allow" in (error.headers or {}):
            response.headers["Allow"] = ", ".join(_methods(request))
        return response

    app.add_exception_handler(Exception, unforeseen)


def _methods(request: Request) -> list[str]:
    """What an address takes. Starlette names the methods of one of its routes only; HEAD goes with GET."""
    taken = [
        method
        for method in ("GET", "POST")
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL
            for route in request.app.routes
        )
    ]
    return ["GET", "HEAD", *taken[1:]] if "GET" in taken else taken


def _sign_in(request: Request) -> dict[str, str]:
    """Where somebody signs in who wants this page, by address."""
    query = {"lang": language_of(request)}
    if request.method == "GET":
        query["next"] = path_of(request.scope) + (f"?{request.url.query}" if request.url.query else "")
    return {f"{root_above(request)}/sign-in?{urlencode(query)}": TEXTS[query["lang"]]["sign_in"]}


async def unforeseen(request: Request, error: Exception) -> Response:
    """Return what to tell of a mistake of ours: what it was is for the log, which has the traceback."""
    del error
    return _problem(request, 500, _DETAILS[500])


def problem(request: Request, error: BouwstenenError) -> Response:
    """Return the response that tells an error of ours."""
    more: dict[str, Any] = {}
    links: dict[str, str] = {}
    if isinstance(error, UnknownThingError) and error.nearest:
        more["nearest"] = list(error.nearest)
        links = {link_of(root_of(request), iri): iri for iri in error.nearest}
    elif isinstance(error, NotAcceptableError) and error.offered:
        more["offered"] = [{"address": address, "type": kind} for address, kind in error.offered.items()]
        links = dict(error.offered)
    elif isinstance(error, MistakesError):
        language = language_of(request)
        more["findings"] = [
            {name: None if text is None else in_language(text, language) for name, text in each.items()}
            for each in error.findings
        ]
    elif isinstance(error, UnauthenticatedError):
        links = _sign_in(request)
    response = _problem(request, error.status, error.what, error.where, error.mend, more, links)
    if isinstance(error, NotAcceptableError) and error.offered:
        response.headers["Link"] = ", ".join(
            f'<{address}>; rel="alternate"; type="{kind}"' for address, kind in error.offered.items()
        )
    if isinstance(error, UnauthenticatedError):
        invalid = ', error="invalid_token"' if error.invalid else ""
        response.headers["WWW-Authenticate"] = f'Bearer realm="bouwstenen"{invalid}'  # RFC 6750 §3
    elif isinstance(error, MethodError):
        response.headers["Allow"] = ", ".join(error.allow)
    elif isinstance(error, BusyError) and error.after is not None:
        response.headers["Retry-After"] = str(error.after)
    elif isinstance(error, RequestTimeoutError):
        response.headers["Connection"] = "close"  # the rest of the request, should it come, is no new one
    return response


def _problem(
    request: Request,
    status: int,
    what: Message,
    where: str | None = None,
    mend: Message | None = None,
    more: Mapping[str, Any] | None = None,
    links: Mapping[str, str] | None = None,
) -> Response:
    """An error as a page with links (text by address), or as data with `more` members."""
    language = language_of(request)
    title = _TITLES.get(status, _OTHER)[language]
    detail = in_language(what, language)
    extra: dict[str, Any] = {"where": where} if where else {}
    if mend:
        extra["mend"] = in_language(mend, language)
    if prefers_html(request):
        said_in = "en" if isinstance(what, str) else language
        response: Response = render(
            request,
            "problem.html",
            status=status,
            title=title,
            detail=detail,
            said_in=said_in,
            links=links or {},
            findings=(more or {}).get("findings", []),
            **extra,
        )
    else:
        body = {
            "type": "about:blank",
            "title": title,
            "status": status,
            "detail": detail,
            **extra,
            **(more or {}),
        }
        headers = {"Content-Language": language, "Vary": "Accept, Accept-Encoding, Accept-Language"}
        response = JSONResponse(body, status, headers, media_type="application/problem+json")
    if status in _RETRY:
        response.headers["Retry-After"] = _RETRY[HTTPStatus(status)]
    return response
