"""A report as SARIF 2.1.0 (OASIS), which editors and code hosts show beside the lines."""

import json
from typing import Any
from urllib.parse import quote

from bouwstenen import __version__
from bouwstenen.namespaces import shorten
from bouwstenen.validation.presenting.words import what
from bouwstenen.validation.report import Entry, Report

__all__ = ["as_sarif"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"violation": "error", "warning": "warning", "info": "note"}
#: For a finding of no shape: about the file itself.
_FILE = "file"


def as_sarif(report: Report) -> str:
    """Return a report as a SARIF log: a run, its shapes as rules, a result a finding."""
    rules: dict[str, dict[str, Any]] = {}
    for entry in report.entries:
        rule = _rule(entry)
        rules.setdefault(rule["id"], rule)
    numbers = {name: number for number, name in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "bouwstenen",
                "semanticVersion": __version__,
                "informationUri": "https://w3id.org/bouwstenen/",
                "rules": list(rules.values()),
            }
        },
        "language": report.language,
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": quote(file.name)}} for file in report.files],
        "invocations": [{"executionSuccessful": report.readable}],
        "results": [_result(entry, numbers) for entry in report.entries],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(entry: Entry) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": shorten(entry.shape) if entry.shape else _FILE,
        "shortDescription": {"text": entry.message},
        "defaultConfiguration": {"level": _LEVELS[entry.severity]},
    }
    if entry.shape:
        rule["helpUri"] = entry.shape
    if entry.asked:
        rule["fullDescription"] = {"text": entry.asked}
    return rule


def _result(entry: Entry, numbers: dict[str, int]) -> dict[str, Any]:
    name = _rule(entry)["id"]
    told = what(entry)
    location: dict[str, Any] = {}
    place = entry.place
    if place is not None:
        physical: dict[str, Any] = {"artifactLocation": {"uri": quote(place.file)}}
        if place.line:
            physical["region"] = {"startLine": place.line, "startColumn": place.column}
            if entry.line:
                physical["region"]["snippet"] = {"text": entry.line}
        location["physicalLocation"] = physical
    logical = [{"fullyQualifiedName": entry.focus, "name": entry.thing}] if entry.focus else []
    if place is not None and place.cell:
        logical.append({"fullyQualifiedName": f"{place.sheet}!{place.cell}", "kind": "cell"})
    if logical:
        location["logicalLocations"] = logical
    return {
        "ruleId": name,
        "ruleIndex": numbers[name],
        "level": _LEVELS[entry.severity],
        "message": {"text": f"{entry.message} ({told})" if told else entry.message},
        "locations": [location] if location else [],
    }
