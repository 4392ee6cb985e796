"""Addresses of the service are where it is reached, names stay what they are."""

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from bouwstenen.namespaces import BASE
from bouwstenen.publishing.located import located, located_iri


@pytest.mark.parametrize(
    ("iri", "where"),
    [
        (BASE, "https://x.org/r/release/abc/"),
        (f"{BASE}sparql", "https://x.org/r/release/abc/sparql"),
        (f"{BASE}dump/bouwstenen.nq.gz", "https://x.org/r/release/abc/dump/bouwstenen.nq.gz"),
        *(
            (f"{BASE}{name}", f"{BASE}{name}")
            for name in ("id/trede/3", "def/Claim", "graph/x", "shape/X", "release/X")
        ),
        ("https://example.org/sparql", "https://example.org/sparql"),
    ],
)
def test_addresses_are_those_of_the_service_and_names_stay(iri: str, where: str) -> None:
    assert located_iri(iri, "https://x.org/r/release/abc", "https://x.org/r") == where


def test_subjects_are_located_too_and_properties_never() -> None:
    docs, page = NamedNode(f"{BASE}docs"), NamedNode(f"{BASE}page")
    assert list(located([Triple(docs, page, docs)], "http://h")) == [
        Triple(NamedNode("http://h/docs"), page, NamedNode("http://h/docs"))
    ]


def test_what_is_no_iri_stays() -> None:
    page = NamedNode(f"{BASE}page")
    node = BlankNode("a")
    triples = [Triple(node, page, Literal(f"{BASE}docs")), Triple(node, page, node)]
    assert list(located(triples, "http://h")) == triples
