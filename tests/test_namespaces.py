"""IRIs, slugs, short names."""

import pytest

from bouwstenen.namespaces import PREFIXES, declarations, graph_iri, shorten, slugify, thing_iri


@pytest.mark.parametrize(
    ("label", "slug"),
    [
        ("Zelfbeheersing", "zelfbeheersing"),
        ("Kritisch en complex denkvermogen", "kritisch-en-complex-denkvermogen"),
        ("Amigo’s", "amigos"),
        ("workshoptraject ‘Wie ben ik?’", "workshoptraject-wie-ben-ik"),
        ("Saïd & Lody", "said-lody"),
        ("#DatMeenJeNiet", "datmeenjeniet"),
        ("Er zal een stilte vallen.....", "er-zal-een-stilte-vallen"),
        ("  spaties  ", "spaties"),
    ],
)
def test_slugify(label: str, slug: str) -> None:
    assert slugify(label) == slug
    assert slugify(slug) == slug


def test_iris() -> None:
    assert thing_iri("intervention", "diamant") == "https://w3id.org/bouwstenen/id/intervention/diamant"
    assert graph_iri("tabel-b3-7") == "https://w3id.org/bouwstenen/graph/tabel-b3-7"


def test_no_namespace_begins_another() -> None:
    # a name would have two short forms
    pairs = [(a, b) for a in PREFIXES.values() for b in PREFIXES.values() if a != b and b.startswith(a)]
    assert not pairs
    assert len(set(PREFIXES.values())) == len(PREFIXES)


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        ("https://w3id.org/bouwstenen/def/Claim", "bm:Claim"),
        ("https://w3id.org/bouwstenen/id/factor/x", "id:factor/x"),
        ("http://example.org/x", "http://example.org/x"),
    ],
)
def test_shorten(iri: str, short: str) -> None:
    assert shorten(iri) == short


@pytest.mark.parametrize(
    ("query", "prefixes"),
    [
        ("ASK { ?s a bm:Trede }", ["bm"]),
        ("ASK { ?s prov:wasDerivedFrom/bm:locator ?l . ?s ^skos:broader|!rdfs:label ?t }",
         ["bm", "prov", "rdfs", "skos"]),
        ("PREFIX bm: <http://example.org/>\nASK { ?s a bm:Trede }", []),
        ("ASK { ?s ?p 'notid:x' . abm:x ?p ?o }", []),
        ("ASK {}", []),
    ],
)  # fmt: skip
def test_declarations(query: str, prefixes: list[str]) -> None:
    assert [line.split()[1] for line in declarations(query)] == [f"{prefix}:" for prefix in prefixes]
