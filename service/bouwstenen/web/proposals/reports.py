"""`/report`: say that something is wrong, without an account."""

from typing import Any
from urllib.parse import urlsplit

import anyio
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from bouwstenen.curation.proposals.desk import Desk
from bouwstenen.curation.proposals.making import Made
from bouwstenen.curation.proposals.reporting import Report, report
from bouwstenen.curation.roles import Account
from bouwstenen.errors import WrongUseError, in_language
from bouwstenen.formats import HTML, JSON
from bouwstenen.namespaces import ID
from bouwstenen.web.accounts.current import CurrentAccount, form_token
from bouwstenen.web.addressing import root_above, top_of
from bouwstenen.web.context import CurrentSettings
from bouwstenen.web.negotiation import format_of
from bouwstenen.web.pages import language_of, render
from bouwstenen.web.proposals.context import CurrentDesk, counted
from bouwstenen.web.proposals.intake import Sent, fields, sent
from bouwstenen.web.proposals.page import PLAIN, proposal_page
from bouwstenen.web.proposals.seal import Seals
from bouwstenen.web.proposals.texts import PROPOSAL_TEXTS
from bouwstenen.web.proposals.view import in_short

__all__ = ["TRAP", "router"]

router = APIRouter()

#: A field that no person sees; whoever fills in everything fills it in too.
TRAP = "website"
_FIELDS = ("wrong", "correction", "source", "name")
_LONGEST = 2000


def _seals(request: Request, settings: CurrentSettings) -> Seals:
    known: Seals | None = getattr(request.app.state, "seals", None)
    if known is None:
        known = request.app.state.seals = Seals(settings.home)
    return known


def _about(text: str) -> str:
    """What a report is about: an IRI, or a path within the service; the path of a thing is its IRI."""
    plain = text.strip()
    for prefix in ("/doc/", "/id/"):
        if plain.startswith(prefix):
            return ID + plain.removeprefix(prefix)
    try:
        fits = plain.startswith("/") or urlsplit(plain).scheme in ("http", "https")
    except ValueError:
        fits = False
    if not fits or len(plain) > _LONGEST or not plain.isprintable():
        raise WrongUseError(
            {"nl": "dit is geen pagina of ding van ons.", "en": "this is no page or thing of ours."},
            where="about",
            mend={"nl": "Begin bij de pagina zelf.", "en": "Begin at the page itself."},
        )
    return plain


@router.get("/report", response_class=Response, summary="The form to report an error")
def report_form(
    request: Request, account: CurrentAccount, settings: CurrentSettings, about: str = "/"
) -> Response:
    """Show the form; as JSON, what a program sends along: `about` and `seal`."""
    subject = _about(about)
    if format_of(request, (HTML, JSON)) is JSON:
        return JSONResponse(
            {"about": subject, "seal": _seals(request, settings).seal(subject)},
            headers={**PLAIN, "Cache-Control": "no-store"},
        )
    return _form(request, settings, account, subject, {})


def _form(
    request: Request,
    settings: CurrentSettings,
    account: Account | None,
    about: str,
    filled: dict[str, str],
    wrong: WrongUseError | None = None,
) -> Response:
    language = language_of(request)
    told = None
    if wrong is not None:
        mend = f" {in_language(wrong.mend, language)}" if wrong.mend else ""
        told = f"{wrong.where or ''}: {in_language(wrong.what, language)}{mend}".removeprefix(": ")
    return render(
        request,
        "report.html",
        status=wrong.status if wrong else 200,
        words=PROPOSAL_TEXTS,
        headers={**PLAIN, "Cache-Control": "no-store"},
        about=about,
        filled=filled,
        told=told,
        trap=TRAP,
        account=account,
        seal=_seals(request, settings).seal(about),
        form_token=form_token(request),
        top=root_above(request),
    )


_ANSWERS: dict[int | str, dict[str, Any]] = {
    201: {
        "description": "Kept; Location leads to its status",
        "content": {JSON.media_type: {}, HTML.media_type: {}},
    },
    200: {"description": "It was reported before; Location leads to that"},
    400: {"description": "It says too little or too much, or looks like spam"},
    429: {"description": "Too many at the moment"},
}


@router.post(
    "/report",
    status_code=201,
    response_class=Response,
    summary="Report an error, without an account",
    responses=_ANSWERS,
    openapi_extra=fields(
        about="IRI of a thing, or path of a page",
        seal="of the form: GET /report?format=json gives one, which holds from 3 seconds on for a day",
        wrong="what is wrong",
        correction="what it should be",
        source="where that is found",
        name="of whoever reports it",
        website="leave this empty",
    ),
)
async def post_report(
    request: Request, account: CurrentAccount, desk: CurrentDesk, settings: CurrentSettings
) -> Response:
    """Keep a report for curators. The same report twice is one."""
    counted(request, "reports")
    as_json = format_of(request, (JSON, HTML)) is JSON
    given = await sent(request)
    about = _about(given["about"])

    def kept() -> Response:
        try:
            made = _kept(_seals(request, settings), desk, given, about, account)
        except WrongUseError as error:
            if as_json:
                raise
            # what was typed is not lost
            filled = {name: given[name][:_LONGEST] for name in _FIELDS}
            return _form(request, settings, account, about, filled, error)
        return _told(request, desk, made, account, as_json=as_json)

    return await anyio.to_thread.run_sync(kept)


def _kept(seals: Seals, desk: Desk, given: Sent, about: str, account: Account | None) -> Made:
    if given[TRAP].strip():
        raise WrongUseError(
            {"nl": "dit veld moet leeg blijven.", "en": "this field is to be left empty."}, where=TRAP
        )
    if account is None:
        seals.check(given["seal"], about)
    return report(
        desk,
        Report(about, given["wrong"], given["correction"], given["source"], given["name"], account),
    )


def _told(request: Request, desk: Desk, made: Made, account: Account | None, *, as_json: bool) -> Response:
    fresh = made.key is not None or (not made.proposal.reviews and account is not None)
    status = 201 if fresh else 200
    headers = {"Location": f"{top_of(request)}/proposals/{made.proposal.id}", "Cache-Control": "no-store"}
    if as_json:
        data = {**in_short(request, made.proposal, account), "key": made.key}
        return JSONResponse(data, status, {**PLAIN, **headers})
    return proposal_page(
        request,
        made.proposal,
        account,
        desk.state(),
        taken_up=[],
        key=made.key,
        made=True,
        status=status,
        headers=headers,
    )
