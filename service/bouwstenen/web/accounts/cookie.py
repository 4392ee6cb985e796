"""The cookie of a session (RFC 6265bis): for this service alone, for no script, for no other website."""

from fastapi import Request
from fastapi.responses import Response

from bouwstenen.web.accounts.origin import is_foreign, is_secure
from bouwstenen.web.addressing import root_above

__all__ = ["forget", "remember", "session_of"]


def _name(request: Request) -> str:
    """Its name; the prefixes keep sites next to ours, and who sits on the line, from setting one for us."""
    if not is_secure(request):
        return "bouwstenen"
    return "__Secure-bouwstenen" if root_above(request) else "__Host-bouwstenen"


def session_of(request: Request) -> str | None:
    """Return the secret of the session that a request shows; None where another website made it."""
    return None if is_foreign(request) else request.cookies.get(_name(request)) or None


def remember(request: Request, response: Response, secret: str, seconds: int) -> None:
    """Let the browser show a session for so long."""
    _set(request, response, secret, seconds)


def forget(request: Request, response: Response) -> None:
    """Let the browser show no session any more."""
    _set(request, response, "", 0)


def _set(request: Request, response: Response, secret: str, seconds: int) -> None:
    response.set_cookie(
        _name(request),
        secret,
        max_age=seconds,
        path=root_above(request) or "/",
        secure=is_secure(request),
        httponly=True,
        samesite="strict",
    )
