"""The catalog, the dataset and its services (DCAT-AP-NL 3.0): `dcat.ttl`, and what all of them share."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, parse

from bouwstenen import __version__
from bouwstenen.namespaces import ID
from bouwstenen.publishing.catalogue.about import (
    AGENT,
    CATALOG,
    CAVEAT,
    CONTACT,
    DATASET,
    RIGHTS,
    SPARQL,
    address,
)
from bouwstenen.publishing.catalogue.distributions import (
    CC_BY,
    FILES,
    SERVED,
    describe_distributions,
    distribution_iri,
    language,
)
from bouwstenen.publishing.catalogue.facts import about, term
from bouwstenen.solutions import select

__all__ = ["describe_catalog", "newest_date"]

_STATIC = Path(__file__).with_name("dcat.ttl")
#: What a service has in common with the dataset that it serves.
_AS_THE_DATASET = frozenset(term(name) for name in ("dcat:theme", "dcat:keyword", "dcterms:accessRights"))

_DATES = """
SELECT DISTINCT ?date WHERE {
  VALUES ?said { prov:generatedAtTime dcterms:modified dcterms:created bm:lastChecked }
  ?thing ?said ?date
}"""


def describe_catalog(store: Store, questions: Iterable[str] = ()) -> Iterator[Triple]:
    """Yield the catalog and all that it lists.

    Args:
        store: what is described; it was modified on the newest date that a source states.
        questions: names of the canned questions that the endpoint answers.
    """
    static = [quad.triple for quad in parse(path=str(_STATIC), format=RdfFormat.TURTLE)]
    yield from static
    yield from about(RIGHTS, {"rdf:type": term("dcterms:RightsStatement"), "rdfs:label": CAVEAT})
    yield from about(f"{ID}activity/build", {"schema:softwareVersion": Literal(__version__)})
    yield from describe_distributions()
    shared = [
        (triple.predicate, triple.object)
        for triple in static
        if triple.subject == NamedNode(DATASET) and triple.predicate in _AS_THE_DATASET
    ]
    services = [f"{ID}data-service/{served.slug}" for served in SERVED]
    for service in services:
        yield from _service(service)
        yield from (Triple(NamedNode(service), predicate, value) for predicate, value in shared)
    for name in questions:
        yield from about(SPARQL, {"dcterms:relation": NamedNode(f"{ID}question/{name}")})
    modified = newest_date(store)
    if modified is not None:
        date = Literal(modified, datatype=term("xsd:date"))
        files = [distribution_iri(each.slug) for each in (*FILES, *SERVED)]
        for iri in (CATALOG, f"{ID}catalog-record/bouwstenen", DATASET, *services, *files):
            yield from about(iri, {"dcterms:modified": date})


def newest_date(store: Store) -> str | None:
    """Return the newest day on which something was stated, made or checked, as the sources say; None if none.

    It stands for when the data were modified: the time of a build says nothing about them.
    """
    days = (row["date"].value[:10] for row in select(store, _DATES))
    return max((day for day in days if re.fullmatch(r"\d{4}-\d\d-\d\d", day)), default=None)


def _service(iri: str) -> Iterator[Triple]:
    yield from about(
        iri,
        {
            "dcterms:publisher": NamedNode(AGENT),
            "dcterms:creator": NamedNode(AGENT),
            "dcat:contactPoint": NamedNode(CONTACT),
            "dcterms:license": CC_BY,
            "dcterms:rights": NamedNode(RIGHTS),
            "dcterms:language": language(),
            "dcat:servesDataset": NamedNode(DATASET),
            "dcat:landingPage": NamedNode(address("")),
            "foaf:page": NamedNode(address("docs")),
        },
    )
