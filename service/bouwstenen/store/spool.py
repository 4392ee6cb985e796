"""Hold what a worker has sent until the client has taken it: a little in memory, the rest in a file.

Without it a client that reads slowly would hold a worker, and a large result would fill the memory.
"""

import asyncio
import os
import tempfile
from collections import deque

__all__ = ["Spool"]

#: Bytes of one answer that wait in memory; what comes after goes to a file.
IN_MEMORY = 1024 * 1024
#: Bytes read from the file at once.
PIECE = 256 * 1024


class Spool:
    """First in, first out: `put` never waits, `get` waits for what is not there yet."""

    #: Bytes that all answers together have in files.
    on_disk = 0

    def __init__(self) -> None:
        self._pieces: deque[bytes] = deque()
        self._size = 0
        self._file: int | None = None
        self._written = self._read = 0
        self._error: Exception | None = None
        self._closed = False
        self._change = asyncio.Event()

    def put(self, data: bytes) -> None:
        """Add bytes.

        Raises:
            OSError: there is no room for the file.
        """
        if self._file is None and self._size + len(data) <= IN_MEMORY:
            self._pieces.append(data)
            self._size += len(data)
        else:
            if self._file is None:
                with tempfile.TemporaryFile() as file:
                    self._file = os.dup(file.fileno())
            left = memoryview(data)
            while left:  # a disk that is nearly full takes a part
                done = os.pwrite(self._file, left, self._written)
                self._written += done
                Spool.on_disk += done
                left = left[done:]
        self._change.set()

    def close(self, error: Exception | None = None) -> None:
        """Say that nothing more comes; with an error, that what came is not whole. The first time counts."""
        if not self._closed:
            self._closed = True
            self._error = error
        self._change.set()

    async def get(self) -> bytes:
        """Return the next bytes, b"" at the end.

        Raises:
            Exception: what `close` was given.
        """
        while True:
            if self._pieces:
                data = self._pieces.popleft()
                self._size -= len(data)
                return data
            if self._file is not None:
                data = os.pread(self._file, PIECE, self._read)
                self._read += len(data)
                if self._read == self._written:
                    self.discard()
                return data
            if self._closed:
                self.discard()
                if self._error is not None:
                    raise self._error
                return b""
            self._change.clear()
            await self._change.wait()

    def __del__(self) -> None:
        self.discard()

    def discard(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            os.close(self._file)
            Spool.on_disk -= self._written
            self._file = None
            self._written = self._read = 0
