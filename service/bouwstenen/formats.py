"""The one table of formats: names, media types, and what writes them."""

from dataclasses import dataclass

from pyoxigraph import QueryResultsFormat, RdfFormat

__all__ = ["ALL", "GRAPHS", "HTML", "JSON", "SOLUTIONS", "Format", "by_name"]

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
    """

    name: str
    media_type: str
    writer: QueryResultsFormat | RdfFormat | None = None
    also: tuple[str, ...] = ()
    iri: str | None = None
    aliases: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The Content-Type header: text formats say their charset."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type

    def is_called(self, name: str) -> bool:
        """Return whether `name` means this format: its name, suffix, media type or an alias.

        A `+` that was not escaped in an address arrives as a space.
        """
        wanted = name.lower().removeprefix(".").replace(" ", "+")
        return wanted in (self.name, self.media_type, *self.aliases)


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

#: Formats for graphs, the preferred one first.
GRAPHS = (
    Format(
        "ttl",
        "text/turtle",
        RdfFormat.TURTLE,
        ("application/x-turtle",),
        iri=_W3C + "Turtle",
        aliases=("turtle", "n3"),  # Turtle is N3 too
    ),
    Format(
        "nt",
        "application/n-triples",
        RdfFormat.N_TRIPLES,
        ("text/plain",),
        iri=_W3C + "N-Triples",
        aliases=("ntriples", "n-triples"),
    ),
    Format(
        "jsonld",
        "application/ld+json",
        RdfFormat.JSON_LD,
        ("application/json",),
        iri=_W3C + "JSON-LD",
        aliases=("json-ld",),
    ),
    Format(
        "rdf",
        "application/rdf+xml",
        RdfFormat.RDF_XML,
        ("application/xml",),
        iri=_W3C + "RDF_XML",
        aliases=("rdf+xml", "rdfxml"),
    ),
)

ALL = (HTML, *SOLUTIONS, *GRAPHS)


def by_name(name: str) -> Format | None:
    """Return the format called `name` (see `Format.is_called`), or None."""
    return next((item for item in ALL if item.is_called(name)), None)
