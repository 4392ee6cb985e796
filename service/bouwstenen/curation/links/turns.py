"""Who may ask which host when: one question at a time a host, with a pause after it, and so many in all."""

import asyncio
from asyncio import sleep
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

__all__ = ["Turns"]


@dataclass
class _Host:
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    free: float = 0.0


class Turns:
    """Hands out turns.

    Args:
        most: requests at once, over all hosts.
        pause: seconds between the end of one request to a host and the next to it.
    """

    def __init__(self, most: int, pause: float) -> None:
        self._all = asyncio.Semaphore(most)
        self._pause = pause
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str, pause: float = 0.0) -> AsyncIterator[None]:
        """Wait until a host may be asked, and keep others from it meanwhile.

        Args:
            host: which.
            pause: seconds that it asks for itself; the longer of the two counts.
        """
        place = self._hosts.setdefault(host, _Host())
        loop = asyncio.get_running_loop()
        async with place.turn:
            while (wait := place.free - loop.time()) > 0:
                await sleep(wait)
            async with self._all:
                try:
                    yield
                finally:
                    place.free = max(place.free, loop.time() + max(self._pause, pause))

    def hold(self, host: str, seconds: float) -> None:
        """Ask a host nothing for a while: it said so, or is in trouble."""
        place = self._hosts.setdefault(host, _Host())
        place.free = max(place.free, asyncio.get_running_loop().time() + seconds)
