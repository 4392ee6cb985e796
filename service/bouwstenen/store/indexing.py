"""The text index of the release that serves: made in a thread, while queries are answered."""

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator

from pyoxigraph import QuerySolution

from bouwstenen.errors import BouwstenenError, BusyError, ReleaseError
from bouwstenen.graph.release import Release
from bouwstenen.store.interface import select
from bouwstenen.store.remote.store import RemoteStore
from bouwstenen.textindex.index import TextIndex
from bouwstenen.textindex.release import build_index

__all__ = ["Indexing", "index_there"]

#: Seconds that a server has for all names, or all texts of a kind.
_TIMEOUT = 120.0
_log = logging.getLogger(__name__)


class Indexing:
    """Makes the text index of one release, once; where that fails, again when it is next asked for.

    Args:
        make: opens or builds it, in a thread; may take its time.
    """

    def __init__(self, make: Callable[[], TextIndex]) -> None:
        self._make = make
        self._task: asyncio.Task[TextIndex] | None = None

    def begin(self) -> asyncio.Task[TextIndex]:
        """Begin to make it, unless it is being made or is there."""
        task = self._task
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            task = self._task = asyncio.get_running_loop().create_task(asyncio.to_thread(self._make))
            task.add_done_callback(_told)
        return task

    async def get(self) -> TextIndex:
        """Return it, once it is there.

        Raises:
            BouwstenenError: the release cannot be read.
        """
        # who goes away does not end what others wait for
        return await asyncio.shield(self.begin())


def _told(task: asyncio.Task[TextIndex]) -> None:
    if task.cancelled():
        return
    error = task.exception()
    if error is None:
        _log.info("text index", extra={"said": {"things": len(task.result())}})
    else:
        reason = str(error) if isinstance(error, BouwstenenError) else repr(error)
        _log.error("no text index", extra={"said": {"reason": reason}})


def index_there(
    endpoint: str, authorization: str | None, release: Release, stopping: threading.Event
) -> TextIndex:
    """Return the text index of the release on a server, built of what that answers.

    Args:
        endpoint: address of the server's query endpoint.
        authorization: value of the Authorization header, if the server asks for one.
        release: the release it is to be of.
        stopping: set when nobody wants it any more.

    Raises:
        ReleaseError: the server has another release meanwhile.
        RemoteError: the server cannot be asked.
        BusyError: it is not wanted any more.
    """
    with RemoteStore(endpoint, authorization=authorization, timeout=_TIMEOUT) as store:

        def rows(text: str) -> Iterator[QuerySolution]:
            try:
                solutions = select(store, text)
                if store.answered is None or store.answered.hash != release.hash:
                    raise ReleaseError("it has another release now.", where=store.where)
                for row in solutions:
                    if stopping.is_set():
                        # an error keeps what is here, and only this thread may let go of results
                        del solutions
                        raise BusyError("the service is stopping.")
                    yield row
            except SyntaxError as error:
                raise store.explain(error) or error from error

        return build_index(rows)
