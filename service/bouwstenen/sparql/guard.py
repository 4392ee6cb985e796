"""What a public query may not do, found by reading it before it runs.

pyoxigraph has no switch for SERVICE: it would call out, to this machine's own network too. And it reads a
query recursively: a few thousand nested brackets end the process. So the query is stripped of the tokens of
the SPARQL 1.1 grammar (§19.8) that may hide a word or a bracket – comments, IRIs, strings – as pyoxigraph
cuts them, and what is left is searched.
"""

import re

from bouwstenen.errors import TooLargeError, WrongUseError

__all__ = ["MAX_DEPTH", "MAX_LENGTH", "has_dataset", "read"]

#: Characters. pyoxigraph reads any query of this length within seconds.
MAX_LENGTH = 100_000
#: Brackets within brackets. 3,000 overflow the stack of a thread.
MAX_DEPTH = 200

_HIDING = re.compile(
    r"""<(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>   # IRIREF
      | \"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\"
      | '''(?:'{0,2}(?:[^'\\]|\\.))*'''
      | "(?:[^"\\\n\r]|\\.)*"
      | '(?:[^'\\\n\r]|\\.)*'
      | \#[^\n\r]*                          # comment""",
    re.VERBOSE | re.DOTALL,
)
_SERVICE = re.compile(r"(?<![\w?$:@%\\.-])SERVICE(?![\w:%\\-])", re.IGNORECASE)
_DATASET = re.compile(r"(?<![\w?$:@%\\.-])FROM(?![\w:%\\-])", re.IGNORECASE)
_BRACKETS = re.compile(r"[({\[\])}]")


def read(query: str) -> str:
    """Return what is left of a query without comments, IRIs and strings, when it may run.

    Raises:
        TooLargeError: it is too long, or nested too deeply.
        WrongUseError: it is empty, has a SERVICE clause, or spells a keyword with escapes.
    """
    if len(query) > MAX_LENGTH:
        raise TooLargeError(
            f"a query has at most {MAX_LENGTH:,} characters.", where="query", mend="Send it in parts."
        )
    bare = _HIDING.sub(" ", query)
    if not bare.strip():
        raise WrongUseError(
            "the query is empty.", where="query", mend="Try: SELECT * WHERE { ?s ?p ?o } LIMIT 10"
        )
    if re.search(r"\\[uU]", bare):
        raise WrongUseError(
            "a codepoint escape stands outside a string or IRI.", mend="Write the character itself."
        )
    if _SERVICE.search(bare):
        raise WrongUseError("SERVICE is not allowed here: this endpoint answers from its own data only.")
    _refuse_depth(bare)
    return bare


def has_dataset(bare: str) -> bool:
    """Return whether a query that `read` has stripped names its own dataset (FROM, FROM NAMED)."""
    return bool(_DATASET.search(bare))


def _refuse_depth(bare: str) -> None:
    depth = 0
    for match in _BRACKETS.finditer(bare):
        depth += 1 if match[0] in "({[" else -1
        if depth > MAX_DEPTH:
            raise TooLargeError(
                f"brackets are nested more than {MAX_DEPTH} deep.", where="query", mend="Flatten it."
            )
