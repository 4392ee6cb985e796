"""OWL 2 RL entailments as rules compiled from our ontology; the reference for them is owlrl.

Each axiom becomes one CONSTRUCT query after its rule in the OWL 2 RL profile (OWL 2 Profiles §4.3):
cax-sco, prp-spo1, prp-inv1, prp-inv2, prp-symp, prp-trp, prp-dom, prp-rng, prp-spo2. The axioms that can only
be broken (cax-dw, cax-adc) become checks. A kind of axiom that has no rule is refused, never passed over.
"""

from collections.abc import Iterator
from typing import NamedTuple

from pyoxigraph import NamedNode, Store

from bouwstenen.errors import SourceError
from bouwstenen.graph.derivation import run_to_fixpoint
from bouwstenen.namespaces import PREFIXES, shorten
from bouwstenen.solutions import select

__all__ = ["DISJOINT", "Clash", "compile_rules", "inconsistencies", "infer"]

_OWL = PREFIXES["owl"]

#: The axiom behind a clash.
DISJOINT = f"{_OWL}disjointWith"

#: Axiom vocabulary that has a rule below, or that asserts nothing by itself (declarations, metadata).
_KNOWN = {
    _OWL + name
    for name in (
        *("AllDisjointClasses", "disjointWith", "members"),
        *("Class", "DatatypeProperty", "ObjectProperty", "Ontology"),
        *("SymmetricProperty", "TransitiveProperty", "inverseOf", "propertyChainAxiom"),
        *("deprecated", "imports", "priorVersion", "versionIRI", "versionInfo"),
    )
}

#: Per axiom: what finds it in the ontology, and the rule it becomes.
_AXIOMS = {
    "cax-sco": ("?a rdfs:subClassOf ?b", "?x a {b}", "?x a {a}"),
    "prp-spo1": ("?a rdfs:subPropertyOf ?b", "?x {b} ?y", "?x {a} ?y"),
    "prp-inv1": ("?a owl:inverseOf ?b", "?y {b} ?x", "?x {a} ?y"),
    "prp-inv2": ("?a owl:inverseOf ?b", "?y {a} ?x", "?x {b} ?y"),
    "prp-symp": ("?a a owl:SymmetricProperty", "?y {a} ?x", "?x {a} ?y"),
    "prp-trp": ("?a a owl:TransitiveProperty", "?x {a} ?z", "?x {a} ?y . ?y {a} ?z"),
    "prp-dom": ("?a rdfs:domain ?b", "?x a {b}", "?x {a} ?y"),
    "prp-rng": ("?a rdfs:range ?b . ?a a owl:ObjectProperty", "?y a {b}", "?x {a} ?y"),
}

_CHAINS = """
SELECT ?property ?first ?second WHERE {
  ?property owl:propertyChainAxiom (?first ?second)
}"""

_CLASHES = """
SELECT DISTINCT ?thing ?a ?b WHERE {
  { ?a owl:disjointWith ?b } UNION
  { ?all a owl:AllDisjointClasses ; owl:members/rdf:rest*/rdf:first ?a , ?b FILTER(STR(?a) < STR(?b)) }
  ?thing a ?a , ?b
} ORDER BY ?thing ?a ?b"""


class Clash(NamedTuple):
    """A thing in two classes that exclude each other; the classes by their short IRIs."""

    thing: str
    one: str
    other: str


def infer(store: Store) -> int:
    """Add what the ontology in `store` entails to the graph `inferred`; return how many were added.

    Raises:
        SourceError: the ontology uses an axiom that has no rule here.
    """
    return run_to_fixpoint(store, compile_rules(store), "inferred")


def compile_rules(store: Store) -> dict[str, str]:
    """Return the ontology's axioms as CONSTRUCT queries, by a name that tells rule and axiom.

    Raises:
        SourceError: an axiom is of a kind without a rule, or a property chain is not two steps long.
    """
    _refuse_unknown(store)
    rules: dict[str, str] = {}
    for rule, (pattern, head, body) in _AXIOMS.items():
        for a, b in _pairs(store, pattern):
            rules[f"{rule} {shorten(a)} {shorten(b)}".strip()] = _rule(head, body, a=f"<{a}>", b=f"<{b}>")
    for row in select(store, _CHAINS):
        p, q, r = (row[name].value for name in ("property", "first", "second"))
        rules[f"prp-spo2 {shorten(p)}"] = _rule(
            "?x {p} ?z", "?x {q} ?y . ?y {r} ?z", p=f"<{p}>", q=f"<{q}>", r=f"<{r}>"
        )
    return rules


def inconsistencies(store: Store) -> list[Clash]:
    """Return each pair of disjoint classes that a thing stands in; empty when all is consistent."""
    return [
        Clash(row["thing"].value, shorten(row["a"].value), shorten(row["b"].value))
        for row in select(store, _CLASHES)
    ]


def _rule(head: str, body: str, **terms: str) -> str:
    # where an inverse would put a literal in subject position, CONSTRUCT makes no triple of it
    return f"CONSTRUCT {{ {head.format(**terms)} }} WHERE {{ {body.format(**terms)} }}"


def _pairs(store: Store, pattern: str) -> Iterator[tuple[str, str]]:
    for row in select(store, f"SELECT DISTINCT ?a ?b WHERE {{ {pattern} FILTER(isIRI(?a)) }} ORDER BY ?a ?b"):
        yield row["a"].value, row["b"].value if row["b"] is not None else ""


def _refuse_unknown(store: Store) -> None:
    ontology = NamedNode(f"{PREFIXES['graph']}ontology")
    for quad in store.quads_for_pattern(None, None, None, ontology):
        for term in (quad.predicate, quad.object):
            if isinstance(term, NamedNode) and term.value.startswith(_OWL) and term.value not in _KNOWN:
                raise SourceError(
                    f"{shorten(term.value)} has no rule in graph/inference.py.",
                    where="ontology",
                    mend="Leave the axiom out, or add its OWL 2 RL rule there.",
                )
    chains = sum(
        1 for _ in store.quads_for_pattern(None, NamedNode(f"{_OWL}propertyChainAxiom"), None, ontology)
    )
    if chains != sum(1 for _ in select(store, _CHAINS)):
        raise SourceError(
            "a property chain must have two steps.", where="ontology", mend="Split it into chains of two."
        )
