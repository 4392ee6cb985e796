"""Talk HTTP to one remote server: patient with what passes, clear about what does not."""

import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

import httpx2

from bouwstenen import __version__
from bouwstenen.errors import RemoteError, RemoteTimeoutError, WrongUseError
from bouwstenen.store.remote.body import Body, failure

__all__ = ["Connection", "TransientError", "shown"]

_T = TypeVar("_T")

#: Seconds a server gets to take a connection.
_CONNECT = 5.0
#: What a server, or a proxy before it, answers when asking again may help.
_BUSY = frozenset({429, 502, 503, 504})
_SAYS = 2000
_MENDS = {
    401: "Set BOUWSTENEN_STORE_AUTHORIZATION.",
    403: "Set BOUWSTENEN_STORE_AUTHORIZATION, or let that account do this.",
    404: "See that the address is right, to its last part.",
    405: "See that the address is right, to its last part.",
    504: "Ask for less, or give it more time.",
}


class TransientError(RemoteError):
    """What may be gone when the same is asked again; `wait` is how many seconds the server asks for."""

    wait = 0.0


class _TransientTimeoutError(TransientError, RemoteTimeoutError):
    """A proxy says that the server behind it takes too long."""

    status = 504


def shown(address: str) -> str:
    """Return an address as messages may show it: without credentials, parameters and fragment."""
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}"


class Connection:
    """A client of one server. Use it in the process that made it, and close it.

    Args:
        authorization: value of the Authorization header, if the server asks for one.
        pauses: seconds to wait before each time that something is asked again; they vary by half.
    """

    def __init__(self, authorization: str | None = None, pauses: Sequence[float] = (0.1, 0.2, 0.4)) -> None:
        # between servers that are close, packing takes longer than sending unpacked
        headers = {"User-Agent": f"bouwstenen/{__version__}", "Accept-Encoding": "identity"}
        if authorization:
            headers["Authorization"] = authorization
        # a redirect is told, not followed: the header must not go to whoever a server points at
        self._client = httpx2.Client(headers=headers, follow_redirects=False)
        self._pauses = tuple(pauses)

    def close(self) -> None:
        """Close every connection."""
        self._client.close()

    def post(self, address: str, form: Sequence[tuple[str, str]], accept: str, deadline: float) -> Body:
        """Send a form once; as `send`."""
        headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        return self.send("POST", address, urlencode(form).encode(), headers, deadline)

    def send(
        self,
        method: str,
        address: str,
        content: bytes | Iterable[bytes],
        headers: Mapping[str, str],
        deadline: float,
    ) -> Body:
        """Send a request once and return the body of its answer, of which the first piece has come.

        Args:
            method: GET, POST, PUT …
            address: where it goes.
            content: what is sent.
            headers: beside those that every request has.
            deadline: when to give up, as `time.monotonic` counts.

        Raises:
            TransientError: asking again may help.
            RemoteTimeoutError: the deadline has passed.
            RemoteError: the server refuses.
            WrongUseError: the address cannot be one.
        """
        where = shown(address)
        left = deadline - time.monotonic()
        if left <= 0:
            raise RemoteTimeoutError("no time is left to ask it.", where=where, mend=_MENDS[504])
        timeout = httpx2.Timeout(left, connect=min(_CONNECT, left))
        try:
            request = self._client.build_request(
                method, address, content=content, headers=dict(headers), timeout=timeout
            )
            response = self._client.send(request, stream=True)
        except (httpx2.InvalidURL, httpx2.UnsupportedProtocol) as error:
            raise WrongUseError(f"this is no address: {error}.", where=where) from error
        except httpx2.TimeoutException as error:
            raise failure(error, where) from error
        except httpx2.TransportError as error:
            raise TransientError(
                f"it cannot be reached, or hangs up: {error}.",
                where=where,
                mend="See that it runs and listens there.",
            ) from error
        if response.is_success:
            try:
                return Body(response, where, deadline)
            except RemoteTimeoutError:
                raise
            except RemoteError as error:
                raise TransientError(error.what, where=where, mend=error.mend) from error
        raise _refusal(response, where, deadline)

    def patiently(self, attempt: Callable[[], _T], deadline: float) -> _T:
        """Return what `attempt` returns; where it meets what passes, try again, within the deadline.

        For what may be done twice: reads, and writes that leave the same behind.

        Raises:
            RemoteError: as `attempt`; also where time or patience is up.
        """
        for pause in self._pauses:
            began = time.monotonic()
            try:
                return attempt()
            except TransientError as error:
                now = time.monotonic()
                wait = max(error.wait, pause * random.uniform(0.5, 1.5))  # noqa: S311 - spreads, hides nothing
                # what took long will take long again: no use to begin it where it cannot end
                if now + wait + (now - began) >= deadline:
                    raise
                time.sleep(wait)
        return attempt()


def _refusal(response: httpx2.Response, where: str, deadline: float) -> RemoteError:
    status = response.status_code
    mend = _MENDS.get(status)
    if response.is_redirect:
        target = shown(str(response.headers.get("location", "")))
        mend = f"It points to {target}: give that address, if you trust it."
    try:
        with Body(response, where, deadline) as body:
            said = " ".join(body.read(_SAYS).decode("utf-8", "replace").split())[:200]
    except RemoteError:
        said = ""
    if "html" in response.headers.get("content-type", ""):
        said = "a web page"
    what = f"it answers {status} {response.reason_phrase}".rstrip()
    what = f"{what}: {said.rstrip('.')}." if said else f"{what}."
    if status not in _BUSY:
        return RemoteError(what, where=where, mend=mend)
    kind = _TransientTimeoutError if status == HTTPStatus.GATEWAY_TIMEOUT else TransientError
    error = kind(what, where=where, mend=mend or "Try again later.")
    asked = response.headers.get("retry-after", "")
    error.wait = float(asked) if asked.isdecimal() else 0.0
    return error
