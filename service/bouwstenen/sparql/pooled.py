"""A store for code that asks and waits, over an endpoint that does neither."""

import asyncio

from pyoxigraph import QueryResultsFormat, parse_query_results

from bouwstenen.errors import BouwstenenError
from bouwstenen.sparql.endpoint import Endpoint, Wanted
from bouwstenen.store.interface import Query, Results

__all__ = ["PooledStore"]


class PooledStore:
    """A `QueryStore` over an endpoint, for code that runs in another thread than the endpoint's loop.

    Args:
        endpoint: answers the queries.
        loop: the event loop that the endpoint runs in.
        release: hash of the release to ask; "" for whichever serves.
    """

    def __init__(self, endpoint: Endpoint, loop: asyncio.AbstractEventLoop, release: str = "") -> None:
        self._endpoint = endpoint
        self._loop = loop
        self._release = release

    def query(self, query: Query) -> Results:
        """Return the solutions of a query; see `QueryStore`. For graphs, ask the endpoint itself."""
        wanted = Wanted(
            query.text, query.default_graphs, query.named_graphs, "json", None, release=self._release
        )
        answered = asyncio.run_coroutine_threadsafe(self._all(wanted), self._loop).result()
        return parse_query_results(answered, QueryResultsFormat.JSON)

    @property
    def answered(self) -> None:
        """None: the endpoint knows."""
        return None

    def explain(self, error: Exception) -> BouwstenenError | None:
        """Return None: what is read here was whole before."""
        del error
        return None

    async def _all(self, wanted: Wanted) -> bytes:
        delivery = await self._endpoint.answer(wanted)
        if delivery.size is not None:
            return delivery.take()
        pieces = []
        while piece := await delivery.read():
            pieces.append(piece)
        return b"".join(pieces)
