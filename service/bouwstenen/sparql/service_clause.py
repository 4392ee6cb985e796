"""Find every SERVICE clause that a query may have, however a parser cuts the text.

Where a query may call out is a question of safety, and parsers differ: `<` begins an IRI or means less than,
keywords may touch what stands before and after them, three quotes that no others close are an empty string
and the beginning of another. So the text is read by an automaton that follows all these readings side by side
(the tokens are those of SPARQL 1.1 §19.8). The word SERVICE counts when it may be code in any of them; a
harmless query that gets caught can always be written otherwise.
"""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from bouwstenen.errors import WrongUseError

__all__ = ["refuse_service"]

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
#: Runs of characters that change no reading, and single ones that may.
_PIECE = re.compile(r"//|(?:[^'\"\\<>#\x00-\x20{}|^`/]|/(?!/))+|[\s\S]")
#: A name that goes on: a variable, the local part of a prefixed name, a language tag.
_INSIDE_NAME = re.compile(r"(?:[?$]\w*|:(?:[\w%][\w.%:-]*)?|@[a-z0-9-]*)$")
#: The one way in which a clause may be written where its address is allowed.
_PLAIN = re.compile(r"service\s+(?:silent\s+)?<([^<>\"{}|\\^`\x00-\x20]*)>\s*\{", re.IGNORECASE)

#: What a reading may be in the middle of. Inside quotes that is the quote and a step: a string, an escape in
#: it, one or two quotes that may become a long string, a long string, one or two that may end it, an escape.
_CODE, _IRI, _COMMENT = "code", "iri", "comment"


def refuse_service(text: str, allowed: Collection[str] = ()) -> None:
    """Let a query pass that calls out nowhere, or only to addresses that are allowed.

    Args:
        text: the query.
        allowed: IRIs of endpoints it may call.

    Raises:
        WrongUseError: the query has, or may have, another SERVICE clause.
    """
    decoded = _ESCAPE.sub(_character, text)
    for reading in dict.fromkeys((text, decoded)):
        # casefold: whoever compares by Unicode's rules takes a long s for an s
        if "service" in reading.casefold():
            for start in _places(reading):
                plain = _PLAIN.match(reading, start)
                if plain is None or plain[1] not in allowed or reading[start - 1 : start].isalnum():
                    raise WrongUseError(
                        "SERVICE is not allowed here: this endpoint answers from its own data only.",
                        where="query",
                        mend="If SERVICE is a name of yours, choose another."
                        if not allowed
                        else f"Allowed is: SERVICE <{'>, SERVICE <'.join(sorted(allowed))}>.",
                    )


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else match[0]


def _places(text: str) -> Iterator[int]:
    """Yield where the word SERVICE may be code. Folding case may change lengths, so it is done by the run."""
    split = False
    while True:
        states = frozenset({_CODE})
        for piece in _PIECE.finditer(text):
            run = piece[0]
            states = _next(states, run if len(run) == 1 or run == "//" else "x", split)
            if _CODE in states and len(run) >= len("service"):
                folded = run.casefold()
                for match in re.finditer("service", folded):
                    if not _INSIDE_NAME.search(folded[: match.start()]):
                        yield piece.start() + match.start()
        if split or not any("long" in state for state in states):
            return
        split = True  # a long string is never closed, so its quotes may be short strings after all


@lru_cache(maxsize=4096)
def _next(states: frozenset[str], character: str, split: bool) -> frozenset[str]:
    return frozenset(after for state in states for after in _after(state, character, split))


def _after(state: str, character: str, split: bool) -> Iterator[str]:
    """Yield what a reading may be in after one more character."""
    if state == _CODE:
        yield from _after_code(character)
    elif state == _IRI:
        if character == ">":
            yield _CODE
        elif character not in '<"{}|^`' and character > " ":
            yield _IRI
    elif state == _COMMENT:
        yield _CODE if character in "\n\r" else _COMMENT
    else:
        quote, step = state[0], state[1:]
        for after in _after_quote(step, character, quote, split):
            yield after if after == _CODE else quote + after


def _after_code(character: str) -> Iterator[str]:
    if character in "'\"":
        yield character + "open1"
    elif character == "#":
        yield _COMMENT
    elif character != "//":  # no query has two slashes outside IRIs, strings and comments
        yield _CODE
    if character == "<":
        yield _IRI


def _after_quote(step: str, character: str, quote: str, split: bool) -> Iterator[str]:
    closes, escapes = character == quote, character == "\\"
    match step:
        case "open1" if closes:
            yield "open2"
        case "open2" if closes:
            yield "long"
            if split:
                yield "open1"
        case "open2":
            yield from _after_code(character)  # the string was empty
        case "string" | "open1":
            yield _CODE if closes else "escape" if escapes else "string"
        case "escape":
            yield "string"
        case "long" | "close1" | "close2":
            if closes:
                yield {"long": "close1", "close1": "close2", "close2": _CODE}[step]
            else:
                yield "long-escape" if escapes else "long"
        case "long-escape":
            yield "long"
