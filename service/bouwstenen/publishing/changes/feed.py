"""Changes for those who follow: an Atom feed (RFC 4287), and activities (ActivityStreams 2.0)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from pyoxigraph import Literal, NamedNode, Quad

from bouwstenen.namespaces import PREFIXES, RDF_TYPE
from bouwstenen.publishing.changes.naming import version_iri
from bouwstenen.publishing.changes.selection import Found
from bouwstenen.publishing.changes.stream import AS, KIND_IRIS

__all__ = ["Story", "activities", "atom"]

_ATOM = "http://www.w3.org/2005/Atom"
_DATETIME = NamedNode(PREFIXES["xsd"] + "dateTime")


@dataclass(frozen=True)
class Story:
    """An entry of a feed.

    Args:
        id: an IRI that no other entry has.
        title: in one line.
        text: more words, plain.
        updated: when, ISO 8601.
        link: address of a page about it.
        category: IRI and name of its class; None for none.
    """

    id: str
    title: str
    text: str
    updated: str
    link: str
    category: tuple[str, str] | None = None


def atom(
    address: str, title: str, language: str, updated: str, stories: Iterable[Story], links: Mapping[str, str]
) -> bytes:
    """Return an Atom feed.

    Args:
        address: of the feed; its id as well.
        title: what it is about.
        language: of its texts.
        updated: when the newest entry came, ISO 8601.
        stories: its entries.
        links: addresses by relation (RFC 5005: first, prev, next, last; alternate).
    """
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": language})
    _add(feed, "id", address)
    _add(feed, "title", title)
    _add(feed, "updated", updated)
    _add(feed, "link", rel="self", href=address, type="application/atom+xml")
    for relation, link in links.items():
        _add(feed, "link", rel="previous" if relation == "prev" else relation, href=link)
    _add(ET.SubElement(feed, f"{{{_ATOM}}}author"), "name", "Bouwstenen")
    for story in stories:
        entry = ET.SubElement(feed, f"{{{_ATOM}}}entry")
        _add(entry, "id", story.id)
        _add(entry, "title", story.title)
        _add(entry, "updated", story.updated)
        _add(entry, "link", rel="alternate", href=story.link)
        _add(entry, "summary", story.text, type="text")
        if story.category:
            _add(entry, "category", term=story.category[0], label=story.category[1])
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _add(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> None:
    # XML 1.0 has no control characters
    said = "".join(each for each in text or "" if each >= " " or each in "\n\t") or None
    ET.SubElement(parent, f"{{{_ATOM}}}{tag}", attributes).text = said


def activities(changes: Iterable[Found], collection: str, count: int) -> Iterator[Quad]:
    """Describe changes as activities: what was done to which object, with which version as a result.

    Args:
        changes: which.
        collection: IRI of the collection that holds them.
        count: how many the collection has in all.
    """
    yield Quad(NamedNode(collection), NamedNode(RDF_TYPE), NamedNode(f"{AS}Collection"))
    yield Quad(NamedNode(collection), NamedNode(f"{AS}totalItems"), Literal(count))
    for step, item in changes:
        version = NamedNode(version_iri(step.entry.name, item.iri))
        yield Quad(NamedNode(collection), NamedNode(f"{AS}items"), version)
        yield Quad(version, NamedNode(RDF_TYPE), NamedNode(KIND_IRIS[item.kind]))
        yield Quad(version, NamedNode(f"{AS}object"), NamedNode(item.iri))
        yield Quad(version, NamedNode(f"{AS}published"), Literal(step.summary.time, datatype=_DATETIME))
        for language, text in item.label.items():
            name = Literal(text, language=language) if language else Literal(text)
            yield Quad(version, NamedNode(f"{AS}name"), name)
