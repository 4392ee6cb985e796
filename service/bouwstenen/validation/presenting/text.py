"""A report as text for a terminal: counts, then the findings, grouped by what to mend."""

from bouwstenen.namespaces import shorten
from bouwstenen.validation.presenting.words import WORDS, counted, shortened, summary, what
from bouwstenen.validation.report import Entry, Report

__all__ = ["as_text"]


def as_text(report: Report, limit: int | None = None) -> str:
    """Return a report as text.

    Args:
        report: what was found.
        limit: how many findings to name at most under one message; the text says how many it leaves out.
    """
    words = WORDS[report.language]
    lines = [f"{counted(report)}. {summary(report)}"]
    for group in report.groups:
        shape = f" [{shorten(group.shape)}]" if group.shape else ""
        lines += ["", f"{words[group.severity]}: {group.message}{shape}"]
        if group.asked and group.asked not in group.message:
            lines.append(f"  {words['expected']}: {group.asked}")
        shown = group.entries if limit is None else group.entries[:limit]
        for entry in shown:
            lines += _entry(entry)
        if len(shown) < len(group.entries):
            lines.append(f"  … {words['more'].format(len(group.entries) - len(shown))}")
    return "\n".join(lines)


def _entry(entry: Entry) -> list[str]:
    iri = f" <{entry.focus}>" if ":" in entry.focus else ""
    told = what(entry)
    place = f"{entry.place}: " if entry.place else ""
    lines = [f"  - {place}{told}{iri}" if told or place else "  -"]
    if entry.line.strip():
        lines.append(f"      {shortened(entry.line)}")
    return lines
