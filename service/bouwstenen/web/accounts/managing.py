"""`/accounts`: what an admin does with the accounts of others."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from bouwstenen.curation import accounts
from bouwstenen.curation.roles import Account, Role
from bouwstenen.curation.tokens import issue
from bouwstenen.errors import WrongUseError
from bouwstenen.formats import HTML, JSON
from bouwstenen.web.accounts.current import CurrentAdmin, form_token
from bouwstenen.web.accounts.forms import CheckedForm, described
from bouwstenen.web.accounts.own import as_json, days_of, shown_once
from bouwstenen.web.accounts.texts import ACCOUNTS_TEXTS
from bouwstenen.web.addressing import root_above
from bouwstenen.web.context import CurrentDatabase, CurrentSettings
from bouwstenen.web.negotiation import format_of
from bouwstenen.web.pages import language_of, render

__all__ = ["router"]

router = APIRouter()

_ACTIONS = ("role", "disable", "enable", "token")


@router.get(
    "/accounts",
    response_class=Response,
    summary="The accounts, for admins",
    openapi_extra={"security": [{"token": []}, {"session": []}]},
)
def list_accounts(request: Request, account: CurrentAdmin, database: CurrentDatabase) -> Response:
    """List all accounts, those that are disabled among them."""
    with database.reading() as connection:
        everybody = accounts.everybody(connection)
    if format_of(request, (JSON, HTML)) is JSON:
        return JSONResponse([as_json(each) for each in everybody])
    return render(
        request,
        "accounts.html",
        words=ACCOUNTS_TEXTS,
        account=account,
        everybody=everybody,
        roles=list(Role),
        form_token=form_token(request),
    )


@router.post(
    "/accounts",
    response_class=Response,
    summary="Add an account, for admins",
    openapi_extra=described(
        {
            "name": "as it is shown and enters the graph",
            "role": "reader, contributor, curator or admin",
            "orcid": "their ORCID iD",
        }
    ),
    responses={
        201: {"description": "Added", "content": {JSON.media_type: {}}},
        303: {"description": "Added; for a browser"},
    },
)
def add_account(
    request: Request, account: CurrentAdmin, form: CheckedForm, database: CurrentDatabase
) -> Response:
    """Add an account."""
    role = accounts.role_named(form.get("role", ""))
    with database.writing() as connection:
        made = accounts.add(connection, form.get("name", ""), role, form.get("orcid"), by=account)
    return _told(request, made, 201)


@router.post(
    "/accounts/{name}",
    response_class=Response,
    summary="Change an account, for admins",
    openapi_extra=described(
        {
            "action": "role, disable, enable, or token: a new token for them, shown once",
            "role": "with the action role: which",
            "label": "with the action token: what it is for",
            "days": "with the action token: days until it expires",
        }
    ),
    responses={303: {"description": "Changed; for a browser"}},
)
def change_account(
    request: Request,
    name: str,
    account: CurrentAdmin,
    form: CheckedForm,
    database: CurrentDatabase,
    settings: CurrentSettings,
) -> Response:
    """Give an account another role, disable or enable it, or make a token for it."""
    action = form.get("action", "")
    with database.writing() as connection:
        whose = accounts.find(connection, name)
        if action == "token":
            days = days_of(form.get("days", ""), settings.token_days)
            secret, token = issue(connection, whose, days, form.get("label", ""), by=account)
        elif action == "role":
            role = accounts.role_named(form.get("role", ""))
            whose = accounts.change_role(connection, whose, role, by=account)
        elif action == "disable":
            whose = accounts.disable(connection, whose, by=account)
        elif action == "enable":
            whose = accounts.enable(connection, whose, by=account)
        else:
            raise _no_action(action)
    if action == "token":
        return shown_once(request, account, whose, secret, token)
    return _told(request, whose, 200)


def _no_action(text: str) -> WrongUseError:
    known = ", ".join(_ACTIONS)
    return WrongUseError(
        {"nl": f"“{text}” kan hier niet.", "en": f"“{text}” is nothing to do here."},
        where="action",
        mend={"nl": f"Kies uit: {known}.", "en": f"Choose one of: {known}."},
    )


def _told(request: Request, account: Account, status: int) -> Response:
    if format_of(request, (JSON, HTML)) is JSON:
        return JSONResponse(as_json(account), status)
    place = f"{root_above(request)}/accounts?lang={language_of(request)}"
    return RedirectResponse(f"{place}#{account.slug}", 303)
