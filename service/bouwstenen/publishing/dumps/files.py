"""Which files there are and what they are called.

bouwstenen.nq.gz …         the whole release
graph-{name}.nq.gz …       one named graph: with `graph-` before it no graph can take the name of another file
bouwstenen-csv.zip         tables, one a class, with their description
csv/{table}.csv            each of those tables; csv/csv-metadata.json describes them
"""

from dataclasses import dataclass

from bouwstenen.formats import JSON_LD, N_QUADS, TRIG, TURTLE

__all__ = [
    "CHECKSUMS",
    "CONTENT_CHECKSUMS",
    "CSV_FOLDER",
    "FORMATS",
    "MANIFEST",
    "METADATA",
    "TABLES",
    "Dump",
    "file_name",
]

#: Lists the files, for programs.
MANIFEST = "manifest.json"
#: For `sha256sum -c`: the files as they are, and what is in those that are compressed.
CHECKSUMS, CONTENT_CHECKSUMS = "SHA256SUMS", "SHA256SUMS-uncompressed"
#: All tables in one file; the folder with each; what describes them, under the name that CSVW looks for.
TABLES, CSV_FOLDER, METADATA = "bouwstenen-csv.zip", "csv", "csv-metadata.json"

_WHOLE = "bouwstenen"


#: Formats of statements, by their names.
FORMATS = {each.name: each for each in (N_QUADS, TRIG, TURTLE, JSON_LD)}


@dataclass(frozen=True)
class Dump:
    """A file, as `manifest.json` lists it.

    Args:
        file: its name.
        graph: name of the graph it holds; None for the whole release.
        format: "nq", "trig", "ttl", "jsonld" or "csv".
        media_type: of what it holds, once decompressed.
        compression: "gzip", or None where it is none of the file's own.
        size: in bytes, as it is.
        sha256: of the file as it is, hexadecimal.
        content_sha256: of what it holds, once decompressed; None for an archive of several files.
    """

    file: str
    graph: str | None
    format: str
    media_type: str
    compression: str | None
    size: int
    sha256: str
    content_sha256: str | None


def file_name(graph: str | None, format_name: str) -> str:
    """Return the name of the file that holds a graph, or the whole release, in a format.

    >>> file_name("tabel-b3-1", "ttl"), file_name(None, "nq"), file_name(None, "csv")
    ('graph-tabel-b3-1.ttl.gz', 'bouwstenen.nq.gz', 'bouwstenen-csv.zip')
    """
    if format_name == "csv":
        return TABLES
    return f"{_WHOLE if graph is None else f'graph-{graph}'}.{format_name}.gz"
