"""What is closed when a `with` block is left."""

from types import TracebackType
from typing import Self

__all__ = ["Closable"]


class Closable:
    """Something with a `close`."""

    def close(self) -> None:
        """Let go of what it holds."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
