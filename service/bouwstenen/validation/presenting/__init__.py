"""A report as people and programs read it, one module a format."""

from collections.abc import Callable

from bouwstenen.formats import HTML, JSON, TURTLE, Format
from bouwstenen.validation.presenting.github import as_github
from bouwstenen.validation.presenting.html import as_html
from bouwstenen.validation.presenting.json import as_json
from bouwstenen.validation.presenting.sarif import as_sarif
from bouwstenen.validation.presenting.table import as_csv
from bouwstenen.validation.presenting.text import as_text
from bouwstenen.validation.presenting.turtle import as_turtle
from bouwstenen.validation.report import Report

__all__ = ["FORMATS", "present"]

#: What a report comes in over HTTP, the preferred format first.
FORMATS = (
    JSON,
    TURTLE,
    Format("csv", "text/csv", title="CSV"),
    Format("sarif", "application/sarif+json", title="SARIF"),
    Format("text", "text/plain", title="Text"),
    Format("github", "text/plain", title="GitHub"),
    HTML,
)

_WRITERS: dict[str, Callable[[Report], str]] = {
    "text": as_text,
    "html": as_html,
    "csv": as_csv,
    "json": as_json,
    "ttl": as_turtle,
    "sarif": as_sarif,
    "github": as_github,
}


def present(report: Report, name: str) -> str:
    """Return a report in the format called `name`: text, html, csv, json, ttl, sarif or github."""
    return _WRITERS[name](report)
