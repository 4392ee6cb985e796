"""Characters that nobody sees, and that make a text read otherwise than it is."""

import unicodedata

__all__ = ["JOINERS", "hidden", "named"]

#: Zero width non-joiner and joiner: some scripts and emoji cannot be written without.
JOINERS = "\u200c\u200d"

#: Control, format, surrogate, private use and unassigned characters (Unicode Standard §4.5).
_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))


def hidden(text: str) -> str:
    """Return the first character that nobody sees; "" without. Tabs and line ends are seen.

    A joiner is fine after a letter of a script that needs it, or an emoji; between Latin letters it does
    nothing but make two words that look the same differ.

    >>> hidden("a\u202eb") == "\u202e", hidden("a\u200db") == "\u200d", hidden("regel\\n")
    (True, True, '')
    """
    before = ""
    for character in text:
        if unicodedata.category(character) in _CATEGORIES and character not in "\t\n":
            joins = character in JOINERS and before and not before.isascii()
            if not joins or unicodedata.name(before, "").startswith("LATIN"):
                return character
        before = character
    return ""


def named(character: str) -> str:
    """Return a character by its number, and its name where it has one.

    >>> named("\u202e")
    'U+202E RIGHT-TO-LEFT OVERRIDE'
    """
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()
