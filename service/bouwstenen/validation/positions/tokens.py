"""The tokens of Turtle, TriG, N-Triples and N-Quads, with their offsets.

The grammar is that of RDF 1.1 Turtle §6.5 and TriG §4.5, whose terminals the other two share. Only text that
a parser has accepted is cut here, so what cannot be is not told apart from what can.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bouwstenen.errors import SourceError

__all__ = ["Token", "tokens", "unescaped"]

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_START = f"{_BASE}_"
_NAME = rf"{_START}\-0-9\u00b7\u0300-\u036f\u203f-\u2040"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"

_TOKEN = re.compile(
    rf"""
    (?P<skip>   [ \t\r\n]+ | \#[^\r\n]* )
  | (?P<iri>    <(?:[^\x00-\x20<>"{{}}|^`\\]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*+> )
  | (?P<long>   \"\"\"(?:[^"\\]|\\.|"{{1,2}}(?!"))*+\"\"\" | '''(?:[^'\\]|\\.|'{{1,2}}(?!'))*+''' )
  | (?P<text>   "(?:[^"\\\r\n]|\\.)*+" | '(?:[^'\\\r\n]|\\.)*+' )
  | (?P<blank>  _:[{_START}0-9](?:[{_NAME}.]*[{_NAME}])? )
  | (?P<name>   (?:[{_BASE}](?:[{_NAME}.]*[{_NAME}])?)?:
                (?:(?:[{_START}:0-9]|{_ESCAPED})(?:(?:[{_NAME}.:]|{_ESCAPED})*(?:[{_NAME}:]|{_ESCAPED}))?)? )
  | (?P<number> [+-]?(?:[0-9]+\.[0-9]*[eE][+-]?[0-9]+|\.?[0-9]+[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+) )
  | (?P<at>     @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
  | (?P<word>   [A-Za-z]+ )
  | (?P<mark>   \^\^ | [.;,\[\](){{}}] )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_CHARACTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


class Token(NamedTuple):
    """One token: its kind, as the groups above are called; its text; its offset, from 0."""

    kind: str
    text: str
    offset: int


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a text, and at last one of the kind "end".

    Raises:
        SourceError: here stands none.
    """
    offset = 0
    while offset < len(text):
        found = _TOKEN.match(text, offset)
        if found is None:
            raise SourceError(f"no token at character {offset}.")
        kind = found.lastgroup or ""
        if kind != "skip":
            yield Token(kind, found[0], offset)
        offset = found.end()
    yield Token("end", "", offset)


def unescaped(text: str) -> str:
    """Return a text with its escapes replaced by what they stand for."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda found: _character(found[1]), text)


def _character(escape: str) -> str:
    if len(escape) > 1:
        return chr(int(escape[1:], 16))
    return _CHARACTERS.get(escape, escape)
