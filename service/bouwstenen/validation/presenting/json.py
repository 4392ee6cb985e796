"""A report as JSON: the counts, the findings and their places."""

import json
from dataclasses import asdict
from typing import Any

from bouwstenen.validation.presenting.words import summary
from bouwstenen.validation.report import Entry, Report

__all__ = ["as_json"]


def as_json(report: Report) -> str:
    """Return a report as a JSON object.

    `conforms` (no violations), `readable`, `language`, `alone`, `summary`, `counts` by severity, `files`
    (`name`, `statements`, `readable`), `findings` (`severity`, `message`, `expected`, `place`, `thing`,
    `property`, `value`, `shape`, `constraint`, `text`) and `groups` (`severity`, `message`, `shape`,
    `count`). What a finding does not have is null.
    """
    body = {
        "conforms": report.conforms,
        "readable": report.readable,
        "language": report.language,
        "alone": report.alone,
        "summary": summary(report),
        "counts": report.counts,
        "files": [asdict(file) for file in report.files],
        "findings": [_finding(entry) for entry in report.entries],
        "groups": [
            {
                "severity": group.severity,
                "message": group.message,
                "shape": group.shape or None,
                "count": len(group.entries),
            }
            for group in report.groups
        ],
    }
    return json.dumps(body, ensure_ascii=False, indent=2)


def _finding(entry: Entry) -> dict[str, Any]:
    place = entry.place
    return {
        "severity": entry.severity,
        "message": entry.message,
        "expected": entry.asked or None,
        "place": None
        if place is None
        else {
            "file": place.file,
            "line": place.line or None,
            "column": place.column or None,
            "sheet": place.sheet or None,
            "cell": place.cell or None,
        },
        "thing": {"iri": entry.focus, "label": entry.thing} if entry.focus else None,
        "property": {"iri": entry.path, "label": entry.property} if entry.path else None,
        "value": {"value": entry.value, "label": entry.value_name or None} if entry.value else None,
        "shape": entry.shape or None,
        "constraint": entry.component or None,
        "text": entry.line or None,
    }
