"""What a query from outside may not do, found by reading it before it runs.

pyoxigraph has no switch for SERVICE: it would call out, to this machine's own network too. And it reads a
query recursively: a few thousand nested brackets end the process. What else is told of a query here – whether
it names its dataset, whether its answer may change from one moment to the next – is read off what is left of
it without the tokens of the SPARQL 1.1 grammar (§19.8) that may hide a word: comments, IRIs and strings.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from bouwstenen.errors import TooLargeError, WrongUseError
from bouwstenen.sparql.service_clause import refuse_service

__all__ = ["MAX_DEPTH", "MAX_LENGTH", "Reading", "not_exists_as_minus", "read"]

#: Characters. pyoxigraph reads any query of this length within seconds.
MAX_LENGTH = 100_000
#: Brackets within brackets. 3,000 overflow the stack of a thread.
MAX_DEPTH = 200

#: Possessive throughout, and what is never closed is hidden to its end: else quotes take quadratic time.
_HIDING = re.compile(
    r"""<(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>   # IRIREF
      | \"\"\"(?:\"{0,2}+(?:[^"\\]|\\.))*+(?:\"\"\"|\Z)?
      | '''(?:'{0,2}+(?:[^'\\]|\\.))*+(?:'''|\Z)?
      | "(?:[^"\\\n\r]|\\.)*+"?
      | '(?:[^'\\\n\r]|\\.)*+'?
      | \#[^\n\r]*+                         # comment""",
    re.VERBOSE | re.DOTALL,
)
_DATASET = re.compile(r"(?<![\w?$:@%\\.-])FROM(?![\w:%\\-])", re.IGNORECASE)
_VOLATILE = re.compile(r"(?:NOW|RAND|UUID|BNODE)\s*+\(|SERVICE", re.IGNORECASE)
_NOT_EXISTS = re.compile(r"FILTER\s*+\(?\s*+NOT\s++EXISTS\s*+\{", re.IGNORECASE)
_BRACKETS = re.compile(r"[({\[\])}]")


@dataclass(frozen=True)
class Reading:
    """What is known of a query that may run.

    Args:
        own_dataset: it names its dataset itself (FROM, FROM NAMED).
        volatile: its answer may differ from one moment to the next, on the same data.
    """

    own_dataset: bool
    volatile: bool


def read(query: str, allowed_services: Collection[str] = ()) -> Reading:
    """Return what is known of a query, when it may run.

    Args:
        query: its text.
        allowed_services: IRIs of the endpoints that SERVICE may name.

    Raises:
        TooLargeError: it is too long, or nested too deeply.
        WrongUseError: it is empty, or has a SERVICE clause that is not allowed.
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
    refuse_service(query, allowed_services)
    _refuse_depth(bare)
    return Reading(bool(_DATASET.search(bare)), bool(_VOLATILE.search(bare)))


def not_exists_as_minus(query: str) -> str | None:
    """Return the first `FILTER NOT EXISTS { … }` of a query as the MINUS that asks the same, if it has one.

    pyoxigraph evaluates the former once per row, the latter once. They differ only where the pattern shares
    no variable with what stands before it (SPARQL 1.1 §8.3).
    """
    blanked = _HIDING.sub(lambda match: " " * len(match[0]), query)
    found = _NOT_EXISTS.search(blanked)
    if found is None:
        return None
    depth, end = 0, len(query)
    for match in _BRACKETS.finditer(blanked, found.end() - 1):
        depth += 1 if match[0] in "({[" else -1
        if depth == 0:
            end = match.end()
            break
    return "MINUS " + " ".join(query[found.end() - 1 : end].split())


def _refuse_depth(bare: str) -> None:
    depth = 0
    for match in _BRACKETS.finditer(bare):
        depth += 1 if match[0] in "({[" else -1
        if depth > MAX_DEPTH:
            raise TooLargeError(
                f"brackets are nested more than {MAX_DEPTH} deep.", where="query", mend="Flatten it."
            )
