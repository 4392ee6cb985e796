"""The words that all presentations of a report share, Dutch first."""

from bouwstenen.validation.report import Entry, Report

__all__ = ["WORDS", "counted", "shortened", "summary", "what"]

WORDS: dict[str, dict[str, str]] = {
    "nl": {
        "title": "Uitkomst van de controle",
        "violation": "fout",
        "violations": "fouten",
        "warning": "waarschuwing",
        "warnings": "waarschuwingen",
        "info": "hint",
        "infos": "hints",
        "nothing": "Niets gevonden: dit klopt met de vormen.",
        "conforms": "Geen fouten: dit kan worden voorgesteld.",
        "fails": "Dit heeft fouten die eerst moeten worden verbeterd.",
        "unreadable": "Niet alles is te lezen; de inhoud is daarom nog niet gecontroleerd.",
        "place": "plaats",
        "thing": "ding",
        "property": "eigenschap",
        "value": "waarde",
        "expected": "verwacht",
        "message": "melding",
        "severity": "ernst",
        "shape": "vorm",
        "more": "nog {} keer",
        "elsewhere": "niet in dit bestand",
        "checked": "Gecontroleerd",
        "statements": "uitspraken",
        "statement": "uitspraak",
        "alone": "op zichzelf",
        "merged": "samen met de huidige gegevens",
        "sources": "alle bronnen",
    },
    "en": {
        "title": "Result of the check",
        "violation": "violation",
        "violations": "violations",
        "warning": "warning",
        "warnings": "warnings",
        "info": "hint",
        "infos": "hints",
        "nothing": "Nothing found: this fits the shapes.",
        "conforms": "No violations: this can be proposed.",
        "fails": "This has violations that must be mended first.",
        "unreadable": "Not all can be read; so the content has not been checked yet.",
        "place": "place",
        "thing": "thing",
        "property": "property",
        "value": "value",
        "expected": "expected",
        "message": "message",
        "severity": "severity",
        "shape": "shape",
        "more": "{} more",
        "elsewhere": "not in this file",
        "checked": "Checked",
        "statements": "statements",
        "statement": "statement",
        "alone": "by itself",
        "merged": "together with the current data",
        "sources": "all sources",
    },
}


def counted(report: Report) -> str:
    """Return how many findings of each severity there are, as "1 violation, 2 warnings, 0 hints"."""
    words = WORDS[report.language]
    return ", ".join(
        f"{number} {words[severity if number == 1 else severity + 's']}"
        for severity, number in report.counts.items()
    )


def summary(report: Report) -> str:
    """Return in one sentence what comes of it."""
    words = WORDS[report.language]
    if not report.readable:
        return words["unreadable"]
    if not report.entries:
        return words["nothing"]
    return words["conforms" if report.conforms else "fails"]


def what(entry: Entry) -> str:
    """Return thing, property and value of an entry in one line; "" for one about the file itself."""
    parts = [entry.thing, entry.property]
    if entry.value:
        parts.append(f"“{shortened(entry.value_name or entry.value)}”")
    return " · ".join(part for part in parts if part)


def shortened(text: str, most: int = 120) -> str:
    """Return a text in one line, and where it is too long its beginning with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
