"""A report as HTML: a part for a page of the service, or a document of its own."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from bouwstenen.namespaces import shorten
from bouwstenen.validation.presenting.words import WORDS, counted, shortened, summary
from bouwstenen.validation.report import Entry, Report

__all__ = ["as_html", "as_part"]

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

#: Findings of a group that are shown at once; the others unfold.
_MOST = 10
#: Characters of a line that are shown around the place.
_SHOWN = 160

_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
pre { overflow-x: auto; background: #f4f4f4; padding: .3rem .6rem; } mark { background: #ffe08a; }
.severity { text-transform: uppercase; font-size: .8em; } .violation .severity { color: #a3121f; }
"""


def as_part(report: Report) -> Markup:
    """Return a report as a part of a page."""
    html = _templates.get_template("report.html").render(
        report=report,
        words=WORDS[report.language],
        most=_MOST,
        counted=counted,
        summary=summary,
        shortened=shortened,
        shorten=shorten,
        marked=_marked,
    )
    return Markup(html)  # noqa: S704 - the template escapes


def as_html(report: Report) -> str:
    """Return a report as an HTML document that needs nothing else."""
    title = WORDS[report.language]["title"]
    return (
        f'<!doctype html>\n<html lang="{report.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n"
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{escape(title)}</h1>\n{as_part(report)}\n"
        "</body>\n</html>\n"
    )


def _marked(entry: Entry) -> Markup:
    """The line of an entry, from its place on marked; of a long one the part around it."""
    line = entry.line
    column = (entry.place.column if entry.place else 0) - 1
    if column < 0 or column >= len(line):
        return escape(shortened(line, _SHOWN))
    start = max(0, column - _SHOWN // 2)
    end = min(len(line), start + _SHOWN)
    token = column + max(1, len(line[column:].split(maxsplit=1)[0]) if line[column:].split() else 1)
    token = min(token, end)
    before = ("…" if start else "") + (line[start:column].lstrip() if not start else line[start:column])
    after = line[token:end] + ("…" if end < len(line) else "")
    return Markup("{}<mark>{}</mark>{}").format(before, line[column:token], after)
