"""What may be done with a proposal by whom, and noting that it was done."""

import hashlib
import hmac

from sqlalchemy import Connection

from bouwstenen.curation import audit
from bouwstenen.curation.proposals.people import contributor_of, is_same
from bouwstenen.curation.proposals.proposal import Proposal
from bouwstenen.curation.proposals.states import ACTIONS, Action, Status, Who
from bouwstenen.curation.roles import Account, Role
from bouwstenen.curation.schema import proposals, reviews
from bouwstenen.errors import ConflictError, ForbiddenError, UnauthenticatedError

__all__ = ["is_proposer", "key_hash", "may", "note", "permitted"]


def key_hash(key: str) -> str:
    """Return what is kept of a key."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def is_proposer(proposal: Proposal, who: Account | None, key: str | None) -> bool:
    """Return whether somebody proposed something: by their account, or by the key they were given."""
    if who is not None and who.id == proposal.proposer.account:
        return True
    return bool(key and proposal.key and hmac.compare_digest(key_hash(key), proposal.key))


def permitted(proposal: Proposal, who: Account | None, key: str | None = None) -> list[Action]:
    """Return what somebody may do with a proposal as it is now, apart from taking up, which is proposing."""
    return [
        action
        for action in ACTIONS
        if action is not Action.TAKE_UP and _refusal(proposal, action, who, key) is None
    ]


def may(proposal: Proposal, action: Action, who: Account | None, key: str | None) -> None:
    """See that somebody may do something with a proposal as it is now.

    Raises:
        UnauthenticatedError: nobody knows who asks.
        ForbiddenError: it is not for whoever asks.
        ConflictError: it cannot be done in the state it is in; says what can.
    """
    refusal = _refusal(proposal, action, who, key)
    if refusal is not None:
        raise refusal


def _refusal(
    proposal: Proposal, action: Action, who: Account | None, key: str | None
) -> UnauthenticatedError | ForbiddenError | ConflictError | None:
    move = ACTIONS[action]
    refused = (
        _no_curator(proposal, action, who, key)
        if move.who is Who.CURATOR
        else _no_proposer(proposal, who, key)
    )
    if refused is not None:
        return refused
    if proposal.status not in move.before or proposal.kind not in move.kinds:
        can = [
            each.value
            for each, its in ACTIONS.items()
            if proposal.status in its.before and proposal.kind in its.kinds and its.who is move.who
        ]
        told = ", ".join(can)
        return ConflictError(
            {
                "nl": f"“{action.value}” kan niet: dit voorstel ({proposal.kind.value}) is "
                f"“{proposal.status.value}”.",
                "en": f"“{action.value}” cannot be done: this proposal ({proposal.kind.value}) is "
                f"“{proposal.status.value}”.",
            },
            where="proposal",
            mend={"nl": f"Wel kan: {told}.", "en": f"What can be done: {told}."}
            if can
            else {"nl": "Het is afgesloten; doe een nieuw voorstel.", "en": "It is closed; make a new one."},
        )
    if action is Action.APPROVE:
        return _no_approval(proposal, who)
    return None


def _no_curator(
    proposal: Proposal, action: Action, who: Account | None, key: str | None
) -> UnauthenticatedError | ForbiddenError | None:
    if who is None:
        return UnauthenticatedError(
            {"nl": "dit doet een redacteur.", "en": "this is for a curator."},
            mend={"nl": "Meld u aan.", "en": "Sign in."},
        )
    if who.role < Role.CURATOR:
        return ForbiddenError(
            {"nl": "dit doet een redacteur.", "en": "this is for a curator."},
            mend={"nl": "Vraag het een redacteur.", "en": "Ask a curator."},
        )
    me = contributor_of(who, "", None, proposal.id)
    # a name or ORCID without an account is only what somebody says: nobody approves under their own, but
    # whoever gives the name of a curator must not keep that curator from asking and rejecting
    counts = action is Action.APPROVE or proposal.proposer.account is not None
    if is_proposer(proposal, who, key) or (counts and is_same(me, proposal.proposer)):
        return ForbiddenError(
            {
                "nl": "niemand beoordeelt een eigen voorstel, of een onder de eigen naam.",
                "en": "nobody reviews a proposal of their own, or one under their own name.",
            },
            mend={
                "nl": "Vraag het een andere redacteur. Intrekken kan wel.",
                "en": "Ask another curator. You can withdraw it.",
            },
        )
    return None


def _no_proposer(
    proposal: Proposal, who: Account | None, key: str | None
) -> UnauthenticatedError | ForbiddenError | None:
    if is_proposer(proposal, who, key):
        return None
    if who is None and not key:
        return UnauthenticatedError(
            {"nl": "dit doet wie het voorstelde.", "en": "this is for whoever proposed it."},
            mend={
                "nl": "Meld u aan, of geef de sleutel die u bij het voorstel kreeg.",
                "en": "Sign in, or give the key that you got with the proposal.",
            },
        )
    return ForbiddenError(
        {"nl": "dit doet wie het voorstelde.", "en": "this is for whoever proposed it."},
        mend={
            "nl": "Geef de sleutel die u bij het voorstel kreeg.",
            "en": "Give the key that you got with the proposal.",
        },
    )


def _no_approval(proposal: Proposal, who: Account | None) -> ConflictError | None:
    if who is not None and proposal.is_one_of(who, proposal.approvals):
        return ConflictError(
            {
                "nl": "u hebt dit al goedgekeurd, of iemand met uw naam of ORCID deed het.",
                "en": "you have approved this already, or somebody of your name or ORCID did.",
            },
            where="proposal",
            mend={"nl": "Een andere redacteur is nodig.", "en": "Another curator is needed."},
        )
    return None


def note(
    connection: Connection,
    proposal: Proposal,
    action: Action,
    who: Account | None,
    key: str | None,
    comment: str,
    moment: str,
    *,
    after: Status | None = None,
    **changed: object,
) -> None:
    """Note that something was done with a proposal: its line, its status, the audit log, in one transaction.

    Args:
        connection: of `Database.writing`, in which `proposal` was read.
        proposal: with which.
        action: what.
        who: does it; None for a proposer without an account.
        key: of such a proposer.
        comment: what they say.
        moment: when, ISO 8601 in UTC.
        after: the status that follows, where it is not the one of the table.
        changed: columns of the proposal that change with it.

    Raises:
        UnauthenticatedError: as `may`.
        ForbiddenError: as `may`.
        ConflictError: as `may`.
    """
    may(proposal, action, who, key)
    status = after or ACTIONS[action].after
    connection.execute(
        reviews.insert().values(
            proposal=proposal.id,
            account=who.id if who else None,
            decision=action.value,
            comment=comment,
            content=proposal.content,
            created=moment,
        )
    )
    connection.execute(
        proposals.update()
        .where(proposals.c.id == proposal.id)
        .values(status=status.value, changed=moment, **changed)
    )
    verb = ACTIONS[action].done
    told = verb if isinstance(verb, str) else verb["en"]
    audit.append(
        connection, who or "somebody", f"proposal {told}"[:40], proposal.id, {"status": status.value}
    )
