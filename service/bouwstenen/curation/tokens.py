"""Tokens: what proves who somebody is. The database knows only their hashes.

A token is 256 random bits, so that guessing one is out of the question whatever the hash costs; that is why
one round of SHA-256 does, where a password would need a slow hash and a salt. What is looked up is the hash:
how long that takes tells nothing of the tokens there are.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select

from bouwstenen.curation import audit
from bouwstenen.curation.accounts import account_of
from bouwstenen.curation.database import now
from bouwstenen.curation.roles import Account
from bouwstenen.curation.schema import accounts, sessions, tokens
from bouwstenen.errors import ConflictError, UnknownThingError, WrongUseError

__all__ = ["TOKEN", "Token", "authenticate", "hashed", "issue", "revoke", "tokens_of"]

#: What a token looks like, for whoever looks for those that leaked.
TOKEN = re.compile(r"bst_[0-9a-f]{64}")
LONGEST_LABEL = 200
#: Valid tokens that an account may have.
MOST = 20


@dataclass(frozen=True)
class Token:
    """What is known of a token; not the token.

    Args:
        id: number in the database.
        label: what it is for, as its owner says.
        created: ISO 8601.
        expires: until when it proves anything, ISO 8601.
        revoked: since when it proves nothing any more, ISO 8601; None while it does.
    """

    id: int
    label: str
    created: str
    expires: str
    revoked: str | None

    @property
    def is_valid(self) -> bool:
        """Whether it proves anything now."""
        return self.revoked is None and self.expires > now()


def hashed(secret: str) -> str:
    """Return what the database keeps of a secret: its SHA-256 in hexadecimal."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def issue(
    connection: Connection, account: Account, days: int, label: str = "", *, by: Account | str
) -> tuple[str, Token]:
    """Make a token for an account; return it, to be shown this once, and what is kept of it.

    Args:
        connection: of `Database.writing`.
        account: whose it is.
        days: how long it proves who they are.
        label: what it is for.
        by: who makes it, for the audit log.

    Raises:
        ConflictError: the account has as many as it may.
        WrongUseError: the account is disabled, or the label too long to show.
    """
    label = " ".join(label.split())
    if len(label) > LONGEST_LABEL or not label.isprintable():
        raise WrongUseError(
            {
                "nl": f"een omschrijving heeft ten hoogste {LONGEST_LABEL} zichtbare tekens.",
                "en": f"a label has at most {LONGEST_LABEL} visible characters.",
            },
            where="label",
        )
    if account.disabled:
        raise WrongUseError(
            {"nl": f"“{account.name}” is uitgezet.", "en": f"“{account.name}” is disabled."},
            mend={"nl": "Zet het account eerst weer aan.", "en": "Enable the account first."},
        )
    if sum(token.is_valid for token in tokens_of(connection, account)) >= MOST:
        raise ConflictError(
            {
                "nl": f"“{account.name}” heeft al {MOST} geldige tokens.",
                "en": f"“{account.name}” has {MOST} valid tokens already.",
            },
            mend={"nl": "Trek er eerst een in.", "en": "Revoke one first."},
        )
    secret = f"bst_{secrets.token_hex(32)}"
    expires = (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="seconds")
    values = {"account": account.id, "hash": hashed(secret), "label": label, "created": now()}
    made = connection.execute(
        tokens.insert().values(values | {"expires": expires}).returning(tokens.c.id, tokens.c.created)
    ).one()
    details = {"token": made.id, "label": label, "expires": expires}
    audit.append(connection, by, "token issued", account.slug, details)
    return secret, Token(made.id, label, made.created, expires, None)


def tokens_of(connection: Connection, account: Account) -> list[Token]:
    """Return the tokens of an account, the newest first, those that were revoked or expired among them."""
    rows = connection.execute(
        select(tokens).where(tokens.c.account == account.id).order_by(tokens.c.id.desc())
    )
    return [Token(row.id, row.label, row.created, row.expires, row.revoked) for row in rows]


def revoke(connection: Connection, account: Account, token: int, *, by: Account | str) -> None:
    """Let a token prove nothing any more; the sessions that it began end at once.

    Revoking it again changes nothing.

    Raises:
        UnknownThingError: the account has no token of that number.
    """
    mine = (tokens.c.id == token) & (tokens.c.account == account.id)
    can_be = 0 < token < 2**31  # what a database takes as a number
    found = connection.execute(select(tokens.c.revoked).where(mine)).one_or_none() if can_be else None
    if found is None:
        raise UnknownThingError(
            {
                "nl": f"“{account.name}” heeft geen token {token}.",
                "en": f"“{account.name}” has no token {token}.",
            },
            where="token",
        )
    if found.revoked is None:
        connection.execute(tokens.update().where(mine).values(revoked=now()))
        audit.append(connection, by, "token revoked", account.slug, {"token": token})
    connection.execute(sessions.delete().where(sessions.c.token == token))


def authenticate(connection: Connection, secret: str) -> tuple[Account, Token] | None:
    """Return whose token this is and what is kept of it; None where it proves nothing, for whatever reason.

    Args:
        connection: of `Database.reading` or `writing`.
        secret: what was given as a token.
    """
    if not TOKEN.fullmatch(secret):
        return None
    valid = (tokens.c.revoked.is_(None)) & (tokens.c.expires > now()) & accounts.c.disabled.is_(None)
    row = connection.execute(
        select(
            accounts,
            tokens.c.id.label("token"),
            tokens.c.label,
            tokens.c.created.label("made"),
            tokens.c.expires,
        )
        .join(tokens, tokens.c.account == accounts.c.id)
        .where(tokens.c.hash == hashed(secret), valid)
    ).one_or_none()
    return (account_of(row), Token(row.token, row.label, row.made, row.expires, None)) if row else None
