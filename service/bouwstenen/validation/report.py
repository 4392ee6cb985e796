"""What a check found, ready to be shown: findings with place and names, in one language, grouped, counted.

What a presentation shows is settled here; the modules of `presenting` only write it down.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bouwstenen.validation.asking import asked
from bouwstenen.validation.document import Document, Place
from bouwstenen.validation.findings import SEVERITIES, Finding, in_order
from bouwstenen.validation.names import Names, is_anonymous

__all__ = ["Entry", "Group", "Read", "Report", "entry_of", "make_report"]


@dataclass(frozen=True)
class Read:
    """A file that was checked: its name, how many statements it has, and whether it could be read."""

    name: str
    statements: int
    readable: bool = True


@dataclass(frozen=True)
class Entry:
    """A finding, in words.

    Args:
        severity: "violation", "warning" or "info".
        place: where it stands; None where no file that was given says it.
        focus: IRI of the thing, or "" for a finding about the file itself.
        thing: what that is called.
        path: IRI of the property, or "".
        property: what that is called.
        value: the offending value, or "".
        value_name: what that is called, where it is a thing.
        message: what is wrong and how to mend it.
        asked: what is expected here, spelled out, or "".
        shape: IRI of the shape, or "".
        component: IRI of the kind of constraint, or "".
        line: the text of the line, or "" where there are no lines.
    """

    severity: str
    place: Place | None
    focus: str
    thing: str
    path: str
    property: str
    value: str
    value_name: str
    message: str
    asked: str
    shape: str
    component: str
    line: str = ""


@dataclass(frozen=True)
class Group:
    """Entries that one shape finds, and that are mended in the same way."""

    severity: str
    message: str
    asked: str
    shape: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Report:
    """All that a check found.

    Args:
        language: "nl" or "en".
        files: what was checked; nothing where all sources were.
        entries: violations first, then by place.
        alone: whether the files were checked by themselves.
    """

    language: str
    files: tuple[Read, ...]
    entries: tuple[Entry, ...]
    alone: bool = False

    @property
    def readable(self) -> bool:
        """Whether every file could be read; where one could not, nothing else was checked."""
        return all(file.readable for file in self.files)

    @property
    def conforms(self) -> bool:
        """Whether there is no violation: warnings and hints are no fault."""
        return not any(entry.severity == "violation" for entry in self.entries)

    @property
    def counts(self) -> dict[str, int]:
        """How many findings of each severity there are, the worst first."""
        counted = Counter(entry.severity for entry in self.entries)
        return {severity: counted[severity] for severity in SEVERITIES}

    @property
    def groups(self) -> list[Group]:
        """The entries, grouped by severity, shape and message, in their order."""
        found: dict[tuple[str, str, str], list[Entry]] = {}
        for entry in self.entries:
            found.setdefault((entry.severity, entry.shape, entry.message), []).append(entry)
        return [
            Group(severity, message, entries[0].asked, shape, tuple(entries))
            for (severity, shape, message), entries in found.items()
        ]


def make_report(
    documents: Sequence[Document],
    findings: Iterable[Finding],
    names: Names,
    texts: Mapping[str, str],
    *,
    alone: bool = False,
    problems: Iterable[tuple[Finding, Place]] = (),
    unreadable: Iterable[str] = (),
) -> Report:
    """Return a report of what a check found in some documents.

    Args:
        documents: that were checked; their problems are part of the report.
        findings: about their things.
        names: of things; its language is the report's.
        texts: of the files, by name, to show lines of.
        alone: whether they were checked by themselves.
        problems: further findings whose place is known.
        unreadable: names of files that could not be read.
    """
    placed: list[tuple[Finding, Place | None]] = [
        *problems,
        *(problem for document in documents for problem in document.problems),
        *((finding, _place(documents, finding)) for finding in in_order(findings)),
    ]
    lines = {name: text.split("\n") for name, text in texts.items()}
    entries = [entry_of(finding, place, names, _line(lines, place)) for finding, place in placed]
    entries.sort(key=_by_severity_and_place)
    read = [Read(document.name, len(document.quads)) for document in documents]
    read += [Read(name, 0, readable=False) for name in unreadable]
    return Report(names.language, tuple(read), tuple(entries), alone)


def entry_of(finding: Finding, place: Place | None, names: Names, line: str = "") -> Entry:
    """Return a finding in words.

    A message in another language than the reader's is no use where the shape itself says what it asks; a
    shape without a message is told by that alone.
    """
    # a value that is wrong is not one too many or too few
    of_value = True if finding.path and finding.value else None
    expected = asked(finding.shape, names, of_value=of_value) or asked(finding.shape, names)
    said = dict(finding.messages)
    message = said.get(names.language)
    if message is None and expected:
        message = f"{'Verwacht' if names.language == 'nl' else 'Expected'}: {expected}."
    value_is_thing = finding.value.startswith(("http://", "https://")) and " " not in finding.value
    return Entry(
        severity=finding.severity,
        place=place,
        focus=finding.focus,
        thing=names(finding.focus) if finding.focus else "",
        path=finding.path,
        property=names(finding.path) if finding.path else "",
        value=finding.value,
        value_name=(names.given(finding.value) or "") if value_is_thing else "",
        message=message or finding.message(names.language),
        asked=expected,
        shape=finding.shape if not is_anonymous(finding.shape) else "",
        component=finding.component,
        line=line,
    )


def _by_severity_and_place(entry: Entry) -> tuple[int, bool, Place]:
    return SEVERITIES.index(entry.severity), entry.place is None, entry.place or Place("")


def _place(documents: Sequence[Document], finding: Finding) -> Place | None:
    places = (document.locate(finding.focus, finding.path, finding.value) for document in documents)
    return next((place for place in places if place is not None), None)


def _line(lines: Mapping[str, list[str]], place: Place | None) -> str:
    if place is None or not place.line or place.file not in lines:
        return ""
    all_of_it = lines[place.file]
    return all_of_it[place.line - 1].rstrip("\r") if place.line <= len(all_of_it) else ""
