"""A report as annotations of a GitHub workflow: commands that its runner reads from standard output."""

from bouwstenen.namespaces import shorten
from bouwstenen.validation.presenting.words import what
from bouwstenen.validation.report import Entry, Report

__all__ = ["as_github"]

_LEVELS = {"violation": "error", "warning": "warning", "info": "notice"}


def as_github(report: Report) -> str:
    """Return one workflow command a line, as `::error file=…,line=…,col=…,title=…::message`."""
    return "\n".join(_command(entry) for entry in report.entries)


def _command(entry: Entry) -> str:
    about: dict[str, object] = {}
    place = entry.place
    if place is not None and place.file != "-":
        about["file"] = place.file
        if place.line:
            about |= {"line": place.line, "col": place.column}
    about["title"] = entry.thing or (shorten(entry.shape) if entry.shape else "bouwstenen")
    properties = ",".join(f"{name}={_property(str(text))}" for name, text in about.items())
    at = f"{place.sheet}!{place.cell}: " if place is not None and place.cell else ""
    told = f" ({what(entry)})" if what(entry) else ""
    return f"::{_LEVELS[entry.severity]} {properties}::{_message(f'{at}{entry.message}{told}')}"


def _message(text: str) -> str:
    """What a message may not have as it is (the escapes of GitHub's own toolkit)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
