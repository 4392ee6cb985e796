"""The statements of a graph in canonical form, sorted, and the hash of them, in bounded memory.

In:  a store, a folder for scratch files.
Out: all statements in RDFC-1.0 canonical form, sorted; their SHA-256.

Canonical labels of blank nodes depend on nothing but the statements that mention blank nodes (RDFC-1.0 §4.4:
the blank node to quads map, from which every hash is made). So only those are canonicalised, in memory; all
others are sorted as they are, in pieces that go to scratch files, and merged.
"""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack
from heapq import merge
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, cast

from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, Store, parse

from bouwstenen.progress import Tell, counted, silent

__all__ = ["Lines", "canonical_lines", "content_hash"]

#: Bytes of statements that are sorted at once; what is smaller never touches the disk.
_PIECE = 64 * 2**20

#: How N-Quads end a statement; the hash is over statements without it.
_END = b" ."


def content_hash(store: Store, scratch: Path | None = None, tell: Tell = silent, piece: int = _PIECE) -> str:
    """Return the SHA-256 of all statements in RDFC-1.0 canonical form, sorted: equal content, equal hash.

    Args:
        store: what is hashed.
        scratch: folder for scratch files as large as the graph; the system's own when None.
        tell: told how many statements are done.
        piece: bytes to sort at once; memory stays at a few times this.

    Raises:
        OSError: there is no room for scratch files.
    """
    digest = hashlib.sha256()
    for line in canonical_lines(store, scratch, tell, piece):
        digest.update(line)
        digest.update(b"\n")
    return digest.hexdigest()


def canonical_lines(
    store: Store, scratch: Path | None = None, tell: Tell = silent, piece: int = _PIECE, doing: str = "hash"
) -> Iterator[bytes]:
    """Yield all statements as canonical N-Quads without the ` .` at their end, sorted by their bytes.

    Args:
        store: whose statements.
        scratch: folder for scratch files as large as the graph; the system's own when None.
        tell: told how many statements are done.
        piece: bytes to sort at once; memory stays at a few times this.
        doing: what `tell` is told that is being done.

    Raises:
        OSError: there is no room for scratch files.
    """
    with ExitStack() as files:
        lines = Lines(files, scratch, piece)
        store.dump(cast("IO[bytes]", lines), format=RdfFormat.N_QUADS)
        yield from counted(lines.in_order(), tell, doing, len(store))


class Lines:
    """Takes N-Quads as they are serialised, and gives them back as sorted canonical lines.

    Of a binary file it has what a serialiser uses: `write` and `flush`.

    Args:
        files: closes the scratch files.
        scratch: folder for them; the system's own when None.
        piece: bytes to sort at once.
    """

    def __init__(self, files: ExitStack, scratch: Path | None = None, piece: int = _PIECE) -> None:
        self._files = files
        self._scratch = scratch
        self._piece = piece
        self._text = bytearray()
        self._runs: list[IO[bytes]] = []
        #: Statements, each with its end, that may mention a blank node; whole once the others are asked for.
        self.blank: list[bytes] = []

    def write(self, text: bytes) -> int:
        """Take some text; it may end in the middle of a statement."""
        self._text += text
        if len(self._text) >= self._piece:
            complete = self._text.rfind(b"\n") + 1
            self._store(self._sorted(bytes(self._text[:complete])))
            del self._text[:complete]
        return len(text)

    def flush(self) -> None:
        """Nothing waits that could be written now."""

    def in_order(self) -> Iterator[bytes]:
        """Return all statements, without their end, in canonical form and order."""
        named = self.named()
        return merge(named, _canonical(self.blank))

    def named(self) -> Iterator[bytes]:
        """Return the statements that mention no blank node, without their end, in order."""
        last = self._sorted(bytes(self._text))
        self._text.clear()
        for run in self._runs:
            run.seek(0)
        runs = ((line.removesuffix(b"\n") for line in run) for run in self._runs)
        return merge(*runs, last)

    def _sorted(self, text: bytes) -> list[bytes]:
        """Sort some statements; those that may mention a blank node are set aside."""
        lines = []
        for line in filter(None, text.split(b"\n")):
            # a literal may hold these characters too: then a statement is set aside in vain
            if line.startswith(b"_:") or b" _:" in line:
                self.blank.append(line)
            else:
                lines.append(line.removesuffix(_END))
        lines.sort()
        return lines

    def _store(self, lines: list[bytes]) -> None:
        run = self._files.enter_context(TemporaryFile(dir=self._scratch))  # noqa: SIM115 - it is one
        run.writelines(line + b"\n" for line in lines)
        self._runs.append(run)


def _canonical(lines: list[bytes]) -> list[bytes]:
    dataset = Dataset(parse(b"\n".join(lines), format=RdfFormat.N_QUADS))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(str(quad).encode() for quad in dataset)
