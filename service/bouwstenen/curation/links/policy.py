"""Which addresses may be asked: the public web only, whatever a name, a number or a redirect leads to.

A cited address comes from whoever proposed it, so it must not make this machine ask its own network
(server-side request forgery). Names are resolved here, and the connection is made to the very number that was
looked at: a name that resolves otherwise a moment later (DNS rebinding) gains nothing.
"""

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import httpx2

__all__ = ["AskError", "Policy", "Resolve", "UnsafeError", "is_public", "resolved"]

#: Gives the numbers that a host name and port stand for; raises OSError where there are none.
Resolve = Callable[[str, int], Awaitable[list[str]]]

#: The last part of a host that some resolvers read as a number: 2130706433, 127.1, 0x7f.1 (WHATWG URL §3.5).
_NUMBER = re.compile(r"(?:.*\.)?(?:0[xX][0-9A-Fa-f]*|[0-9]+)\.?")

#: What `ipaddress` calls global in one version or another, and is not (IANA special-purpose registries).
_NOT_PUBLIC = tuple(map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "fec0::/10", "3fff::/20")))
#: Of these, what is (RFC 7723, RFC 8155).
_PUBLIC = tuple(map(ip_address, ("192.0.0.9", "192.0.0.10")))


class AskError(Exception):
    """An address did not answer.

    Args:
        problem: one of `outcome.PROBLEMS`.
        passes: whether asking again may help.
    """

    def __init__(self, problem: str, *, passes: bool = False) -> None:
        self.problem = problem
        self.passes = passes
        super().__init__(problem)


class UnsafeError(AskError):
    """An address must not be asked."""


def is_public(number: str) -> bool:
    """Return whether an IP address belongs to the public internet.

    >>> is_public("93.184.215.14"), is_public("10.0.0.1"), is_public("::ffff:127.0.0.1")
    (True, False, False)
    """
    address = ip_address(number.partition("%")[0])
    if isinstance(address, IPv6Address):
        within = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if within and not is_public(str(within)):
            return False
    if address not in _PUBLIC and any(address in network for network in _NOT_PUBLIC):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


async def resolved(host: str, port: int) -> list[str]:
    """Return the numbers of a host, as the system resolves it.

    Raises:
        OSError: there are none (`socket.gaierror`).
    """
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


@dataclass(frozen=True)
class Policy:
    """What may be asked.

    Args:
        ports: of addresses that others point to; an address that we cite may name another.
        trusted: networks that may be asked though they are not public: for tests.
        resolve: gives the numbers of a name.
    """

    ports: frozenset[int] = frozenset({80, 443})
    trusted: tuple[IPv4Network | IPv6Network, ...] = ()
    resolve: Resolve = resolved

    def read(self, address: str, *, cited: bool) -> httpx2.URL:
        """Return an address, taken apart.

        Args:
            address: which.
            cited: whether we cite it, or were pointed to it.

        Raises:
            UnsafeError: it must not be asked, whatever its host turns out to be.
        """
        try:
            url = httpx2.URL(address)
        except (httpx2.InvalidURL, ValueError, UnicodeError) as error:
            raise UnsafeError("scheme") from error
        if url.scheme not in ("http", "https") or not url.host:
            raise UnsafeError("scheme")
        if url.userinfo:
            raise UnsafeError("credentials")
        if url.port is not None and url.port not in self.ports and not cited:
            raise UnsafeError("port")
        host = url.raw_host.decode("ascii")
        if _NUMBER.fullmatch(host) and not _is_plain(host):
            raise UnsafeError("private")
        return url

    async def numbers(self, url: httpx2.URL) -> list[str]:
        """Return the numbers to connect to for an address.

        Raises:
            UnsafeError: one of them is not public.
            AskError: there are none.
        """
        host = url.raw_host.decode("ascii").strip("[]")
        try:
            found = await self.resolve(host, url.port or (443 if url.scheme == "https" else 80))
        except (OSError, UnicodeError) as error:
            raise AskError("dns", passes=getattr(error, "errno", None) == socket.EAI_AGAIN) from error
        if not found:
            raise AskError("dns")
        # a name with a private number among its numbers is up to something, or a mistake
        if not all(self._may(number) for number in found):
            raise UnsafeError("private")
        return found

    def _may(self, number: str) -> bool:
        address: IPv4Address | IPv6Address = ip_address(number.partition("%")[0])
        return is_public(number) or any(address in network for network in self.trusted)


def _is_plain(host: str) -> bool:
    """Whether a host is an IPv4 address as everybody reads it: four decimal numbers without leading zeros."""
    try:
        return str(IPv4Address(host)) == host
    except ValueError:
        return False
