"""A proposal as data: what everybody may see of it, and what only curators do."""

from collections import Counter
from dataclasses import asdict
from typing import Any

from fastapi import Request

from bouwstenen.curation.proposals.difference import difference
from bouwstenen.curation.proposals.notes import permitted
from bouwstenen.curation.proposals.people import described
from bouwstenen.curation.proposals.proposal import Proposal
from bouwstenen.curation.proposals.state import State
from bouwstenen.curation.proposals.states import ACTIONS, CLOSED, Action, Kind, Who
from bouwstenen.curation.roles import Account, Role
from bouwstenen.graph.changesets import changeset_iri
from bouwstenen.web.addressing import top_of

__all__ = ["as_data", "in_short", "is_curator", "is_hidden", "offered"]


def is_curator(account: Account | None) -> bool:
    """Return whether somebody reviews."""
    return account is not None and account.role >= Role.CURATOR


def is_hidden(proposal: Proposal, account: Account | None) -> bool:
    """Return whether the words of a proposal are not for whoever asks.

    Reports come from anybody, so nobody but curators reads them: spam and slander are not published here.
    """
    return proposal.kind is Kind.REPORT and not is_curator(account) and not _own(proposal, account)


def _own(proposal: Proposal, account: Account | None) -> bool:
    return account is not None and account.id == proposal.proposer.account


def offered(proposal: Proposal, account: Account | None) -> list[Action]:
    """Return what a page offers: what whoever asks may do, and what a key would let them do."""
    found = permitted(proposal, account)
    if proposal.key and account is None and proposal.status not in CLOSED:
        found += [each for each, move in ACTIONS.items() if move.who is Who.PROPOSER]
    return found


def in_short(request: Request, proposal: Proposal, account: Account | None) -> dict[str, Any]:
    """Return a proposal as a line of a list."""
    hidden = is_hidden(proposal, account)
    return {
        "id": proposal.id,
        "address": f"{top_of(request)}/proposals/{proposal.id}",
        "kind": proposal.kind.value,
        "status": proposal.status.value,
        "created": proposal.created,
        "changed": proposal.changed,
        "name": None if hidden else proposal.proposer.name or None,
        "reason": None if hidden else proposal.reason,
        "about": proposal.thing,
        "added": proposal.added.count("\n"),
        "removed": proposal.removed.count("\n"),
        "violations": len(proposal.violations),
        "changeset": proposal.changeset.number if proposal.changeset else None,
    }


def as_data(
    request: Request, proposal: Proposal, account: Account | None, state: State, language: str
) -> dict[str, Any]:
    """Return all of a proposal that whoever asks may see."""
    hidden = is_hidden(proposal, account)
    counts = Counter(finding["severity"] for finding in proposal.findings)
    changeset = proposal.changeset
    return {
        **in_short(request, proposal, account),
        "contributor": proposal.proposer.iri or None,
        "orcid": proposal.proposer.orcid if is_curator(account) or changeset else None,
        "source": None if hidden else proposal.source,
        "content": None if proposal.kind is Kind.REPORT else proposal.content,
        "reverts": proposal.reverts,
        "report": proposal.report,
        "release": proposal.release or None,
        "two_curators": proposal.two_approvals,
        "approvals": len(proposal.approvals),
        "missing": proposal.missing if proposal.kind is not Kind.REPORT else None,
        "counts": {name: counts[name] for name in ("violation", "warning", "info")},
        "findings": list(proposal.findings),
        "difference": [
            asdict(each)
            for each in difference(state.store, proposal.patch, language, described(proposal.proposer))
        ],
        "reviews": [
            {
                "action": review.action.value,
                "name": review.who.name
                if review.who
                else (None if hidden else proposal.proposer.name or None),
                "comment": None if hidden and ACTIONS[review.action].who is Who.PROPOSER else review.comment,
                "created": review.created,
            }
            for review in proposal.reviews
        ],
        "accepted": {**asdict(changeset), "iri": changeset_iri(changeset.number)} if changeset else None,
        "actions": [each.value for each in offered(proposal, account)],
    }
