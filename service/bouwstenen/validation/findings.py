"""What a check found, one finding a line, violations first, in one language."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bouwstenen.namespaces import shorten

__all__ = ["SEVERITIES", "Finding", "as_json", "as_text", "in_order", "violations"]

#: From the one that stops a build to the one that only hints.
SEVERITIES = ("violation", "warning", "info")


@dataclass(frozen=True, order=True)
class Finding:
    """One result of a check.

    Args:
        severity: one of `SEVERITIES`.
        focus: IRI of the thing concerned.
        path: IRI of the property concerned, or "" where it is the thing as a whole or one of several.
        value: the offending value, or "".
        shape: IRI of the shape that found it.
        messages: what is wrong and how to mend it, by language, as (language, text) pairs.
        component: IRI of the kind of constraint that is not met (SHACL §3.6.2), where that is known; one of
            them where several of a shape refuse the same value of the same thing, which is one finding.
    """

    severity: str
    focus: str
    path: str
    value: str
    shape: str
    messages: tuple[tuple[str, str], ...]
    component: str = field(default="", compare=False)

    def message(self, language: str = "nl") -> str:
        """Return the message in `language`, or in the first language there is."""
        texts = dict(self.messages)
        return texts.get(language) or next(iter(texts.values()), shorten(self.shape))


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return `findings` without doubles, violations first, then by thing and property."""
    return sorted(set(findings), key=lambda finding: (SEVERITIES.index(finding.severity), finding))


def violations(findings: Iterable[Finding]) -> list[Finding]:
    """Return only those findings that are wrong, not those that are merely incomplete."""
    return [finding for finding in findings if finding.severity == "violation"]


def as_text(
    findings: list[Finding], labels: Mapping[str, str], language: str = "nl", limit: int | None = None
) -> str:
    """Return a report for people: counts, then the findings, grouped by what to mend.

    Args:
        findings: in the order they shall appear.
        labels: names of things, by IRI; a thing without one appears by its short IRI.
        language: "nl" or "en".
        limit: how many things to name at most under one message; the report says how many it leaves out.
    """
    counts = Counter(finding.severity for finding in findings)
    lines = [", ".join(f"{counts[severity]} × {severity}" for severity in SEVERITIES)]
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.severity, finding.shape, finding.message(language)), []).append(finding)
    for (severity, shape, message), group in groups.items():
        lines += ["", f"{severity}: {message} [{shorten(shape)}]"]
        shown = group if limit is None else group[:limit]
        for finding in shown:
            label = labels.get(finding.focus)
            thing = f"{label} <{finding.focus}>" if label else f"<{finding.focus}>"
            where = f" · {shorten(finding.path)}" if finding.path else ""
            value = f" · {shorten(finding.value)}" if finding.value else ""
            lines.append(f"  - {thing}{where}{value}")
        if len(shown) < len(group):
            lines.append(f"  … {len(group) - len(shown)} more")
    return "\n".join(lines)


def as_json(findings: list[Finding], labels: Mapping[str, str]) -> str:
    """Return the findings as a JSON array, one object a finding."""
    return json.dumps(
        [
            {
                "severity": finding.severity,
                "focus": finding.focus,
                "label": labels.get(finding.focus),
                "path": finding.path or None,
                "value": finding.value or None,
                "shape": finding.shape,
                "message": dict(finding.messages),
            }
            for finding in findings
        ],
        ensure_ascii=False,
        indent=2,
    )
