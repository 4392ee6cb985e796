"""Who asks: `CurrentAccount`, those who must have a role, and the secret of forms."""

import hmac
import secrets
from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import Depends, Request

from bouwstenen.curation import sessions, tokens
from bouwstenen.curation.opening import Opener
from bouwstenen.curation.roles import Account, Role
from bouwstenen.errors import ForbiddenError, UnauthenticatedError
from bouwstenen.web.accounts.cookie import session_of
from bouwstenen.web.accounts.origin import is_foreign
from bouwstenen.web.accounts.privacy import depends_on_who_asks, is_private

__all__ = [
    "FORM_TOKEN",
    "CurrentAccount",
    "CurrentAdmin",
    "CurrentContributor",
    "CurrentCurator",
    "CurrentReader",
    "check_form",
    "form_token",
    "required",
]

#: Name of the hidden field of a form that `check_form` looks at.
FORM_TOKEN = "form_token"  # noqa: S105 - its name

#: What roles are called, and whose task something is.
_NAMES = {
    Role.READER: {"nl": "lezer", "en": "reader"},
    Role.CONTRIBUTOR: {"nl": "bijdrager", "en": "contributor"},
    Role.CURATOR: {"nl": "redacteur", "en": "curator"},
    Role.ADMIN: {"nl": "beheerder", "en": "admin"},
}


def _bearer(request: Request) -> str | None:
    """The token of the Authorization header (RFC 6750 §2.1); other schemes are none of ours."""
    scheme, _, token = request.headers.get("authorization", "").strip().partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _account(request: Request) -> Account | None:
    """Whoever asks, by their token, else by their session; None for somebody who shows neither.

    The database is opened only for who shows one. It is asked in a thread of its own: this is no coroutine.

    Raises:
        UnauthenticatedError: a token was shown that proves nothing.
        DatabaseError: it cannot be asked.
    """
    depends_on_who_asks(request)
    bearer, session = _bearer(request), session_of(request)
    if bearer is None and session is None:
        return None
    is_private(request)
    opener: Opener = request.app.state.workflow
    if bearer is not None:
        with opener.database().reading() as connection:
            known = tokens.authenticate(connection, bearer)
        if known is None:
            raise UnauthenticatedError(
                {
                    "nl": "dit token is er niet, is verlopen of ingetrokken.",
                    "en": "this token does not exist, has expired or was revoked.",
                },
                mend={
                    "nl": "Vraag een beheerder om een nieuw token.",
                    "en": "Ask an admin for a new token.",
                },
                invalid=True,
            )
        return known[0]
    with opener.database().reading() as connection:
        return sessions.resume(connection, session or "")


CurrentAccount = Annotated[Account | None, Depends(_account)]


def required(role: Role) -> Callable[[Request, Account | None], Account]:
    """Return what a route depends on when it is for those of a role, or of one above it."""

    def known(request: Request, account: CurrentAccount) -> Account:
        is_private(request)
        if account is None:
            raise UnauthenticatedError(
                {
                    "nl": f"hiervoor moet u zijn aangemeld, als {_NAMES[role]['nl']}.",
                    "en": f"this is for who is signed in, as {_NAMES[role]['en']}.",
                },
                mend={
                    "nl": "Meld u aan, of stuur uw token mee: “Authorization: Bearer …”.",
                    "en": "Sign in, or send your token along: “Authorization: Bearer …”.",
                },
            )
        if account.role < role:
            needed, had = _NAMES[role], _NAMES[account.role]
            raise ForbiddenError(
                {
                    "nl": f"dit is voor de rol {needed['nl']}; u hebt {had['nl']}.",
                    "en": f"this is for the role {needed['en']}; yours is {had['en']}.",
                },
                mend={"nl": "Vraag het een beheerder.", "en": "Ask an admin."},
            )
        return account

    return known


CurrentReader = Annotated[Account, Depends(required(Role.READER))]
CurrentContributor = Annotated[Account, Depends(required(Role.CONTRIBUTOR))]
CurrentCurator = Annotated[Account, Depends(required(Role.CURATOR))]
CurrentAdmin = Annotated[Account, Depends(required(Role.ADMIN))]


def form_token(request: Request) -> str:
    """Return what a form on a page of this session carries in its field `form_token`; "" without a session.

    It follows from the session's secret and does not tell it. It is masked anew each time: a page is
    compressed, and the length of what is compressed tells of what stands in it twice (BREACH).
    """
    session = session_of(request)
    if session is None:
        return ""
    mask = secrets.token_bytes(32)
    return (mask + _mixed(mask, _proof(session))).hex()


def check_form(request: Request, form: Mapping[str, object]) -> None:
    """Refuse a form that did not come from a page of ours, or not from one of this session.

    Who shows a token shows it on purpose: they need no form token. Nor does somebody who is not known.

    Args:
        request: that carries the form.
        form: its fields.

    Raises:
        ForbiddenError: it may be the work of another website.
    """
    if _bearer(request) is not None:
        return
    session = session_of(request)
    given = form.get(FORM_TOKEN)
    if is_foreign(request) or (session is not None and not _fits(session, given)):
        raise ForbiddenError(
            {
                "nl": "dit formulier komt van een andere website, of van een eerdere aanmelding.",
                "en": "this form comes from another website, or from an earlier session.",
            },
            mend={
                "nl": "Open de pagina opnieuw.",
                "en": "Open the page anew.",
            },
        )


def _proof(session: str) -> bytes:
    return hmac.digest(session.encode("utf-8", "surrogatepass"), b"form", "sha256")


def _mixed(mask: bytes, content: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(mask, content, strict=True))


def _fits(session: str, given: object) -> bool:
    try:
        raw = bytes.fromhex(given) if isinstance(given, str) else b""
    except ValueError:
        return False
    return len(raw) == 64 and hmac.compare_digest(_mixed(raw[:32], raw[32:]), _proof(session))
