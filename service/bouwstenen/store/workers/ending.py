"""Why a worker ended that nobody ended: its exit status is the only sign that the database gives."""

import signal

from bouwstenen.errors import (
    BouwstenenError,
    NoRoomError,
    QueryMemoryError,
    QueryTimeoutError,
    TooLargeError,
    UnforeseenError,
)

__all__ = ["memory_error", "reason_of", "room_error"]


def room_error(error: OSError) -> NoRoomError:
    """Return the error that says that there is no room on disk for an answer that waits."""
    mend = "Ask for less, or again in a minute."
    return NoRoomError(f"there is no room to keep the answer: {error.strerror}.", mend=mend)


def memory_error() -> QueryMemoryError:
    """Return what to tell of a query that wanted more memory than it may have."""
    mend = "Sort, group or combine less at a time."
    return QueryMemoryError("the query needs more memory than it may have.", where="query", mend=mend)


def reason_of(status: int) -> tuple[str, BouwstenenError]:
    """Return a word for why a worker ended, and what to tell whoever asked.

    Args:
        status: as `waitstatus_to_exitcode` gives it: negative, the signal that ended it.
    """
    if status in (-signal.SIGABRT, -signal.SIGKILL):
        return "memory", memory_error()
    if status in (-signal.SIGSEGV, -signal.SIGBUS):
        mend = "Take it apart: fewer brackets within brackets, shorter paths and lists."
        return "depth", TooLargeError("the query is nested too deeply to be read.", where="query", mend=mend)
    if status == -signal.SIGALRM:
        return "time", QueryTimeoutError("the query took longer than it may.", where="query")
    return "unforeseen", UnforeseenError(f"the process that answered the query ended ({status}).")
