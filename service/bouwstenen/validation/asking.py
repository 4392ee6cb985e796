"""What a shape asks, in words: of how many values, and of each value. `sh:or` and its kin are spelled out."""

from collections.abc import Iterator, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from bouwstenen.namespaces import PREFIXES
from bouwstenen.validation.names import Names
from bouwstenen.validation.wording import Words, joined, words_of

__all__ = ["asked"]

_SH, _RDF = PREFIXES["sh"], PREFIXES["rdf"]
_Node = NamedNode | BlankNode

#: Values that are named one by one; the rest is counted.
_LISTED = 12
#: Shapes within shapes that are spelled out.
_DEEP = 5


def asked(shape: str, names: Names, *, of_value: bool | None = None) -> str:
    """Return in words what a shape asks; "" where that has no words (SPARQL) or the shape is not known.

    Args:
        shape: its IRI.
        names: of classes and values; its language is that of the words.
        of_value: True for what it asks of each value, False for how many there must be, None for both.
    """
    try:
        node = NamedNode(shape)
    except ValueError:
        return ""
    return _Asked(names).all_of(node, of_value, 0)


class _Asked:
    def __init__(self, names: Names) -> None:
        self._names = names
        self._store: Store = names.shapes
        self._words: Words = words_of(names.language)

    def all_of(self, shape: _Node, of_value: bool | None, depth: int) -> str:
        """All that a shape asks, joined by "and"."""
        if depth > _DEEP:
            return "…"
        parts: list[str] = []
        if of_value is not True:
            parts += filter(None, (self._count(shape), self._qualified(shape, depth)))
        if of_value is not False:
            parts += self._of_value(shape, depth)
        return joined(parts, self._words["and"])

    def _of_value(self, shape: _Node, depth: int) -> Iterator[str]:
        say = self._words
        names = [self._names(each.value) for each in self._objects(shape, "class") if not _is_text(each)]
        if names:
            yield joined([say["a"](name) for name in names], say["and"])
        for datatype in self._objects(shape, "datatype"):
            yield say["datatypes"].get(datatype.value.rpartition("#")[2], self._names(datatype.value))
        if not names:  # a thing of a class has an IRI
            for kind in self._objects(shape, "nodeKind"):
                yield say["kinds"].get(kind.value.rpartition("#")[2], "")
        for parameter, phrase in say["bounds"].items():
            for bound in self._objects(shape, parameter):
                yield phrase.format(self._value(bound))
        for values in self._lists(shape, "in"):
            yield self._one_of([f"“{self._value(value)}”" for value in values])
        for value in self._objects(shape, "hasValue"):
            yield f"“{self._value(value)}”"
        for languages in self._lists(shape, "languageIn"):
            spoken = [say["languages"].get(each.value, each.value) for each in languages]
            yield say["in_language"].format(joined(spoken, say["or"]))
        for unique in self._objects(shape, "uniqueLang"):
            if unique.value == "true":
                yield say["unique"]
        for parameter, phrase in say["others"].items():
            for other in self._objects(shape, parameter):
                yield phrase.format(self._names(other.value))
        yield from self._logical(shape, depth)

    def _logical(self, shape: _Node, depth: int) -> Iterator[str]:
        say = self._words
        for members in self._lists(shape, "or"):
            yield joined(self._members(members, depth), say["or"])
        for members in self._lists(shape, "and"):
            yield joined(self._members(members, depth), say["and"])
        for members in self._lists(shape, "xone"):
            yield say["either"].format(joined(self._members(members, depth), say["or"]))
        for member in self._objects(shape, "not"):
            if isinstance(member, NamedNode | BlankNode) and (told := self._member(member, depth)):
                yield say["not"].format(told)
        for member in self._objects(shape, "node"):
            if isinstance(member, NamedNode | BlankNode):
                yield self._member(member, depth)
        if not list(self._objects(shape, "path")):
            for member in self._objects(shape, "property"):
                if isinstance(member, NamedNode | BlankNode) and isinstance(shape, BlankNode):
                    yield self._member(member, depth)

    def _members(self, shapes: Sequence[NamedNode | BlankNode | Literal], depth: int) -> list[str]:
        """Shapes that are alternatives or hold together; in brackets what has such parts of its own."""
        nodes = [each for each in shapes if isinstance(each, NamedNode | BlankNode)]
        told = [each for each in (self._member(node, depth) for node in nodes) if each]
        parted = (f" {self._words['and']} ", f" {self._words['or']} ")
        return [f"({each})" if any(word in each for word in parted) else each for each in told]

    def _member(self, shape: _Node, depth: int) -> str:
        """A shape within a shape: of a property, by that property's name; of the value itself, as it is."""
        told = self.all_of(shape, None, depth + 1)
        paths = [each for each in self._objects(shape, "path") if isinstance(each, NamedNode)]
        return f"“{self._names(paths[0].value)}”: {told}" if paths and told else told

    def _count(self, shape: _Node) -> str:
        least, most = self._number(shape, "minCount"), self._number(shape, "maxCount")
        return self._times(least, most)

    def _times(self, least: int | None, most: int | None) -> str:
        say = self._words
        if least is not None and least == most:
            return say["exactly"].format(least)
        if most == 0:
            return say["none"]
        parts = [say["least"].format(least)] if least else []
        parts += [say["most"].format(most)] if most is not None else []
        return joined(parts, say["and"])

    def _qualified(self, shape: _Node, depth: int) -> str:
        least, most = self._number(shape, "qualifiedMinCount"), self._number(shape, "qualifiedMaxCount")
        counted = self._times(least, most)
        if not counted:
            return ""
        told = [
            self._member(each, depth)
            for each in self._objects(shape, "qualifiedValueShape")
            if isinstance(each, NamedNode | BlankNode)
        ]
        return f"{counted}: {joined(told, self._words['and'])}" if any(told) else counted

    def _one_of(self, values: list[str]) -> str:
        shown = values[:_LISTED]
        if len(values) > len(shown):
            shown.append(self._words["more"].format(len(values) - len(shown)))
        return joined(shown, self._words["or"])

    def _number(self, shape: _Node, parameter: str) -> int | None:
        return next((int(each.value) for each in self._objects(shape, parameter)), None)

    def _value(self, value: NamedNode | BlankNode | Literal) -> str:
        return self._names(value.value) if isinstance(value, NamedNode) else value.value

    def _objects(self, shape: _Node, parameter: str) -> Iterator[NamedNode | BlankNode | Literal]:
        yield from self._said(shape, _SH + parameter)

    def _said(self, node: _Node, predicate: str) -> list[NamedNode | BlankNode | Literal]:
        found = self._store.quads_for_pattern(node, NamedNode(predicate), None, None)
        terms = [quad.object for quad in found if isinstance(quad.object, NamedNode | BlankNode | Literal)]
        return sorted(terms, key=str)

    def _lists(self, shape: _Node, parameter: str) -> Iterator[list[NamedNode | BlankNode | Literal]]:
        for head in self._objects(shape, parameter):
            values: list[NamedNode | BlankNode | Literal] = []
            node = head
            while isinstance(node, BlankNode):
                values += self._said(node, _RDF + "first")
                node = next(iter(self._said(node, _RDF + "rest")), NamedNode(_RDF + "nil"))
            yield values


def _is_text(term: NamedNode | BlankNode | Literal) -> bool:
    return isinstance(term, Literal)
