"""Sessions: a browser that has shown a token once. They are secrets of their own, kept as hashes too."""

import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select

from bouwstenen.curation import audit
from bouwstenen.curation.accounts import account_of
from bouwstenen.curation.database import now
from bouwstenen.curation.roles import Account
from bouwstenen.curation.schema import accounts, sessions, tokens
from bouwstenen.curation.tokens import Token, hashed

__all__ = ["begin", "end", "resume"]


def begin(connection: Connection, account: Account, token: Token, hours: float) -> tuple[str, str]:
    """Begin a session, always a new one; return its secret and until when it lasts, ISO 8601.

    It ends with its token at the latest. Sessions that are over are cleared away.

    Args:
        connection: of `Database.writing`.
        account: who showed the token.
        token: that they showed.
        hours: how long it lasts.
    """
    connection.execute(sessions.delete().where(sessions.c.expires <= now()))
    secret = secrets.token_urlsafe(32)
    expires = min(token.expires, (datetime.now(UTC) + timedelta(hours=hours)).isoformat(timespec="seconds"))
    values = {"hash": hashed(secret), "account": account.id, "token": token.id, "created": now()}
    connection.execute(sessions.insert().values(values | {"expires": expires}))
    audit.append(connection, account, "session begun", account.slug, {"token": token.id})
    return secret, expires


def resume(connection: Connection, secret: str) -> Account | None:
    """Return whose session this is; None where it is over, its token revoked or its account disabled."""
    valid = (tokens.c.revoked.is_(None)) & (tokens.c.expires > now()) & accounts.c.disabled.is_(None)
    row = connection.execute(
        select(accounts)
        .join(sessions, sessions.c.account == accounts.c.id)
        .join(tokens, sessions.c.token == tokens.c.id)
        .where(sessions.c.hash == hashed(secret), sessions.c.expires > now(), valid)
    ).one_or_none()
    return account_of(row) if row else None


def end(connection: Connection, secret: str) -> None:
    """End a session, if there is one."""
    account = resume(connection, secret)
    connection.execute(sessions.delete().where(sessions.c.hash == hashed(secret)))
    if account:
        audit.append(connection, account, "session ended", account.slug)
