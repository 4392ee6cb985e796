"""Ask one address once: the head of its answer, from the very number that was looked at, within a time."""

import asyncio
import ssl
from collections.abc import AsyncIterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2

from bouwstenen.curation.links.policy import AskError, Policy

__all__ = ["Answer", "Asker", "wait_asked"]

#: Seconds a server gets to take a connection.
_CONNECT = 10.0


@dataclass(frozen=True)
class Answer:
    """The head of an answer, and the beginning of its body where that was asked for.

    Args:
        status: HTTP status.
        location: where it points to, or "".
        wait: seconds it asks to wait, or None.
        body: at most as many bytes as were asked for.
    """

    status: int
    location: str = ""
    wait: float | None = None
    body: bytes = b""


class Asker:
    """Asks addresses, each over a connection of its own; a context manager.

    There is no proxy in between, whatever the environment says: it would resolve names anew.

    Args:
        policy: what may be asked.
        agent: the User-Agent.
        timeout: seconds that an address gets to answer.
    """

    def __init__(self, policy: Policy, agent: str, timeout: float) -> None:
        self._policy = policy
        self._timeout = timeout
        self._headers = {"User-Agent": agent, "Accept": "text/html,*/*;q=0.8", "Accept-Encoding": "identity"}
        # connections are told apart by number here, certificates by name: none may serve two names
        limits = httpx2.Limits(max_connections=None, max_keepalive_connections=0)
        self._transport = httpx2.AsyncHTTPTransport(
            verify=httpx2.create_ssl_context(trust_env=False), trust_env=False, limits=limits
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._transport.aclose()

    async def ask(self, method: str, url: httpx2.URL, take: int = 0) -> Answer:
        """Return what an address answers.

        Args:
            method: HEAD or GET.
            url: which, as `Policy.read` gives it.
            take: how many bytes of the body are read; no more is fetched than the connection brings along.

        Raises:
            UnsafeError: it must not be asked.
            AskError: it does not answer.
        """
        try:
            async with asyncio.timeout(self._timeout):
                return await self._ask(method, url, take)
        except (TimeoutError, httpx2.TimeoutException) as error:
            raise AskError("timeout", passes=True) from error
        except httpx2.ConnectError as error:
            broken = _is_tls(error)
            raise AskError("tls" if broken else "connection", passes=not broken) from error
        except httpx2.ProtocolError as error:
            raise AskError("protocol", passes=True) from error
        except (httpx2.TransportError, OSError) as error:
            raise AskError("connection", passes=True) from error

    async def _ask(self, method: str, url: httpx2.URL, take: int) -> Answer:
        *others, last = await self._policy.numbers(url)
        for number in others:
            try:
                return await self._ask_at(number, method, url, take)
            except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
                if _is_tls(error):
                    raise
        return await self._ask_at(last, method, url, take)

    async def _ask_at(self, number: str, method: str, url: httpx2.URL, take: int) -> Answer:
        request = httpx2.Request(
            method,
            url.copy_with(host=number.partition("%")[0], fragment=None),
            headers={**self._headers, "Host": url.netloc.decode("ascii")},
            extensions={
                "sni_hostname": url.raw_host.decode("ascii"),
                "timeout": httpx2.Timeout(self._timeout, connect=min(_CONNECT, self._timeout)).as_dict(),
            },
        )
        response = await self._transport.handle_async_request(request)
        try:
            headers = response.headers
            body = await _beginning(response.stream, take) if take else b""
            location = headers.get("location", "")
            return Answer(response.status_code, location, wait_asked(headers.get("retry-after", "")), body)
        finally:
            await response.aclose()


async def _beginning(stream: object, take: int) -> bytes:
    body = bytearray()
    if isinstance(stream, AsyncIterable):
        async for piece in stream:
            body += piece
            if len(body) >= take:
                break
    return bytes(body[:take])


def _is_tls(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def wait_asked(text: str) -> float | None:
    """Return the seconds that a Retry-After header asks for (RFC 9110 §10.2.3); None where it says nothing.

    >>> wait_asked("120"), wait_asked("soon")
    (120.0, None)
    """
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
