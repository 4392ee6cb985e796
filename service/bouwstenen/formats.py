"""The one table of formats: names, media types, and what writes them."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import QueryResultsFormat, RdfFormat

__all__ = [
    "ALL",
    "ATOM",
    "GRAPHS",
    "HTML",
    "JSON",
    "JSON_LD",
    "N_QUADS",
    "N_TRIPLES",
    "RDF_XML",
    "SOLUTIONS",
    "TRIG",
    "TURTLE",
    "UPDATE",
    "Format",
    "by_name",
    "listed",
]

_W3C = "http://www.w3.org/ns/formats/"


@dataclass(frozen=True)
class Format:
    """A format an answer can have.

    Args:
        name: short name, as in `--format` and `format=`; also the file suffix.
        media_type: the Content-Type.
        writer: the serialiser of pyoxigraph, or None where we write it ourselves.
        also: other media types that ask for it.
        iri: its IRI among the unique IRIs for file formats that W3C keeps.
        aliases: other names that clients have for it.
        title: what people call it.
    """

    name: str
    media_type: str
    writer: QueryResultsFormat | RdfFormat | None = None
    also: tuple[str, ...] = ()
    iri: str | None = None
    aliases: tuple[str, ...] = ()
    title: str = ""

    @property
    def content_type(self) -> str:
        """The Content-Type header: text formats say their charset."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type

    def is_called(self, name: str) -> bool:
        """Return whether `name` means this format: its name, suffix, a media type or an alias.

        A `+` that was not escaped in an address arrives as a space.
        """
        wanted = name.lower().removeprefix(".").replace(" ", "+")
        return wanted in (self.name, self.media_type, *self.also, *self.aliases)


#: Plain JSON, for what is no result of a query.
JSON = Format("json", "application/json")

HTML = Format("html", "text/html", also=("application/xhtml+xml",))

#: Formats for solutions and booleans, the preferred one first.
SOLUTIONS = (
    Format(
        "json",
        "application/sparql-results+json",
        QueryResultsFormat.JSON,
        ("application/json",),
        iri=_W3C + "SPARQL_Results_JSON",
    ),
    Format(
        "xml",
        "application/sparql-results+xml",
        QueryResultsFormat.XML,
        ("application/xml", "text/xml"),
        iri=_W3C + "SPARQL_Results_XML",
    ),
    Format("csv", "text/csv", QueryResultsFormat.CSV, iri=_W3C + "SPARQL_Results_CSV"),
    Format("tsv", "text/tab-separated-values", QueryResultsFormat.TSV, iri=_W3C + "SPARQL_Results_TSV"),
)

TURTLE = Format(
    "ttl",
    "text/turtle",
    RdfFormat.TURTLE,
    ("application/x-turtle",),
    iri=_W3C + "Turtle",
    aliases=("turtle", "n3"),  # Turtle is N3 too
    title="Turtle",
)
N_TRIPLES = Format(
    "nt",
    "application/n-triples",
    RdfFormat.N_TRIPLES,
    ("text/plain",),
    iri=_W3C + "N-Triples",
    aliases=("ntriples", "n-triples"),
    title="N-Triples",
)
JSON_LD = Format(
    "jsonld",
    "application/ld+json",
    RdfFormat.JSON_LD,
    ("application/json",),
    iri=_W3C + "JSON-LD",
    aliases=("json-ld",),
    title="JSON-LD",
)
RDF_XML = Format(
    "rdf",
    "application/rdf+xml",
    RdfFormat.RDF_XML,
    ("application/xml",),
    iri=_W3C + "RDF_XML",
    aliases=("rdf+xml", "rdfxml"),
    title="RDF/XML",
)

#: Formats for graphs, the preferred one first.
GRAPHS = (TURTLE, N_TRIPLES, JSON_LD, RDF_XML)

#: What keeps named graphs, beside JSON-LD; the endpoint answers no query with it.
TRIG = Format(
    "trig", "application/trig", RdfFormat.TRIG, ("application/x-trig",), iri=_W3C + "TriG", title="TriG"
)
N_QUADS = Format(
    "nq",
    "application/n-quads",
    RdfFormat.N_QUADS,
    ("text/x-nquads",),
    iri=_W3C + "N-Quads",
    aliases=("nquads", "n-quads"),
    title="N-Quads",
)

ATOM = Format("atom", "application/atom+xml", title="Atom")
UPDATE = Format("ru", "application/sparql-update", title="SPARQL Update")

#: What the endpoint and the canned questions answer with, and pages.
ALL = (HTML, *SOLUTIONS, *GRAPHS)


def by_name(name: str) -> Format | None:
    """Return the format called `name` (see `Format.is_called`), or None."""
    return next((item for item in ALL if item.is_called(name)), None)


def listed(offered: Iterable[Format]) -> str:
    """Return the names and media types of formats, to choose from.

    >>> listed([TURTLE, JSON])
    'ttl (text/turtle), json (application/json)'
    """
    return ", ".join(f"{item.name} ({item.media_type})" for item in offered)
