"""Check addresses: follow each to its end, patiently, as its robots.txt allows, a few hosts at a time."""

import asyncio
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urljoin

import httpx2
from protego import Protego

from bouwstenen.curation.links.asking import Answer, Asker
from bouwstenen.curation.links.outcome import Found
from bouwstenen.curation.links.policy import AskError, Policy, UnsafeError
from bouwstenen.curation.links.turns import Turns

__all__ = ["TOKEN", "Manners", "check_addresses"]

#: What robots.txt calls us.
TOKEN = "bouwstenen"  # noqa: S105 - the product token of RFC 9309 §2.2.1

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
_GONE = frozenset({404, 410})
#: Statuses that may be others when the same is asked again.
_PASSING = frozenset({429, 500, 502, 503, 504})
_BUSY = 429
#: Bytes of robots.txt that are read: RFC 9309 §2.5 asks for 500 KiB at least.
_ROBOTS = 500 * 1024
#: Seconds between requests that robots.txt can ask for; a longer one is not waited for.
_DELAY = 30.0


@dataclass(frozen=True)
class Manners:
    """How addresses are asked.

    Args:
        agent: the User-Agent: who we are and where to complain.
        at_once: requests at once, over all hosts.
        pause: seconds between two requests to one host.
        timeout: seconds that an address gets to answer.
        tries: how often what may pass is asked.
        backoff: seconds before the second try; each next one doubles it.
        patience: longest wait, in seconds, that a server may ask for.
        hops: redirects that are followed.
        policy: what may be asked.
    """

    agent: str
    at_once: int = 8
    pause: float = 1.0
    timeout: float = 20.0
    tries: int = 3
    backoff: float = 2.0
    patience: float = 60.0
    hops: int = 10
    policy: Policy = field(default_factory=Policy)


async def check_addresses(
    addresses: Iterable[str], manners: Manners, tell: Callable[[str, Found], None]
) -> None:
    """Ask every address, and tell what each answered as soon as that is known, in any order.

    Args:
        addresses: which.
        manners: how.
        tell: takes an address and what was found.
    """
    checker = _Checker(manners)

    async def each(address: str) -> None:
        tell(address, await checker.check(address))

    try:
        async with asyncio.TaskGroup() as group:
            for address in dict.fromkeys(addresses):
                group.create_task(each(address))
    finally:
        await checker.close()


class _Checker:
    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._asker = Asker(manners.policy, manners.agent, manners.timeout)
        self._turns = Turns(manners.at_once, manners.pause)
        self._robots: dict[str, asyncio.Task[Protego | None]] = {}

    async def close(self) -> None:
        for task in self._robots.values():
            task.cancel()
        await asyncio.gather(*self._robots.values(), return_exceptions=True)
        await self._asker.close()

    async def check(self, address: str) -> Found:
        """Follow an address to its end."""
        here, target, seen = address, None, {address}
        still_for_good = True
        for hop in range(self._manners.hops + 1):
            try:
                url = self._manners.policy.read(here, cited=hop == 0)
                answer = await self._allowed(url)
            except UnsafeError as error:
                return Found("unsafe", problem=error.problem)
            except _RefusedError as error:
                return Found("refused", target=target, problem=error.problem)
            except AskError as error:
                return Found("failing", problem=error.problem)
            if answer.status not in _REDIRECTS:
                return _judged(answer, target)
            try:
                there = _target(here, answer.location)
            except ValueError:
                return Found("failing", answer.status, problem="location")
            still_for_good = still_for_good and answer.status in _FOR_GOOD
            target = there if still_for_good else target
            if there in seen:
                break
            seen.add(there)
            here = there
        # a ring is how a site treats who keeps no cookies: it says nothing of the page
        return Found("refused", answer.status, problem="redirects")

    async def _allowed(self, url: httpx2.URL) -> Answer:
        robots = await self._robots_of(url)
        if robots is None or not robots.can_fetch(str(url.copy_with(fragment=None)), TOKEN):
            raise _RefusedError("robots")
        delay = float(robots.crawl_delay(TOKEN) or 0)
        if delay > _DELAY:
            raise _RefusedError("busy")
        return await self._patiently(url, delay)

    async def _patiently(self, url: httpx2.URL, delay: float = 0.0, take: int = 0) -> Answer:
        manners, host = self._manners, url.raw_host.decode("ascii")
        for tried in range(1, manners.tries + 1):
            # a server that stumbles over HEAD may do well with GET
            methods = ("HEAD", "GET") if tried == 1 and not take else ("GET",)
            wait = manners.backoff * 2 ** (tried - 1) * random.uniform(0.5, 1.5)  # noqa: S311 - spreads
            try:
                for method in methods:
                    async with self._turns.turn(host, delay):
                        answer = await self._asker.ask(method, url, take)
                    if answer.status < 400 or answer.status == _BUSY:
                        break
                if answer.status not in _PASSING or tried == manners.tries:
                    return answer
                if (answer.wait or 0) > manners.patience:
                    return answer
                wait = max(wait, answer.wait or 0)
            except AskError as error:
                if not error.passes or tried == manners.tries:
                    raise
            self._turns.hold(host, wait)
        raise AskError("timeout")

    async def _robots_of(self, url: httpx2.URL) -> Protego | None:
        """What a host lets us ask; None for nothing (RFC 9309 §2.3.1)."""
        at = url.copy_with(path="/robots.txt", query=None, fragment=None)
        task = self._robots.get(str(at))
        if task is None:
            task = self._robots[str(at)] = asyncio.create_task(self._read_robots(at))
        return await asyncio.shield(task)

    async def _read_robots(self, at: httpx2.URL) -> Protego | None:
        cited = True  # as whoever led here
        for _ in range(6):  # RFC 9309 §2.3.1.2: five redirects
            answer = await self._patiently(self._manners.policy.read(str(at), cited=cited), take=_ROBOTS)
            if answer.status in _REDIRECTS and answer.location:
                at, cited = httpx2.URL(_target(str(at), answer.location)), False
                continue
            if answer.status == _BUSY or answer.status >= 500:
                return None
            text = answer.body.decode("utf-8", "replace") if answer.status < 300 else ""
            return Protego.parse(text)
        return Protego.parse("")


class _RefusedError(Exception):
    """An address may not be asked, by its own rules."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


def _judged(answer: Answer, target: str | None) -> Found:
    status = answer.status
    if status < 300:
        return Found("moved" if target else "fine", status, target)
    if status in _GONE:
        return Found("gone", status)
    if 500 <= status < 600:
        return Found("failing", status)
    return Found("refused", status, target, "busy" if status == _BUSY else None)


def _target(here: str, location: str) -> str:
    """Where a redirect leads; the fragment goes along (RFC 9110 §10.2.2)."""
    if not location:
        raise ValueError("no Location")
    there = httpx2.URL(urljoin(here, location))
    own = httpx2.URL(here).fragment
    return str(there.copy_with(fragment=own) if own and not there.fragment else there)
