"""What a query costs as the graph grows: the median of each, alone on the machine, at several sizes.

In:  datasets of growing size.
Out: milliseconds by peer, query and number of statements.
"""

from collections.abc import Callable, Sequence

from pyoxigraph import Store

from bench.client import Load, drive
from bench.dataset import Dataset
from bench.figures import percentile
from bench.peers import Peer, serve
from bench.processes import NotReadyError
from bench.queries import TEMPLATES, draw

__all__ = ["Costs", "measure"]

#: By peer, query and statements: the median in milliseconds; not a number where nothing was answered.
Costs = dict[tuple[str, str, int], float]


def measure(
    peers: Sequence[Peer],
    datasets: Sequence[Dataset],
    seconds: float,
    progress: Callable[[str], None] = lambda _: None,
) -> Costs:
    """Return the median latency of every query, one connection at a time, over each dataset.

    Args:
        peers: who is asked.
        datasets: what is asked of.
        seconds: for how long each query is asked; at least one answer is waited for.
        progress: told what happens.
    """
    costs: Costs = {}
    for dataset in datasets:
        asked = draw(Store.read_only(str(dataset.store)))
        for peer in peers:
            if dataset.statements > peer.most:
                continue
            progress(f"{dataset.statements:,} statements: {peer.name}")
            try:
                with serve(peer, dataset) as server:
                    for name in TEMPLATES:
                        texts = [query.text for query in asked if query.name == name]
                        requests = [(name, server.target(text)) for text in texts]
                        drive(Load(server.port, requests, seconds=seconds / 2, most=len(texts)))  # warm up
                        sample = drive(Load(server.port, requests, seconds=seconds))
                        costs[peer.name, name, dataset.statements] = percentile(sample.latencies[name], 0.5)
            except NotReadyError as error:
                progress(f"{peer.name} left out: {error}")
    return costs
