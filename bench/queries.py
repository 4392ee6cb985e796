"""The eight questions of the bench, with values drawn from the graph they are asked of.

In:  a store with a release, and a seed.
Out: query texts that declare their prefixes, so that every SPARQL server takes them. Their default graph is
     the union of all graphs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from pyoxigraph import NamedNode, Store

from bouwstenen.namespaces import PREFIXES
from bouwstenen.solutions import select

__all__ = ["TEMPLATES", "Asked", "draw", "sequence"]

_HEAD = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("bm", "rdfs", "skos"))

#: By name; `$a`, `$b` … stand for what is drawn.
TEMPLATES = {
    "lookup": "SELECT ?property ?value WHERE { $intervention ?property ?value }",
    "star join": """SELECT DISTINCT ?intervention ?label ?availability ?trede WHERE {
  ?intervention $kind ; bm:availability ?availability ; rdfs:label ?label .
  OPTIONAL { ?intervention bm:trede ?trede }
}""",
    "hierarchy": """SELECT DISTINCT ?factor ?label WHERE {
  ?factor skos:broader+ $theme . ?factor rdfs:label ?label FILTER(LANG(?label) = "nl")
}""",
    "counts": """SELECT ?type ?cluster (COUNT(DISTINCT ?intervention) AS ?interventions) WHERE {
  ?intervention bm:hasType ?type ; bm:availability $availability ; bm:strengthens|bm:mayStrengthen ?cluster .
  ?cluster a bm:FactorCluster
} GROUP BY ?type ?cluster""",
    "gap": """SELECT DISTINCT ?factor ?label WHERE {
  ?factor a bm:ProtectiveFactor ; skos:broaderTransitive $bouwsteen ; rdfs:label ?label
  FILTER(LANG(?label) = "nl")
  MINUS { ?intervention bm:strengthens ?factor ; bm:trede ?trede . ?trede bm:level ?level
          FILTER(?level >= $level) }
}""",
    "group-concat": """SELECT ?intervention (GROUP_CONCAT(DISTINCT ?name; SEPARATOR="; ") AS ?factors) WHERE {
  ?intervention bm:targetGroup $group ; bm:strengthens ?factor .
  ?factor rdfs:label ?name FILTER(LANG(?name) = "nl")
} GROUP BY ?intervention""",
    "covers all": """SELECT ?intervention ?label WHERE {
  VALUES ?factor { $three }
  { ?intervention bm:strengthens ?factor } UNION { ?intervention bm:mayStrengthen ?factor }
  ?intervention rdfs:label ?label
} GROUP BY ?intervention ?label HAVING (COUNT(DISTINCT ?factor) = 3)""",
    "search": """SELECT DISTINCT ?thing ?label WHERE {
  ?thing rdfs:label ?label FILTER(CONTAINS(LCASE(STR(?label)), "$word"))
}""",
}

#: What each value is drawn from: all the values that the graph has for it.
_DRAWN = {
    "intervention": "SELECT DISTINCT ?x { ?x a bm:Intervention }",
    "kind": """SELECT DISTINCT ?x { ?i a bm:Intervention ; bm:form ?form ; bm:targetGroup ?group
               BIND(CONCAT("bm:form <", STR(?form), "> ; bm:targetGroup <", STR(?group), ">") AS ?x) }""",
    "group": "SELECT DISTINCT ?x { ?i bm:targetGroup ?x . ?i a bm:Intervention }",
    "theme": "SELECT DISTINCT ?x { ?x a bm:Theme . ?f skos:broader ?x }",
    "availability": "SELECT DISTINCT ?x { ?i bm:availability ?x ; bm:mayStrengthen/a bm:FactorCluster }",
    "bouwsteen": "SELECT DISTINCT ?x { ?x a bm:Bouwsteen }",
    "level": "SELECT DISTINCT ?x { ?t bm:level ?x FILTER(?x > 0) }",
    "word": "SELECT DISTINCT ?x { ?i a bm:Intervention ; rdfs:label ?x }",
}
_REACHED = """SELECT DISTINCT ?intervention ?factor {
  ?intervention a bm:Intervention . { ?intervention bm:strengthens ?factor } UNION
  { ?intervention bm:mayStrengthen ?factor } }"""


@dataclass(frozen=True)
class Asked:
    """A question with its values filled in: the name of its template, and the query's text."""

    name: str
    text: str


def draw(store: Store, each: int = 40, seed: int = 1) -> list[Asked]:
    """Return up to `each` different queries of every template, with values that occur in `store`."""
    random = Random(seed)  # noqa: S311 - a bench, not a secret
    pools = {name: sorted(_pool(store, name)) for name in _DRAWN}
    pools["three"] = sorted(_threes(store, random))
    drawn: list[Asked] = []
    for name, template in TEMPLATES.items():
        texts: dict[str, None] = {}
        for _ in range(each * 3):
            if len(texts) < each:
                filled = re.sub(r"\$(\w+)", lambda hole: random.choice(pools[hole[1]]), template)
                texts[_HEAD + filled] = None
        drawn.extend(Asked(name, text) for text in texts)
    return drawn


def sequence(asked: list[Asked], length: int, seed: int = 1) -> Iterator[Asked]:
    """Yield `length` queries as users would bring them: each template as often, some values more often.

    The n-th query of a template comes 1/n times as often as its first.
    """
    random = Random(seed)  # noqa: S311 - a bench, not a secret
    by_name: dict[str, list[Asked]] = {}
    for query in asked:
        by_name.setdefault(query.name, []).append(query)
    names = list(by_name)
    while length > 0:
        random.shuffle(names)
        for name in names[:length]:
            weights = [1 / place for place in range(1, len(by_name[name]) + 1)]
            yield random.choices(by_name[name], weights)[0]
        length -= len(names)


def _pool(store: Store, name: str) -> set[str]:
    values = [row["x"] for row in select(store, _DRAWN[name])]
    if name == "word":
        return {word.lower() for value in values for word in re.findall(r"[^\W\d_]{6,}", value.value)}
    return {str(value) if isinstance(value, NamedNode) else value.value for value in values}


def _threes(store: Store, random: Random) -> Iterator[str]:
    """Yield three factors that some intervention reaches, for up to 200 interventions."""
    reached: dict[str, list[str]] = {}
    for row in select(store, _REACHED):
        reached.setdefault(str(row["intervention"]), []).append(str(row["factor"]))
    enough = sorted(name for name, factors in reached.items() if len(factors) >= 3)
    for name in random.sample(enough, min(200, len(enough))):
        yield " ".join(sorted(random.sample(sorted(reached[name]), 3)))
