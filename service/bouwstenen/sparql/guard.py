"""What a public query may not do, found by reading it before it runs.

pyoxigraph has no switch for SERVICE: it would call out, to this machine's own network too. The query is cut
into the tokens of the SPARQL 1.1 grammar (§19.8) that may hide a word – comments, IRIs, strings – and what
is left is searched for the keyword.
"""

import re

from bouwstenen.errors import WrongUseError

__all__ = ["refuse_service"]

_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_HIDING = re.compile(
    r"""<[^<>"{}|^`\\\x00-\x20]*>          # IRIREF
      | \"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\"
      | '''(?:'{0,2}(?:[^'\\]|\\.))*'''
      | "(?:[^"\\\n\r]|\\.)*"
      | '(?:[^'\\\n\r]|\\.)*'
      | \#[^\n\r]*                          # comment""",
    re.VERBOSE | re.DOTALL,
)
_SERVICE = re.compile(r"(?<![\w?$:@%\\.-])SERVICE(?![\w:%\\-])", re.IGNORECASE)


def refuse_service(query: str) -> None:
    """Do nothing when `query` keeps to this store.

    Raises:
        WrongUseError: it has a SERVICE clause.
    """
    # §19.2: codepoint escapes are resolved before the grammar is applied, so a keyword can be spelt with them
    plain = _CODEPOINT.sub(lambda match: chr(int(match[1] or match[2], 16) % 0x110000), query)
    if _SERVICE.search(_HIDING.sub(" ", plain)):
        raise WrongUseError("SERVICE is not allowed here: this endpoint answers from its own data only.")
