"""What the page of the catalog shows, read from the description that is served as data."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Quad, Store, Triple

from bouwstenen.publishing.catalogue.about import DATASET
from bouwstenen.solutions import select
from bouwstenen.store.labels import label_of

__all__ = ["Row", "Shown", "read_page"]

_ABOUT = """
SELECT ?title ?description ?rights ?licence ?publisher ?contact ?version ?issued ?modified ?triples ?entities
WHERE {
  <%(dataset)s> dcterms:title ?title ; dcterms:description ?description ; dcterms:license ?licence ;
    dcterms:rights/rdfs:label ?rights ; dcterms:publisher/foaf:name ?publisher ;
    dcat:contactPoint/(vcard:hasURL|vcard:hasEmail) ?contact ; dcat:version ?version ;
    dcterms:issued ?issued ; void:triples ?triples ; void:entities ?entities .
  OPTIONAL { <%(dataset)s> dcterms:modified ?modified }
  FILTER(LANG(?title) = "%(lang)s" && LANG(?description) = "%(lang)s" && LANG(?rights) = "%(lang)s"
         && LANG(?publisher) = "%(lang)s")
}"""
_DISTRIBUTIONS = """
SELECT ?label ?address ?form ?size ?sum WHERE {
  <%(dataset)s> dcat:distribution ?d .
  ?d rdfs:label ?label ; dcat:accessURL ?address ; dcat:mediaType ?form . FILTER(LANG(?label) = "%(lang)s")
  OPTIONAL { ?d dcat:downloadURL ?file }
  OPTIONAL { ?d dcat:byteSize ?size }
  OPTIONAL { ?d spdx:checksum/spdx:checksumValue ?sum }
} ORDER BY (!BOUND(?file)) ?label"""
_SERVICES = """
SELECT ?label ?address ?description WHERE {
  ?s a dcat:DataService ; rdfs:label ?label ; dcat:endpointURL ?address ; dcterms:description ?description
  FILTER(LANG(?label) = "%(lang)s" && LANG(?description) = "%(lang)s")
} ORDER BY ?label"""
_QUALITY = """
SELECT ?group ?dimension ?label ?value ?share WHERE {
  ?m a dqv:QualityMeasurement ; rdfs:label ?label ; dqv:value ?value ;
     dqv:isMeasurementOf/dqv:inDimension ?group . ?group rdfs:label ?dimension
  BIND(IF(DATATYPE(?value) = xsd:decimal, "share", "") AS ?share)
  FILTER(LANG(?label) = "%(lang)s" && LANG(?dimension) = "%(lang)s")
} ORDER BY ?group ?label"""
_CLASSES = """
SELECT ?label ?address ?count WHERE {
  <%(dataset)s> void:classPartition ?p . ?p rdfs:label ?label ; void:class ?address ; void:entities ?count
  FILTER(LANG(?label) = "%(lang)s")
} ORDER BY DESC(?count) ?label"""
_PROPERTIES = """
SELECT ?label ?address ?count ?subjects ?objects WHERE {
  <%(dataset)s> void:propertyPartition ?p .
  ?p rdfs:label ?label ; void:property ?address ; void:triples ?count ;
     void:distinctSubjects ?subjects ; void:distinctObjects ?objects
  FILTER(LANG(?label) = "%(lang)s")
} ORDER BY DESC(?count) ?label"""
_GRAPHS = """
SELECT ?label ?address ?count WHERE {
  ?g sd:name ?address ; rdfs:label ?label . ?address void:triples ?count FILTER(LANG(?label) = "%(lang)s")
} ORDER BY ?label"""
_LINKS = """
SELECT ?label ?address ?count WHERE {
  ?l a void:Linkset ; rdfs:label ?label ; void:linkPredicate ?address ; void:triples ?count
  FILTER(LANG(?label) = "%(lang)s")
} ORDER BY ?label"""
_EARLIER = """
SELECT ?label ?address ?issued WHERE {
  <%(dataset)s> dcterms:hasVersion ?address . ?address rdfs:label ?label ; dcterms:issued ?issued
  FILTER(LANG(?label) = "%(lang)s")
} ORDER BY DESC(?issued) DESC(?label)"""

#: What one row of a table says, by column; "" where nothing is known.
Row = dict[str, str]


@dataclass(frozen=True)
class Shown:
    """The parts of the page.

    Args:
        about: the dataset itself; empty where the release does not describe itself.
        lists: its tables, by name.
        named: what the licence is called.
    """

    about: Row
    lists: dict[str, list[Row]]
    named: str


def read_page(triples: Iterable[Triple], language: str) -> Shown:
    """Return what the page shows.

    Args:
        triples: the description, as it is served.
        language: "nl" or "en".
    """
    store = Store()
    store.extend(Quad(each.subject, each.predicate, each.object) for each in triples)
    queries = {
        "distributions": _DISTRIBUTIONS,
        "services": _SERVICES,
        "quality": _QUALITY,
        "classes": _CLASSES,
        "properties": _PROPERTIES,
        "graphs": _GRAPHS,
        "links": _LINKS,
        "earlier": _EARLIER,
    }
    about = next(iter(_rows(store, _ABOUT, language)), {})
    lists = {name: _rows(store, query, language) for name, query in queries.items()}
    for row in lists["quality"]:
        row["shown"] = _percents(row["value"], language) if row["share"] else row["value"]
    for row in lists["distributions"]:
        row["form"] = row["form"].partition("media-types/")[2]
        row["size"] = _bytes(row["size"], language)
    licence = about.get("licence", "")
    return Shown(about, lists, (label_of(store, licence, language) if licence else None) or licence)


def _rows(store: Store, query: str, language: str) -> list[Row]:
    solutions = select(store, query % {"dataset": DATASET, "lang": language})
    names = [variable.value for variable in solutions.variables]
    return [{name: row[name].value if row[name] else "" for name in names} for row in solutions]


def _percents(share: str, language: str) -> str:
    text = f"{float(share) * 100:.1f}%"
    return text.replace(".", ",") if language == "nl" else text


def _bytes(size: str, language: str) -> str:
    """A number of bytes in the unit that people read."""
    if not size:
        return ""
    number = int(size)
    text = f"{number / 2**20:.1f} MiB" if number >= 2**20 else f"{number / 2**10:.0f} KiB"
    return text.replace(".", ",") if language == "nl" else text
