"""What sources say of a thing, and where they do not agree: the claims about it and its conflicts."""

from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode

from bouwstenen.namespaces import BM, PREFIXES, RDF_TYPE
from bouwstenen.store.interface import QueryStore, select

__all__ = ["SHOWN", "Claim", "Conflict", "claims_about", "conflicts_of", "count_conflicts"]

#: Claims or conflicts that are told at once.
SHOWN = 50

_CLAIMS = """SELECT DISTINCT ?claim ?p ?o WHERE {{
  {{ SELECT DISTINCT ?claim WHERE {{ ?claim bm:about {0} FILTER(isIRI(?claim)) }} ORDER BY ?claim LIMIT {1} }}
  ?claim ?p ?o
}}"""
#: A claim is on a side of a conflict, any other thing is its subject or involved.
_CONFLICT = """SELECT DISTINCT ?conflict WHERE {{
    VALUES ?how {{ bm:subject bm:involves bm:statement }}
    ?conflict ?how {0} ; a bm:Conflict
  }} ORDER BY ?conflict"""
_CONFLICTS = f"""SELECT DISTINCT ?conflict ?severity ?kind ?text WHERE {{{{
  {{{{ {_CONFLICT} LIMIT {{1}} }}}}
  ?conflict bm:severity ?severity ; bm:conflictKind ?kind ; dcterms:description ?text
}}}}"""
_COUNT = f"SELECT (COUNT(*) AS ?n) WHERE {{{{ {{{{ {_CONFLICT} }}}} }}}}"

_PROV, _RDFS = PREFIXES["prov"], PREFIXES["rdfs"]
#: What a claim says is all but these: which claim it is, what it is about, who makes it, what follows.
_NOT_SAID = {f"{BM}about", f"{_RDFS}label", f"{BM}conflictsWith"}


@dataclass(frozen=True)
class Claim:
    """One claim.

    Args:
        iri: the claim.
        kinds: its classes.
        says: property and value, of whatever it says.
        passages: where.
        agents: who.
    """

    iri: str
    kinds: list[str] = field(default_factory=list)
    says: list[tuple[str, NamedNode | Literal | BlankNode]] = field(default_factory=list)
    passages: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Conflict:
    """One conflict.

    Args:
        iri: the conflict.
        severity: how bad it is.
        kind: what kind it is.
        texts: what it is, by language.
    """

    iri: str
    severity: str
    kind: str
    texts: dict[str, str] = field(default_factory=dict)


def claims_about(store: QueryStore, iri: NamedNode, most: int = SHOWN) -> list[Claim]:
    """Return the first claims about a thing, by IRI; their number may be `most`."""
    claims: dict[str, Claim] = {}
    rows = [
        (row["claim"].value, row["p"].value, row["o"]) for row in select(store, _CLAIMS.format(iri, most))
    ]
    for name, predicate, value in sorted(rows, key=lambda row: (row[0], row[1], str(row[2]))):
        claim = claims.setdefault(name, Claim(name))
        if predicate == RDF_TYPE:
            claim.kinds.append(value.value)
        elif predicate == f"{_PROV}wasDerivedFrom":
            claim.passages.append(value.value)
        elif predicate == f"{_PROV}wasAttributedTo":
            claim.agents.append(value.value)
        elif predicate not in _NOT_SAID:
            claim.says.append((predicate, value))
    return list(claims.values())


def conflicts_of(store: QueryStore, iri: NamedNode, most: int = SHOWN) -> list[Conflict]:
    """Return the first conflicts that a thing, or a claim, is part of, by IRI; their number may be `most`."""
    conflicts: dict[str, Conflict] = {}
    for row in select(store, _CONFLICTS.format(iri, most)):
        name = row["conflict"].value
        found = conflicts.setdefault(name, Conflict(name, row["severity"].value, row["kind"].value))
        if isinstance(row["text"], Literal):
            found.texts[row["text"].language or ""] = row["text"].value
    return [conflicts[name] for name in sorted(conflicts)]


def count_conflicts(store: QueryStore, iri: NamedNode) -> tuple[int, str]:
    """Return how many conflicts a thing is part of, and a query that lists them."""
    (row,) = select(store, _COUNT.format(iri))
    return int(row["n"].value), _CONFLICT.format(iri)
