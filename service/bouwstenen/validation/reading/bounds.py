"""What is refused before it is parsed: what would take a parser's stack, its memory or its time.

The parsers of the database keep no bounds of their own for these, or much wider ones: deep triple terms end
the process, and an entity of XML may expand to gigabytes (CWE-776).
"""

import re
from collections.abc import Iterator
from xml.parsers import expat

from bouwstenen.errors import HandedInError, TooLargeError
from bouwstenen.formats import JSON_LD, RDF_XML, Format
from bouwstenen.validation.positions.text import Lines

__all__ = ["DEPTH", "bounded"]

#: Brackets within brackets that a file may have.
DEPTH = 100
#: Characters to which all entities of a file may expand, for each it has itself; and those of one entity.
_EXPANSION, _ENTITY = 4, 1000

_LONG = r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*+"""' + r"|'''(?:[^'\\]|\\.|'{1,2}(?!'))*+'''"
_TEXT = r'"(?:[^"\\\r\n]|\\.)*+"' + r"|'(?:[^'\\\r\n]|\\.)*+'"
# what hides brackets comes first; what is no token is skipped, for the parser to tell
_TURTLE = re.compile(rf"(?s:{_LONG}|{_TEXT})|<[^\x00-\x20<>\"{{}}|^`]*+>|#[^\r\n]*+|<<|>>|[\[\](){{}}]")
_JSON = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}]', re.DOTALL)
_REFERENCE = re.compile(r"&([^;&\s#]{1,100});")


def bounded(name: str, text: str, kind: Format) -> None:
    """Refuse a text that is nested too deeply or whose entities grow too large.

    Args:
        name: of the file.
        text: all of it.
        kind: its format.

    Raises:
        TooLargeError: it is; says where it begins to be.
        HandedInError: it has an entity that refers to another or to a file.
    """
    if kind is RDF_XML:
        _bounded_entities(name, text)
        return
    depth = 0
    for offset, step in _brackets(text, _JSON if kind is JSON_LD else _TURTLE):
        depth = max(depth + step, 0)
        if depth > DEPTH:
            raise _too_deep(str(Lines(name, text).place(offset)))


def _brackets(text: str, token: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    if sum(text.count(bracket) for bracket in ("[", "(", "{", "<<")) <= DEPTH:
        return
    for found in token.finditer(text):
        if found[0] in ("[", "(", "{", "<<"):
            yield found.start(), 1
        elif found[0] in ("]", ")", "}", ">>"):
            yield found.start(), -1


def _too_deep(where: str) -> TooLargeError:
    return TooLargeError(
        {
            "nl": f"hier staan meer dan {DEPTH} haken binnen haken.",
            "en": f"more than {DEPTH} brackets within brackets stand here.",
        },
        where=where,
        mend={
            "nl": "Haal het uit elkaar: geef wat erin staat een eigen IRI.",
            "en": "Take it apart: give what stands within an IRI of its own.",
        },
    )


def _bounded_entities(name: str, text: str) -> None:
    """Look at the entities an XML file declares, before the first is used; then at the depth of elements."""
    lines = Lines(name, text)
    sizes: dict[str, int] = {}
    depth = 0
    parser = expat.ParserCreate("UTF-8")
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def here() -> str:
        return f"{name}:{parser.CurrentLineNumber}:{parser.CurrentColumnNumber + 1}"

    def declared(entity: str, parameter: bool, value: str | None, *_: object) -> None:
        if value is None or parameter or "&" in value or "%" in value:
            raise HandedInError(
                {
                    "nl": f"de entiteit “{entity}” verwijst naar een bestand of een andere entiteit.",
                    "en": f"the entity “{entity}” refers to a file or to another entity.",
                },
                where=here(),
                mend={
                    "nl": "Zet wat zij betekent erin, of haal haar weg: naar buiten wordt niet gekeken.",
                    "en": "Put in what it stands for, or take it away: nothing is fetched from elsewhere.",
                },
            )
        if len(value) > _ENTITY:
            raise _grows(here())
        sizes[entity] = len(value)

    def opened(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth == 1 and sizes:
            grown = sum(sizes.get(found[1], 0) for found in _REFERENCE.finditer(text))
            if grown > _EXPANSION * max(len(text), _ENTITY):
                raise _grows(str(lines.place(0)))
        if depth > 2 * DEPTH:  # a thing and its property are two elements
            raise _too_deep(here())

    def closed(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.EntityDeclHandler = declared
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError:
        return  # that it is no XML is told by who reads it


def _grows(where: str) -> TooLargeError:
    return TooLargeError(
        {
            "nl": "de entiteiten van dit bestand worden uitgeschreven te groot.",
            "en": "the entities of this file grow too large when they are written out.",
        },
        where=where,
        mend={
            "nl": "Gebruik entiteiten alleen om namen af te korten.",
            "en": "Use entities to shorten names only.",
        },
    )
