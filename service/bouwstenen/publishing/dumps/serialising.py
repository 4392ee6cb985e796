"""Statements on disk as dumps: each format from its lines in canonical order.

In:  the statements of a release as `statements` lays them out.
Out: a file for the whole and for each graph in each format, with its digests.

A release may not fit in memory, which `publishing.writing` would need: it is written as it is read, with all
our prefixes. What a format says of a graph is written once, to scratch; its own file and that of the whole
have it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from bouwstenen.formats import Format
from bouwstenen.namespaces import PREFIXES
from bouwstenen.publishing.dumps.files import FORMATS, Dump, file_name
from bouwstenen.publishing.dumps.jsonld import AFTER, BEFORE, BETWEEN, write_graph
from bouwstenen.publishing.dumps.packing import Packed
from bouwstenen.publishing.dumps.statements import Laid, quads, triples

__all__ = ["write_statements"]

_PIECE = 2**20
#: How Turtle and TriG begin; pyoxigraph would write it in another order each time.
_PREFIXES = "".join(f"@prefix {key}: <{value}> .\n" for key, value in sorted(PREFIXES.items())).encode()


@dataclass(frozen=True)
class _Frame:
    """What stands before, between and after the graphs of a file."""

    before: bytes = b""
    between: bytes = b""
    after: bytes = b""


_FRAMES = {"nq": _Frame(), "trig": _Frame(_PREFIXES), "jsonld": _Frame(BEFORE, BETWEEN, AFTER)}


def write_statements(laid: Laid, folder: Path, scratch: Path) -> Iterator[Dump]:
    """Write all files of statements into a folder that is there, and yield what each is.

    Args:
        laid: the statements.
        folder: where to.
        scratch: folder for files that are needed no more afterwards.

    Raises:
        OSError: one cannot be written.
        ReleaseError: a statement has no form in one of the formats.
    """
    parts: dict[str, dict[str, Path]] = {"nq": laid.graphs, "trig": {}, "jsonld": {}}
    for name, path in laid.graphs.items():
        for format_name in ("trig", "jsonld"):
            part = parts[format_name][name] = scratch / f"{path.stem}.{format_name}"
            with part.open("wb") as file:
                if format_name == "trig":
                    _serialise(quads(path), file, RdfFormat.TRIG)
                else:
                    write_graph(quads(path), file)
    for each in FORMATS.values():
        with Packed(folder / file_name(None, each.name)) as packed:
            if each.name == "ttl":
                _turtle(triples(laid.union), packed)
            else:
                # N-Quads of all have another order than those of graph after graph
                whole = [laid.all] if each.name == "nq" else list(parts[each.name].values())
                _put_together(whole, packed, _FRAMES[each.name])
        yield _dump(packed, each, None)
    for name, path in laid.graphs.items():
        for each in FORMATS.values():
            with Packed(folder / file_name(name, each.name)) as packed:
                if each.name == "ttl":
                    _turtle(triples(path), packed)
                else:
                    _put_together([parts[each.name][name]], packed, _FRAMES[each.name])
            yield _dump(packed, each, name)


def _dump(packed: Packed, each: Format, graph: str | None) -> Dump:
    return Dump(
        file=packed.path.name,
        graph=graph,
        format=each.name,
        media_type=each.media_type,
        compression="gzip",
        size=packed.size,
        sha256=packed.sha256,
        content_sha256=packed.content_sha256,
    )


def _turtle(statements: Iterator[Triple], packed: Packed) -> None:
    packed.write(_PREFIXES)
    _serialise(statements, cast("IO[bytes]", packed), RdfFormat.TURTLE)


def _put_together(parts: Sequence[Path], packed: Packed, frame: _Frame) -> None:
    packed.write(frame.before)
    for number, part in enumerate(parts):
        packed.write(frame.between if number else b"")
        with part.open("rb") as content:
            while piece := content.read(_PIECE):
                packed.write(piece)
    packed.write(frame.after)


def _serialise(statements: Iterator[Quad] | Iterator[Triple], file: IO[bytes], form: RdfFormat) -> None:
    body = cast("IO[bytes]", _WithoutPrefixes(file))
    serialize(statements, body, form, prefixes=PREFIXES)


class _WithoutPrefixes:
    """Passes on what comes after the lines with prefixes."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._head = b""
        self._left = len(PREFIXES)

    def write(self, text: bytes) -> int:
        if not self._left:
            self._file.write(text)
            return len(text)
        *lines, self._head = (self._head + text).split(b"\n", self._left)
        self._left -= len(lines)
        if not self._left:
            self._file.write(self._head)
        return len(text)

    def flush(self) -> None:
        """Nothing waits that could be written now."""
