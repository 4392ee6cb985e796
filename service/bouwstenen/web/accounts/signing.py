"""`/sign-in` and `/sign-out`: a token is shown once, the browser remembers a session."""

import re
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from bouwstenen.curation import sessions, tokens
from bouwstenen.curation.database import now
from bouwstenen.errors import ForbiddenError, UnauthenticatedError
from bouwstenen.web.accounts.cookie import forget, remember, session_of
from bouwstenen.web.accounts.current import CurrentAccount
from bouwstenen.web.accounts.forms import CheckedForm, SentForm, described
from bouwstenen.web.accounts.origin import is_foreign
from bouwstenen.web.accounts.privacy import is_private
from bouwstenen.web.accounts.texts import ACCOUNTS_TEXTS
from bouwstenen.web.addressing import root_above
from bouwstenen.web.context import CurrentDatabase, CurrentSettings
from bouwstenen.web.limiting import limited
from bouwstenen.web.pages import language_of, prefers_html, render

__all__ = ["router"]

router = APIRouter()

#: Where a browser may be led after signing in: a path within the service. Browsers read `\\` as `/`.
_WITHIN = re.compile(r"/(?![/\\])[!-~]{0,2000}")
_REFUSED = {
    "nl": "dit token is er niet, is verlopen of ingetrokken.",
    "en": "this token does not exist, has expired or was revoked.",
}


@router.get("/sign-in", response_class=Response, summary="The form to sign in with a token")
def sign_in_form(request: Request, account: CurrentAccount) -> Response:
    """Show the form; who is signed in already is led on."""
    is_private(request)
    target = _target(request.query_params.get("next", ""))
    return _led(request, target) if account else _form(request, target)


@router.post(
    "/sign-in",
    response_class=Response,
    summary="Sign in: a session for a token",
    dependencies=[Depends(limited("sign_in"))],
    openapi_extra=described({"token": "the token", "next": "path to be led to"}, known=False),
    responses={303: {"description": "Signed in"}, 401: {"description": "The token proves nothing"}},
)
def sign_in(
    request: Request, form: SentForm, database: CurrentDatabase, settings: CurrentSettings
) -> Response:
    """Begin a session: always a new one, in place of the one that the browser had."""
    is_private(request)
    if is_foreign(request):
        raise ForbiddenError(
            {
                "nl": "dit formulier komt van elders.",
                "en": "this form comes from elsewhere.",
            },
            mend={"nl": "Meld u hier aan.", "en": "Sign in here."},
        )
    target, secret = _target(form.get("next", "")), form.get("token", "").strip()
    known = None
    if tokens.TOKEN.fullmatch(secret):
        with database.writing() as connection:
            known = tokens.authenticate(connection, secret)
            if known:
                if former := session_of(request):
                    sessions.end(connection, former)
                session, expires = sessions.begin(connection, *known, hours=settings.session_hours)
    if known is None:
        if prefers_html(request):
            return _form(request, target, refused=True)
        raise UnauthenticatedError(_REFUSED, invalid=True)
    response = _led(request, target)
    left = datetime.fromisoformat(expires) - datetime.fromisoformat(now())
    remember(request, response, session, int(left.total_seconds()))
    return response


@router.post(
    "/sign-out",
    response_class=Response,
    summary="End the session",
    openapi_extra=described(),
    responses={303: {"description": "Signed out"}},
)
def sign_out(request: Request, form: CheckedForm) -> Response:
    """End the session and let the browser forget it."""
    del form
    is_private(request)
    if session := session_of(request):
        with request.app.state.workflow.database().writing() as connection:
            sessions.end(connection, session)
    response = _led(request, "/sign-in")
    forget(request, response)
    return response


def _target(text: str) -> str:
    return text if _WITHIN.fullmatch(text) else "/account"


def _led(request: Request, target: str) -> Response:
    separator = "&" if "?" in target else "?"
    language = "" if "lang=" in target else f"{separator}lang={language_of(request)}"
    return RedirectResponse(f"{root_above(request)}{target}{language}", 303)


def _form(request: Request, target: str, *, refused: bool = False) -> Response:
    wrong: dict[str, Any] = {"refused": _REFUSED[language_of(request)] if refused else None}
    challenge = {"WWW-Authenticate": 'Bearer realm="bouwstenen", error="invalid_token"'} if refused else {}
    return render(
        request,
        "sign-in.html",
        status=401 if refused else 200,
        words=ACCOUNTS_TEXTS,
        headers=challenge,
        target=target,
        **wrong,
    )
