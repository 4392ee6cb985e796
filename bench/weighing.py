"""How long work takes and how much memory it needs at most, each piece in a process of its own."""

import resource
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import ParamSpec, TypeVar

__all__ = ["Steps", "Weight", "apart", "weighed"]

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


@dataclass
class Weight:
    """What a piece of work took.

    Args:
        seconds: on the clock.
        peak: the most bytes that its process held meanwhile, all that was there before included.
    """

    seconds: float = 0.0
    peak: int = 0


def apart(
    job: Callable[_Parameters, _Result], *args: _Parameters.args, **kwargs: _Parameters.kwargs
) -> _Result:
    """Run `job` in a fresh process, so that it does not pay for the memory of another; return its result."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(job, *args, **kwargs).result()


@contextmanager
def weighed() -> Iterator[Weight]:
    """Yield what the block took; filled in when it ends."""
    weight = Weight()
    _forget_peak()
    began = time.perf_counter()
    yield weight
    weight.seconds = time.perf_counter() - began
    weight.peak = _peak()


class Steps:
    """Follows a build and weighs its steps (`bouwstenen.progress.Progress`)."""

    def __init__(self) -> None:
        self.weights: dict[str, Weight] = {}

    def begin(self, step: str) -> None:
        """Look at memory anew."""
        self.weights[step] = Weight()
        _forget_peak()

    def tell(self, what: str, done: int, total: int | None) -> None:
        """Only whole steps are weighed."""

    def end(self, step: str, seconds: float) -> None:
        """Keep what the step took."""
        self.weights[step] = Weight(seconds, _peak())


def _forget_peak() -> None:
    """Begin to watch for the most memory from now on, where Linux lets us; elsewhere from the beginning."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def _peak() -> int:
    try:
        status = Path("/proc/self/status").read_text(encoding="utf-8")
    except OSError:
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024
