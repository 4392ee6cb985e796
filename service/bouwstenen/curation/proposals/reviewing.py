"""Reviewing: approve, ask, answer, reject, withdraw; the last approval that is needed makes a changeset."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Quad, Triple

from bouwstenen.curation.database import now
from bouwstenen.curation.proposals import accepting
from bouwstenen.curation.proposals.desk import Desk
from bouwstenen.curation.proposals.making import Weighed, weigh
from bouwstenen.curation.proposals.meanwhile import conflict
from bouwstenen.curation.proposals.notes import may, note
from bouwstenen.curation.proposals.patches import added_text, removed_text
from bouwstenen.curation.proposals.proposal import Proposal, find
from bouwstenen.curation.proposals.rules import checked_text
from bouwstenen.curation.proposals.sensitivity import weighed_anew
from bouwstenen.curation.proposals.state import State, last_number
from bouwstenen.curation.proposals.states import ACTIONS, Action, Status
from bouwstenen.curation.roles import Account
from bouwstenen.curation.schema import proposals
from bouwstenen.errors import BusyError, ConflictError, WrongUseError
from bouwstenen.graph.changesets import Patch

__all__ = ["Change", "act", "approve"]

#: How often a check is done again because somebody else's proposal was accepted meanwhile.
TRIES = 5
#: Characters of what is said with an action, least and most.
COMMENT = (3, 4000)


@dataclass(frozen=True)
class Change:
    """What an answer puts in the place of what was proposed.

    Args:
        added: statements that come.
        removed: statements that go; without a graph, wherever they stand.
    """

    added: Iterable[Triple] = ()
    removed: Iterable[Quad] = ()


def act(
    desk: Desk,
    name: str,
    action: Action,
    who: Account | None,
    comment: str = "",
    *,
    key: str | None = None,
    change: Change | None = None,
    content: str = "",
) -> Proposal:
    """Do something with a proposal; it is done, durably, when this returns.

    Args:
        desk: where.
        name: of the proposal.
        action: what.
        who: does it, when they have an account.
        comment: what they say.
        key: of a proposer without an account.
        change: with an answer: other data. Earlier approvals lapse, since they were given for what was there.
        content: with an approval: `Proposal.content` of what they saw.

    Raises:
        UnknownThingError: there is no such proposal.
        UnauthenticatedError: nobody knows who asks.
        ForbiddenError: it is not for whoever asks.
        ConflictError: it cannot be done in the state that things are in; says what can.
        WrongUseError: there is no comment where one is needed, or the other data may not be.
        BusyError: others accept proposals all the time.
    """
    least = COMMENT[0] if ACTIONS[action].needs else 0
    text = checked_text(comment, "comment", least, COMMENT[1])
    if action is Action.APPROVE:
        return approve(desk, name, who, text, content=content)
    weighed, moment = None, now()
    if change is not None:
        weighed = _weighed(desk, name, action, who, key, change)
    with desk.database.writing() as connection:
        proposal = find(connection, name)
        if weighed is None:
            note(connection, proposal, action, who, key, text, moment)
        else:
            note(
                connection,
                proposal,
                action,
                who,
                key,
                text,
                moment,
                added=added_text(weighed.patch),
                removed=removed_text(weighed.patch),
                findings=json.dumps(weighed.findings, ensure_ascii=False),
                two_approvals=weighed.two_approvals,
                release=desk.release(),
            )
        return find(connection, name)


def _weighed(
    desk: Desk, name: str, action: Action, who: Account | None, key: str | None, change: Change
) -> Weighed:
    with desk.database.reading() as connection:
        proposal = find(connection, name)
        state = desk.held.at(connection)
    may(proposal, action, who, key)
    if action is not Action.ANSWER or not proposal.patch:
        raise ConflictError(
            {"nl": "hier horen geen gegevens bij.", "en": "no data goes with this."},
            where="data",
            mend={"nl": "Doe een nieuw voorstel.", "en": "Make a new proposal."},
        )
    return weigh(
        desk, state, change.added, change.removed, proposal.proposer, now(), proposal.source, proposal.id
    )


def approve(desk: Desk, name: str, who: Account | None, comment: str = "", *, content: str) -> Proposal:
    """Approve a proposal; where that was all it needed, it is accepted and a changeset when this returns.

    An approval is of what somebody saw: whoever proposed it can put other data in its place at any moment.

    What it would make wrong is checked anew, against what was accepted by then: not in the transaction, where
    all others would wait for it, but again when somebody else's changeset came first.

    Raises:
        UnknownThingError: there is no such proposal.
        UnauthenticatedError: nobody knows who asks.
        ForbiddenError: they are no curator, or proposed it themselves.
        WrongUseError: it is not said what they saw.
        ConflictError: it is not open, changed since they saw it, is approved by them already, does not fit
            upon what was accepted meanwhile, or would make something wrong.
        BusyError: others accept proposals all the time.
    """
    for _ in range(TRIES):
        with desk.database.reading() as connection:
            proposal, state = find(connection, name), desk.held.at(connection)
        may(proposal, Action.APPROVE, who, None)
        if who is None:
            raise AssertionError("nobody has approved")
        _was_seen(proposal, content)
        wrong = conflict(state, proposal)
        if wrong is not None:
            raise wrong
        approvers = [*proposal.approvals, who]
        moment = now()
        patch = accepting.as_changeset(state, proposal, approvers, moment)
        findings = _is_right(desk, state, proposal, patch)
        with desk.database.writing() as connection:
            fresh = weighed_anew(state, find(connection, name))
            if (fresh.content, last_number(connection)) != (proposal.content, state.number):
                continue
            if [each.id for each in fresh.approvals] != [each.id for each in proposal.approvals]:
                continue
            complete = fresh.missing <= 1
            after = Status.ACCEPTED if complete else Status.OPEN
            note(
                connection,
                fresh,
                Action.APPROVE,
                who,
                None,
                comment,
                moment,
                after=after,
                findings=findings,
                two_approvals=fresh.two_approvals,
                release=desk.release(),
            )
            if complete:
                accepting.write(connection, state.number + 1, patch, fresh, who, moment)
            return find(connection, name)
    raise BusyError(
        {
            "nl": "er worden nu steeds andere voorstellen aangenomen.",
            "en": "other proposals are being accepted all the time.",
        },
        mend={"nl": "Keur het straks opnieuw goed.", "en": "Approve it again in a moment."},
    )


def _was_seen(proposal: Proposal, content: str) -> None:
    """See that what is proposed is what was looked at."""
    if not content:
        raise WrongUseError(
            {"nl": "zeg welke inhoud u goedkeurt.", "en": "say which content you approve."},
            where="content",
            mend={
                "nl": f"Stuur als “content” wat /proposals/{proposal.id} daar in JSON heeft.",
                "en": f"Send as “content” what /proposals/{proposal.id} has there in JSON.",
            },
        )
    if content != proposal.content:
        raise ConflictError(
            {
                "nl": "het voorstel is veranderd sinds u het bekeek.",
                "en": "the proposal changed since you looked at it.",
            },
            where="content",
            mend={
                "nl": "Bekijk het opnieuw, en keur dan goed wat er nu staat.",
                "en": "Look at it again, and then approve what it says now.",
            },
        )


def _is_right(desk: Desk, state: State, proposal: Proposal, patch: Patch) -> str:
    """See that a changeset makes nothing wrong; return what was found, which is kept with the proposal."""
    found = desk.found(state, patch)
    stored = json.dumps(found, ensure_ascii=False)
    wrong = [finding["message"] for finding in found if finding["severity"] == "violation"]
    if not wrong:
        return stored
    with desk.database.writing() as connection:
        if find(connection, proposal.id).content == proposal.content:
            values = {"findings": stored, "release": desk.release()}
            connection.execute(proposals.update().where(proposals.c.id == proposal.id).values(values))
    first = {name: wrong[0].get(name) or next(iter(wrong[0].values()), "") for name in ("nl", "en")}
    raise ConflictError(
        {
            "nl": f"de controle vindt {len(wrong)} fouten, waaronder: {first['nl']}",
            "en": f"the check finds {len(wrong)} violations, one of them: {first['en']}",
        },
        where="proposal",
        mend={
            "nl": "Vraag de indiener om verbeterde gegevens.",
            "en": "Ask whoever proposed it for data that is mended.",
        },
    )
