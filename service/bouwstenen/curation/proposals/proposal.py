"""A proposal as it stands in the database, with what was said of it since."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from bouwstenen.curation.proposals.patches import content_hash, patch_of
from bouwstenen.curation.proposals.people import Contributor, contributor_of, is_same
from bouwstenen.curation.proposals.states import Action, Kind, Status
from bouwstenen.curation.roles import Account, Role
from bouwstenen.curation.schema import accounts, changesets, proposals, reviews
from bouwstenen.errors import UnknownThingError
from bouwstenen.graph.changesets import Patch

__all__ = ["Accepted", "Proposal", "Review", "count", "find", "listed", "number_of", "reports_taken_up"]


@dataclass(frozen=True)
class Review:
    """Something that was done with a proposal.

    Args:
        who: did it: the account, or nobody for a proposer without one.
        action: what.
        comment: the words that came with it.
        created: when, ISO 8601 in UTC.
        content: hash of what was proposed at that moment.
        active: whether the account may still do what it did.
    """

    who: Account | None
    action: Action
    comment: str
    created: str
    content: str
    active: bool = True


@dataclass(frozen=True)
class Accepted:
    """The changeset that a proposal became.

    Args:
        number: of the changeset.
        accepted: when, ISO 8601 in UTC.
        published: when a release had it, ISO 8601 in UTC; None before.
        release: hash of the first release that has it; None before.
        failed: why the last build with it published nothing; None where none failed.
    """

    number: int
    accepted: str
    published: str | None
    release: str | None
    failed: str | None


@dataclass(frozen=True)
class Proposal:
    """What somebody proposes.

    Args:
        id: how it is called.
        kind: what it is.
        status: how far it is.
        created: when it was made, ISO 8601 in UTC.
        changed: when something last happened to it.
        proposer: who proposes it.
        key: hash of the secret of a proposer without an account; None for others.
        reason: why.
        source: where it was found.
        thing: IRI of what a report is about; None otherwise.
        reverts: number of the changeset that it undoes; None otherwise.
        report: the report that led to it; None otherwise.
        added: what comes, as sorted N-Triples.
        removed: what goes, as sorted N-Quads.
        release: hash of the release at the time it was checked; "" where there was none.
        findings: what the check found, as `validation.findings.as_json` has it.
        two_approvals: whether two curators must stand behind it.
        reviews: what was done with it, the oldest first.
        changeset: what it became, when it was accepted and changed something.
        curator: whether it was proposed by somebody who may review.
    """

    id: str
    kind: Kind
    status: Status
    created: str
    changed: str
    proposer: Contributor
    key: str | None
    reason: str
    source: str
    thing: str | None
    reverts: int | None
    report: str | None
    added: str
    removed: str
    release: str
    findings: tuple[dict[str, Any], ...]
    two_approvals: bool
    reviews: tuple[Review, ...] = field(default=())
    changeset: Accepted | None = None
    curator: bool = False

    @property
    def patch(self) -> Patch:
        """What it changes."""
        return patch_of(self.added, self.removed)

    @property
    def content(self) -> str:
        """What an approval counts for."""
        return content_hash(self.added, self.removed, self.reason, self.source)

    @property
    def violations(self) -> list[dict[str, Any]]:
        """What keeps it from being accepted."""
        return [finding for finding in self.findings if finding["severity"] == "violation"]

    @property
    def approvals(self) -> list[Account]:
        """Who has approved what is proposed now, and may still approve; one person once."""
        people: list[Account] = []
        for review in self.reviews:
            if review.action is not Action.APPROVE or review.content != self.content or not review.active:
                continue
            if review.who is not None and not self.is_one_of(review.who, people):
                people.append(review.who)
        return people

    def is_one_of(self, who: Account, people: Iterable[Account]) -> bool:
        """Return whether somebody may be one of these, by account, ORCID or name: one person counts once."""
        me = contributor_of(who, "", None, self.id)
        return any(is_same(me, contributor_of(each, "", None, self.id)) for each in people)

    @property
    def needed(self) -> int:
        """How many curators must approve it: a curator who proposes is one of the two."""
        return 2 if self.two_approvals and not self.curator else 1

    @property
    def missing(self) -> int:
        """How many approvals it still needs."""
        return max(0, self.needed - len(self.approvals))


def find(connection: Connection, name: str) -> Proposal:
    """Return a proposal.

    Raises:
        UnknownThingError: there is none of that name.
    """
    row = connection.execute(_select().where(proposals.c.id == name)).one_or_none()
    if row is None:
        raise UnknownThingError(
            {"nl": f"er is geen voorstel “{name[:64]}”.", "en": f"there is no proposal “{name[:64]}”."},
            where="proposal",
        )
    return _proposal(row, _reviews(connection, name))


def listed(
    connection: Connection, status: Status | None, kind: Kind | None, limit: int, offset: int
) -> list[Proposal]:
    """Return proposals, the newest first, without what was done with them."""
    query = _chosen(_select(), status, kind).order_by(proposals.c.created.desc(), proposals.c.id)
    return [_proposal(row, ()) for row in connection.execute(query.limit(limit).offset(offset))]


def count(connection: Connection, status: Status | None, kind: Kind | None) -> int:
    """Return how many proposals there are."""
    query = _chosen(select(func.count()).select_from(proposals), status, kind)
    return connection.execute(query).scalar() or 0


def number_of(connection: Connection, number: int) -> str:
    """Return which proposal became a changeset.

    Raises:
        UnknownThingError: there is no changeset of that number.
    """
    # a number that no column can hold is no changeset either
    found = (
        connection.execute(select(changesets.c.proposal).where(changesets.c.number == number)).scalar()
        if 0 < number < 2**31
        else None
    )
    if found is None:
        raise UnknownThingError(
            {"nl": f"er is geen wijziging {number}.", "en": f"there is no changeset {number}."},
            where="number",
        )
    return str(found)


def reports_taken_up(connection: Connection, report: str) -> list[str]:
    """Return which proposals a report led to."""
    query = select(proposals.c.id).where(proposals.c.report == report).order_by(proposals.c.created)
    return [str(each) for each in connection.execute(query).scalars()]


def _chosen(query: Select[Any], status: Status | None, kind: Kind | None) -> Select[Any]:
    if status is not None:
        query = query.where(proposals.c.status == status.value)
    return query if kind is None else query.where(proposals.c.kind == kind.value)


def _select() -> Select[Any]:
    account = [accounts.c[name].label(f"account_{name}") for name in ("name", "slug", "role", "orcid")]
    accepted = [changesets.c[name] for name in ("number", "accepted", "published", "failed")]
    return select(
        proposals,
        *account,
        accounts.c.disabled,
        *accepted,
        changesets.c.release.label("first_release"),
    ).select_from(
        proposals.outerjoin(accounts, proposals.c.account == accounts.c.id).outerjoin(
            changesets, changesets.c.proposal == proposals.c.id
        )
    )


def _proposal(row: Row[Any], done: tuple[Review, ...]) -> Proposal:
    who = (
        Account(
            row.account, row.account_name, row.account_slug, Role[row.account_role.upper()], row.account_orcid
        )
        if row.account is not None
        else None
    )
    changeset = (
        Accepted(row.number, row.accepted, row.published, row.first_release, row.failed)
        if row.number is not None
        else None
    )
    return Proposal(
        id=row.id,
        kind=Kind(row.kind),
        status=Status(row.status),
        created=row.created,
        changed=row.changed,
        proposer=contributor_of(who, row.name, row.orcid, row.id),
        key=row.key,
        reason=row.reason,
        source=row.source,
        thing=row.thing,
        reverts=row.reverts,
        report=row.report,
        added=row.added,
        removed=row.removed,
        release=row.release,
        findings=tuple(json.loads(row.findings)),
        two_approvals=row.two_approvals,
        reviews=done,
        changeset=changeset,
        curator=who is not None and who.role >= Role.CURATOR and row.disabled is None,
    )


def _reviews(connection: Connection, name: str) -> tuple[Review, ...]:
    query = (
        select(
            reviews, accounts.c.name, accounts.c.slug, accounts.c.role, accounts.c.orcid, accounts.c.disabled
        )
        .select_from(reviews.outerjoin(accounts, reviews.c.account == accounts.c.id))
        .where(reviews.c.proposal == name)
        .order_by(reviews.c.id)
    )
    return tuple(_reviewed(connection.execute(query).all()))


def _reviewed(rows: Any) -> Iterator[Review]:  # noqa: ANN401 - rows of several tables
    for row in rows:
        who = (
            Account(row.account, row.name, row.slug, Role[row.role.upper()], row.orcid)
            if row.account is not None
            else None
        )
        active = who is not None and who.role >= Role.CURATOR and row.disabled is None
        yield Review(who, Action(row.decision), row.comment, row.created, row.content, active)
