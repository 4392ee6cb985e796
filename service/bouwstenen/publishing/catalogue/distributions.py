"""How the dataset is to be had: files of the whole, and the services; one row each."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from bouwstenen.namespaces import BM, ID
from bouwstenen.publishing.catalogue.about import DATASET, RIGHTS, address
from bouwstenen.publishing.catalogue.facts import about, labels, term

__all__ = ["CC_BY", "FILES", "SERVED", "File", "describe_distributions", "distribution_iri", "language"]

#: The licence as the code list of DCAT-AP-NL has it; the dataset itself names the deed's own IRI.
CC_BY = NamedNode("http://creativecommons.org/licenses/by/4.0/deed.nl")

_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_IANA = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True)
class File:
    """A file that holds the whole dataset.

    Args:
        slug: names the distribution.
        name: of the file, below `dump/`.
        title: in Dutch and English.
        media_type: of what is in it.
        file_type: code of the EU's list of file types.
        standard: where its format is specified, and what that is called.
        packed: media type of the archive it is; else it is compressed with gzip.
    """

    slug: str
    name: str
    title: tuple[str, str]
    media_type: str
    file_type: str
    standard: tuple[str, str]
    packed: str | None = None

    @property
    def is_rdf(self) -> bool:
        """Whether it holds the graph itself, not tables made of it."""
        return self.packed is None


FILES = (
    File(
        "nq",
        "bouwstenen.nq.gz",
        ("Alles als N-Quads", "Everything as N-Quads"),
        "application/n-quads",
        "RDF_N_QUADS",
        ("https://www.w3.org/TR/n-quads/", "RDF 1.1 N-Quads"),
    ),
    File(
        "trig",
        "bouwstenen.trig.gz",
        ("Alles als TriG", "Everything as TriG"),
        "application/trig",
        "RDF_TRIG",
        ("https://www.w3.org/TR/trig/", "RDF 1.1 TriG"),
    ),
    File(
        "ttl",
        "bouwstenen.ttl.gz",
        ("Alles als Turtle, zonder grafen", "Everything as Turtle, without graphs"),
        "text/turtle",
        "RDF_TURTLE",
        ("https://www.w3.org/TR/turtle/", "RDF 1.1 Turtle"),
    ),
    File(
        "jsonld",
        "bouwstenen.jsonld.gz",
        ("Alles als JSON-LD", "Everything as JSON-LD"),
        "application/ld+json",
        "JSON_LD",
        ("https://www.w3.org/TR/json-ld11/", "JSON-LD 1.1"),
    ),
    File(
        "csv",
        "bouwstenen-csv.zip",
        ("Tabellen per klasse als CSV, met beschrijving", "Tables per class as CSV, with description"),
        "text/csv",
        "CSV",
        ("https://www.w3.org/TR/tabular-metadata/", "Metadata Vocabulary for Tabular Data"),
        packed="application/zip",
    ),
)


@dataclass(frozen=True)
class Served:
    """The dataset by way of a service.

    Args:
        slug: names the distribution and the service.
        path: its address, below the base.
        title: in Dutch and English.
        media_type: of what it answers by itself.
        file_type: code of the EU's list of file types.
        standard: what it conforms to; `dcat.ttl` says what that is.
    """

    slug: str
    path: str
    title: tuple[str, str]
    media_type: str
    file_type: str
    standard: str


SERVED = (
    Served(
        "sparql",
        "sparql",
        ("Te bevragen met SPARQL", "To be queried with SPARQL"),
        "application/sparql-results+json",
        "SPARQLQRES",
        "https://www.w3.org/TR/sparql11-protocol/",
    ),
    Served(
        "api",
        "queries",
        ("Als antwoorden op vaste vragen", "As answers to set questions"),
        "application/json",
        "JSON",
        "https://spec.openapis.org/oas/v3.1.0",
    ),
    Served(
        "stream",
        "stream",
        ("Als stroom van wijzigingen", "As a stream of changes"),
        "text/turtle",
        "RDF_TURTLE",
        "https://w3id.org/ldes/specification",
    ),
)


def distribution_iri(slug: str) -> str:
    """Return the IRI of a distribution."""
    return f"{ID}distribution/{slug}"


def language() -> list[NamedNode]:
    """Return the languages of the dataset, from the EU's list."""
    return [NamedNode(f"{_AUTHORITY}language/{code}") for code in ("NLD", "ENG")]


def describe_distributions() -> Iterator[Triple]:
    """Yield every distribution of the dataset (DCAT-AP-NL 3.0, dcat:Distribution)."""
    for file in FILES:
        yield from _file(file)
    for served in SERVED:
        yield from _served(served)


def _shared(slug: str, title: tuple[str, str], media_type: str, file_type: str) -> Iterator[Triple]:
    form = f"{_AUTHORITY}file-type/{file_type}"
    yield from about(DATASET, {"dcat:distribution": NamedNode(distribution_iri(slug))})
    yield from about(
        distribution_iri(slug),
        {
            "rdf:type": term("dcat:Distribution"),
            "rdfs:label": labels(*title),
            "dcterms:title": labels(*title),
            "dcterms:license": CC_BY,
            "dcterms:rights": NamedNode(RIGHTS),
            "dcterms:language": language(),
            "dcterms:format": NamedNode(form),
            "dcat:mediaType": NamedNode(_IANA + media_type),
        },
    )
    yield from about(form, {"rdf:type": term("dcterms:MediaTypeOrExtent")})
    yield from _media_type(media_type)


def _media_type(name: str) -> Iterator[Triple]:
    yield from about(_IANA + name, {"rdf:type": term("dcterms:MediaType"), "rdfs:label": labels(name)})


def _file(file: File) -> Iterator[Triple]:
    where = NamedNode(address(f"dump/{file.name}"))
    outer = file.packed or "application/gzip"
    iri, (standard, name) = distribution_iri(file.slug), file.standard
    yield from _shared(file.slug, file.title, file.media_type, file.file_type)
    yield from about(
        iri,
        {
            "dcat:accessURL": where,
            "dcat:downloadURL": where,
            "dcterms:conformsTo": [NamedNode(standard), NamedNode(BM)],
            "dcat:packageFormat" if file.packed else "dcat:compressFormat": NamedNode(_IANA + outer),
        },
    )
    yield from _media_type(outer)
    yield from about(standard, {"rdf:type": term("dcterms:Standard"), "rdfs:label": labels(name)})
    if file.is_rdf:
        yield from about(DATASET, {"void:dataDump": where})


def _served(served: Served) -> Iterator[Triple]:
    yield from _shared(served.slug, served.title, served.media_type, served.file_type)
    yield from about(
        distribution_iri(served.slug),
        {
            "dcat:accessURL": NamedNode(address(served.path)),
            "dcat:accessService": NamedNode(f"{ID}data-service/{served.slug}"),
            "dcterms:conformsTo": [NamedNode(served.standard), NamedNode(BM)],
        },
    )
