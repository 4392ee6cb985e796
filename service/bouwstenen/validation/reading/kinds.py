"""Which kind a file is of: by what it is said to be, by its media type, by its suffix, by its beginning."""

import re

from bouwstenen.errors import MediaTypeError
from bouwstenen.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, Format, listed

__all__ = ["KINDS", "RDF", "SHEETS", "XLSX", "kind_of", "recognised"]

#: Formats of RDF that are read.
RDF = (TURTLE, TRIG, N_TRIPLES, N_QUADS, JSON_LD, RDF_XML)
#: Spreadsheets that are read.
XLSX = Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", title="Excel")
SHEETS = (XLSX, Format("csv", "text/csv", title="CSV"))
KINDS = (*RDF, *SHEETS)

#: Suffixes that files have beside the names of their formats.
_SUFFIXES = {"json": JSON_LD, "xml": RDF_XML, "owl": RDF_XML, "ntriples": N_TRIPLES, "nquads": N_QUADS}
#: What says nothing: browsers and clients send it where they know no better.
_VAGUE = {"", "application/octet-stream", "application/x-www-form-urlencoded", "text/plain"}
_JSON = re.compile(rb"\s*(?:\{|\[\s*\{)")
_XML = re.compile(rb"\s*<(?:\?xml|!DOCTYPE|!--|rdf:RDF|[A-Za-z]+:RDF)[\s>]", re.IGNORECASE)


def kind_of(name: str, media_type: str = "", named: str = "") -> Format | None:
    """Return the kind of a file; None where nothing tells.

    Args:
        name: of the file; its suffix counts last.
        media_type: a Content-Type.
        named: what the file is said to be; goes before all else.

    Raises:
        MediaTypeError: it is of a kind that is not read; lists those that are.
    """
    if named:
        if found := _called(named) or _SUFFIXES.get(named.lower()):
            return found
        raise _refused(named)
    plain = media_type.partition(";")[0].strip().lower()
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    if plain not in _VAGUE and (found := _called(plain)):
        return found
    if suffix and (found := _called(suffix) or _SUFFIXES.get(suffix)):
        return found
    if plain not in _VAGUE and not plain.startswith("application/vnd.ms-excel"):
        raise _refused(plain)
    if suffix:
        raise _refused(f".{suffix}")
    return None


def _called(name: str) -> Format | None:
    return next((item for item in KINDS if item.is_called(name)), None)


def _refused(name: str) -> MediaTypeError:
    told = listed(KINDS)
    return MediaTypeError(
        {"nl": f"“{name[:100]}” lezen we hier niet.", "en": f"“{name[:100]}” is not read here."},
        where="format",
        mend={"nl": f"Kies uit: {told}.", "en": f"Choose one of: {told}."},
    )


def recognised(content: bytes) -> Format:
    """Return the kind of a text by how it begins: JSON-LD, RDF/XML, else Turtle.

    N-Triples is Turtle; who has TriG or N-Quads must say so.
    """
    start = content.removeprefix(b"\xef\xbb\xbf")[:1000]
    if _JSON.match(start):
        return JSON_LD
    return RDF_XML if _XML.match(start) else TURTLE
