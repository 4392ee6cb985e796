"""Every declared rule derives what it should from claims, and nothing else."""

import pytest
from pyoxigraph import RdfFormat, Store, Triple, parse

from bouwstenen.graph import derivation
from bouwstenen.graph.fixpoint import run_to_fixpoint
from bouwstenen.graph.rule import read_rule
from bouwstenen.namespaces import PREFIXES, graph_iri
from tests.graph.absence_cases import ABSENCE_CASES
from tests.graph.conflict_cases import CONFLICT_CASES

_PREFIXES = "".join(f"@prefix {prefix}: <{base}> .\n" for prefix, base in PREFIXES.items())

#: Rule, claims, what follows, what must not follow.
CASES = {
    "placement": ("[] a bm:PlacementClaim ; bm:about id:f ; bm:within id:t .", "id:f skos:broader id:t", ""),
    "literature": (
        "[] a bm:LiteratureClaim ; bm:about id:f ; bm:cites id:s .",
        "id:f dcterms:source id:s",
        "",
    ),
    "mirrors": ("[] a bm:MirrorClaim ; bm:about id:r ; bm:factor id:f .", "id:r bm:mirrors id:f", ""),
    "claim-labels": (
        "bm:AimClaim rdfs:subClassOf bm:Claim ; rdfs:label 'doelbewering'@nl , 'aim claim'@en ."
        "id:i rdfs:label 'VIP'@nl . id:p bm:locator 'tabel B3.7' ."
        "id:c a bm:AimClaim ; bm:about id:i ; prov:wasDerivedFrom id:p .",
        "id:c rdfs:label 'doelbewering: VIP (tabel B3.7)'@nl",
        "id:c rdfs:label ?label FILTER(CONTAINS(?label, 'aim'))",
    ),
    "coverage": (
        "[] a bm:CoverageClaim ; bm:about id:i ; bm:factor id:f .",
        "id:i bm:strengthens id:f",
        "id:i bm:targets id:f",
    ),
    "targets": (
        "[] a bm:TargetClaim ; bm:about id:t ; bm:factor id:f .",
        "id:t bm:targets id:f",
        "id:t bm:strengthens id:f",
    ),
    "types": (
        "id:i a bm:Intervention . [] a bm:TypeClaim ; bm:about id:i ; bm:interventionType id:t .",
        "id:i bm:hasType id:t",
        "id:i bm:servedBy id:t",
    ),
    "editorial-types": (
        "id:i a bm:Intervention . [] a bm:TypeClaim ; bm:about id:i ; bm:interventionType id:t ;"
        "prov:wasAttributedTo <https://w3id.org/bouwstenen/id/organisation/bouwstenen> .",
        "id:i bm:editorialType id:t",
        "id:i bm:hasType id:t",
    ),
    "served-by": (
        "id:f a bm:FactorCluster . [] a bm:TypeClaim ; bm:about id:f ; bm:interventionType id:t .",
        "id:f bm:servedBy id:t",
        "id:f bm:hasType id:t",
    ),
    "trede": ("[] a bm:EvidenceClaim ; bm:about id:i ; bm:trede id:t .", "id:i bm:trede id:t", ""),
    "yes-or-no": (
        "[] a bm:AvailabilityClaim ; bm:about id:i ; bm:availability id:v ; bm:explicitAim true .",
        "id:i bm:availability id:v",
        "id:i bm:explicitAim true",
    ),
    "ages": ("[] a bm:AgeClaim ; bm:about id:i ; bm:ageMin 12 .", "id:i bm:ageMin 12", ""),
    "descriptions": (
        "[] a bm:DescriptionClaim ; bm:about id:i ; bm:form id:v ; bm:formPrinted 'Vorm' .",
        "id:i bm:form id:v",
        "id:i bm:formPrinted 'Vorm'",
    ),
    "elements": ("[] bm:about id:t ; bm:activeElement 'x'@nl .", "id:t bm:activeElement 'x'@nl", ""),
    "spellings": (
        "id:i rdfs:label 'A'@nl ."
        "[] bm:about id:i ; bm:printedName 'A' . [] bm:about id:i ; bm:printedName 'a' .",
        "id:i skos:altLabel 'a'@nl",
        "id:i skos:altLabel 'A'@nl",
    ),
    "identity": (
        "[] a bm:IdentityClaim ; bm:about id:i ; bm:counterpart id:j .",
        "id:i bm:possiblySameAs id:j",
        "",
    ),
    "preferred-labels": (
        "id:c skos:inScheme id:s ; rdfs:label 'c'@nl . id:o rdfs:label 'o'@nl .",
        "id:c skos:prefLabel 'c'@nl",
        "id:o skos:prefLabel 'o'@nl",
    ),
    "broader-generic": (
        "id:1.1 a bm:InterventionType ; skos:broader id:1 . id:1 a bm:InterventionType ."
        "id:t a bm:Theme ; skos:broader id:b . id:b a bm:Bouwsteen .",
        "id:1.1 isothes:broaderGeneric id:1",
        "id:t isothes:broaderGeneric id:b",
    ),
    "broader-partitive": (
        "id:t a bm:Theme ; skos:broader id:b . id:b a bm:Bouwsteen ."
        "id:r a bm:RiskFactor ; skos:broader id:b . id:f a bm:FactorCluster ; skos:broader id:t .",
        "id:t isothes:broaderPartitive id:b",
        "VALUES ?x { id:r id:f } ?x isothes:broaderPartitive ?y",
    ),
    "scheme-titles": (
        "id:s a skos:ConceptScheme ; rdfs:label 'Lijst'@nl , 'List'@en . id:c skos:inScheme id:s ;"
        " rdfs:label 'c'@nl .",
        "id:s dcterms:title 'Lijst'@nl , 'List'@en",
        "id:c dcterms:title ?title",
    ),
    "passage-titles": (
        "id:c dcterms:source id:p , id:s . id:p a bm:Passage ; rdfs:label 'Tabel 1'@nl ."
        "id:q a bm:Passage ; rdfs:label 'Tabel 2'@nl . id:s a bm:Source ; rdfs:label 'Studie'@nl .",
        "id:p dcterms:title 'Tabel 1'@nl",
        "VALUES ?x { id:q id:s } ?x dcterms:title ?title",
    ),
    "conflicts": (
        "id:a a bm:EvidenceClaim ; bm:about id:i ; bm:trede id:t2 ; prov:wasDerivedFrom id:p ."
        "id:b a bm:EvidenceClaim ; bm:about id:i ; bm:trede id:t3 ; prov:wasDerivedFrom id:q ."
        "id:c a bm:EvidenceClaim ; bm:about id:i ; bm:trede id:t2 ; prov:wasDerivedFrom id:open ."
        "id:d a bm:EvidenceClaim ; bm:about id:i ; bm:trede id:t3 ; prov:wasDerivedFrom id:open .",
        "id:a bm:conflictsWith id:b",
        "VALUES ?open { id:c id:d } { ?open bm:conflictsWith ?x } UNION { ?x bm:conflictsWith ?open }",
    ),
    "alignments": (
        "[] a bm:AlignmentClaim ; bm:about id:s ;"
        " owl:annotatedProperty skos:narrowMatch ; owl:annotatedTarget foaf:Area ."
        "[] a bm:AlignmentClaim ; bm:about bm:C ;"
        " owl:annotatedProperty rdfs:subClassOf ; owl:annotatedTarget foaf:Agent .",
        "id:s skos:narrowMatch foaf:Area",
        "bm:C rdfs:subClassOf foaf:Agent",
    ),
    "alignment-certainty": (
        "id:a a bm:AlignmentClaim ; sssom:confidence 8e-01 ."
        "id:b a bm:AlignmentClaim ; sssom:confidence 7e-01 .",
        "id:a bm:certainty 'high' . id:b bm:certainty 'low'",
        "id:b bm:certainty 'high'",
    ),
    "alignment-records": (
        "id:s rdfs:label 'wijk'@nl , 'neighbourhood'@en . foaf:Area rdfs:label 'Areas'@en ."
        "id:v a bm:Vocabulary ; owl:versionInfo '3' ; prov:specializationOf id:work ."
        "id:p dcterms:isPartOf id:v ."
        "id:c a bm:AlignmentClaim ; bm:about id:s ; owl:annotatedTarget foaf:Area ; bm:reason 'Daarom.'@nl ;"
        " prov:generatedAtTime '2026-11-24T00:00:00Z'^^xsd:dateTime ;"
        " prov:wasAttributedTo id:o ; prov:wasDerivedFrom id:p .",
        "id:c a owl:Axiom ; owl:annotatedSource id:s ; dcterms:created '2026-11-24'^^xsd:date ;"
        " sssom:subject_label 'wijk' ; sssom:object_label 'Areas' ; sssom:object_source id:work ;"
        " sssom:object_source_version '3'",
        "id:c sssom:subject_label 'neighbourhood'",
    ),
    **CONFLICT_CASES,
    **ABSENCE_CASES,
}


def case_of(rule: str) -> list[Triple]:
    """Return the claims of the case of a rule, named as its file is."""
    turtle = f"{_PREFIXES}{CASES[rule.removesuffix('.rq')][0]}"
    return [quad.triple for quad in parse(turtle.encode(), format=RdfFormat.TURTLE)]


def _store(turtle: str) -> Store:
    store = Store()
    store.load(f"{_PREFIXES}{turtle}".encode(), format=RdfFormat.TURTLE)
    return store


def _holds(store: Store, pattern: str) -> bool:
    return bool(store.query(f"ASK {{ {pattern} }}", prefixes=PREFIXES, use_default_graph_as_union=True))


def test_every_rule_has_a_case() -> None:
    files = {path.stem for path in derivation.RULES.glob("*.rq")}
    assert files == CASES.keys(), "give each rule of graph/rules a case in this file"


@pytest.mark.parametrize("name", CASES)
def test_rule(name: str) -> None:
    claims, follows, not_follows = CASES[name]
    store = _store(claims)
    text = (derivation.RULES / f"{name}.rq").read_text(encoding="utf-8")
    run_to_fixpoint(store, [read_rule(name, text)], "derived")
    assert _holds(store, f"GRAPH <{graph_iri('derived')}> {{ {follows} }}")
    assert not not_follows or not _holds(store, not_follows)


@pytest.mark.parametrize(
    ("second", "conflict"),
    [
        ("bm:availability availability:not-offered", True),
        ("bm:availability availability:unknown", False),
        ("bm:availability availability:offered", False),
    ],
)
def test_unknown_contradicts_nothing(second: str, conflict: bool) -> None:
    store = _store(
        "@prefix availability: <https://w3id.org/bouwstenen/id/availability/> ."
        "id:a a bm:AvailabilityClaim ; bm:about id:i ; bm:availability availability:offered ;"
        "  prov:wasDerivedFrom id:p ."
        f"id:b a bm:AvailabilityClaim ; bm:about id:i ; {second} ; prov:wasDerivedFrom id:q ."
    )
    derivation.derive(store)
    assert _holds(store, "?a bm:conflictsWith ?b") is conflict


@pytest.mark.parametrize(("one", "other", "conflict"), [("n", "n", True), ("n", "m", False)])
def test_different_assessors_may_differ(one: str, other: str, conflict: bool) -> None:
    store = _store(
        f"id:a a bm:EvidenceClaim ; bm:about id:i ; bm:trede id:2 ; bm:assessor id:{one} ;"
        "  prov:wasDerivedFrom id:p ."
        f"id:b a bm:EvidenceClaim ; bm:about id:i ; bm:trede id:3 ; bm:assessor id:{other} ;"
        "  prov:wasDerivedFrom id:q ."
    )
    derivation.derive(store)
    assert _holds(store, "?a bm:conflictsWith ?b") is conflict
