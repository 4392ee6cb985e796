"""What is done with a proposal: its statements are fetched, it is approved, asked about, answered, closed."""

from collections.abc import Iterable
from typing import TypeVar
from urllib.parse import urlencode

import anyio
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from bouwstenen.curation.proposals.proposal import find
from bouwstenen.curation.proposals.reviewing import Change, act
from bouwstenen.curation.proposals.states import Action
from bouwstenen.errors import ConflictError, UnknownThingError
from bouwstenen.formats import HTML, JSON, TRIG, TURTLE
from bouwstenen.namespaces import PREFIXES
from bouwstenen.web.accounts.current import CurrentAccount
from bouwstenen.web.addressing import root_above
from bouwstenen.web.context import CurrentRelease
from bouwstenen.web.negotiation import format_of
from bouwstenen.web.pages import language_of
from bouwstenen.web.proposals.context import CurrentDesk, wake
from bouwstenen.web.proposals.intake import fields, sent, statements
from bouwstenen.web.proposals.page import PLAIN
from bouwstenen.web.proposals.view import as_data

__all__ = ["router"]

router = APIRouter()

_Statement = TypeVar("_Statement", Triple, Quad)


@router.get(
    "/proposals/{name}/{part}",
    response_class=Response,
    summary="What a proposal adds (added.ttl) or takes away (removed.trig)",
)
def get_statements(name: str, part: str, desk: CurrentDesk) -> Response:
    """Send the statements of a proposal, to look at or to go on from."""
    with desk.database.reading() as connection:
        patch = find(connection, name).patch
    if part == "added.ttl":
        body, kind = _serialised(patch.added, RdfFormat.TURTLE), TURTLE
    elif part == "removed.trig":
        body, kind = _serialised(patch.removed, RdfFormat.TRIG), TRIG
    else:
        raise UnknownThingError(
            {
                "nl": "een voorstel heeft added.ttl en removed.trig.",
                "en": "a proposal has added.ttl and removed.trig.",
            },
            where="part",
        )
    return Response(
        body, headers={**PLAIN, "X-Content-Type-Options": "nosniff"}, media_type=kind.content_type
    )


def _serialised(statements: Iterable[_Statement], form: RdfFormat) -> bytes:
    lines = sorted(statements, key=str)
    used = {
        term.value
        for each in lines
        for term in (each.subject, each.predicate, each.object)
        if isinstance(term, NamedNode)
    }
    prefixes = {name: base for name, base in PREFIXES.items() if any(iri.startswith(base) for iri in used)}
    written = serialize(lines, format=form, prefixes=prefixes)
    return written or b""


@router.post(
    "/proposals/{name}/{action}",
    response_class=Response,
    summary="Approve, ask, answer, reject or withdraw a proposal",
    responses={
        303: {"description": "Done; for a browser"},
        401: {"description": "Nobody knows who asks"},
        403: {"description": "It is not for whoever asks"},
        409: {"description": "It cannot be done now; says what can"},
        429: {"description": "Too much at the moment"},
        504: {"description": "Checking it takes too long; nothing is kept"},
        507: {"description": "Checking it takes too much memory; nothing is kept"},
    },
    openapi_extra=fields(
        comment="what is asked, answered or given as a reason",
        content="with an approval, needed: `content` of the proposal as it was looked at",
        key="of who proposed it without an account",
        add="with an answer: what comes in place of what was proposed, as RDF",
        remove="with an answer: what goes",
        format="of both",
    ),
)
async def post_action(
    request: Request,
    name: str,
    action: str,
    account: CurrentAccount,
    desk: CurrentDesk,
    opened: CurrentRelease,
) -> Response:
    """Do something with a proposal; the last approval that it needs makes it a changeset, durably."""
    chosen = _action(action)
    wanted = format_of(request, (JSON, HTML))
    given = await sent(request)

    def done() -> Response:
        with desk.database.reading() as connection:
            proposal = find(connection, name)
        change = None
        if given.has_data and chosen is Action.ANSWER:
            change = Change(*statements(given, opened.store, proposal.proposer, proposal.source))
        after = act(
            desk,
            name,
            chosen,
            account,
            given["comment"],
            key=given["key"] or None,
            change=change,
            content=given["content"],
        )
        if after.changeset is not None:
            wake(request)
        if wanted is JSON:
            data = as_data(request, after, account, desk.state(), language_of(request))
            return JSONResponse(data, headers=PLAIN)
        where = f"{root_above(request)}/proposals/{name}?{urlencode({'lang': language_of(request)})}"
        return RedirectResponse(where, 303)

    return await anyio.to_thread.run_sync(done)


def _action(text: str) -> Action:
    try:
        action = Action(text)
    except ValueError:
        told = ", ".join(each.value for each in Action if each is not Action.TAKE_UP)
        raise UnknownThingError(
            {
                "nl": f"“{text[:60]}” kan niet met een voorstel.",
                "en": f"“{text[:60]}” is nothing that can be done.",
            },
            where="action",
            mend={"nl": f"Kies uit: {told}.", "en": f"Choose one of: {told}."},
        ) from None
    if action is Action.TAKE_UP:
        raise ConflictError(
            {"nl": "een melding neemt u over met een voorstel.", "en": "a report is taken up by a proposal."},
            where="action",
            mend={"nl": "Noem haar in het veld “report”.", "en": "Name it in the field “report”."},
        )
    return action
