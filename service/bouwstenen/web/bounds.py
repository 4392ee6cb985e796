"""What a request may bring, whatever its address: so often, so large, so slowly, and not compressed."""

import asyncio

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bouwstenen.bounds import EVERYTHING, rates_in
from bouwstenen.errors import BouwstenenError, MediaTypeError, RequestTimeoutError, TooLargeError
from bouwstenen.settings import Settings
from bouwstenen.web.limiting import Rates
from bouwstenen.web.problems import problem

__all__ = ["Bounded", "too_large", "too_slow"]

_WITHOUT_BODY = ("GET", "HEAD", "OPTIONS")


class Bounded:
    """Refuses what is beyond the settings before the application below reads it, or while it does.

    A body is counted as it comes: its announced length may be missing. The application below must read it, if
    at all, before it begins to answer.

    Args:
        app: the application.
        settings: with `rate`, `body_size` and `body_time`.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._rated = bool(rates_in(settings.rate))
        self._size = settings.body_size * 2**20
        self._time = settings.body_time

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request (ASGI)."""
        try:
            if self._rated:
                rates: Rates = scope["app"].state.rates
                rates.check(Request(scope), EVERYTHING)
            if scope["method"] in _WITHOUT_BODY:
                await self._app(scope, receive, send)
                return
            self._check_head(scope)
        except BouwstenenError as error:
            await _refuse(scope, receive, send, error)
            return
        body = _Body(receive, send, self._size, self._time)
        try:
            await self._app(scope, body.receive, body.send)
        except BouwstenenError as error:
            if error is not body.wrong:
                raise
        if body.wrong and not body.answered:
            await _refuse(scope, receive, send, body.wrong)

    def _check_head(self, scope: Scope) -> None:
        headers = dict(scope["headers"])
        encoding = headers.get(b"content-encoding", b"identity").strip().lower()
        if encoding not in (b"", b"identity"):
            raise MediaTypeError(
                {
                    "nl": "wat u stuurt mag niet gecomprimeerd zijn.",
                    "en": "what you send must not be compressed.",
                },
                where="Content-Encoding",
                mend={"nl": "Stuur het zoals het is.", "en": "Send it as it is."},
            )
        length = headers.get(b"content-length", b"0")
        if length.isdigit() and int(length[:20]) > self._size:
            raise too_large(self._size)


class _Body:
    """The body of a request, counted and timed; and whether its answer has begun."""

    def __init__(self, receive: Receive, send: Send, size: int, seconds: float) -> None:
        self._receive = receive
        self._send = send
        self._left = self._size = size
        self._seconds = seconds
        self._until: float | None = None
        self._whole = False
        #: What was wrong with it.
        self.wrong: BouwstenenError | None = None
        self.answered = False

    async def receive(self) -> Message:
        """Return what comes next of it.

        Raises:
            TooLargeError: it is larger than it may be.
            RequestTimeoutError: it has not come in time.
        """
        if self.wrong:
            raise self.wrong
        if self._whole:
            return await self._receive()
        loop = asyncio.get_running_loop()
        self._until = self._until or loop.time() + self._seconds
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            self.wrong = too_slow(self._seconds)
            raise self.wrong from None
        self._whole = not message.get("more_body", False)
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.wrong = too_large(self._size)
            raise self.wrong
        return message

    async def send(self, message: Message) -> None:
        """Send the answer, unless another must be given: whoever read the body may have caught our error."""
        if self.wrong and not self.answered:
            return
        self.answered = True
        await self._send(message)


async def _refuse(scope: Scope, receive: Receive, send: Send, error: BouwstenenError) -> None:
    response = problem(Request(scope), error)
    if scope["method"] not in _WITHOUT_BODY:
        response.headers["Connection"] = "close"  # the rest of the body, should it come, is no new request
    await response(scope, receive, send)


def too_large(size: int) -> TooLargeError:
    """Return the error that a body has more than `size` bytes."""
    return TooLargeError(
        {
            "nl": f"wat u stuurt mag hoogstens {size} bytes groot zijn.",
            "en": f"what you send may have {size:,} bytes at most.",
        },
        where="body",
        mend={"nl": "Stuur het in delen.", "en": "Send it in parts."},
    )


def too_slow(seconds: float) -> RequestTimeoutError:
    """Return the error that a body has not come within `seconds`."""
    return RequestTimeoutError(
        {
            "nl": f"de inhoud was na {seconds:g} s nog niet binnen.",
            "en": f"the body took longer than {seconds:g} s to arrive.",
        },
        mend={"nl": "Stuur minder tegelijk.", "en": "Send less at a time."},
    )
