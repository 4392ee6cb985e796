"""Logs as lines of JSON on standard error."""

import json
import logging
import sys
from datetime import UTC, datetime

__all__ = ["set_up"]


_encode = json.JSONEncoder(ensure_ascii=False, default=str).encode


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        said.update(getattr(record, "said", {}))
        if record.exc_info:
            said["traceback"] = self.formatException(record.exc_info)
        return _encode(said)


def set_up(level: str) -> None:
    """Log everything from `level` on, one line of JSON each."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
