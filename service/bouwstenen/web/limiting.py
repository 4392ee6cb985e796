"""How often a client may ask: rates by name from the settings, counted in memory by the client's address."""

import math
import threading
import time
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network

from fastapi import Request
from limits import RateLimitItem
from limits.storage import MovingWindowSupport, Storage
from limits.strategies import MovingWindowRateLimiter
from starlette.types import Scope

from bouwstenen.bounds import rates_in
from bouwstenen.errors import BusyError
from bouwstenen.settings import Settings

__all__ = ["Rates", "client_of", "limited"]

#: Moments that are remembered of all clients together. Beyond it, those who have been quiet longest are
#: forgotten: who has so many addresses is not stopped by a rate per address in any case.
MOST_MOMENTS = 100_000


class Rates:
    """The rates of the settings, and who has asked how often.

    Args:
        settings: with the rates.
        clock: seconds that only go up.
    """

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._items = {name: rates_in(text) for name, text in settings.rates.items()}
        self._clock = clock
        self._limiter = MovingWindowRateLimiter(_Moments(clock))

    def check(self, request: Request, name: str, who: str | None = None) -> None:
        """Count a request.

        Args:
            request: of whom.
            name: of the rate, as the settings have it without `rate_`: "reports", "sign_in" …
            who: what to count by in place of the client's address, such as the name of an account.

        Raises:
            BusyError: the client has asked as often as it may; says when to come back. It is not counted.
        """
        client = who or client_of(request.scope)
        items = self._items[name]
        full = [item for item in items if not self._limiter.test(item, name, client)]
        # what one of several refuses, no other counts
        full = full or [item for item in items if not self._limiter.hit(item, name, client)]
        if full:
            raise self._busy(full, name, client)

    def _busy(self, full: list[RateLimitItem], name: str, client: str) -> BusyError:
        ends = [self._limiter.get_window_stats(item, name, client).reset_time for item in full]
        seconds = max(1, math.ceil(max(ends) - self._clock()))
        count, window = full[-1].amount, full[-1].get_expiry()
        return BusyError(
            {
                "nl": f"dit is al {count} keer gevraagd van uw adres, in {window} seconden.",
                "en": f"this was asked {count} times from your address, within {window} seconds.",
            },
            mend={
                "nl": f"Wacht {seconds} seconden en vraag het dan opnieuw.",
                "en": f"Wait {seconds} seconds, then ask again.",
            },
            after=seconds,
        )


def limited(name: str) -> Callable[[Request], None]:
    """Return a dependency that counts requests to a route under the rate `name`."""

    def check(request: Request) -> None:
        rates: Rates = request.app.state.rates
        rates.check(request, name)

    return check


def client_of(scope: Scope) -> str:
    """Return the address by which a client is counted: of IPv6 the network (/64), which is one subscriber's.

    Behind proxies that the settings trust it is the one that they tell (`X-Forwarded-For`), which is in the
    scope already. What has no address is one client.
    """
    host = (scope.get("client") or ("",))[0]
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network((int(address), 64), strict=False))
    return str(address)


class _Moments(Storage, MovingWindowSupport):
    """When each client asked, lately. That of `limits` starts threads, and forgets no address."""

    STORAGE_SCHEME = None

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__()
        self._clock = clock
        #: Moments by client, oldest first; the client that asked last, last.
        self._moments: OrderedDict[str, list[float]] = OrderedDict()
        #: Seconds for which they count.
        self._expiry: dict[str, int] = {}
        self._count = 0
        self._lock = threading.Lock()

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Note that `key` asks, unless it did so `limit` times in the last `expiry` seconds."""
        now = self._clock()
        with self._lock:
            moments = self._moments.setdefault(key, [])
            self._moments.move_to_end(key)
            self._expiry[key] = expiry
            past = bisect_right(moments, now - expiry)
            del moments[:past]
            fits = len(moments) + amount <= limit
            if fits:
                moments += [now] * amount
            self._count += (amount if fits else 0) - past
            self._forget(now)
            return fits

    def _forget(self, now: float) -> None:
        while self._moments:
            key, moments = next(iter(self._moments.items()))
            over = not moments or moments[-1] + self._expiry[key] <= now
            if not over and self._count <= MOST_MOMENTS:
                break
            del self._moments[key], self._expiry[key]
            self._count -= len(moments)

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:  # noqa: ARG002
        """Return the first moment within the last `expiry` seconds, and how many there are."""
        now = self._clock()
        with self._lock:
            moments = self._moments.get(key, [])
            if moments:
                self._moments.move_to_end(key)
            recent = moments[bisect_right(moments, now - expiry) :]
        return (recent[0] if recent else now), len(recent)

    def clear(self, key: str) -> None:
        """Forget a client."""
        with self._lock:
            self._count -= len(self._moments.pop(key, []))
            self._expiry.pop(key, None)

    def reset(self) -> int:
        """Forget all; return how many there were."""
        with self._lock:
            count = len(self._moments)
            self._moments.clear()
            self._expiry.clear()
            self._count = 0
        return count

    def check(self) -> bool:
        """Return whether the storage works."""
        return True

    @property
    def base_exceptions(self) -> type[Exception]:
        """What a storage elsewhere could raise."""
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Not for moving windows."""
        raise NotImplementedError

    def get(self, key: str) -> int:
        """Not for moving windows."""
        raise NotImplementedError

    def get_expiry(self, key: str) -> float:
        """Not for moving windows."""
        raise NotImplementedError
