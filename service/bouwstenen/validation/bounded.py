"""Work on what others send, in a process of its own that is ended when it takes too much time or memory.

What parses and checks cannot be stopped from within, and may end the process it runs in. So it runs in one
that is forked from a server without threads, which has the modules loaded: that takes milliseconds.
"""

import contextlib
import os
import resource
import signal
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from bouwstenen.errors import (
    BouwstenenError,
    QueryMemoryError,
    QueryTimeoutError,
    TooLargeError,
    UnforeseenError,
)

__all__ = ["MEMORY", "bounded"]

_T = TypeVar("_T")

#: Bytes of address space that the work may take.
MEMORY = 3 * 2**30
#: Modules that the server has loaded before anything is asked.
_PRELOADED = ["bouwstenen.curation.checking", "bouwstenen.validation.warm"]


def bounded(work: Callable[[], _T], seconds: float, memory: int = MEMORY) -> _T:
    """Return what `work` returns, worked out in a process of its own.

    Args:
        work: a function of a module, or a partial of one: it is sent there.
        seconds: that it may take.
        memory: bytes that it may take.

    Raises:
        QueryTimeoutError: it takes longer.
        QueryMemoryError: it needs more memory.
        TooLargeError: it ran out of stack.
        BouwstenenError: whatever of ours it raises.
        UnforeseenError: it raised something else, or ended.
    """
    context = get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(sending, work, seconds, memory), daemon=True)
    process.start()
    sending.close()
    try:
        if not receiving.poll(seconds):
            raise _timeout(seconds)
        done, outcome = receiving.recv()
    except EOFError:
        process.join(5)
        raise _ended(process.exitcode, seconds) from None
    finally:
        if process.is_alive():
            process.kill()
        process.join()
        process.close()
        receiving.close()
    if not done:
        raise outcome
    result: _T = outcome
    return result


def _run(sending: Connection, work: Callable[[], Any], seconds: float, memory: int) -> None:
    """In the process: work within bounds, and send what came of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    # should whoever asked be gone, nobody else ends this
    whole = int(seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):
        os.nice(5)
    try:
        outcome: tuple[bool, Any] = (True, work())
    except BouwstenenError as error:
        outcome = (False, error)
    except MemoryError:
        outcome = (False, _memory())
    except RecursionError:
        outcome = (False, _depth())
    except Exception as error:  # a mistake of ours, told to the parent, which logs it
        outcome = (False, UnforeseenError(f"{type(error).__name__}: {error}"))
    sending.send(outcome)
    sending.close()


def _ended(status: int | None, seconds: float) -> BouwstenenError:
    """Why a process ended without a word: its status is the only sign."""
    if status in (-signal.SIGABRT, -signal.SIGKILL):
        return _memory()
    if status in (-signal.SIGSEGV, -signal.SIGBUS):
        return _depth()
    if status == -signal.SIGXCPU:
        return _timeout(seconds)
    return UnforeseenError(f"the process that checked ended ({status}).")


def _timeout(seconds: float) -> QueryTimeoutError:
    return QueryTimeoutError(
        {
            "nl": f"de controle duurde langer dan {seconds:g} seconden.",
            "en": f"the check took longer than {seconds:g} seconds.",
        },
        where="BOUWSTENEN_VALIDATE_TIMEOUT",
        mend={"nl": "Controleer het in delen.", "en": "Check it in parts."},
    )


def _memory() -> QueryMemoryError:
    return QueryMemoryError(
        {
            "nl": "de controle kost meer geheugen dan zij mag hebben.",
            "en": "the check needs more memory than it may have.",
        },
        mend={"nl": "Controleer het in delen.", "en": "Check it in parts."},
    )


def _depth() -> TooLargeError:
    return TooLargeError(
        {"nl": "dit is te diep genest om te lezen.", "en": "this is nested too deeply to be read."},
        mend={"nl": "Haal het uit elkaar.", "en": "Take it apart."},
    )
