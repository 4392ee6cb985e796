"""Answers to queries from outside: read first, looked up, else worked out by a worker; counted and logged."""

import asyncio
import hashlib
from dataclasses import dataclass

from bouwstenen import __version__
from bouwstenen.errors import BouwstenenError, QueryTimeoutError
from bouwstenen.graph.history import SHORTEST
from bouwstenen.graph.release import Release
from bouwstenen.settings import Settings
from bouwstenen.sparql import guard
from bouwstenen.sparql.cache import Cache, Cached
from bouwstenen.sparql.delivery import Delivery, Record, outcome_of
from bouwstenen.sparql.monitor import Monitor
from bouwstenen.store.answer import Answer
from bouwstenen.store.earlier import Earlier
from bouwstenen.store.interface import Query
from bouwstenen.store.served import Served
from bouwstenen.store.serving import Serving
from bouwstenen.store.workers.wire import Job
from bouwstenen.textindex.index import TextIndex

__all__ = ["Endpoint", "Wanted"]

_MIB = 2**20


@dataclass(frozen=True)
class Wanted:
    """A query and the formats its answer may have.

    Args:
        text: the query.
        default_graphs: values of `default-graph-uri`.
        named_graphs: values of `named-graph-uri`.
        solutions: name of the format for solutions; None where the client takes none.
        graphs: name of the format for graphs; None where the client takes none.
        timeout: seconds that the client gives it; None for as many as there are.
        release: hash of the release to ask; "" for the one that serves.
    """

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    solutions: str | None = "json"
    graphs: str | None = "ttl"
    timeout: float | None = None
    release: str = ""


class Endpoint:
    """Answers queries over the release that serves, or over an earlier one that is named.

    Args:
        settings: where the releases are, and the limits.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.monitor = Monitor()
        self._cache = Cache(settings.cache_size * _MIB)
        self._serving = Serving(settings, self._changed, self.monitor.killed)
        self._earlier = Earlier(settings, self.monitor.killed)
        for name, meaning, value in (
            (
                "queue_length",
                "Queries that wait for a place",
                lambda: self._serving.waiting + self._earlier.waiting,
            ),
            ("queries_running", "Queries that run", lambda: self._serving.running + self._earlier.running),
            ("cache_bytes", "Bytes of results that are kept", lambda: self._cache.used),
        ):
            self.monitor.watch(name, meaning, value)

    async def start(self) -> None:
        """Open the release that serves, where there is one."""
        await self._serving.start()

    async def stop(self) -> None:
        """End all workers."""
        await self._serving.stop()
        await self._earlier.stop()

    @property
    def release(self) -> Release:
        """The release that serves; raises ReleaseError where there is none."""
        return self._serving.now.release

    async def named(self, text: str) -> Release:
        """Return the release that a name or the beginning of a hash means, ready to be asked.

        Raises:
            UnknownThingError: there is none, or it is not kept any more.
            ReleaseError: it is damaged.
        """
        now = self.release
        if len(text) >= SHORTEST and now.hash.startswith(text.lower()):
            return now  # also where no history has it: a home that was copied, a SPARQL server
        return (await self._served((await self._earlier.find(text)).hash)).release

    async def index(self, release: str = "") -> TextIndex:
        """Return the text index of a release, by its hash, or of the one that serves.

        Raises:
            BouwstenenError: there is no such release, or it cannot be read; says why.
        """
        return await (await self._served(release)).indexing.get()

    async def _served(self, release: str) -> Served:
        now = self._serving.now
        return now if release in ("", now.release.hash) else await self._earlier.get(release)

    @property
    def wrong(self) -> BouwstenenError | None:
        """What keeps the service from doing all it should; None where nothing does."""
        return self._serving.wrong

    def etag(self, wanted: Wanted) -> str:
        """Return what changes when the answer may have changed."""
        return f'W/"{self._key(wanted).hex()}"'

    def unchanged(self, wanted: Wanted) -> None:
        """Count a query whose answer the client has already."""
        Record(self.monitor, self._key(wanted), wanted.text).close("unchanged")

    async def answer(self, wanted: Wanted) -> Delivery:
        """Return the answer to a query, once its first bytes are there.

        Raises:
            BouwstenenError: the query is refused, fails, or takes too much; every one says how.
        """
        key = self._key(wanted)
        record = Record(self.monitor, key, wanted.text)
        if self._cache.largest:
            entry = self._cache.get(key)
            if entry is not None:
                self.monitor.cache(hit=True)
                return _cached(entry, f'W/"{key.hex()}"', record)
        try:
            reading = guard.read(wanted.text, self._settings.services)
            served = await self._served(wanted.release)
            answer = await served.pool.ask(self._job(wanted, reading.own_dataset))
        except QueryTimeoutError as error:
            record.close(outcome_of(error))
            raise _with_hint(error, wanted.text) from error
        except BouwstenenError as error:
            record.close(outcome_of(error))
            raise
        except asyncio.CancelledError:
            record.close("broken off")
            raise
        other = answer.release not in ("", served.release.hash)  # a server just got another release
        if reading.volatile or other:
            return Delivery(answer, None, record, None)
        self.monitor.cache(hit=False)
        return Delivery(answer, f'W/"{key.hex()}"', record, self._cache)

    def _job(self, wanted: Wanted, own_dataset: bool) -> Job:
        most = self._settings.query_timeout
        return Job(
            query=Query(wanted.text, wanted.default_graphs, wanted.named_graphs, own_dataset),
            solutions=wanted.solutions,
            graphs=wanted.graphs,
            seconds=min(wanted.timeout or most, most),
            max_rows=self._settings.query_rows,
            max_bytes=self._settings.query_size * _MIB,
        )

    def _key(self, wanted: Wanted) -> bytes:
        digest = hashlib.blake2b(digest_size=16)
        parts = (
            *(
                __version__,
                wanted.release or self.release.hash,
                wanted.text,
                wanted.solutions or "",
                wanted.graphs or "",
            ),
            *(*wanted.default_graphs, "", *wanted.named_graphs),
        )
        for part in parts:
            digest.update(f"{len(part)}:{part}".encode("utf-8", "surrogatepass"))
        return digest.digest()

    def _changed(self, release: Release) -> None:
        self._cache.clear()
        self.monitor.serves(release)


def _cached(entry: Cached, etag: str, record: Record) -> Delivery:
    record.size = len(entry.body)
    record.close("cached")
    return Delivery(Answer(entry.format, entry.body), etag, record, None)


def _with_hint(error: QueryTimeoutError, text: str) -> QueryTimeoutError:
    """FILTER NOT EXISTS is evaluated once per row, MINUS once: where time ran out, that is worth knowing."""
    minus = guard.not_exists_as_minus(text)
    if minus is None:
        mend = "Ask for less at a time: a more selective pattern first, or LIMIT."
    else:
        mend = f"FILTER NOT EXISTS is evaluated again for each row; write instead: {minus}"
    return QueryTimeoutError(error.what, where=error.where, mend=mend)
