"""All peers over one dataset, measured by turns, so that what else the machine does hits all alike.

In:  a dataset, queries drawn from it, how long to measure.
Out: a `Result` per peer.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from bench.client import Load, drive
from bench.dataset import Dataset
from bench.figures import Sample, pooled
from bench.peers import Peer, Running, serve
from bench.processes import NotReadyError
from bench.queries import TEMPLATES, Asked, sequence

__all__ = ["Plan", "Result", "run"]

#: Connections of the mixed load. Lookups have one.
CONNECTIONS = 8


@dataclass(frozen=True)
class Plan:
    """How long to measure.

    Args:
        seconds: of one turn with the mixed load; lookups get half.
        rounds: how many turns each peer has.
        warmup: seconds at the start of a turn that are not counted.
        checked: queries of each template whose number of rows is compared.
    """

    seconds: float = 4.0
    rounds: int = 3
    warmup: float = 1.0
    checked: int = 3


@dataclass
class Result:
    """What a peer did.

    Args:
        peer: its name.
        mixed: the mixed load, a sample a round.
        lookups: single lookups, a sample a round.
        ready: bytes it held before the first query.
        after: bytes it held after the last one.
        ended: what it said last, where it ended before it was stopped; its figures are worth nothing then.
        differing: per query template the rows it gave and the rows that most peers gave, where these differ.
    """

    peer: str
    mixed: list[Sample] = field(default_factory=list)
    lookups: list[Sample] = field(default_factory=list)
    ready: int = 0
    after: int = 0
    ended: str = ""
    differing: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def all_mixed(self) -> Sample:
        """The rounds of the mixed load as one."""
        return pooled(self.mixed)

    @property
    def all_lookups(self) -> Sample:
        """The rounds of lookups as one."""
        return pooled(self.lookups)


def run(
    peers: Sequence[Peer],
    dataset: Dataset,
    asked: list[Asked],
    plan: Plan,
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, Result]:
    """Measure all peers that come up, and return their results by name."""
    mixed = list(sequence(asked, 4000))
    lookups = list(sequence([query for query in asked if query.name == "lookup"], 1000))
    results: dict[str, Result] = {}
    with ExitStack() as stack:
        servers = []
        for peer in peers:
            progress(f"starting {peer.name}")
            try:
                server = stack.enter_context(serve(peer, dataset))
            except NotReadyError as error:
                progress(f"{peer.name} left out: {error}")
                continue
            servers.append(server)
            results[peer.name] = Result(peer.name, ready=server.memory())
        progress("comparing answers")
        _check(servers, asked, plan.checked, results, progress)
        for turn in range(plan.rounds):
            for server in servers:
                progress(f"round {turn + 1} of {plan.rounds}: {server.peer.name}")
                result = results[server.peer.name]
                # each round starts elsewhere in the sequence, for all peers in the same place
                start = turn * (len(mixed) // plan.rounds // len(TEMPLATES)) * len(TEMPLATES)
                ordered, seconds = mixed[start:] + mixed[:start], plan.seconds * server.peer.turns
                result.mixed.append(_measure(server, ordered, CONNECTIONS, seconds, plan.warmup))
                result.lookups.append(_measure(server, lookups, 1, plan.seconds / 2, plan.warmup / 2))
        for server in servers:
            results[server.peer.name].after = server.memory()
            results[server.peer.name].ended = server.server.ended()
    return results


def _measure(
    server: Running, queries: list[Asked], connections: int, seconds: float, warmup: float
) -> Sample:
    requests = [(query.name, server.target(query.text)) for query in queries]
    whole = len({query.name for query in queries})
    return drive(Load(server.port, requests, connections, seconds, warmup, whole=whole))


def _rows(servers: list[Running], query: str, progress: Callable[[str], None]) -> Iterator[tuple[str, int]]:
    for server in servers:
        try:
            yield server.peer.name, server.rows(query)
        except NotReadyError as error:
            progress(str(error))


def _check(
    servers: list[Running],
    asked: list[Asked],
    each: int,
    results: dict[str, Result],
    progress: Callable[[str], None],
) -> None:
    """Note where the peers do not give the same number of rows."""
    seen: dict[str, int] = {}
    for query in asked:
        seen[query.name] = seen.get(query.name, 0) + 1
        if seen[query.name] > each:
            continue
        rows = dict(_rows(servers, query.text, progress))
        counts = list(rows.values())
        usual = max(counts, key=counts.count, default=0)
        for name, count in rows.items():
            if count != usual:
                results[name].differing[query.name] = (count, usual)
