"""The statements of a release in canonical order, on disk, so that none of them need be held in memory.

In:  a store, a folder for scratch files.
Out: canonical N-Quads of all, of each named graph, and canonical N-Triples of their union.

Labels of blank nodes are those of RDFC-1.0 over the whole release: the same node has the same in every file.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, Triple, parse

from bouwstenen.errors import ReleaseError
from bouwstenen.graph.hashing import canonical_lines
from bouwstenen.namespaces import GRAPH, slugify
from bouwstenen.progress import Tell, silent

__all__ = ["Laid", "lay_out", "quads", "triples"]

_END = b" .\n"
#: Bytes of statements that wait to be written to their graphs' files.
_WAITING = 32 * 2**20


@dataclass(frozen=True)
class Laid:
    """Statements on disk, sorted by their bytes.

    Args:
        all: N-Quads of all.
        graphs: N-Quads of each named graph, by its name, in the order of the names.
        union: N-Triples of all, each once.
    """

    all: Path
    graphs: dict[str, Path]
    union: Path


def lay_out(store: Store, scratch: Path, tell: Tell = silent) -> Laid:
    """Write the statements of `store` to files below `scratch`, a folder that is there.

    Raises:
        OSError: there is no room for them.
        ReleaseError: a statement is in no graph of ours.
    """
    if next(store.quads_for_pattern(None, None, None, DefaultGraph()), None) is not None:
        raise _astray("no graph at all")
    whole, union = scratch / "all.nq", scratch / "union.nt"
    waiting: dict[bytes, list[bytes]] = defaultdict(list)
    paths: dict[bytes, Path] = {}
    size, last = 0, b""
    with whole.open("wb") as all_of_it, union.open("wb") as triples_once:
        for line in canonical_lines(store, scratch, tell, doing="dumps"):
            # lines with one triple follow each other: they begin alike, up to a space that ends a term
            end = line.rindex(b" ")
            triple, graph = line[:end], line[end + 1 :]
            if triple != last:
                triples_once.write(triple + _END)
                last = triple
            statement = line + _END
            all_of_it.write(statement)
            waiting[graph].append(statement)
            size += len(statement)
            if size > _WAITING:
                _append(waiting, paths, scratch)
                size = 0
        _append(waiting, paths, scratch)
    return Laid(whole, {_name(graph): path for graph, path in sorted(paths.items())}, union)


def quads(path: Path) -> Iterator[Quad]:
    """Yield the statements of a file of N-Quads or N-Triples, with the labels of its blank nodes."""
    return parse(path=str(path), format=RdfFormat.N_QUADS)


def triples(path: Path) -> Iterator[Triple]:
    """Yield the same as `quads`, without their graphs."""
    return (quad.triple for quad in quads(path))


def _append(waiting: dict[bytes, list[bytes]], paths: dict[bytes, Path], scratch: Path) -> None:
    for graph, lines in waiting.items():
        path = paths.setdefault(graph, scratch / f"graph-{len(paths)}.nq")
        with path.open("ab") as file:
            file.writelines(lines)
    waiting.clear()


def _name(graph: bytes) -> str:
    iri = graph.decode().strip("<>")
    name = iri.removeprefix(GRAPH)
    if name == iri or name != slugify(name):
        raise _astray(iri)
    return name


def _astray(where: str) -> ReleaseError:
    return ReleaseError(
        f"a statement is in {where}; a dump has a file for each graph below {GRAPH}.",
        mend="Build the release with `bouwstenen build`.",
    )
