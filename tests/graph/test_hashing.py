"""The hash of a graph is what it is defined to be, however it is worked out."""

import hashlib
from pathlib import Path
from random import Random

import pytest
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    Store,
    Triple,
)

from bouwstenen.graph.hashing import content_hash

_P = NamedNode("http://example.org/p")
_G = NamedNode("http://example.org/g")

#: What a line could break at, or be taken for.
_TEXTS = [
    *("", "a", "a b", "_:a", " _:b ", "a .", ". ", '"', "\\", "\n", "\r\n", "\t", "\x00\x0b\x7f\x85\u2028"),
    *("é", "😀", "\ue000", "<http://example.org/a>"),
]


def defined(store: Store) -> str:
    """The definition: canonicalise everything, sort everything, hash everything."""
    dataset = Dataset(store)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted(str(quad) for quad in dataset)
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def _random_store(seed: int) -> Store:
    """Statements of every kind, with blank nodes that are told apart only by what is around them."""
    random = Random(seed)
    nodes = [NamedNode(f"http://example.org/{name}") for name in ("a", "a_:b", "é", "😀", "\u4e00")]
    blank = [BlankNode(f"x{number}") for number in range(random.randint(0, 6))]
    literals = [
        *(Literal(random.choice(_TEXTS)) for _ in range(3)),
        *(Literal(random.choice(_TEXTS), language=tag) for tag in ("nl", "en-gb")),
        Literal("1", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
    ]
    store = Store()
    for _ in range(random.randint(0, 40)):
        subjects: list[NamedNode | BlankNode] = [*nodes, *blank]
        values: list[NamedNode | BlankNode | Literal] = [*nodes, *blank, *blank, *literals]
        graphs: list[NamedNode | BlankNode | DefaultGraph] = [_G, DefaultGraph(), *nodes, *blank]
        store.add(Quad(random.choice(subjects), _P, random.choice(values), random.choice(graphs)))
    return store


@pytest.mark.parametrize("piece", [1, 300, 2**20])
def test_equal_to_its_definition_on_many_graphs(piece: int, tmp_path: Path) -> None:
    for seed in range(150):
        store = _random_store(seed)
        assert content_hash(store, tmp_path, piece=piece) == defined(store), f"seed {seed}"
    assert not list(tmp_path.iterdir()), "scratch files are left"


@pytest.mark.parametrize("piece", [10_000, 2**26])
def test_equal_to_its_definition_on_the_real_graph(store: Store, piece: int) -> None:
    told: list[tuple[str, int, int | None]] = []
    assert content_hash(store, piece=piece, tell=lambda *what: told.append(what)) == defined(store)
    assert told[-1] == ("hash", len(store), len(store))


def test_labels_of_blank_nodes_depend_on_nothing_without_them() -> None:
    """What lets most of a graph be left out: RDFC-1.0 gives the same labels with and without the rest."""
    for seed in range(150):
        whole = Dataset(_random_store(seed))
        part = Dataset(quad for quad in whole if _has_blank(quad))
        for dataset in (whole, part):
            dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        assert {str(quad) for quad in whole if _has_blank(quad)} == {str(quad) for quad in part}


def _has_blank(quad: Quad) -> bool:
    return any(isinstance(term, BlankNode) for term in (quad.subject, quad.object, quad.graph_name))


def test_statements_about_statements() -> None:
    store = Store()
    about = Triple(BlankNode("a"), _P, Literal("x"))
    store.extend([Quad(BlankNode("b"), _P, about), Quad(_G, _P, Triple(_G, _P, _G))])
    assert content_hash(store) == defined(store)


def test_names_of_blank_nodes_and_order_do_not_count() -> None:
    def store(*values: str, blank: str) -> Store:
        made = Store()
        made.extend(Quad(BlankNode(blank), _P, Literal(value), _G) for value in values)
        return made

    assert content_hash(store("1", "2", blank="a")) == content_hash(store("2", "1", blank="z"))
    assert content_hash(store("1", blank="a")) != content_hash(store("2", blank="a"))


def test_an_empty_graph() -> None:
    assert content_hash(Store()) == hashlib.sha256().hexdigest()
