"""The concise bounded description of a thing, and what to call whatever it mentions.

Source: CBD, W3C Member Submission 3 June 2005. Our data has no reified statements.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from bouwstenen.namespaces import PREFIXES
from bouwstenen.store.interface import QueryStore, select

__all__ = ["concise", "labels_of", "mentioned"]

#: Things that are named in one query: it may have 100,000 characters.
_AT_ONCE = 250

_LABEL = NamedNode(PREFIXES["rdfs"] + "label")
_LABELS = "SELECT DISTINCT ?s ?label WHERE {{ VALUES ?s {{ {0} }} ?s rdfs:label ?label }}"

_Statement = TypeVar("_Statement", Triple, Quad)


def concise(
    thing: NamedNode | BlankNode, about: Callable[[NamedNode | BlankNode], Iterable[_Statement]]
) -> Iterator[_Statement]:
    """Yield what is said of a thing and of the blank nodes that it leads to, however deep.

    Args:
        thing: a thing.
        about: gives the statements with a node as their subject.
    """
    due, seen = [thing], {thing}
    while due:
        for statement in about(due.pop()):
            yield statement
            value = statement.object
            if isinstance(value, BlankNode) and value not in seen:
                seen.add(value)
                due.append(value)


def mentioned(statements: Iterable[Triple | Quad], thing: NamedNode) -> set[str]:
    """Return every IRI in statements but that of the thing they are about."""
    return {
        term.value
        for statement in statements
        for term in (statement.subject, statement.predicate, statement.object)
        if isinstance(term, NamedNode) and term != thing
    }


def labels_of(store: QueryStore, iris: Iterable[str]) -> Iterator[Triple]:
    """Yield what things are called in each language, in the order of their IRIs.

    Raises:
        BouwstenenError: the store cannot be read.
    """
    wanted = sorted(iris)
    for begin in range(0, len(wanted), _AT_ONCE):
        listed = " ".join(str(NamedNode(each)) for each in wanted[begin : begin + _AT_ONCE])
        found = [
            (row["s"], row["label"])
            for row in select(store, _LABELS.format(listed))
            if isinstance(row["label"], Literal)
        ]
        for subject, label in sorted(found, key=lambda pair: (pair[0].value, str(pair[1]))):
            yield Triple(subject, _LABEL, label)
