"""Where things stand in JSON-LD: the object that has them as `@id`, and its keys.

Only names that the text itself settles are found: IRIs in full, and those with a prefix or a key that some
`@context` of the file gives one meaning, and no other.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from bouwstenen.validation.document import Place
from bouwstenen.validation.positions.text import Lines

__all__ = ["JsonIndex", "remote_context"]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}:,]|[^\s"\[\]{}:,]+', re.DOTALL)
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S*")


class _Key(NamedTuple):
    """A key of an object: the object's number, the key, and what follows as text, with their offsets."""

    owner: int
    key: str
    at: int
    values: list[tuple[str, int]]


class JsonIndex:
    """Where the things of a JSON-LD text stand, as exactly as its names can be told.

    Args:
        name: of the file.
        text: of JSON-LD that a parser has accepted.
    """

    def __init__(self, name: str, text: str) -> None:
        self._lines = Lines(name, text)
        self._text = text
        self._keys: list[_Key] | None = None
        self._things: dict[str, list[int]] = {}
        self._terms: dict[str, set[str]] = {}
        self._at: dict[int, int] = {}

    def __call__(self, focus: str, path: str, value: str) -> Place | None:
        """Return the place of the value, the key, or the `@id`; None where the text does not settle it."""
        if self._keys is None:
            self._read()
        owners = self._things.get(focus, [])
        if not owners:
            return None
        said = [key for key in self._keys or () if key.owner in owners and self._meant(key.key) == path]
        for key in said:
            for text, offset in key.values:
                if value and value in (text, self._meant(text)):
                    return self._lines.place(offset)
        if path and said:
            return self._lines.place(said[0].at)
        # where it is described, rather than where it is only named
        described = {key.owner for key in self._keys or () if not key.key.startswith("@")}
        return self._lines.place(self._at[next((each for each in owners if each in described), owners[0])])

    def _read(self) -> None:
        self._keys = list(_keys(self._text))
        contexts = {one.owner for one in self._keys if one.key == "@context"}
        self._terms = _terms(self._text) if contexts else {}
        named = {"@id", *(term for term, meant in self._terms.items() if meant == {"@id"})}
        found: defaultdict[str, list[int]] = defaultdict(list)
        for key in self._keys:
            if key.key in named and len(key.values) == 1:
                text, offset = key.values[0]
                if (iri := self._meant(text, key=False)) is not None:
                    found[iri].append(key.owner)
                    self._at[key.owner] = offset
        self._things = dict(found)

    def _meant(self, name: str, *, key: bool = True) -> str | None:
        """The IRI a key or value stands for, where all contexts of the file agree on it."""
        meant = self._terms.get(name, set()) if key else set()
        if len(meant) == 1:
            return self._meant(next(iter(meant)), key=False)
        if meant:
            return None
        prefix, colon, local = name.partition(":")
        spaces = self._terms.get(prefix, set())
        if colon and not local.startswith("//") and spaces:
            return next(iter(spaces)) + local if len(spaces) == 1 else None
        if name == "@type":
            return "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
        return name if _IRI.fullmatch(name) else None


def _keys(text: str) -> Iterator[_Key]:
    """Yield the keys of all objects, with the texts that stand right below each, in a list or not."""
    stack: list[tuple[str, int, _Key | None]] = []
    count = 0
    key: _Key | None = None
    found = [(match[0], match.start()) for match in _TOKEN.finditer(text)]
    for position, (mark, offset) in enumerate(found):
        if mark in "{[":
            count += 1
            stack.append((mark, count, key))
            if mark == "{":
                key = None
        elif mark in "}]":
            key = stack.pop()[2] if stack else None
        elif mark[0] == '"':
            follows = found[position + 1][0] if position + 1 < len(found) else ""
            owner = next((number for kind, number, _ in reversed(stack) if kind == "{"), 0)
            if stack and stack[-1][0] == "{" and follows == ":":
                key = _Key(owner, json.loads(mark), offset, [])
                yield key
            elif key is not None:
                key.values.append((json.loads(mark), offset))
                if key.key in ("@value", "@id"):
                    _outer(stack, key, offset)


def _outer(stack: list[tuple[str, int, _Key | None]], key: _Key, offset: int) -> None:
    """`{"@value": "x"}` and `{"@id": "x"}` are values of the key that they stand below."""
    above = next((outer for kind, _, outer in reversed(stack) if kind == "{"), None)
    if above is not None and not above.key.startswith("@"):
        above.values.append((key.values[-1][0], offset))


def _terms(text: str) -> dict[str, set[str]]:
    """What the contexts of a file say each term means; all of it, where they say several things."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    pending: list[object] = [json.loads(text)]
    while pending:
        one = pending.pop()
        if isinstance(one, list):
            pending += one
        elif isinstance(one, dict):
            pending += one.values()
            contexts = one.get("@context")
            for context in contexts if isinstance(contexts, list) else [contexts]:
                for term, meant in context.items() if isinstance(context, dict) else ():
                    iri = meant.get("@id") if isinstance(meant, dict) else meant
                    if isinstance(iri, str) and not term.startswith("@"):
                        found[term].add(iri)
                    elif term == "@vocab" or term == "@base":
                        found["@"].add(str(meant))
    prefixes = {term: next(iter(meant)) for term, meant in found.items() if len(meant) == 1}
    for meant in found.values():
        for iri in list(meant):
            prefix, _, local = iri.partition(":")
            if prefix in prefixes and not local.startswith("//"):
                meant.remove(iri)
                meant.add(prefixes[prefix] + local)
    return dict(found)


def remote_context(text: str) -> tuple[str, int]:
    """Return the first address that a context of a JSON-LD text names, and where; ("", 0) without one."""
    for key in list(_keys(text)):
        if key.key in ("@context", "@import") and key.values:
            return key.values[0]
    return "", 0
