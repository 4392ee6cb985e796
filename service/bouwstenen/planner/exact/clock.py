"""How much time is left."""

import time
from collections.abc import Callable

__all__ = ["Clock"]


class Clock:
    """Counts down from its making.

    Args:
        seconds: how long it runs.
        now: tells the time, in seconds.
    """

    def __init__(self, seconds: float, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._began = now()
        self._seconds = seconds

    @property
    def spent(self) -> float:
        """Seconds since its making."""
        return self._now() - self._began

    @property
    def left(self) -> float:
        """Seconds that are left; none is 0."""
        return max(0.0, self._seconds - self.spent)

    @property
    def out(self) -> bool:
        """Whether no time is left."""
        return self.left <= 0

    def part(self, share: float) -> "Clock":
        """Return a clock for a share (0 to 1) of the time that is left."""
        return Clock(self.left * share, self._now)
