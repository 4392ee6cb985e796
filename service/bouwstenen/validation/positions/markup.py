"""Where things stand in RDF/XML: the element that describes them, and the elements of their properties."""

from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import urljoin
from xml.parsers import expat

from bouwstenen.namespaces import PREFIXES
from bouwstenen.validation.document import Place

__all__ = ["XmlIndex"]

_RDF = PREFIXES["rdf"]
_XML = "http://www.w3.org/XML/1998/namespace"


@dataclass
class _Element:
    name: str
    place: Place
    attributes: dict[str, str]
    base: str
    text: list[str] = field(default_factory=list)
    about: str = ""
    node: str = ""


class XmlIndex:
    """Where elements that name a thing (`rdf:about`, `rdf:ID`) and their properties begin.

    Things without a name are not found.

    Args:
        name: of the file.
        text: of RDF/XML that a parser has accepted.
    """

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._text = text
        self._things: dict[str, Place] | None = None
        self._properties: defaultdict[tuple[str, str], list[tuple[str, Place]]] = defaultdict(list)

    def __call__(self, focus: str, path: str, value: str) -> Place | None:
        """Return the place of the property with that value, or of the property, or of the thing."""
        if self._things is None:
            self._things = {}
            self._read()
        said = self._properties.get((focus, path), [])
        exact = next((place for text, place in said if value and text == value), None)
        return exact or (said[0][1] if said else self._things.get(focus))

    def _read(self) -> None:
        things = self._things
        if things is None:
            return
        parser = expat.ParserCreate("UTF-8", " ")
        stack: list[_Element] = []

        literal = 0  # how deep the element is whose content is a text (§2.8)

        def opened(name: str, attributes: dict[str, str]) -> None:
            nonlocal literal
            place = Place(self._name, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
            above = stack[-1] if stack else None
            base = urljoin(above.base if above else "", attributes.get(f"{_XML} base", ""))
            element = _Element(name.replace(" ", "", 1), place, attributes, base)
            stack.append(element)
            if element.name == f"{_RDF}RDF" or literal:
                return
            # nodes and properties take turns (RDF/XML §2.2), but for parseType="Resource" (§2.11)
            is_node = above is None or above.name == f"{_RDF}RDF" or not above.node
            if is_node:
                element.node = "node"
                element.about = _named(attributes, base)
                if element.about:
                    things.setdefault(element.about, place)
                    if element.name != f"{_RDF}Description":
                        self._properties[element.about, f"{_RDF}type"].append((element.name, place))
                    for key, text in attributes.items():
                        plain = key.replace(" ", "", 1)
                        if " " in key and not key.startswith((_RDF, _XML)):
                            self._properties[element.about, plain].append((text, place))
            elif attributes.get(f"{_RDF} parseType") == "Resource":
                element.node = "node"
            elif attributes.get(f"{_RDF} parseType", "Collection") != "Collection":
                literal = len(stack)

        def closed(_: str) -> None:
            nonlocal literal
            if literal and len(stack) > literal:
                stack.pop()
                return
            literal = 0
            element = stack.pop()
            above = stack[-1] if stack else None
            if above is not None and above.about and not element.node:
                resource = element.attributes.get(f"{_RDF} resource")
                value = "".join(element.text) if resource is None else urljoin(element.base, resource)
                self._properties[above.about, element.name].append((value, element.place))

        def said(text: str) -> None:
            if stack:
                stack[-1].text.append(text)

        parser.StartElementHandler = opened
        parser.EndElementHandler = closed
        parser.CharacterDataHandler = said
        parser.Parse(self._text.encode(), True)


def _named(attributes: dict[str, str], base: str) -> str:
    """The IRI that a node element has; "" for a blank node."""
    about = attributes.get(f"{_RDF} about")
    if about is not None:
        return urljoin(base, about) if base else about
    identity = attributes.get(f"{_RDF} ID")
    return f"{base.partition('#')[0]}#{identity}" if identity is not None else ""
