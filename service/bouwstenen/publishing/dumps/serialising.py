"""Statements on disk as dumps: each format from its lines in canonical order.

In:  the statements of a release as `statements` lays them out.
Out: a file for the whole and for each graph in each format, with its digests.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import IO, cast

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from bouwstenen.namespaces import PREFIXES
from bouwstenen.publishing.dumps.files import FORMATS, Dump, file_name
from bouwstenen.publishing.dumps.jsonld import write_jsonld
from bouwstenen.publishing.dumps.packing import Packed
from bouwstenen.publishing.dumps.statements import Laid, quads, triples

__all__ = ["write_statements"]

_PIECE = 2**20


def write_statements(laid: Laid, folder: Path) -> Iterator[Dump]:
    """Write all files of statements into a folder that is there, and yield what each is.

    Raises:
        OSError: one cannot be written.
        ReleaseError: a statement has no form in one of the formats.
    """
    yield from _files(folder, None, [laid.all], list(laid.graphs.values()), lambda: triples(laid.union))
    for name, path in laid.graphs.items():
        yield from _files(folder, name, [path], [path], lambda path=path: _without_graph(path))  # type: ignore[misc]


def _files(
    folder: Path,
    graph: str | None,
    lines: Sequence[Path],
    by_graph: Sequence[Path],
    union: Callable[[], Iterator[Triple]],
) -> Iterator[Dump]:
    def all_quads() -> Iterator[Quad]:
        return chain.from_iterable(map(quads, by_graph))

    writers: dict[str, Callable[[IO[bytes]], None]] = {
        "nq": lambda file: _copy(lines, file),
        "trig": lambda file: _serialise(all_quads(), file, RdfFormat.TRIG),
        "ttl": lambda file: _serialise(union(), file, RdfFormat.TURTLE),
        "jsonld": lambda file: write_jsonld(all_quads(), file),
    }
    for name, each in FORMATS.items():
        path = folder / file_name(graph, name)
        with Packed(path) as packed:
            writers[name](cast("IO[bytes]", packed))
        yield Dump(
            file=path.name,
            graph=graph,
            format=name,
            media_type=each.media_type,
            compression="gzip",
            size=packed.size,
            sha256=packed.sha256,
            content_sha256=packed.content_sha256,
        )


def _without_graph(path: Path) -> Iterator[Triple]:
    return (quad.triple for quad in quads(path))


def _copy(paths: Sequence[Path], file: IO[bytes]) -> None:
    for path in paths:
        with path.open("rb") as lines:
            while piece := lines.read(_PIECE):
                file.write(piece)


def _serialise(statements: Iterator[Quad] | Iterator[Triple], file: IO[bytes], form: RdfFormat) -> None:
    sorted_head = _PrefixesInOrder(file)
    serialize(statements, cast("IO[bytes]", sorted_head), form, prefixes=PREFIXES)
    sorted_head.end()


class _PrefixesInOrder:
    """Sorts the prefixes at the beginning: pyoxigraph writes them in another order each time."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._head: bytes | None = b""

    def write(self, text: bytes) -> int:
        if self._head is None:
            return self._file.write(text)
        self._head += text
        if self._head.count(b"\n") > len(PREFIXES):
            self.end()
        return len(text)

    def flush(self) -> None:
        """Nothing waits that could be written now."""

    def end(self) -> None:
        """Write what has been held back."""
        if self._head is not None:
            lines = self._head.split(b"\n", len(PREFIXES))
            self._file.write(b"\n".join([*sorted(lines[: len(PREFIXES)]), *lines[len(PREFIXES) :]]))
            self._head = None
