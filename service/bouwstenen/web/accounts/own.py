"""`/account`: who somebody is, their tokens."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from bouwstenen.curation.roles import Account, Role
from bouwstenen.curation.tokens import Token, issue, revoke, tokens_of
from bouwstenen.errors import WrongUseError
from bouwstenen.formats import HTML, JSON
from bouwstenen.web.accounts.current import CurrentReader, form_token
from bouwstenen.web.accounts.forms import CheckedForm, described
from bouwstenen.web.accounts.texts import ACCOUNTS_TEXTS
from bouwstenen.web.addressing import root_above
from bouwstenen.web.context import CurrentDatabase, CurrentSettings
from bouwstenen.web.negotiation import format_of
from bouwstenen.web.pages import language_of, render

__all__ = ["as_json", "days_of", "router", "shown_once"]

router = APIRouter()

_KNOWN: dict[str, Any] = {"security": [{"token": []}, {"session": []}]}


@router.get("/account", response_class=Response, summary="Who you are, your tokens", openapi_extra=_KNOWN)
def own_account(
    request: Request, account: CurrentReader, database: CurrentDatabase, settings: CurrentSettings
) -> Response:
    """Tell who asks what is kept of them."""
    with database.reading() as connection:
        tokens = tokens_of(connection, account)
    if format_of(request, (JSON, HTML)) is JSON:
        return JSONResponse({**as_json(account), "tokens": [asdict(token) for token in tokens]})
    return render(
        request,
        "account.html",
        words=ACCOUNTS_TEXTS,
        account=account,
        is_admin=account.role >= Role.ADMIN,
        is_curator=account.role >= Role.CURATOR,
        tokens=tokens,
        days=settings.token_days,
        form_token=form_token(request),
    )


@router.post(
    "/account/tokens",
    response_class=Response,
    summary="A new token of yours, shown once",
    openapi_extra=described({"label": "what it is for", "days": "days until it expires"}),
    responses={201: {"description": "Made", "content": {JSON.media_type: {}, HTML.media_type: {}}}},
)
def new_token(
    request: Request,
    account: CurrentReader,
    form: CheckedForm,
    database: CurrentDatabase,
    settings: CurrentSettings,
) -> Response:
    """Make a token; the answer is the only one that shows it."""
    days = days_of(form.get("days", ""), settings.token_days)
    with database.writing() as connection:
        secret, token = issue(connection, account, days, form.get("label", ""), by=account)
    return shown_once(request, account, account, secret, token)


@router.post(
    "/account/tokens/{number}",
    response_class=Response,
    summary="Revoke a token of yours",
    openapi_extra=described(),
    responses={204: {"description": "Revoked"}, 303: {"description": "Revoked; for a browser"}},
)
def revoke_token(
    request: Request, number: str, account: CurrentReader, form: CheckedForm, database: CurrentDatabase
) -> Response:
    """Let a token prove nothing any more; the sessions that it began end at once."""
    del form
    with database.writing() as connection:
        revoke(connection, account, _number(number), by=account)
    if format_of(request, (JSON, HTML)) is JSON:
        return Response(status_code=204)
    return RedirectResponse(f"{root_above(request)}/account?lang={language_of(request)}", 303)


def _number(text: str) -> int:
    """The number of a token; 0, which none has, where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0


def days_of(text: str, most: int) -> int:
    """Return for how many days a token is to last; as many as one may, where nobody says.

    Raises:
        WrongUseError: it is no whole number within bounds.
    """
    text = text.strip() or str(most)
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= most):
        raise WrongUseError(
            {"nl": f"geef een getal van 1 tot en met {most}.", "en": f"give a number from 1 up to {most}."},
            where="days",
        )
    return int(text)


def shown_once(request: Request, account: Account, whose: Account, secret: str, token: Token) -> Response:
    """Return the answer that shows a new token.

    Args:
        request: that asked for it.
        account: who asks.
        whose: the account that it is of.
        secret: the token.
        token: what is kept of it.
    """
    if format_of(request, (JSON, HTML)) is JSON:
        return JSONResponse({"token": secret, **asdict(token), "account": as_json(whose)}, 201)
    return render(
        request,
        "token.html",
        status=201,
        words=ACCOUNTS_TEXTS,
        account=account,
        whose=whose,
        secret=secret,
        token=token,
    )


def as_json(account: Account) -> dict[str, object]:
    """Return what a program is told of an account."""
    return {
        "name": account.name,
        "slug": account.slug,
        "role": account.role.name.lower(),
        "orcid": account.orcid,
        "disabled": account.disabled,
    }
