"""What depends on who asks is kept by no cache: whoever forgets to say so, this says it."""

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Private", "depends_on_who_asks", "is_private"]

_ASKED = "who_asks"
_PRIVATE = "private"


def depends_on_who_asks(request: Request) -> None:
    """Note that the answer would be another for somebody else."""
    setattr(request.state, _ASKED, True)


def is_private(request: Request) -> None:
    """Note that the answer is for whoever asks and nobody else."""
    setattr(request.state, _PRIVATE, True)


class Private:
    """Marks answers, errors too, that were noted as above."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request (ASGI)."""
        state = scope.setdefault("state", {})  # all that handle the request below share it

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start" and (state.get(_ASKED) or state.get(_PRIVATE)):
                headers = MutableHeaders(scope=message)
                headers.add_vary_header("Authorization, Cookie")
                if state.get(_PRIVATE):
                    headers["Cache-Control"] = "private, no-store"
                    headers["Cross-Origin-Resource-Policy"] = "same-origin"
            await send(message)

        await self._app(scope, receive, marked)
