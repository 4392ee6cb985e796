"""A workbook or table that is proposed: read for whoever hands it in."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Triple

from bouwstenen.curation.proposals.people import Contributor
from bouwstenen.curation.spreadsheets.editor import Editor
from bouwstenen.curation.spreadsheets.reading import read_spreadsheet
from bouwstenen.namespaces import PREFIXES
from bouwstenen.store.interface import QueryStore, select
from bouwstenen.validation.document import Document

__all__ = ["added_by", "read_sheet", "sources_of"]

_DERIVED_FROM, _PART_OF = PREFIXES["prov"] + "wasDerivedFrom", PREFIXES["dcterms"] + "isPartOf"
_LABEL = PREFIXES["rdfs"] + "label"
#: Characters that the sources of a proposal take at most.
_LONGEST = 300


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


def sources_of(document: Document, store: QueryStore) -> str:
    """Return the names of the sources of what a workbook adds, joined; "" where it names none."""
    added = document.patch.added
    passages = _values(
        store, added, {each.object for each in added if each.predicate.value == _DERIVED_FROM}, _PART_OF
    )
    sources = [each for each in passages if isinstance(each, NamedNode)]
    labels = {
        each.value
        for each in _values(store, added, sources, _LABEL)
        if isinstance(each, Literal) and each.language == "nl"
    }
    joined = "; ".join(sorted(labels))
    return joined if len(joined) <= _LONGEST else f"{joined[: _LONGEST - 1]}…"


def _values(store: QueryStore, added: Iterable[Triple], things: Iterable[object], name: str) -> set[object]:
    """The values of a property of things, in what comes and in the release."""
    known = {thing for thing in things if isinstance(thing, NamedNode)}
    if not known:
        return set()
    come = {each.object for each in added if each.subject in known and each.predicate.value == name}
    listed = " ".join(sorted(map(str, known)))
    found = select(store, f"SELECT ?value WHERE {{ VALUES ?thing {{ {listed} }} ?thing <{name}> ?value }}")
    return come | {row["value"] for row in found}
