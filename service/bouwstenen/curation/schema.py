"""The tables of the workflow. Migrations in `migrations/` make them; a test compares the two.

Times are texts, ISO 8601 in UTC with seconds, which sort alike in every database. Nothing here enters the
graph but what an accepted proposal says.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, MetaData, String, Table, Text

__all__ = ["METADATA", "accounts", "audit", "changesets", "proposals", "reviews", "sessions", "tokens"]

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_TIME = String(32)


def _account(*, needed: bool = True) -> Column[int]:
    return Column("account", Integer, ForeignKey("accounts.id"), nullable=not needed, index=True)


accounts = Table(
    "accounts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("slug", String(200), nullable=False, unique=True),  # of its /id/contributor/…
    Column("role", String(20), nullable=False),
    Column("orcid", String(19), unique=True),  # one person has one account
    Column("created", _TIME, nullable=False),
    Column("disabled", _TIME),
)

tokens = Table(
    "tokens",
    METADATA,
    Column("id", Integer, primary_key=True),
    _account(),
    Column("hash", String(64), nullable=False, unique=True),
    Column("label", String(200), nullable=False),
    Column("created", _TIME, nullable=False),
    Column("expires", _TIME, nullable=False),
    Column("revoked", _TIME),
)

sessions = Table(
    "sessions",
    METADATA,
    Column("hash", String(64), primary_key=True),
    _account(),
    Column("token", Integer, ForeignKey("tokens.id"), nullable=False),
    Column("created", _TIME, nullable=False),
    Column("expires", _TIME, nullable=False),
)

proposals = Table(
    "proposals",
    METADATA,
    Column("id", String(32), primary_key=True),  # random: knowing it is no secret, guessing it is no use
    Column("kind", String(20), nullable=False),  # change, report, revert
    Column("status", String(20), nullable=False, index=True),  # open, question, accepted, rejected, withdrawn
    Column("created", _TIME, nullable=False),
    Column("changed", _TIME, nullable=False),
    _account(needed=False),
    Column("name", String(200), nullable=False),
    Column("orcid", String(19)),
    Column("key", String(64)),  # hash of what lets somebody without an account answer and withdraw
    Column("reason", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("thing", Text),  # IRI of what a report is about
    Column("reverts", Integer),  # number of the changeset
    Column("report", String(32)),  # the report that led to it
    Column("added", Text, nullable=False),  # N-Triples, sorted
    Column("removed", Text, nullable=False),  # N-Quads, sorted
    Column("release", String(64), nullable=False),  # hash of the release it was checked with
    Column("findings", Text, nullable=False),  # JSON
    Column("two_approvals", Boolean, nullable=False),  # touches evidence levels or sources
)

reviews = Table(
    "reviews",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("proposal", String(32), ForeignKey("proposals.id"), nullable=False, index=True),
    _account(needed=False),  # empty for who proposed it without one
    Column("decision", String(20), nullable=False),  # approve, ask, answer, reject, withdraw, take-up
    Column("content", String(64), nullable=False),  # SHA-256 of what was proposed when it was made
    Column("comment", Text, nullable=False),
    Column("created", _TIME, nullable=False),
)

changesets = Table(
    "changesets",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("proposal", String(32), ForeignKey("proposals.id"), nullable=False, unique=True),
    Column("accepted", _TIME, nullable=False),
    Column("added", Text, nullable=False),  # N-Triples, sorted, its own description among them
    Column("removed", Text, nullable=False),  # N-Quads, sorted
    Column("published", _TIME),
    Column("release", String(64)),  # hash of the first release that has it
    Column("failed", Text),  # why the last build with it published nothing
)

audit = Table(
    "audit",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("time", _TIME, nullable=False),
    _account(needed=False),
    Column("who", String(200), nullable=False),
    Column("action", String(40), nullable=False, index=True),
    Column("subject", Text, nullable=False),
    Column("details", Text, nullable=False),  # JSON
    Column("before", String(64), nullable=False),  # hash of the line before
    Column("hash", String(64), nullable=False, unique=True),
)
