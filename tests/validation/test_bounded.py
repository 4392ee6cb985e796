"""Work that takes too much is ended, and what it was is told."""

import ctypes
import os
import signal
import time
from functools import partial

import pytest

from bouwstenen.errors import (
    BouwstenenError,
    QueryMemoryError,
    QueryTimeoutError,
    SourceError,
    TooLargeError,
    UnforeseenError,
)
from bouwstenen.validation.bounded import bounded


def _raise(error: Exception) -> None:
    raise error


def _memory() -> int:
    return len(bytearray(2**34))


def _spin() -> None:
    while True:
        pass


def _crash() -> None:
    ctypes.string_at(0)


def _end(number: int) -> None:
    os.kill(os.getpid(), number)


def _deep(depth: int = 0) -> int:
    return _deep(depth + 1)


def test_what_is_worked_out_comes_back() -> None:
    assert bounded(partial(pow, 2, 100), 60) == 2**100


def test_errors_come_back_whole() -> None:
    error = SourceError({"nl": "fout", "en": "wrong"}, where="a.ttl:1:1", mend="Mend it.")
    with pytest.raises(SourceError) as caught:
        bounded(partial(_raise, error), 60)
    assert (caught.value.what, caught.value.where, caught.value.mend) == (error.what, error.where, error.mend)


@pytest.mark.parametrize(
    ("work", "error"),
    [
        (_memory, QueryMemoryError),
        (_crash, TooLargeError),
        (_deep, TooLargeError),
        (partial(_end, signal.SIGABRT), QueryMemoryError),
        (partial(_end, signal.SIGKILL), QueryMemoryError),
        (partial(_raise, ValueError("x")), UnforeseenError),
        (partial(os._exit, 3), UnforeseenError),
    ],
    ids=["memory", "crash", "recursion", "abort", "kill", "mistake", "exit"],
)
def test_how_it_ended_is_told(work: partial[None], error: type[BouwstenenError]) -> None:
    with pytest.raises(error):
        bounded(work, 60)


@pytest.mark.parametrize("work", [_spin, partial(time.sleep, 600)], ids=["busy", "asleep"])
def test_time_is_bounded(work: partial[None]) -> None:
    with pytest.raises(QueryTimeoutError, match="longer than 1 seconds"):
        bounded(work, 1)
