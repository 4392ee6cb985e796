"""Sites on this machine, of as many hosts as a test names, that answer as told and tell what was asked."""

import asyncio
import ssl
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from ipaddress import ip_network
from typing import Any

from bouwstenen.curation.links.checking import Manners, check_addresses
from bouwstenen.curation.links.outcome import Found
from bouwstenen.curation.links.policy import Policy

__all__ = ["Request", "Sites", "checked", "redirect", "reply"]

LOOPBACK = (ip_network("127.0.0.0/8"),)


@dataclass(frozen=True)
class Request:
    method: str
    host: str
    path: str
    headers: Mapping[str, str]


#: Writes an answer; the bytes it returns are sent.
Answer = Callable[[Request, asyncio.StreamWriter], Awaitable[bytes]]


def reply(status: int = 200, body: bytes = b"", **headers: str) -> Answer:
    async def answer(request: Request, writer: asyncio.StreamWriter) -> bytes:
        lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        return "\r\n".join([*lines, "", ""]).encode() + (b"" if request.method == "HEAD" else body)

    return answer


def redirect(location: str, status: int = 301) -> Answer:
    return reply(status, Location=location)


@dataclass
class Sites:
    """What is served, by host and path; `*` is any path. What is not there is 404, also robots.txt."""

    pages: dict[tuple[str, str], Answer] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    now: Counter[str] = field(default_factory=Counter)
    most: Counter[str] = field(default_factory=Counter)
    port: int = 0

    def methods(self, path: str) -> list[str]:
        return [request.method for request in self.asked if request.path == path]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            method, path, _ = head[0].split(" ")
            headers = {
                name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)
            }
            host = headers["host"].partition(":")[0]
            request = Request(method, host, path, headers)
            self.asked.append(request)
            for name in (host, "all"):
                self.now[name] += 1
                self.most[name] = max(self.most[name], self.now[name])
            try:
                answer = self.pages.get((host, path)) or self.pages.get((host, "*")) or reply(404)
                if path == "/robots.txt":
                    answer = self.pages.get((host, path)) or reply(404)
                writer.write(await answer(request, writer))
                await writer.drain()
            finally:
                for name in (host, "all"):
                    self.now[name] -= 1
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


def checked(
    sites: Sites,
    addresses: Callable[[int], list[str]],
    *,
    resolve: Callable[[str, int], Awaitable[list[str]]] | None = None,
    trust: bool = True,
    tls: ssl.SSLContext | None = None,
    **manners: Any,  # noqa: ANN401 - passed on
) -> dict[str, Found]:
    """Check addresses, made of the port that the sites listen on; every host is this machine."""

    async def everywhere(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    async def go() -> dict[str, Found]:
        server = await asyncio.start_server(sites.serve, "127.0.0.1", 0, ssl=tls)
        sites.port = server.sockets[0].getsockname()[1]
        policy = Policy(
            frozenset({80, 443, sites.port}), LOOPBACK if trust else (), resolve=resolve or everywhere
        )
        usual = Manners("bouwstenen/test", pause=0.0, timeout=5.0, backoff=0.001, policy=policy)
        found: dict[str, Found] = {}
        try:
            await check_addresses(addresses(sites.port), replace(usual, **manners), found.__setitem__)
        finally:
            server.close()
        return found

    return asyncio.run(go())
