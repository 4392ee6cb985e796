"""The page of a proposal."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from bouwstenen.curation.proposals.meanwhile import conflict
from bouwstenen.curation.proposals.naming import Naming
from bouwstenen.curation.proposals.people import described
from bouwstenen.curation.proposals.proposal import Proposal
from bouwstenen.curation.proposals.state import State
from bouwstenen.curation.proposals.states import ACTIONS, CLOSED, Kind
from bouwstenen.curation.roles import Account
from bouwstenen.errors import BouwstenenError, in_language
from bouwstenen.namespaces import BASE, shorten
from bouwstenen.validation.findings import SEVERITIES
from bouwstenen.validation.reading.kinds import RDF
from bouwstenen.web.accounts.current import form_token
from bouwstenen.web.addressing import link_of, root_above
from bouwstenen.web.pages import language_of, render
from bouwstenen.web.proposals.mistakes import DataMistakesError
from bouwstenen.web.proposals.texts import PROPOSAL_TEXTS
from bouwstenen.web.proposals.view import as_data, is_curator, is_hidden

__all__ = ["PLAIN", "proposal_page", "propose_page"]

#: Pages with what nobody has reviewed are no pages to be found by, nor to be kept.
PLAIN = {"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-cache"}

#: Characters of a reason that are the title of its page.
_TITLE = 80
#: What the form to propose a change has, beside files.
_FIELDS = ("add", "remove", "format", "reason", "source", "name", "orcid", "report")


def proposal_page(
    request: Request,
    proposal: Proposal,
    account: Account | None,
    state: State,
    *,
    taken_up: list[str],
    key: str | None = None,
    made: bool = False,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> HTMLResponse:
    """Return the page of a proposal.

    Args:
        request: that asks for it.
        proposal: it.
        account: of whoever asks.
        state: what it changes.
        taken_up: proposals that came of it, where it is a report.
        key: with which who proposed it may answer; shown this once.
        made: whether it was made just now.
        status: HTTP status.
        headers: further headers.
    """
    language, top = language_of(request), root_above(request)
    data = as_data(request, proposal, account, state, language)
    curator = is_curator(account)
    naming = Naming(state.store, proposal.patch, language, described(proposal.proposer))
    return render(
        request,
        "proposal.html",
        status=status,
        words=PROPOSAL_TEXTS,
        headers={**PLAIN, **(headers or {})},
        proposal=proposal,
        data=data,
        groups=list(_groups(data["findings"], language, naming)),
        title=_title(data["reason"]),
        done={
            action.value: move.done[language]
            for action, move in ACTIONS.items()
            if not isinstance(move.done, str)
        },
        needs={action.value: move.needs for action, move in ACTIONS.items()},
        describe=lambda iri: link_of(top, iri),
        short=shorten,
        about=_about(top, proposal.thing),
        hidden=is_hidden(proposal, account),
        closed=proposal.status in CLOSED,
        is_report=proposal.kind is Kind.REPORT,
        curator=curator,
        conflict=_conflict(state, proposal, language),
        account=account,
        taken_up=taken_up,
        key=key,
        made=made,
        top=top,
        form_token=form_token(request),
    )


def _conflict(state: State, proposal: Proposal, language: str) -> str | None:
    """Why it cannot be accepted upon what holds by now, said before somebody tries."""
    wrong = conflict(state, proposal) if proposal.status not in CLOSED else None
    return f"{in_language(wrong.what, language)} {in_language(wrong.mend or '', language)}" if wrong else None


def propose_page(
    request: Request,
    account: Account | None,
    given: Mapping[str, str],
    reported: Proposal | None,
    *,
    error: BouwstenenError | None = None,
    root: Path | None = None,
    files: Sequence[str] = (),
) -> HTMLResponse:
    """Return the form to propose a change.

    Args:
        request: that asks for it.
        account: of whoever asks.
        given: what was filled in already, by field.
        reported: the report that it takes up, for who may read it.
        error: why what was sent is not kept.
        root: folder with the sources, which name what an error is about.
        files: names of those that were sent: a page cannot give them back.
    """
    language, top = language_of(request), root_above(request)
    return render(
        request,
        "propose.html",
        status=error.status if error else 200,
        words=PROPOSAL_TEXTS,
        headers={**PLAIN, "Cache-Control": "no-store"} if error else PLAIN,
        account=account,
        asked={name: given.get(name, "") for name in _FIELDS},
        formats=RDF,
        reported=reported,
        about=_about(top, reported.thing) if reported else None,
        short=shorten,
        what=in_language(error.what, language) if error else "",
        mend=in_language(error.mend or "", language) if error else "",
        where=(error.where or "") if error else "",
        failed=error is not None,
        part=error.part(root, language) if isinstance(error, DataMistakesError) and root else None,
        files=files,
        fields=_FIELDS,
        top=top,
        form_token=form_token(request),
    )


def _about(top: str, thing: str | None) -> str | None:
    """Where that which a report is about is shown: only here, never elsewhere."""
    if not thing:
        return None
    if thing.startswith(BASE):
        return link_of(top, thing)
    return f"{top}{thing}" if thing.startswith("/") and not thing.startswith(("//", "/\\")) else None


def _title(reason: str | None) -> str | None:
    """The beginning of a reason, in one line; None where it is not for whoever asks."""
    line = " ".join((reason or "").split())
    return (line if len(line) <= _TITLE else f"{line[: _TITLE - 1].rstrip()}…") or None


def _groups(
    findings: list[dict[str, Any]], language: str, naming: Naming
) -> Iterator[tuple[str, str, list[str]]]:
    """Findings by severity and message: what is to be mended, and where, in names."""

    def group(finding: dict[str, Any]) -> tuple[int, str]:
        message = finding["message"]
        text = message.get(language) or next(iter(message.values()), shorten(finding["shape"]))
        return SEVERITIES.index(finding["severity"]), text

    for (place, text), members in groupby(sorted(findings, key=group), key=group):
        yield SEVERITIES[place], text, [_at(each, naming) for each in members]


def _at(finding: dict[str, Any], naming: Naming) -> str:
    """Thing, property and value that a finding is about."""
    parts = dict.fromkeys(finding[part] for part in ("focus", "path", "value"))
    return " · ".join(naming.given(text) for text in parts if text)
