"""OWL 2 RL entailments as rules compiled from our ontology; the reference for them is owlrl.

Each axiom becomes one CONSTRUCT query after its rule in the OWL 2 RL profile (OWL 2 Profiles §4.3):
cax-sco, prp-spo1, prp-inv1, prp-inv2, prp-symp, prp-trp, prp-dom, prp-rng, prp-spo2. The axioms that can only
be broken (cax-dw, cax-adc) become checks. A kind of axiom that has no rule is refused, never passed over.

Axioms count in the graph `ontology` only: data, and changes that anybody may propose, entail nothing by
themselves. As axioms become text of queries, their terms must be IRIs.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from bouwstenen.errors import SourceError
from bouwstenen.graph.fixpoint import run_to_fixpoint
from bouwstenen.graph.rule import Kind, Rule
from bouwstenen.namespaces import PREFIXES, RDF_TYPE, graph_iri, shorten
from bouwstenen.progress import Tell, silent
from bouwstenen.solutions import select

__all__ = ["DISJOINT", "Clash", "clauses", "compile_rules", "inconsistencies", "infer"]

_OWL = PREFIXES["owl"]
_ONTOLOGY = NamedNode(graph_iri("ontology"))
#: What an IRIREF cannot have (SPARQL 1.1 §19.8, rule 139).
_ENDS = re.compile(r'[\x00-\x20<>"{}|^`\\]')

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

#: Per rule: what finds its axioms in the ontology, what follows, from what. Terms in braces are the axiom's.
_AXIOMS = {
    "cax-sco": ("?a rdfs:subClassOf ?b", "?x a {b}", "?x a {a}"),
    "prp-spo1": ("?a rdfs:subPropertyOf ?b", "?x {b} ?y", "?x {a} ?y"),
    "prp-inv1": ("?a owl:inverseOf ?b", "?y {b} ?x", "?x {a} ?y"),
    "prp-inv2": ("?a owl:inverseOf ?b", "?y {a} ?x", "?x {b} ?y"),
    "prp-symp": ("?a a owl:SymmetricProperty", "?y {a} ?x", "?x {a} ?y"),
    "prp-trp": ("?a a owl:TransitiveProperty", "?x {a} ?y", "?x {a}+ ?y"),
    "prp-dom": ("?a rdfs:domain ?b", "?x a {b}", "?x {a} ?y"),
    "prp-rng": ("?a rdfs:range ?b . ?a a owl:ObjectProperty", "?y a {b}", "?x {a} ?y"),
}

#: Rules that give all they have to give at once, also where they read what they write.
_CLOSED = frozenset({"prp-symp", "prp-trp"})

_CHAINS = """
SELECT ?property ?first ?second WHERE {
  GRAPH graph:ontology { ?property owl:propertyChainAxiom (?first ?second) }
}"""

_EXCLUSIONS = """
SELECT DISTINCT ?a ?b WHERE {
  GRAPH graph:ontology {
    { ?a owl:disjointWith ?b } UNION
    { ?all a owl:AllDisjointClasses ; owl:members/rdf:rest*/rdf:first ?a , ?b FILTER(STR(?a) < STR(?b)) }
  }
  FILTER(isIRI(?a) && isIRI(?b))
}"""

_SIZES = "SELECT ?class (COUNT(?thing) AS ?size) WHERE { ?thing a ?class } GROUP BY ?class"


class Clash(NamedTuple):
    """A thing in two classes that exclude each other; the classes by their short IRIs."""

    thing: str
    one: str
    other: str


def infer(store: Store, tell: Tell = silent) -> int:
    """Add what the ontology in `store` entails to the graph `inferred`; return how many were added.

    Raises:
        SourceError: the ontology uses an axiom that has no rule here, or that is not about IRIs.
    """
    return run_to_fixpoint(store, compile_rules(store), "inferred", tell)


def compile_rules(store: Store) -> list[Rule]:
    """Return the ontology's axioms as rules, by a name that tells rule and axiom.

    Raises:
        SourceError: an axiom is of a kind without a rule or not about IRIs, or a property chain is not two
            steps long.
    """
    return [_rule(name, head, body, closed=name.split()[0] in _CLOSED) for name, head, body in clauses(store)]


def clauses(store: Store) -> Iterator[tuple[str, str, str]]:
    """Yield name, head and body of each rule, as triple patterns.

    Raises:
        SourceError: as `compile_rules`.
    """
    _refuse_unknown(store)
    for rule, (pattern, head, body) in _AXIOMS.items():
        for a, b in _pairs(store, pattern):
            terms = {"a": f"<{a}>", "b": f"<{b}>"}
            yield f"{rule} {shorten(a)} {shorten(b)}".strip(), head.format(**terms), body.format(**terms)
    for row in select(store, _CHAINS):
        p, q, r = (_iri(row[name]) for name in ("property", "first", "second"))
        yield f"prp-spo2 {shorten(p)}", f"?x <{p}> ?z", f"?x <{q}> ?y . ?y <{r}> ?z"


def inconsistencies(store: Store) -> list[Clash]:
    """Return each pair of disjoint classes that a thing stands in; empty when all is consistent."""
    sizes = {row["class"]: int(row["size"].value) for row in select(store, _SIZES)}
    clashes = []
    for row in select(store, _EXCLUSIONS):
        one, other = row["a"], row["b"]
        if one in sizes and other in sizes:
            # pyoxigraph joins in the order of the text where it knows no better: the smaller class first,
            # or a graph of 10⁶ statements takes half a minute
            few, many = sorted((one, other), key=sizes.__getitem__)
            things = select(store, f"SELECT ?thing WHERE {{ ?thing a {few} . ?thing a {many} }}")
            found = {thing["thing"].value for thing in things}
            clashes += [Clash(thing, shorten(one.value), shorten(other.value)) for thing in found]
    return sorted(clashes)


def _rule(name: str, head: str, body: str, *, closed: bool = False) -> Rule:
    # where an inverse would put a literal in subject position, CONSTRUCT makes no triple of it
    text = f"CONSTRUCT {{ {head} }} WHERE {{ {body} }}"
    return Rule(name, text, frozenset(_kinds(body)), frozenset(_kinds(head)), closed)


def _kinds(patterns: str) -> Iterator[Kind]:
    """Yield the kinds of statements of triple patterns as they are written above."""
    for pattern in patterns.split(" . "):
        _, predicate, value = pattern.split()
        yield Kind(RDF_TYPE, value[1:-1]) if predicate == "a" else Kind(predicate.rstrip("+")[1:-1])


def _pairs(store: Store, pattern: str) -> Iterator[tuple[str, str]]:
    query = f"SELECT DISTINCT ?a ?b WHERE {{ GRAPH graph:ontology {{ {pattern} }} }} ORDER BY ?a ?b"
    for row in select(store, query):
        yield _iri(row["a"]), "" if row["b"] is None else _iri(row["b"])


def _iri(term: NamedNode | BlankNode | Literal | Triple) -> str:
    """Return a term of an axiom as it can stand between < and > in a query.

    Raises:
        SourceError: it is no IRI, or one that would end there.
    """
    if not isinstance(term, NamedNode) or _ENDS.search(term.value):
        raise SourceError(
            f"{str(term)[:200]} stands in an axiom, where only an IRI can.",
            where="ontology",
            mend="Name the class or property there by its IRI, or leave the axiom out.",
        )
    return term.value


def _refuse_unknown(store: Store) -> None:
    for quad in store.quads_for_pattern(None, None, None, _ONTOLOGY):
        for term in (quad.predicate, quad.object):
            if isinstance(term, NamedNode) and term.value.startswith(_OWL) and term.value not in _KNOWN:
                raise SourceError(
                    f"{shorten(term.value)} has no rule in graph/inference.py.",
                    where="ontology",
                    mend="Leave the axiom out, or add its OWL 2 RL rule there.",
                )
    chains = sum(
        1 for _ in store.quads_for_pattern(None, NamedNode(f"{_OWL}propertyChainAxiom"), None, _ONTOLOGY)
    )
    if chains != sum(1 for _ in select(store, _CHAINS)):
        raise SourceError(
            "a property chain must have two steps.", where="ontology", mend="Split it into chains of two."
        )
