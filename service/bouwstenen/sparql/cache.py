"""Results that were worked out before: a release never changes, so they hold as long as it serves."""

from collections import OrderedDict
from dataclasses import dataclass

__all__ = ["Cache", "Cached"]

#: Share of the whole that one result may take.
_SHARE = 16
#: Bytes that an entry costs beside its body: key, objects, links.
_OVERHEAD = 1024


@dataclass(frozen=True)
class Cached:
    """A result.

    Args:
        format: name of its format.
        body: all of it.
    """

    format: str
    body: bytes


class Cache:
    """Keeps the results that were asked for last, up to a number of bytes.

    Args:
        size: bytes; 0 keeps nothing.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._entries: OrderedDict[bytes, Cached] = OrderedDict()
        self.used = 0

    @property
    def largest(self) -> int:
        """Bytes that one result may have to be kept."""
        return self._size // _SHARE

    def get(self, key: bytes) -> Cached | None:
        """Return the result that is kept under `key`, if any."""
        entry = self._entries.get(key)
        if entry is not None:
            self._entries.move_to_end(key)
        return entry

    def put(self, key: bytes, entry: Cached) -> None:
        """Keep a result, and let go of those that were not asked for longest."""
        cost = len(entry.body) + _OVERHEAD
        if len(entry.body) > self.largest:
            return
        if key in self._entries:
            self.used -= len(self._entries.pop(key).body) + _OVERHEAD
        self._entries[key] = entry
        self.used += cost
        while self.used > self._size:
            _, oldest = self._entries.popitem(last=False)
            self.used -= len(oldest.body) + _OVERHEAD

    def clear(self) -> None:
        """Let go of everything."""
        self._entries.clear()
        self.used = 0
