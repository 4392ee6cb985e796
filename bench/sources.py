"""A generated graph as source files, so that a whole build can be timed on it.

In:  the folder with the real sources, and a number of statements.
Out: a folder with `ontology`, `data`, `shapes` and `queries`, as `bouwstenen build` takes it.
"""

import shutil
from collections import defaultdict
from pathlib import Path

from pyoxigraph import DefaultGraph, RdfFormat, Triple, serialize

from bench.generator import generate
from bouwstenen.namespaces import GRAPH

__all__ = ["write_sources"]

#: Statements of one file that are kept in memory.
_HELD = 10_000


def write_sources(root: Path, statements: int, folder: Path) -> None:
    """Write sources of about so many statements below `folder`, one file of `data/` a graph.

    Args:
        root: the folder with the real sources.
        statements: about how many the files hold together.
        folder: is made; must not be there.
    """
    for name in ("ontology", "shapes", "queries"):
        shutil.copytree(root / name, folder / name)
    (folder / "data").mkdir()
    held: dict[str, list[Triple]] = defaultdict(list)

    def write(graph: str) -> None:
        with (folder / "data" / f"{graph}.ttl").open("ab") as file:
            serialize(held.pop(graph), file, RdfFormat.N_TRIPLES)  # every line of it is Turtle too

    for quad in generate(root, statements):
        graph = "" if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value.removeprefix(GRAPH)
        if graph and graph not in ("ontology", "shapes"):
            held[graph].append(quad.triple)
            if len(held[graph]) == _HELD:
                write(graph)
    for graph in list(held):
        write(graph)
