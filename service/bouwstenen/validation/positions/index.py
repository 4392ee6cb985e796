"""From a thing, its property and its value to the place in the text: the index of Turtle and its kin."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pyoxigraph import BlankNode, NamedNode, Quad

from bouwstenen.errors import SourceError
from bouwstenen.validation.document import Place
from bouwstenen.validation.positions.text import Lines
from bouwstenen.validation.positions.turtle import Statement, Term, statements

__all__ = ["TurtleIndex", "same_blanks"]


class TurtleIndex:
    """Where the statements of a text stand; worked out when it is first asked.

    Args:
        name: of the file.
        text: of Turtle, TriG, N-Triples or N-Quads, that a parser has accepted.
        quads: what that parser read, in its order.
    """

    def __init__(self, name: str, text: str, quads: Sequence[Quad]) -> None:
        self.lines = Lines(name, text)
        self._text = text
        self._quads = quads
        self._said: Mapping[str, list[Statement]] | None = None
        self._named: dict[str, int] = {}

    def __call__(self, focus: str, path: str, value: str) -> Place | None:
        """Return where the value stands, else the property, else the thing; None where the text has neither.

        Args:
            focus: IRI of a thing, or name of a blank node in what the parser read.
            path: IRI of a property, or "".
            value: IRI, or text of a literal, or "".
        """
        if self._said is None:
            self._said = self._indexed()
        about = self._said.get(focus)
        if not about:
            offset = self._named.get(focus)
            return None if offset is None else self.lines.place(offset)
        found = [one for one in about if one.predicate.value == path] if path else about
        if value:
            exact = next((one for one in found if _text(one.object) == value), None)
            if exact is not None:
                return self.lines.place(exact.at[2])
        if path and found:
            # of a single value that is written otherwise than it was told (01 for 1), no other can be meant
            return self.lines.place(found[0].at[2 if value and len(found) == 1 else 1])
        return self.lines.place(about[0].at[0])

    def _indexed(self) -> Mapping[str, list[Statement]]:
        try:
            found = statements(self._text)
        except (SourceError, SyntaxError, ValueError, KeyError, RecursionError):
            return {}  # no place is better than a wrong one
        blanks = same_blanks(found, self._quads)
        said: defaultdict[str, list[Statement]] = defaultdict(list)
        for one in found:
            if name := _name(one.subject, blanks):
                said[name].append(one)
            if not isinstance(one.object, NamedNode | BlankNode):
                continue
            if name := _name(one.object, blanks):
                self._named.setdefault(name, one.at[2])
        return said


def _name(term: NamedNode | BlankNode, blanks: Mapping[str, str]) -> str | None:
    return term.value if isinstance(term, NamedNode) else blanks.get(term.value)


def _text(term: Term) -> str:
    return term.value if not isinstance(term, BlankNode) else ""


def same_blanks(found: Sequence[Statement], quads: Sequence[Quad]) -> dict[str, str]:
    """Return what the parser called each blank node of the index.

    Where the two do not agree, statement by statement, nothing is returned: nothing is certain then.
    """
    blanks: dict[str, str] = {}
    if len(found) != len(quads):
        return {}
    for one, quad in zip(found, quads, strict=True):
        pairs = ((one.subject, quad.subject), (one.predicate, quad.predicate), (one.object, quad.object))
        for ours, theirs in pairs:
            if isinstance(ours, BlankNode) and isinstance(theirs, BlankNode):
                if blanks.setdefault(ours.value, theirs.value) != theirs.value:
                    return {}
            elif ours != theirs:
                return {}
    return blanks
