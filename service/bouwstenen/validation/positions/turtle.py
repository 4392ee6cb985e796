"""The statements of a Turtle, TriG, N-Triples or N-Quads text, each with the offsets of its three terms.

Statements come in the order in which the database's parser has them, so that both can be laid side by side:
that is how a blank node, which has no name of its own, is found again.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from bouwstenen.errors import SourceError
from bouwstenen.namespaces import PREFIXES
from bouwstenen.validation.positions.tokens import Token, tokens, unescaped

__all__ = ["Statement", "Term", "statements"]

Term = NamedNode | BlankNode | Literal

#: Told an object, its offset, and the number of the token at which the parser knows it.
_Say = Callable[[Term, int, int], None]

_RDF, _XSD = PREFIXES["rdf"], PREFIXES["xsd"]
_TYPE, _NIL = NamedNode(_RDF + "type"), NamedNode(_RDF + "nil")
_FIRST, _REST = NamedNode(_RDF + "first"), NamedNode(_RDF + "rest")


class Statement(NamedTuple):
    """A statement, and where its subject, predicate and object begin.

    What no text stands for – the links of a collection – has the offset of its bracket, or of the element.
    """

    subject: NamedNode | BlankNode
    predicate: NamedNode
    object: Term
    at: tuple[int, int, int]


def statements(text: str) -> list[Statement]:
    """Return the statements of a text that a parser has accepted.

    Raises:
        SourceError: the text has something that this index does not know (RDF 1.2).
    """
    return _Reader(text).read()


@lru_cache(maxsize=4096)
def _resolved(reference: str, base: str | None) -> NamedNode:
    """An IRI in full; a relative one as the parser resolves it (RFC 3986 §5)."""
    try:
        return NamedNode(reference)
    except ValueError:
        found = next(iter(parse(f"<{reference}> a <x:x> .", format=RdfFormat.TURTLE, base_iri=base)))
        if not isinstance(found.subject, NamedNode):
            raise SourceError(f"“{reference}” is no IRI.") from None
        return found.subject


class _Reader:
    def __init__(self, text: str) -> None:
        self._tokens: Iterator[Token] = tokens(text)
        self._token = self._last = next(self._tokens)
        self._prefixes: dict[str, str] = {}
        self._base: str | None = None
        self._found: list[Statement] = []
        self._blanks = 0
        self._taken = 0
        self._steps: list[int] = []

    def read(self) -> list[Statement]:
        while self._token.kind != "end":
            if not self._directive():
                self._block()
        # the parser hands out what one token completes last thing first
        ordered: list[Statement] = []
        for _, group in groupby(zip(self._steps, self._found, strict=True), key=itemgetter(0)):
            ordered += reversed([one for _, one in group])
        return ordered

    def _say(self, step: int, one: Statement) -> None:
        """Keep a statement that the parser knows when it has seen the token number `step`."""
        self._steps.append(step)
        self._found.append(one)

    def _next(self) -> Token:
        self._taken += 1
        self._last, self._token = self._token, next(self._tokens, Token("end", "", self._token.offset))
        return self._last

    def _is(self, mark: str) -> bool:
        return self._token.kind == "mark" and self._token.text == mark

    def _take(self, mark: str) -> bool:
        if self._is(mark):
            self._next()
            return True
        return False

    def _need(self, mark: str) -> None:
        if not self._take(mark):
            raise SourceError(f"no “{mark}” at character {self._token.offset}.")

    def _directive(self) -> bool:
        """Take a prefix, base or version, where there is one."""
        kind, text, _ = self._token
        name = text.removeprefix("@").lower()
        if kind not in ("at", "word") or name not in ("prefix", "base", "version"):
            return False
        self._next()
        if name == "prefix":
            prefix = self._next().text.removesuffix(":")
            self._prefixes[prefix] = self._iri(self._next().text).value
        elif name == "base":
            self._base = self._iri(self._next().text).value
        else:
            self._next()
        if kind == "at":
            self._need(".")
        return True

    def _block(self) -> None:
        """Take a graph, or the statements about one thing."""
        if self._token.kind == "word" and self._token.text.lower() == "graph":
            self._next()
            self._subject()
            self._graph()
        elif self._is("{"):
            self._graph()
        else:
            subject, at, whole = self._subject()
            if self._is("{"):
                self._graph()
                return
            self._about(subject, at, whole)
            self._need(".")

    def _graph(self) -> None:
        self._need("{")
        while not self._take("}"):
            subject, at, whole = self._subject()
            self._about(subject, at, whole)
            if not self._take("."):
                self._need("}")
                return

    def _about(self, subject: NamedNode | BlankNode, at: int, whole: bool) -> None:
        """Take what is said of a subject; of a blank node property list that is `whole` nothing need be."""
        if not whole or not (self._is(".") or self._is("}")):
            self._predicates(subject, at)

    def _subject(self) -> tuple[NamedNode | BlankNode, int, bool]:
        """The subject, its offset, and whether it is a statement by itself."""
        at = self._token.offset
        if self._take("["):
            blank = self._blank()
            whole = not self._is("]")
            self._predicates(blank, at)
            self._need("]")
            return blank, at, whole
        if self._is("("):
            heads: list[Term] = []
            self._collection(lambda head, *_: heads.append(head))
            head = heads[0]
            if isinstance(head, Literal):
                raise SourceError("no list begins so.")
            return head, at, False
        term = self._term()
        if isinstance(term, Literal):
            raise SourceError(f"a text as subject at character {at}.")
        return term, at, False

    def _predicates(self, subject: NamedNode | BlankNode, at: int) -> None:
        while not (self._is("]") or self._is(".") or self._is("}")):
            if self._take(";"):
                continue
            said_at = self._token.offset
            predicate = _TYPE if self._token == ("word", "a", said_at) else None
            if predicate:
                self._next()
            else:
                term = self._term()
                if not isinstance(term, NamedNode):
                    raise SourceError(f"no property at character {said_at}.")
                predicate = term
            self._objects(subject, predicate, at, said_at)
            if self._token.kind in ("iri", "name", "blank"):  # the graph of a line of N-Quads
                self._next()
                return

    def _objects(self, subject: NamedNode | BlankNode, predicate: NamedNode, at: int, said_at: int) -> None:
        def say(term: Term, there: int, step: int) -> None:
            self._say(step, Statement(subject, predicate, term, (at, said_at, there)))

        while True:
            self._object(say)
            if not self._take(","):
                return

    def _object(self, say: _Say) -> None:
        """Take an object, and say of what it is one: of a collection, before its elements are read."""
        at = self._token.offset
        if self._take("["):
            blank = self._blank()
            self._predicates(blank, at)
            self._need("]")
            say(blank, at, self._taken - 1)
        elif self._is("("):
            self._collection(say)
        else:
            kind = self._token.kind
            term = self._term()
            # what follows a text may be its language or datatype: only then is it known
            bare = kind in ("text", "long") and self._last.kind == kind
            say(term, at, self._taken if bare else self._taken - 1)

    def _collection(self, say: _Say) -> None:
        at = self._token.offset
        self._need("(")
        if self._take(")"):
            say(_NIL, at, self._taken - 1)
            return
        node = self._blank()
        say(node, at, self._taken)
        while True:
            here = self._token.offset

            def first(term: Term, there: int, step: int, this: BlankNode = node) -> None:
                self._say(step, Statement(this, _FIRST, term, (at, there, there)))

            self._object(first)
            if self._take(")"):
                self._say(self._taken - 1, Statement(node, _REST, _NIL, (at, here, here)))
                return
            following = self._blank()
            self._say(self._taken, Statement(node, _REST, following, (at, here, here)))
            node = following

    def _term(self) -> Term:
        kind, text, at = self._next()
        if kind == "iri":
            return self._iri(text)
        if kind == "name":
            return self._named(text)
        if kind == "blank":
            return BlankNode("n" + text[2:].encode().hex())
        if kind in ("text", "long"):
            return self._literal(unescaped(text[3:-3] if kind == "long" else text[1:-1]))
        if kind == "number":
            exact = "decimal" if "." in text else "integer"
            return Literal(
                text, datatype=NamedNode(_XSD + ("double" if "e" in text or "E" in text else exact))
            )
        if kind == "word" and text in ("true", "false"):
            return Literal(text, datatype=NamedNode(_XSD + "boolean"))
        raise SourceError(f"no term at character {at}.")

    def _literal(self, value: str) -> Literal:
        if self._token.kind == "at":
            return Literal(value, language=self._next().text[1:].lower())
        if self._take("^^"):
            datatype = self._term()
            if isinstance(datatype, NamedNode):
                return Literal(value, datatype=datatype)
        return Literal(value)

    def _iri(self, text: str) -> NamedNode:
        return _resolved(unescaped(text[1:-1]), self._base)

    def _named(self, text: str) -> NamedNode:
        prefix, _, local = text.partition(":")
        return NamedNode(self._prefixes[prefix] + unescaped(local))

    def _blank(self) -> BlankNode:
        self._blanks += 1
        return BlankNode(f"b{self._blanks}")
