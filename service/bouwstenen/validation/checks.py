"""Checks that run beside the build that asked for them, in processes of their own."""

import signal
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import Self

from pyoxigraph import RdfFormat, Store

from bouwstenen.validation.engine.checking import check, read_shapes
from bouwstenen.validation.findings import Finding

__all__ = ["Checks"]


class Checks:
    """A few processes that check graphs against shapes; a context manager, which ends them.

    Args:
        jobs: how many checks may run at once.
    """

    def __init__(self, jobs: int) -> None:
        # spawn, not fork: pyoxigraph has threads of its own, and a forked copy of them may hang
        self._pool = ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_leave_interrupts_to_parent)
        for _ in range(jobs):
            self._pool.submit(_wake)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown()

    def submit(self, store: Store, shapes: list[Path]) -> "Future[list[Finding]]":
        """Begin to check what is in `store` now; its result is what `engine.checking.check` finds."""
        # N-Quads keep each graph's blank nodes apart; dumping them takes a fraction of what the check takes
        return self._pool.submit(_check, store.dump(format=RdfFormat.N_QUADS) or b"", shapes)


def _leave_interrupts_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _wake() -> None:
    """Let a process start, and import what it needs, while the sources are loaded."""


def _check(quads: bytes, shapes: list[Path]) -> list[Finding]:
    store = Store()
    store.bulk_load(quads, format=RdfFormat.N_QUADS)
    return check(store, read_shapes(shapes))
