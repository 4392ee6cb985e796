"""Named graphs as JSON-LD, a line a thing, written as the statements come: they need not fit in memory."""

import json
from collections.abc import Iterable
from itertools import groupby
from typing import IO

from pyoxigraph import Quad

from bouwstenen.namespaces import PREFIXES
from bouwstenen.publishing.jsonld import name_of, node_of

__all__ = ["AFTER", "BEFORE", "BETWEEN", "write_graph"]


def write_graph(quads: Iterable[Quad], file: IO[bytes]) -> None:
    """Write the statements of one graph, which come subject by subject: what stands between the constants.

    Raises:
        ReleaseError: one is about a statement: JSON-LD 1.1 has no form for that.
    """
    before = ""
    for (graph, subject), about in groupby(quads, key=lambda quad: (quad.graph_name, quad.subject)):
        before = before or f'{{"@id": {_json(name_of(graph))}, "@graph": [\n'
        file.write((before + _json(node_of(subject, about))).encode())
        before = ",\n"
    file.write(b"\n]}")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


#: A file begins with the first, has graphs with the second between them, and ends with the third.
BEFORE = f'{{"@context": {_json(PREFIXES)},\n"@graph": [\n'.encode()
BETWEEN, AFTER = b",\n", b"\n]}\n"
