"""Making a proposal: it has what it needs or is refused; what it would make wrong is kept with it."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from pyoxigraph import Quad, Triple
from sqlalchemy import Connection

from bouwstenen.curation import audit
from bouwstenen.curation.accounts import checked_orcid
from bouwstenen.curation.database import now
from bouwstenen.curation.proposals.completing import complete
from bouwstenen.curation.proposals.desk import Desk
from bouwstenen.curation.proposals.notes import key_hash, note
from bouwstenen.curation.proposals.patches import added_text, removed_text
from bouwstenen.curation.proposals.people import Contributor, contributor_of, described
from bouwstenen.curation.proposals.proposal import Proposal, find
from bouwstenen.curation.proposals.rules import checked_patch, checked_text
from bouwstenen.curation.proposals.sensitivity import is_sensitive
from bouwstenen.curation.proposals.state import State
from bouwstenen.curation.proposals.states import Action, Kind, Status
from bouwstenen.curation.roles import Account
from bouwstenen.curation.schema import proposals
from bouwstenen.errors import WrongUseError
from bouwstenen.graph.changesets import Patch

__all__ = ["NAME", "REASON", "SOURCE", "Draft", "Made", "Weighed", "insert", "make", "new_name", "weigh"]

#: Characters of reason, source and name, least and most.
REASON, SOURCE, NAME = (5, 4000), (3, 2000), (2, 200)


@dataclass(frozen=True)
class Draft:
    """What somebody hands in.

    Args:
        reason: why.
        source: where it was found: text, web address, or IRI of a source or passage that we have.
        added: statements that come.
        removed: statements that go; without a graph, wherever they stand.
        who: their account, when they have one.
        name: theirs, when they have none.
        orcid: theirs, when they have no account; instead of a name, or with it.
        report: name of the report that led to it.
        id: how the proposal will be called, where what it says needs to know.
    """

    reason: str
    source: str
    added: frozenset[Triple] = frozenset()
    removed: frozenset[Quad] = frozenset()
    who: Account | None = None
    name: str = ""
    orcid: str = ""
    report: str | None = None
    id: str = field(default_factory=lambda: new_name())

    @property
    def contributor(self) -> Contributor:
        """Who hands it in.

        Raises:
            WrongUseError: neither name nor ORCID is given, or the ORCID is none.
        """
        if self.who is not None:
            return contributor_of(self.who, "", None, self.id)
        orcid = checked_orcid(self.orcid) if self.orcid.strip() else None
        if not self.name.strip() and not orcid:
            raise WrongUseError(
                {"nl": "zeg wie dit voorstelt.", "en": "say who proposes this."},
                where="name",
                mend={"nl": "Geef een naam of een ORCID.", "en": "Give a name or an ORCID."},
            )
        name = " ".join(checked_text(self.name, "name", *NAME).split()) if self.name.strip() else ""
        return contributor_of(None, name, orcid, self.id)

    def with_data(self, added: frozenset[Triple], removed: frozenset[Quad]) -> "Draft":
        """Return the same with these statements."""
        return replace(self, added=added, removed=removed)


@dataclass(frozen=True)
class Made:
    """A proposal that was made.

    Args:
        proposal: it.
        key: with which somebody without an account answers and withdraws; told once, kept nowhere.
    """

    proposal: Proposal
    key: str | None


@dataclass(frozen=True)
class Weighed:
    """What is known of a patch before it is stored.

    Args:
        patch: all of it, with what it left unsaid.
        findings: what it would make wrong.
        two_approvals: whether two curators must stand behind it.
    """

    patch: Patch
    findings: list[dict[str, Any]]
    two_approvals: bool


def new_name() -> str:
    """Return a name for a proposal that nobody guesses."""
    return secrets.token_hex(8)


def make(desk: Desk, draft: Draft) -> Made:
    """Make a proposal; it is kept, durably, when this returns.

    Violations do not keep it from being made, so that no work is lost; they keep it from being accepted.

    Raises:
        WrongUseError: something is missing, or it changes what it may not change.
        TooLargeError: it is too large.
        UnknownThingError: there is no such report.
        ConflictError: the report is closed, or is none.
        DatabaseError: it cannot be written.
    """
    who = draft.contributor
    reason = checked_text(draft.reason, "reason", *REASON)
    source = checked_text(draft.source, "source", *SOURCE)
    state, moment = desk.state(), now()
    weighed = weigh(desk, state, draft.added, draft.removed, who, moment, source, draft.id)
    key = secrets.token_urlsafe(24) if draft.who is None else None
    with desk.database.writing() as connection:
        if draft.report is not None:
            take_up(connection, draft.report, draft.id, draft.who, moment)
        insert(
            connection,
            draft.id,
            Kind.CHANGE,
            who,
            moment,
            reason,
            source,
            weighed,
            desk.release(),
            account=draft.who,
            key=key and key_hash(key),
            report=draft.report,
        )
        made = find(connection, draft.id)
    return Made(made, key)


def weigh(
    desk: Desk,
    state: State,
    added: Iterable[Triple],
    removed: Iterable[Quad],
    who: Contributor,
    moment: str,
    source: str,
    proposal: str,
) -> Weighed:
    """Return what statements amount to, completed and checked; for the arguments see `Draft`.

    Raises:
        WrongUseError: they change nothing, or what they may not change.
        TooLargeError: there are too many.
    """
    given = checked_patch(state, added, removed, who.iri)
    whole = complete(state, given, who, moment, source, proposal)
    seen = Patch(whole.added | described(who), whole.removed)
    return Weighed(whole, desk.found(state, seen), is_sensitive(state, whole, proposal))


def insert(
    connection: Connection,
    name: str,
    kind: Kind,
    who: Contributor,
    moment: str,
    reason: str,
    source: str,
    weighed: Weighed,
    release: str,
    *,
    account: Account | None,
    key: str | None = None,
    thing: str | None = None,
    reverts: int | None = None,
    report: str | None = None,
) -> None:
    """Write a proposal and its line of the audit log; for the arguments see `Proposal`."""
    connection.execute(
        proposals.insert().values(
            id=name,
            kind=kind.value,
            status=Status.OPEN.value,
            created=moment,
            changed=moment,
            account=who.account,
            name=who.name,
            orcid=who.orcid,
            key=key,
            reason=reason,
            source=source,
            thing=thing,
            reverts=reverts,
            report=report,
            added=added_text(weighed.patch),
            removed=removed_text(weighed.patch),
            release=release,
            findings=json.dumps(weighed.findings, ensure_ascii=False),
            two_approvals=weighed.two_approvals,
        )
    )
    audit.append(connection, account or "somebody", "proposal made", name, {"kind": kind.value})


def take_up(connection: Connection, report: str, proposal: str, who: Account | None, moment: str) -> None:
    """Close a report with the proposal that comes of it, in the transaction that makes the proposal.

    Raises:
        UnknownThingError: there is no such report.
        ForbiddenError: whoever takes it up is no curator, or reported it.
        ConflictError: it is closed, or is no report.
    """
    note(connection, find(connection, report), Action.TAKE_UP, who, None, proposal, moment)
