"""What the service tells of itself: counts for Prometheus, and a line in the log for each query."""

import logging
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bouwstenen.graph.release import Release

__all__ = ["Monitor"]

_log = logging.getLogger("bouwstenen.queries")

_BUCKETS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30)


class Monitor:
    """Counts what happens to queries; each service has its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._seconds = Histogram(
            "bouwstenen_query_seconds",
            "Seconds from a query's arrival to the end of its answer",
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._queries = self._counter("queries", "Queries by what became of them", "outcome")
        self._killed = self._counter("killed", "Workers that ended before their query did", "reason")
        self._cache = self._counter("cache", "Look-ups of results that may be kept", "result")
        self._outcomes: dict[str, Counter] = {}  # looking one up anew takes longer than counting
        self._bytes = Counter(
            "bouwstenen_answer_bytes", "Bytes of answers, before compression", registry=self._registry
        )
        self._release = Gauge(
            "bouwstenen_release_statements",
            "Statements of the release that serves",
            ("release", "version"),
            registry=self._registry,
        )

    def _counter(self, name: str, meaning: str, label: str) -> Counter:
        return Counter(f"bouwstenen_{name}", meaning, (label,), registry=self._registry)

    def watch(self, name: str, meaning: str, value: Callable[[], float]) -> None:
        """Show a value that is read when somebody looks."""
        Gauge(f"bouwstenen_{name}", meaning, registry=self._registry).set_function(value)

    def serves(self, release: Release) -> None:
        """Say which release serves from now on."""
        self._release.clear()
        self._release.labels(release.hash, release.version).set(release.statements)

    def killed(self, reason: str) -> None:
        """Count a worker that was ended: for time, memory, depth, a busy service, a client that went away."""
        self._killed.labels(reason).inc()

    def cache(self, hit: bool) -> None:
        """Count a look-up of a result that may be kept."""
        self._cache.labels("hit" if hit else "miss").inc()

    def query(self, key: str, text: str, outcome: str, seconds: float, size: int) -> None:
        """Count and log a query that is done with.

        Args:
            key: tells the same query again, without telling what it is.
            text: the query; logged at debug level only.
            outcome: "ok", "cached", "unchanged", "broken off", or the name of the error without its ending.
            seconds: from its arrival to the end of its answer.
            size: bytes of the answer.
        """
        counter = self._outcomes.get(outcome)
        if counter is None:
            counter = self._outcomes[outcome] = self._queries.labels(outcome)
        counter.inc()
        self._seconds.observe(seconds)
        self._bytes.inc(size)
        if _log.isEnabledFor(logging.INFO):
            # made by hand: looking up which line logs takes longer than all the rest of it
            record = logging.LogRecord(_log.name, logging.INFO, __file__, 0, "query", None, None)
            said = {"query": key, "outcome": outcome, "seconds": round(seconds, 6), "bytes": size}
            if _log.isEnabledFor(logging.DEBUG):
                said["text"] = text
            record.__dict__["said"] = said
            _log.handle(record)

    def exposition(self) -> bytes:
        """Return all counts in Prometheus' text format."""
        return generate_latest(self._registry)
