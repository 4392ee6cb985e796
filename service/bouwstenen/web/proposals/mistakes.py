"""The mistakes of what is handed in: each with its place, for programs and for the page with the form."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from markupsafe import Markup

from bouwstenen.errors import MistakesError
from bouwstenen.publishing.terms import NAMES
from bouwstenen.validation.document import Document, Place
from bouwstenen.validation.findings import SEVERITIES, Finding
from bouwstenen.validation.names import Names
from bouwstenen.validation.presenting.html import as_part
from bouwstenen.validation.reading.mistakes import UnreadableError
from bouwstenen.validation.report import make_report

__all__ = ["DataMistakesError", "Mistakes"]

#: Mistakes that one answer tells.
_TOLD = 200
#: A message tells what is wrong in its first sentence, and how to mend it in what follows.
_SENTENCES = re.compile(r"(?<=[.?!])\s+(?=[A-Z“])")
_LANGUAGES = ("nl", "en")


class DataMistakesError(MistakesError):
    """What was handed in cannot be read, or says what it cannot say.

    Args:
        documents: that could be read; their own problems are left out.
        unreadable: names of the files that could not.
        problems: what is wrong, and where, violations first.
        texts: of the files, by name, to show lines of.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        unreadable: Sequence[str],
        problems: Sequence[tuple[Finding, Place]],
        texts: Mapping[str, str],
    ) -> None:
        self.documents, self.unreadable, self.texts = documents, unreadable, texts
        self.problems = problems[:_TOLD]
        wrong = sum(finding.severity == "violation" for finding, _ in problems)
        finding, place = problems[0]
        first = {language: f"{place}: {finding.message(language)}" for language in _LANGUAGES}
        shown = len(self.problems)
        super().__init__(
            {
                "nl": f"{wrong} {'fout' if wrong == 1 else 'fouten'} in de gegevens. {first['nl']}",
                "en": f"{wrong} {'mistake' if wrong == 1 else 'mistakes'} in the data. {first['en']}",
            }
            if len(problems) == shown
            else {
                "nl": f"{wrong} fouten in de gegevens; de eerste {shown} worden getoond. {first['nl']}",
                "en": f"{wrong} mistakes in the data; the first {shown} are shown. {first['en']}",
            },
            where="data",
            findings=[_told(*each) for each in self.problems],
        )

    def part(self, root: Path, language: str) -> Markup:
        """Return them as `/validate` shows them.

        Args:
            root: folder with the sources, which name things.
            language: "nl" or "en".
        """
        report = make_report(
            self.documents,
            [],
            Names(root, language, terms=NAMES),
            self.texts,
            problems=self.problems,
            unreadable=self.unreadable,
        )
        return as_part(report)


class Mistakes:
    """Gathers the mistakes of several files, so that all are told at once."""

    def __init__(self) -> None:
        self._documents: list[Document] = []
        self._unreadable: list[str] = []
        self._problems: list[tuple[Finding, Place]] = []
        self._texts: dict[str, str] = {}

    def unreadable(self, error: UnreadableError, content: bytes) -> None:
        """Keep what is wrong with a file of RDF."""
        self._unreadable.append(error.name)
        self._problems += error.problems
        self._texts[error.name] = content.decode("utf-8-sig", "replace")

    def of(self, document: Document) -> None:
        """Keep what is wrong with a workbook that could be read."""
        self._problems += document.problems
        self._documents.append(replace(document, problems=()))

    def check(self) -> None:
        """End here where there are mistakes, rather than warnings only.

        Raises:
            DataMistakesError: there are.
        """
        if any(finding.severity == "violation" for finding, _ in self._problems):
            problems = sorted(self._problems, key=lambda each: SEVERITIES.index(each[0].severity))
            raise DataMistakesError(self._documents, self._unreadable, problems, self._texts)


def _told(finding: Finding, place: Place) -> dict[str, str | Mapping[str, str] | None]:
    parts = {language: _SENTENCES.split(finding.message(language), maxsplit=1) for language in _LANGUAGES}
    mended = all(len(each) > 1 for each in parts.values())
    return {
        "place": str(place),
        "severity": finding.severity,
        "message": {
            language: each[0] if mended else finding.message(language) for language, each in parts.items()
        },
        "mend": {language: each[1] for language, each in parts.items()} if mended else None,
    }
