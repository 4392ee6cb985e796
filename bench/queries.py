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

#: By name; `$a`, `$b` … stand for what is drawn. They are written as our canned questions are: MINUS where a
#: FILTER NOT EXISTS would do (pyoxigraph evaluates that one row by row), UNION where a path could stand (in
#: "covers all", which rdflib answers 150 times slower than with the path).
TEMPLATES = {
    "lookup": "SELECT ?property ?value WHERE { $intervention ?property ?value }",
    "star join": """SELECT DISTINCT ?intervention ?label ?availability ?group ?trede WHERE {
  ?intervention bm:form $form ; bm:targetGroup ?group ; bm:availability ?availability ; rdfs:label ?label .
  OPTIONAL { ?intervention bm:trede ?trede }
}""",
    "hierarchy": """SELECT DISTINCT ?factor ?label WHERE {
  ?factor skos:broader+ $theme . ?factor rdfs:label ?label FILTER(LANG(?label) = "nl")
}""",
    "counts": """SELECT ?type ?cluster ?label (COUNT(DISTINCT ?intervention) AS ?interventions) WHERE {
  ?intervention bm:hasType ?type ; bm:strengthens|bm:mayStrengthen ?cluster .
  ?cluster a bm:FactorCluster ; rdfs:label ?label FILTER(LANG(?label) = "$language")
} GROUP BY ?type ?cluster ?label""",
    "gap": """SELECT DISTINCT ?factor ?label WHERE {
  ?factor a $kind ; rdfs:label ?label FILTER(LANG(?label) = "nl")
  MINUS { ?intervention bm:strengthens ?factor ; bm:trede ?trede . ?trede bm:level ?level
          FILTER(?level >= $level) }
}""",
    "group-concat": """SELECT ?intervention (GROUP_CONCAT(DISTINCT ?name; SEPARATOR="; ") AS ?factors) WHERE {
  ?intervention a bm:Intervention ; bm:strengthens ?factor .
  ?factor rdfs:label ?name FILTER(LANG(?name) = "$language")
} GROUP BY ?intervention""",
    "covers all": """SELECT ?intervention ?label WHERE {
  VALUES ?factor { $three }
  { ?intervention bm:strengthens ?factor } UNION { ?intervention bm:mayStrengthen ?factor }
  ?intervention rdfs:label ?label
} GROUP BY ?intervention ?label HAVING (COUNT(DISTINCT ?factor) = 3)""",
    "search": """SELECT DISTINCT ?thing ?label WHERE {
  ?thing rdfs:label|skos:altLabel ?label FILTER(REGEX(?label, "$word", "i"))
}""",
}

#: What each value is drawn from: all the values that the graph has for it.
_DRAWN = {
    "intervention": "SELECT DISTINCT ?x { ?x a bm:Intervention }",
    "form": "SELECT DISTINCT ?x { ?i bm:form ?x ; bm:availability ?availability }",
    "theme": "SELECT DISTINCT ?x { ?x a bm:Theme . ?f skos:broader ?x }",
    "language": "SELECT DISTINCT ?x { ?f a bm:Factor ; rdfs:label ?label BIND(LANG(?label) AS ?x) }",
    "kind": "SELECT DISTINCT ?x { ?x rdfs:subClassOf* bm:Factor . ?f a ?x ; bm:strengthenedBy ?i }",
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
