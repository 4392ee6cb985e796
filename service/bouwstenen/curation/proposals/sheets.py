"""A workbook or table that is proposed: read for whoever hands it in."""

from pyoxigraph import NamedNode, Triple

from bouwstenen.curation.proposals.people import Contributor
from bouwstenen.curation.spreadsheets.editor import Editor
from bouwstenen.curation.spreadsheets.reading import read_spreadsheet
from bouwstenen.store.interface import QueryStore
from bouwstenen.validation.document import Document

__all__ = ["added_by", "read_sheet"]


def read_sheet(name: str, content: bytes, store: QueryStore, who: Contributor, source: str) -> Document:
    """Return what a workbook says otherwise than a release, with what is wrong in it.

    Args:
        name: of the file.
        content: of the file.
        store: the release that it is compared with.
        who: edited it.
        source: where it was found, for rows that name no source of their own.

    Raises:
        SourceError: it cannot be read.
        WrongUseError: the source cannot be one.
        TooLargeError: it is too large.
    """
    editor = Editor(who.name, who.orcid or "", source, contributor=who.iri)
    return read_spreadsheet(name, content, store, editor)


def added_by(who: Contributor, document: Document) -> frozenset[Triple]:
    """Return what a workbook adds, without what it says of its editor: accepting describes contributors."""
    return frozenset(triple for triple in document.patch.added if triple.subject != NamedNode(who.iri))
