"""What asking an address came to, and what that means beside what was found before."""

from dataclasses import dataclass
from datetime import date

__all__ = ["PROBLEMS", "STATES", "Check", "Found", "later"]

#: States of an address, the worst first. The first three are failures; `refused` tells nothing.
STATES = ("gone", "failing", "unsafe", "moved", "refused", "fine")

#: What stood in the way where no status tells it.
PROBLEMS = (
    *("dns", "connection", "tls", "timeout", "protocol", "location"),  # failing
    *("scheme", "credentials", "port", "private"),  # unsafe
    *("robots", "busy", "redirects"),  # refused
)

_FAILURES = frozenset({"gone", "failing", "unsafe"})


@dataclass(frozen=True)
class Found:
    """What one address answered.

    Args:
        state: one of `STATES`.
        status: the last HTTP status, if there was one.
        target: where it has moved to for good, if it has.
        problem: one of `PROBLEMS`, where no status tells what is wrong.
    """

    state: str
    status: int | None = None
    target: str | None = None
    problem: str | None = None


@dataclass(frozen=True, order=True)
class Check:
    """What is known of an address since it was last asked.

    Args:
        address: which.
        day: when it was last asked.
        found: what it answered.
        first_failed: day of the first failure since it last answered; None where it did not fail.
    """

    address: str
    day: date
    found: Found
    first_failed: date | None = None

    @property
    def is_dead(self) -> bool:
        """Whether it failed on two days or more, and never answered in between: once may be an accident."""
        return (
            self.found.state in _FAILURES and self.first_failed is not None and self.first_failed < self.day
        )


def later(before: Check | None, address: str, day: date, found: Found) -> Check:
    """Return what is known of an address after it was asked once more.

    What refuses to tell (`refused`) neither ends a row of failures nor adds to it.
    """
    since = before.first_failed if before else None
    if found.state in _FAILURES:
        return Check(address, day, found, min(since, day) if since else day)
    return Check(address, day, found, since if found.state == "refused" else None)
