"""What goes between the service and a worker: frames of a kind and some bytes, over a stream socket."""

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from bouwstenen import errors
from bouwstenen.errors import BouwstenenError
from bouwstenen.store.interface import Query

__all__ = [
    "DATA",
    "END",
    "ERROR",
    "HEAD",
    "JOB",
    "LOG",
    "Frames",
    "Job",
    "frame",
    "pack_error",
    "unpack_error",
]

#: A job to do; the format of its answer, and the release it is from where that may change; a piece of it; it
#: came to nothing; something for the log; no more comes (with a payload: the worker takes no other job).
JOB, HEAD, DATA, ERROR, LOG, END = range(6)

_HEADER = struct.Struct("!BI")


@dataclass(frozen=True)
class Job:
    """What a worker is asked to do.

    Args:
        query: the query.
        solutions: name of the format for solutions; None where the client takes none of them.
        graphs: name of the format for graphs; None where the client takes none of them.
        seconds: after which the worker ends itself, should nobody end it before.
        max_rows: solutions or triples that the answer may have.
        max_bytes: bytes that the answer may have.
    """

    query: Query
    solutions: str | None
    graphs: str | None
    seconds: float
    max_rows: int
    max_bytes: int

    def pack(self) -> bytes:
        """Return the job as a frame."""
        query = self.query
        asked = (query.text, query.default_graphs, query.named_graphs, query.own_dataset)
        rest = (self.solutions, self.graphs, self.seconds, self.max_rows, self.max_bytes)
        return frame(JOB, json.dumps((asked, *rest)).encode())

    @classmethod
    def unpack(cls, payload: bytes) -> "Job":
        """Return the job that a frame's payload holds."""
        (text, default_graphs, named_graphs, own_dataset), *rest = json.loads(payload)
        return cls(Query(text, tuple(default_graphs), tuple(named_graphs), own_dataset), *rest)


def frame(kind: int, payload: bytes = b"") -> bytes:
    """Return a frame: its kind, the length of its payload, the payload."""
    return _HEADER.pack(kind, len(payload)) + payload


class Frames:
    """Cuts a stream of bytes into frames."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield kind and payload of every frame that is whole now."""
        data = self._rest + data if self._rest else data
        start = 0
        while len(data) - start >= _HEADER.size:
            kind, length = _HEADER.unpack_from(data, start)
            end = start + _HEADER.size + length
            if len(data) < end:
                break
            yield kind, data[start + _HEADER.size : end]
            start = end
        self._rest = data[start:]


def pack_error(error: BouwstenenError) -> bytes:
    """Return an error of ours as a frame; one that only the store knows goes as what it is a kind of."""
    known = next(kind for kind in type(error).__mro__ if kind.__name__ in errors.__all__)
    said = {"type": known.__name__, "what": error.what, "where": error.where, "mend": error.mend}
    return frame(ERROR, json.dumps(said).encode())


def unpack_error(payload: bytes) -> BouwstenenError:
    """Return the error that a frame's payload holds."""
    said = json.loads(payload)
    kind: type[BouwstenenError] = getattr(errors, said["type"])
    return kind(said["what"], where=said["where"], mend=said["mend"])
