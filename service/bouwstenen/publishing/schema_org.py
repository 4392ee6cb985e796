"""Pages for search engines: the dataset and its things in the terms of schema.org, as JSON-LD.

Which type stands for what:

- an intervention is a `Service`: somebody (provider) offers it to a group (audience) in a place (areaServed).
  It is no `HowTo` and no `CreativeWork`: what is described is what is done, not a text about it.
- what stands in one of our concept schemes is a `DefinedTerm`; a target group too, an `Audience` only
  where it is that of an intervention.
- an organisation, a municipality and a source are what their names say.

Claims, passages and conflicts have no counterpart there, and nobody searches the web for them.
"""

from collections.abc import Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from bouwstenen.graph.release import Release
from bouwstenen.namespaces import BM, ID, PREFIXES
from bouwstenen.publishing.catalogue.about import CATALOG, CAVEAT, DATASET, LICENCE, REPORT
from bouwstenen.publishing.catalogue.facts import term
from bouwstenen.publishing.catalogue.served import Place, serve_description
from bouwstenen.publishing.said import About, Said
from bouwstenen.store.interface import QueryStore, select

__all__ = ["CONTEXT", "dataset_data", "thing_data"]

CONTEXT = "https://schema.org"

Data = dict[str, object]

#: schema.org's type for each of our classes.
_TYPES = {
    **dict.fromkeys(("Intervention", "InterventionPart"), "Service"),
    **dict.fromkeys(
        (
            *(
                "Bouwsteen",
                "Theme",
                "Factor",
                "InterventionType",
                "Trede",
                "RecognitionLevel",
                "Availability",
            ),
            *("Form", "Setting", "TargetGroup", "Basis", "Severity", "Resolution", "ConflictKind"),
        ),
        "DefinedTerm",
    ),
    "Organisation": "Organization",
    "Municipality": "AdministrativeArea",
    "Source": "CreativeWork",
}
_SCHEME = PREFIXES["skos"] + "ConceptScheme"

_SAID = """
SELECT ?said ?value ?label ?page WHERE {{
  VALUES ?said {{
    rdf:type rdfs:label skos:altLabel skos:definition skos:notation skos:inScheme dcterms:description
    foaf:page bm:executor bm:targetGroup bm:ageMin bm:ageMax bm:form bm:hasType bm:municipality
    bm:evaluation dcterms:isPartOf dcterms:issued dcterms:bibliographicCitation
  }}
  {thing} ?said ?value
  OPTIONAL {{ ?value rdfs:label ?label }}
  OPTIONAL {{ ?value foaf:page ?page }}
}}"""

#: What of the stored description is needed for it.
_OF_THE_DATASET = (
    *("dcterms:title", "dcterms:description", "dcterms:modified", "dcterms:publisher", "foaf:name"),
    *("dcat:keyword", "dcat:distribution", "dcat:downloadURL", "dcat:mediaType"),
)


def dataset_data(store: QueryStore, release: Release, place: Place, language: str) -> Data:
    """Return the dataset as a schema.org `Dataset`, with what dataset search engines ask for.

    Args:
        store: where the release is queried.
        release: which.
        place: where it is served.
        language: "nl" or "en".

    Raises:
        BouwstenenError: the store, the history or the manifest of the dumps cannot be read.
    """
    found = Said()
    for triple in serve_description(store, release, place, _OF_THE_DATASET):
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            found.add(triple.subject.value, triple.predicate.value, triple.object)
    for row in select(store, f"SELECT ?label WHERE {{ <{REPORT}> rdfs:label ?label }}"):
        if isinstance(row["label"], Literal):
            found.add(REPORT, term("rdfs:label").value, row["label"])
    about = found.of(DATASET)
    home = f"{place.base}/"
    return _without_gaps(
        {
            "@context": CONTEXT,
            "@type": "Dataset",
            "@id": DATASET,
            "name": about.text("dcterms:title", language),
            "description": about.text("dcterms:description", language),
            "url": home,
            "identifier": DATASET,
            "license": LICENCE,
            "conditionsOfAccess": CAVEAT[language],
            "isAccessibleForFree": True,
            "keywords": about.texts("dcat:keyword", language),
            "inLanguage": ["nl", "en"],
            "version": about.text("dcat:version", language),
            "datePublished": about.text("dcterms:issued", language),
            "dateModified": about.text("dcterms:modified", language),
            "spatialCoverage": {
                "@type": "Country",
                "name": "Nederland" if language == "nl" else "Netherlands",
            },
            "creator": _organisation(about.iris("dcterms:publisher"), found, language, home),
            "isBasedOn": {
                "@type": "CreativeWork",
                "@id": REPORT,
                "name": found.of(REPORT).text("rdfs:label", language),
                "url": _page(REPORT, place.base),
            },
            "includedInDataCatalog": {
                "@type": "DataCatalog",
                "@id": CATALOG,
                "name": found.of(CATALOG).text("dcterms:title", language),
                "url": f"{place.base}/catalog",
            },
            "distribution": [
                _download(found.of(iri), found, language)
                for iri in about.iris("dcat:distribution")
                if found.of(iri).iris("dcat:downloadURL")
            ],
        }
    )


def thing_data(store: QueryStore, iri: str, language: str, base: str) -> Data | None:
    """Return a thing in the terms of schema.org; None where it has no counterpart there, or is not known.

    Args:
        store: where the release is queried.
        iri: which thing.
        language: "nl" or "en".
        base: the address of the service, without a slash at its end.

    Raises:
        BouwstenenError: the store cannot be read.
    """
    if not iri.startswith(ID):
        return None
    try:
        thing = NamedNode(iri)
    except ValueError:
        return None
    found = Said()
    for row in select(store, _SAID.format(thing=thing)):
        said, value, label, page = row["said"], row["value"], row["label"], row["page"]
        if isinstance(said, NamedNode) and isinstance(value, NamedNode | Literal):
            found.add(iri, said.value, value)
            if isinstance(label, Literal):
                found.add(value.value, term("rdfs:label").value, label)
            if isinstance(page, NamedNode):
                found.add(value.value, term("foaf:page").value, page)
    about = found.of(iri)
    kind = _type(about.iris("rdf:type"))
    if kind is None:
        return None
    data: Data = {
        "@context": CONTEXT,
        "@type": kind,
        "@id": iri,
        "name": about.text("rdfs:label", language),
        "alternateName": about.texts("skos:altLabel"),
        "description": about.texts("skos:definition", language)
        or about.texts("dcterms:description", language),
        "url": _page(iri, base),
        "identifier": iri,
        "subjectOf": [{"@type": "Dataset", "@id": DATASET, "url": f"{base}/"}],
    }
    if kind == "Service":
        data |= _service(about, found, language, base)
    elif kind == "DefinedTerm":
        data["termCode"] = about.text("skos:notation", language)
        data["inDefinedTermSet"] = about.iris("skos:inScheme")
    elif kind == "CreativeWork":
        data["datePublished"] = about.text("dcterms:issued", language)
        data["sameAs"] = about.iris("foaf:page")
    return _without_gaps(data)


def _service(about: About, found: Said, language: str, base: str) -> Data:
    def named(said: str, kind: str) -> list[Data]:
        return [
            {
                "@type": kind,
                "@id": each,
                "name": found.of(each).text("rdfs:label", language),
                "url": _page(each, base),
            }
            for each in about.iris(said)
        ]

    audience: list[Data] = [
        {"@type": "Audience", "@id": each, "audienceType": found.of(each).text("rdfs:label", language)}
        for each in about.iris("bm:targetGroup")
    ]
    youngest, oldest = about.numbers("bm:ageMin"), about.numbers("bm:ageMax")
    if youngest or oldest:
        ages: Data = {"@type": "PeopleAudience"}
        if youngest:
            ages["suggestedMinAge"] = min(youngest)
        if oldest:
            ages["suggestedMaxAge"] = max(oldest)
        audience.append(ages)
    evaluations = [
        {**each, "sameAs": found.of(str(each["@id"])).iris("foaf:page")}
        for each in named("bm:evaluation", "CreativeWork")
    ]
    pages = [{"@type": "WebPage", "url": each} for each in about.iris("foaf:page")]
    return {
        "serviceType": [found.of(each).text("rdfs:label", language) for each in about.iris("bm:form")],
        "category": [found.of(each).text("rdfs:label", language) for each in about.iris("bm:hasType")],
        "provider": named("bm:executor", "Organization"),
        "audience": audience,
        "areaServed": named("bm:municipality", "AdministrativeArea"),
        "isRelatedTo": named("dcterms:isPartOf", "Service"),
        "subjectOf": [{"@type": "Dataset", "@id": DATASET, "url": f"{base}/"}, *evaluations, *pages],
    }


def _download(about: About, found: Said, language: str) -> Data:
    media_type = next(iter(about.iris("dcat:mediaType")), "").partition("media-types/")[2]
    size = about.text("dcat:byteSize", language)
    digests = [found.of(each).text("spdx:checksumValue", language) for each in about.iris("spdx:checksum")]
    return {
        "@type": "DataDownload",
        "name": about.text("dcterms:title", language),
        "encodingFormat": media_type,
        "contentUrl": about.iris("dcat:downloadURL"),
        "contentSize": f"{size} B" if size else None,
        "sha256": digests,
        "license": LICENCE,
    }


def _organisation(iris: Sequence[str], found: Said, language: str, home: str) -> list[Data]:
    return [
        {"@type": "Organization", "@id": iri, "name": found.of(iri).text("foaf:name", language), "url": home}
        for iri in iris
    ]


def _type(kinds: Sequence[str]) -> str | None:
    if _SCHEME in kinds:
        return "DefinedTermSet"
    ours = [_TYPES[kind.removeprefix(BM)] for kind in kinds if kind.removeprefix(BM) in _TYPES]
    return ours[0] if ours else None


def _page(iri: str, base: str) -> str:
    """Where a thing of ours is described."""
    return f"{base}/doc/{iri.removeprefix(ID)}"


def _without_gaps(data: Mapping[str, object]) -> Data:
    """Leave out what nothing is known of, and lists of one."""
    kept: Data = {}
    for name, value in data.items():
        if isinstance(value, Mapping):
            value = _without_gaps(value)
        elif isinstance(value, list):
            parts = [_without_gaps(each) if isinstance(each, Mapping) else each for each in value]
            parts = [each for each in parts if each not in (None, "")]
            value = parts[0] if len(parts) == 1 else parts
        if value not in (None, "", [], {}):
            kept[name] = value
    return kept
