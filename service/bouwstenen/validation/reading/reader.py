"""Read a file of RDF that somebody hands in: what it says and where, or all that is wrong with it.

Nothing is fetched: neither the context of JSON-LD, nor what `owl:imports` names, nor an entity of XML.
"""

import re
from collections.abc import Iterator
from xml.parsers import expat

from pyoxigraph import Quad, RdfFormat, Triple, parse

from bouwstenen.errors import MediaTypeError, TooLargeError
from bouwstenen.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, Format
from bouwstenen.validation.document import Document, Locate, Place
from bouwstenen.validation.findings import Finding
from bouwstenen.validation.positions.index import TurtleIndex
from bouwstenen.validation.positions.json import JsonIndex, remote_context
from bouwstenen.validation.positions.markup import XmlIndex
from bouwstenen.validation.positions.text import Lines
from bouwstenen.validation.reading.bounds import bounded
from bouwstenen.validation.reading.kinds import RDF, kind_of, recognised
from bouwstenen.validation.reading.mistakes import UnreadableError, mistake

__all__ = ["read_document"]

#: Mistakes that are told of one file; after so many the others are mostly their consequence.
_TOLD = 50
_QUOTED = re.compile(r"'([^']*)'")


def read_document(name: str, content: bytes, kind: Format | None = None) -> Document:
    """Return the statements of a file, and where they stand.

    Args:
        name: of the file, "-" for what was pasted.
        content: all of it.
        kind: its format; by default what its name or its beginning says.

    Raises:
        UnreadableError: it is not of that format; tells every mistake that can be told apart.
        TooLargeError: it is nested too deeply, or grows when it is read.
        HandedInError: it has entities that refer to others.
        MediaTypeError: it is of a kind that is not read here.
    """
    kind = kind or kind_of(name) or recognised(content)
    if kind not in RDF:
        raise MediaTypeError(f"{kind.title} is no format of RDF.", where=name)
    text = _decoded(name, content, kind)
    bounded(name, text, kind)
    if kind is RDF_XML:
        _well_formed(name, text)
    quads = _parsed(name, text, kind)
    locate: Locate
    if kind is JSON_LD:
        locate = JsonIndex(name, text)
    elif kind is RDF_XML:
        locate = XmlIndex(name, text)
    else:
        locate = TurtleIndex(name, text, quads)
    problems = () if quads else (_empty(name, kind),)
    return Document(name, tuple(quads), locate, problems=problems)


def _decoded(name: str, content: bytes, kind: Format) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        wrong = ("dit is geen UTF-8", "this is not UTF-8")
        place = Lines(name, before).place(len(before))
        raise UnreadableError(name, [mistake("UTF-8", place, kind.title, wrong=wrong)]) from error


def _parsed(name: str, text: str, kind: Format) -> list[Quad]:
    writer = kind.writer
    if not isinstance(writer, RdfFormat):
        raise MediaTypeError(f"{kind.title} is not read.", where=name)
    quads: list[Quad] = []
    problems: list[tuple[Finding, Place]] = []
    lines = Lines(name, text)
    steps: Iterator[Quad] = iter(parse(text.encode(), format=writer, rename_blank_nodes=True))
    while len(problems) < _TOLD:
        try:
            quad = next(steps)
        except StopIteration:
            break
        except SyntaxError as error:
            problem = _told(error, lines, text, kind)
            # where each line is a statement, what follows on it is a consequence
            if kind not in (N_TRIPLES, N_QUADS) or problem[1].line not in {at.line for _, at in problems}:
                problems.append(problem)
            if kind in (JSON_LD, RDF_XML):  # what follows in these depends on what was wrong
                break
            continue
        except MemoryError as error:
            raise _too_long(name) from error
        if isinstance(quad.object, Triple):
            problems.append(_about_statements(name, kind))
            break
        quads.append(quad)
    if problems:
        raise UnreadableError(name, sorted(problems, key=lambda each: each[1]))
    return quads


def _told(error: SyntaxError, lines: Lines, text: str, kind: Format) -> tuple[Finding, Place]:
    said = str(error.msg or error)
    if "LoadDocumentCallback" in said:
        address, offset = remote_context(text)
        wrong = (
            f"de context {address} wordt niet opgehaald",
            f"the context {address} is not fetched",
        )
        return mistake(said, lines.place(offset), kind.title, address, wrong=wrong)
    if error.lineno is None:
        return _without_place(said, lines, text, kind)
    column = error.offset or 1
    found = ""
    if error.end_lineno == error.lineno and error.end_offset:
        found = lines.line(error.lineno)[column - 1 : error.end_offset - 1]
    return mistake(said, Place(lines.name, error.lineno, column), kind.title, found)


def _without_place(said: str, lines: Lines, text: str, kind: Format) -> tuple[Finding, Place]:
    """What the parser tells no place of: where it names what it found, and that stands once, there it is."""
    named = _QUOTED.search(said)
    if named is not None and len(named[1]) > 0:
        for quoted in (f'"{named[1]}"', f"'{named[1]}'"):
            if text.count(quoted) == 1:
                return mistake(said, lines.place(text.index(quoted)), kind.title, named[1])
    return mistake(said, Place(lines.name), kind.title)


def _well_formed(name: str, text: str) -> None:
    """Refuse what is no XML; the database's parser tells no place, and takes a file that is cut short."""
    parser = expat.ParserCreate("UTF-8", " ")
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        said = expat.ErrorString(error.code) if error.code else str(error)
        place = Place(name, error.lineno, error.offset + 1)
        raise UnreadableError(name, [mistake(said, place, "XML")]) from error


def _about_statements(name: str, kind: Format) -> tuple[Finding, Place]:
    wrong = (
        "een uitspraak over een uitspraak (RDF 1.2) lezen we niet",
        "a statement about a statement (RDF 1.2) is not read",
    )
    return mistake("", Place(name), kind.title, wrong=wrong)


def _empty(name: str, kind: Format) -> tuple[Finding, Place]:
    """A file that says nothing is no mistake of form, and yet nobody means it."""
    nl, en = "Hier staat geen enkele uitspraak", "There is no statement here"
    if kind is JSON_LD:
        nl += "; geef elke sleutel een betekenis in @context"
        en += "; give each key a meaning in @context"
    messages = (("en", f"{en}."), ("nl", f"{nl}."))
    return Finding("warning", "", "", "", "", messages), Place(name)


def _too_long(name: str) -> TooLargeError:
    return TooLargeError(
        {
            "nl": "een enkele tekst is hier langer dan 16 MB.",
            "en": "a single text here is longer than 16 MB.",
        },
        where=name,
        mend={"nl": "Verwijs er met een webadres naar.", "en": "Refer to it by a web address."},
    )
