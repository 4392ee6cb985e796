"""Read whatever a curator hands in: RDF in any of its formats, workbooks and tables."""

from dataclasses import dataclass
from pathlib import Path

from bouwstenen.curation.spreadsheets.reading import read_spreadsheet
from bouwstenen.formats import Format
from bouwstenen.store.opening import open_current
from bouwstenen.validation.document import Document
from bouwstenen.validation.reading.kinds import SHEETS, kind_of, recognised
from bouwstenen.validation.reading.reader import read_document

__all__ = ["Given", "read_given"]


@dataclass(frozen=True)
class Given:
    """A file that was handed in.

    Args:
        name: of the file, "-" for what was pasted.
        content: all of it.
        kind: name of its format; "" where its name or beginning must tell.
        path: where it is on this machine; None where it came from elsewhere.
    """

    name: str
    content: bytes
    kind: str = ""
    path: Path | None = None

    @property
    def format(self) -> Format:
        """Its format.

        Raises:
            MediaTypeError: it is of a kind that is not read.
        """
        return kind_of(self.name, named=self.kind) or recognised(self.content)


def read_given(given: Given, home: Path) -> Document:
    """Return the statements of a file, and where they stand.

    Args:
        given: the file.
        home: whose current release a spreadsheet is an edition of.

    Raises:
        UnreadableError: it is not of its format; tells every mistake that can be told apart.
        SourceError: it cannot be read.
        TooLargeError: it is nested too deeply, or grows when it is read.
        MediaTypeError: it is of a kind that is not read.
        ReleaseError: a spreadsheet has no release to be compared with.
    """
    kind = given.format
    if kind in SHEETS:
        name = given.name if "." in given.name else f"{given.name}.{kind.name}"
        return read_spreadsheet(name, given.content, open_current(home).store)
    return read_document(given.name, given.content, kind)
