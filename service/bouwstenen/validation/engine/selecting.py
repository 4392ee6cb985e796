"""Constraints in SPARQL (SHACL §5), asked once for all things instead of once for each.

SHACL puts each thing in the place of `$this`. Where `$this` stands in a pattern that every solution matches,
and nothing in the query is evaluated on its own, asking without putting it there gives the same rows for all
things together. `understood` accepts only queries of which that is plain from their text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import QuerySolutions

from bouwstenen.validation.engine.graphs import Graph, Term

__all__ = ["NotAskedError", "Select", "understood"]

#: What makes parts of a query be evaluated on their own, or asks for what SHACL fills in.
_ALONE = re.compile(
    r"\b(minus|exists|service|graph|union|values|from|limit|offset|bind\s*\([^)]*[?$]this\b\s*\))\b"
    r"|[$?](currentShape|shapesGraph|PATH|path|failure)\b|[*]|[\w>)][?+](?=[\s/|)])",
    re.IGNORECASE,
)
_TOKENS = re.compile(
    r'"""|\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>"{}|^`\\\s]*>|#[^\n]*|[(){}]|[^(){}"\'<#]+|<'
)
_PROJECTION = re.compile(
    r"\s*select\s+(?:distinct\s+)?[$?]this\b\s*(?:[?$]value\b\s*|\(.*?\s+as\s+[?$]value\s*\)\s*)?(?:where\s*)?\{",
    re.IGNORECASE | re.DOTALL,
)
_GROUPED = re.compile(r"\bgroup\s+by\s+[$?]this\b", re.IGNORECASE)
_AGGREGATE = re.compile(r"\b(count|sum|min|max|avg|sample|group_concat|having)\s*\(", re.IGNORECASE)


class NotAskedError(Exception):
    """The query cannot be asked of a pyoxigraph store."""


def understood(text: str) -> bool:
    """Return whether asking `text` for all things at once surely gives what asking for each gives."""
    if '"""' in text or "'''" in text:
        return False
    bare = _bare(text)
    if _ALONE.search(bare) or len(re.findall(r"\bselect\b", bare, re.IGNORECASE)) != 1:
        return False
    if not _PROJECTION.match(bare):
        return False
    if _AGGREGATE.search(bare) and not _GROUPED.search(bare):
        return False
    return _certain(bare)


def _bare(text: str) -> str:
    """Return a query with its strings and comments emptied, and its IRIs too."""
    kept = []
    for token in _TOKENS.findall(text):
        if token[0] in "\"'":
            kept.append('""')
        elif token[0] == "<" and len(token) > 1:
            kept.append("<>")
        elif token[0] != "#":
            kept.append(token)
    return "".join(kept)


def _certain(bare: str) -> bool:
    """Return whether `$this` stands in the outermost group, and in no filter or option only."""
    depth = brackets = 0
    body = bare[bare.index("{") :]
    for found in re.finditer(r"[(){}]|[$?]this\b", body):
        each = found[0]
        if each in "{}":
            depth += 1 if each == "{" else -1
        elif each in "()":
            brackets += 1 if each == "(" else -1
        elif depth == 1 and not brackets:
            return True
    return False


@dataclass(frozen=True)
class Select:
    """A constraint in SPARQL.

    Args:
        node: what it is called in the shapes graph.
        text: the query; `understood`.
        prefixes: that it may use.
        messages: of its findings.
    """

    node: Term
    text: str
    prefixes: tuple[tuple[str, str], ...]
    messages: tuple[tuple[str, str], ...]

    def offences(self, graph: Graph, focus: Term) -> Iterable[Term | None]:
        """Yield the values of `?value` for a thing; None where it has none.

        Raises:
            NotAskedError: the query is not one that the store understands.
        """
        return self._answer(graph).get(focus, ())

    def things(self, graph: Graph) -> Iterable[Term]:
        """Return the things for which the query gives rows.

        Raises:
            NotAskedError: as `offences`.
        """
        return self._answer(graph)

    def _answer(self, graph: Graph) -> dict[Term, list[Term | None]]:
        answer = graph.answers.get(self)
        if answer is None:
            answer = graph.answers[self] = self._ask(graph)
        return answer

    def _ask(self, graph: Graph) -> dict[Term, list[Term | None]]:
        try:
            rows = graph.store.query(
                self.text.replace("$this", "?this"),
                prefixes=dict(self.prefixes),
                use_default_graph_as_union=True,
            )
        except SyntaxError as error:
            raise NotAskedError(str(error)) from error
        if not isinstance(rows, QuerySolutions):
            raise NotAskedError("not a SELECT query")
        valued = any(variable.value == "value" for variable in rows.variables)
        answer: dict[Term, list[Term | None]] = {}
        for row in rows:
            this = row["this"]
            if this is not None:
                answer.setdefault(this, []).append(row["value"] if valued else None)
        return answer
