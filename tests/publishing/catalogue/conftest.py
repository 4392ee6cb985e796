"""The description of the real graph, and of small ones."""

from collections.abc import Callable, Iterable

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from bouwstenen.namespaces import PREFIXES, graph_iri
from bouwstenen.publishing.catalogue.description import describe_dataset
from bouwstenen.solutions import select

Rows = Callable[..., list[list[str]]]
Described = Callable[[Iterable[str]], "Rows"]


@pytest.fixture(scope="session")
def described(store: Store) -> list[Quad]:
    """What the real graph says about itself."""
    return describe_dataset(store, ["coverage"])


def rows_of(quads: Iterable[Quad]) -> Rows:
    """Return what asks a description: rows of plain texts."""
    store = Store()
    store.extend(quads)

    def rows(query: str) -> list[list[str]]:
        found = select(store, query)
        return [
            [term.value if (term := row[name]) else "" for name in range(len(found.variables))]
            for row in found
        ]

    return rows


@pytest.fixture(scope="session")
def rows(described: list[Quad]) -> Rows:
    """Ask the description of the real graph."""
    return rows_of(described)


@pytest.fixture
def small() -> Described:
    """Describe a graph of lines such as `id:x skos:exactMatch <http://…>`, the terms apart by one space."""

    def describe(lines: Iterable[str]) -> Rows:
        store = Store()
        for line in lines:
            subject, predicate, value = line.split(" ", 2)
            store.add(Quad(_iri(subject), _iri(predicate), _term(value), NamedNode(graph_iri("one"))))
        return rows_of(describe_dataset(store))

    return describe


def _iri(text: str) -> NamedNode:
    if text.startswith("<"):
        return NamedNode(text[1:-1])
    prefix, _, local = text.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def _term(text: str) -> NamedNode | Literal:
    if not text.startswith('"'):
        return _iri(text)
    value, _, kind = text[1:].rpartition('"')
    return Literal(value, datatype=_iri(kind[2:])) if kind.startswith("^^") else Literal(value)
