"""A generated graph as a release and as a file, so that every peer serves the very same statements.

In:  the real sources, and about how many statements the release is to hold.
Out: a folder that `bouwstenen serve` takes as BOUWSTENEN_HOME, and the same quads as N-Quads.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import RdfFormat, Store

from bench import generator, template
from bench.generator import generate
from bouwstenen import __version__, textindex
from bouwstenen.build import source_hash
from bouwstenen.graph import derivation, fixpoint, inference, rule, statistics
from bouwstenen.graph.release import Release, current, publish
from bouwstenen.solutions import select
from bouwstenen.textindex.release import text_index

__all__ = ["Dataset", "prepare"]

#: Of the statements of a release, those that the sources make: the rest follows from them.
_CLAIMED = 0.6
#: Above so many statements the graph is built on disk: in memory one takes some 0.5 kB.
_MOST_IN_MEMORY = 3_000_000


@dataclass(frozen=True)
class Dataset:
    """A generated graph on disk.

    Args:
        home: the folder with its release.
        quads: the same as N-Quads.
        store: the folder with the release's store.
        statements: how many there are.
    """

    home: Path
    quads: Path
    store: Path
    statements: int


def prepare(
    root: Path, work: Path, statements: int, progress: Callable[[str], None] = lambda _: None
) -> Dataset:
    """Return a generated graph with all that follows from it, made below `work` if it is not there yet.

    It is made again when the sources, the rules or the generator have changed.

    Args:
        root: the folder with the real sources.
        work: where to keep it.
        statements: about how many the release is to hold.
        progress: told what happens.
    """
    identity = _identity(root, statements)
    home = work / f"{statements}-{identity[:12]}"
    quads = home / "graph.nq"
    if not (home / "current").is_file():
        progress(f"making a graph of about {statements:,} statements")
        home.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=home) as scratch:
            store = Store() if statements <= _MOST_IN_MEMORY else Store(scratch)
            store.bulk_extend(generate(root, int(statements * _CLAIMED)))
            derivation.derive(store)
            inference.infer(store)
            store.dump(str(quads), format=RdfFormat.N_QUADS)
            index = text_index(partial(select, store))
            publish(home, store, _release(root, store, identity), beside=[index])
            del store
    folder, release = current(home)
    return Dataset(home, quads, folder / "store", release.statements)


def _identity(root: Path, statements: int) -> str:
    makers = [
        Path(module.__file__ or "") for module in (template, generator, derivation, inference, fixpoint, rule)
    ]
    makers += sorted(Path(textindex.__file__ or "").parent.glob("*.py"))
    texts = [source_hash(root), *(path.read_text(encoding="utf-8") for path in [*makers, Path(__file__)])]
    return hashlib.sha256(json.dumps([statements, *texts]).encode()).hexdigest()


def _release(root: Path, store: Store, identity: str) -> Release:
    graphs = statistics.per_graph(store)
    return Release(
        version=__version__,
        hash=identity,  # of what it is made from: canonical form is a build's work, and not measured here
        sources=source_hash(root),
        built=datetime.now(UTC).isoformat(timespec="seconds"),
        statements=sum(graphs.values()),
        graphs=graphs,
        classes=statistics.per_class(store),
        findings={},
        seconds={},
    )
