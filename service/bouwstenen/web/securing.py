"""What browsers are told to refuse, with every answer: the one place of such headers."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["PAGE_POLICY", "Secured"]

#: Pages load nothing from elsewhere and run no scripts.
PAGE_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
#: Data loads nothing and sends nothing, should a browser show it.
_DATA_POLICY = "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

#: With every answer. Anybody's page may use what is public here (CORS), hence the resource policy.
_ALWAYS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"cross-origin"),
]
_DATA = [*_ALWAYS, (b"content-security-policy", _DATA_POLICY.encode())]
_PAGE = [
    *_ALWAYS,
    (b"content-security-policy", PAGE_POLICY.encode()),
    (b"cross-origin-opener-policy", b"same-origin"),
    (
        b"permissions-policy",
        b"camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
]


class Secured:
    """Adds these headers where an answer has none of its own.

    `Strict-Transport-Security` is not among them: it belongs to whoever ends TLS.

    Args:
        app: whose answers they are.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request (ASGI)."""

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                has = dict(message["headers"])
                more = _PAGE if has.get(b"content-type", b"").startswith(b"text/html") else _DATA
                message["headers"] = [*message["headers"], *(pair for pair in more if pair[0] not in has)]
            await send(message)

        await self._app(scope, receive, secured)
