"""VoID linksets: to whose things ours are mapped, with what, and how often."""

from collections import Counter
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Store, Triple

from bouwstenen.namespaces import BASE, ID, PREFIXES
from bouwstenen.publishing.catalogue.about import DATASET
from bouwstenen.publishing.catalogue.facts import about, labels, term
from bouwstenen.publishing.catalogue.naming import Names, slugs_of
from bouwstenen.solutions import select

__all__ = ["describe_linksets", "namespace_of"]

_LINKS = f"""
SELECT DISTINCT ?ours ?link ?theirs WHERE {{
  {{
    VALUES ?link {{
      skos:exactMatch skos:closeMatch skos:broadMatch skos:narrowMatch skos:relatedMatch
      owl:sameAs owl:equivalentClass owl:equivalentProperty rdfs:subClassOf rdfs:subPropertyOf
    }}
    ?ours ?link ?theirs
  }} UNION {{
    # what is aligned by a relation that says other things elsewhere, such as rdfs:seeAlso
    ?claim a bm:AlignmentClaim ; bm:about ?ours ; owl:annotatedProperty ?link ; owl:annotatedTarget ?theirs
  }}
  FILTER(isIRI(?theirs) && STRSTARTS(STR(?ours), "{BASE}") && !STRSTARTS(STR(?theirs), "{BASE}"))
}}"""
#: The vocabularies that things are aligned with: what their IRIs begin with, and their names.
_SPACES = """
SELECT ?vocabulary ?space WHERE { ?vocabulary a bm:Vocabulary ; void:uriSpace ?space } ORDER BY ?vocabulary"""


def describe_linksets(store: Store, names: Names) -> Iterator[Triple]:
    """Yield a linkset for each property that maps our things to those of another namespace."""
    known = {row["space"].value: names.of(row["vocabulary"].value) for row in select(store, _SPACES)}
    links = Counter(
        (namespace_of(row["theirs"].value, known), row["link"].value) for row in select(store, _LINKS)
    )
    spaces = slugs_of({space for space, _ in links})
    properties = slugs_of({link for _, link in links})
    for space, slug in sorted(spaces.items()):
        name = known.get(space, labels(space))
        yield from about(
            f"{ID}dataset/{slug}",
            {
                "rdf:type": term("void:Dataset"),
                "rdfs:label": {"nl": f"Dingen van {name['nl']}", "en": f"Things of {name['en']}"},
                "void:uriSpace": Literal(space),
            },
        )
    for (space, link), count in sorted(links.items()):
        linkset = NamedNode(f"{ID}linkset/{spaces[space]}-{properties[link]}")
        called = names.of_term(link)
        name = known.get(space, labels(space))
        yield from about(DATASET, {"void:subset": linkset})
        yield from about(
            linkset.value,
            {
                "rdf:type": term("void:Linkset"),
                "rdfs:label": {
                    "nl": f"Naar {name['nl']}: {called['nl']}",
                    "en": f"To {name['en']}: {called['en']}",
                },
                "void:subjectsTarget": NamedNode(DATASET),
                "void:objectsTarget": NamedNode(f"{ID}dataset/{spaces[space]}"),
                "void:linkPredicate": NamedNode(link),
                "void:triples": count,
            },
        )


def namespace_of(iri: str, spaces: Iterable[str] = ()) -> str:
    """Return the namespace of an IRI: a known one, that of one of our prefixes, or all up to its last # or /.

    Args:
        iri: of a thing of others.
        spaces: what the IRIs of vocabularies that are known begin with.

    >>> namespace_of("http://www.wikidata.org/entity/Q42")
    'http://www.wikidata.org/entity/'
    """
    known = [space for space in (*spaces, *PREFIXES.values()) if iri.startswith(space)]
    if known:
        return max(known, key=len)
    head, mark, _ = iri.rpartition("#")
    if not mark:
        head, mark, _ = iri.rstrip("/").rpartition("/")
    return head + mark if mark and not head.endswith(("/", ":")) else iri
