"""Files that come out the same wherever they are written: gzip and zip without times, names and systems.

In:  bytes, piece by piece.
Out: a file, and the SHA-256 of it and of what it holds.

What deflate makes of its input is not laid down (RFC 1951 §4): another zlib may compress otherwise. So the
digest of the content is told too.
"""

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

__all__ = ["Packed", "zip_files"]

#: Half the time of the highest level, and hardly larger.
_LEVEL = 6
#: Bytes that zlib is given at once, however they came.
_PIECE = 2**20
#: RFC 1952 §2.3: deflate, no flags, no time, no extra flags, unknown system.
_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
#: The first moment that a zip file can tell.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


class Packed:
    """A file that is written, compressed with gzip if its name says so.

    Of a binary file it has what a serialiser uses: `write` and `flush`.

    Args:
        path: of the file, which is not there yet.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("xb")
        self._waiting = bytearray()
        self._content = hashlib.sha256()
        self._packed = hashlib.sha256()
        self._deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15) if path.suffix == ".gz" else None
        self._check, self._length, self._size = 0, 0, 0
        if self._deflate:
            self._put(_HEAD)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._take(bytes(self._waiting))
            if self._deflate:
                self._put(self._deflate.flush() + struct.pack("<II", self._check, self._length % 2**32))
        self._file.close()

    def write(self, text: bytes) -> int:
        """Append bytes."""
        self._waiting += text
        while len(self._waiting) >= _PIECE:
            self._take(bytes(self._waiting[:_PIECE]))
            del self._waiting[:_PIECE]
        return len(text)

    def flush(self) -> None:
        """Nothing is written before there is a piece of it."""

    @property
    def size(self) -> int:
        """Bytes of the file, once it is closed."""
        return self._size

    @property
    def sha256(self) -> str:
        """SHA-256 of the file, once it is closed."""
        return self._packed.hexdigest()

    @property
    def content_sha256(self) -> str:
        """SHA-256 of what it holds, once it is closed."""
        return self._content.hexdigest()

    def _take(self, piece: bytes) -> None:
        self._content.update(piece)
        if self._deflate:
            self._check = zlib.crc32(piece, self._check)
            self._length += len(piece)
            piece = self._deflate.compress(piece)
        self._put(piece)

    def _put(self, piece: bytes) -> None:
        self._packed.update(piece)
        self._size += len(piece)
        self._file.write(piece)


def zip_files(path: Path, files: Sequence[Path]) -> tuple[int, str]:
    """Write a zip file of `files`, in that order; return its size in bytes and its SHA-256.

    Raises:
        OSError: it cannot be written.
    """
    with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for file in files:
            info = zipfile.ZipInfo(file.name, _NO_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = _UNIX
            info.external_attr = 0o644 << 16
            info.file_size = file.stat().st_size
            with file.open("rb") as content, archive.open(info, "w") as entry:
                while piece := content.read(_PIECE):
                    entry.write(piece)
    with path.open("rb") as written:
        return path.stat().st_size, hashlib.file_digest(written, "sha256").hexdigest()
