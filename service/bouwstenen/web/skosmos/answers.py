"""What `/rest/v1` sends: JSON in the form of Skosmos, or RDF; nothing where the client has it already."""

import hashlib
from collections.abc import Callable, Iterable

from fastapi import Request
from fastapi.responses import JSONResponse, Response
from pyoxigraph import RdfFormat, Triple, serialize

from bouwstenen import __version__
from bouwstenen.errors import NotAcceptableError
from bouwstenen.formats import GRAPHS, JSON, Format
from bouwstenen.namespaces import PREFIXES
from bouwstenen.publishing.skosmos.answers import Answer
from bouwstenen.publishing.skosmos.compact import compacted
from bouwstenen.publishing.skosmos.concepts import find_concept, triples_of, triples_of_all
from bouwstenen.publishing.skosmos.vocabularies import find_vocabulary
from bouwstenen.sparql.negotiation import choose
from bouwstenen.store.opening import Opened
from bouwstenen.web.addressing import base_of
from bouwstenen.web.answers import NotModified, format_of, is_known

__all__ = ["DATA", "data_answer", "json_answer"]

_TTL, _NT, _JSONLD, _RDF = GRAPHS
#: Formats of RDF in the order of Skosmos, which sends RDF/XML to whoever does not choose.
DATA = (_RDF, _TTL, _JSONLD, _NT)


def json_answer(request: Request, opened: Opened, make: Callable[[], Answer]) -> Response:
    """Send JSON, as JSON-LD to whoever likes that better; nothing where the client has it already."""
    chosen = choose(request.headers.get("accept"), (JSON, Format("jsonld", _JSONLD.media_type))) or JSON
    etag = _etag(request, opened, chosen)
    if is_known(etag, request.headers.get("if-none-match", "")):
        return NotModified(etag)
    return _sent(JSONResponse(make(), media_type=chosen.media_type), etag)


def data_answer(request: Request, opened: Opened, vocid: str, uri: str | None, asked: str | None) -> Response:
    """Send what is said of a concept or scheme, or of all of a vocabulary.

    Args:
        request: whose Accept counts.
        opened: the release to read.
        vocid: the vocabulary.
        uri: the concept or scheme; None for all.
        asked: media type or name of a format, which overrides Accept.

    Raises:
        NotAcceptableError: there is no such format, or the client takes none of ours.
        UnknownThingError: there is no such vocabulary or concept.
    """
    chosen = _data_format(asked) if asked else format_of(request, DATA)
    etag = _etag(request, opened, chosen)
    if is_known(etag, request.headers.get("if-none-match", "")):
        return NotModified(etag)
    vocabulary = find_vocabulary(opened.store, vocid)
    triples: Iterable[Triple]
    if not uri:
        triples = triples_of_all(opened.store, vocabulary)
    elif any(scheme.iri == uri for scheme in vocabulary.schemes):
        triples = triples_of(opened.store, [uri])
    else:
        triples = triples_of(opened.store, [find_concept(opened.store, vocabulary, uri).value])
    if chosen is _JSONLD:
        return _sent(JSONResponse(compacted(triples), media_type=chosen.media_type), etag)
    assert isinstance(chosen.writer, RdfFormat)  # noqa: S101 - it was chosen from GRAPHS
    content = serialize(sorted(triples, key=str), format=chosen.writer, prefixes=PREFIXES)
    return _sent(Response(content, media_type=chosen.content_type), etag)


def _data_format(asked: str) -> Format:
    """The format of RDF, by media type or by our name for it."""
    for item in DATA:
        if item.is_called(asked) or asked in item.also:
            return item
    names = ", ".join(item.media_type for item in DATA)
    raise NotAcceptableError(
        {"nl": f"er is geen formaat “{asked}”.", "en": f"there is no format “{asked}”."},
        where="format",
        mend={"nl": f"Kies uit: {names}.", "en": f"Choose one of: {names}."},
    )


def _sent(response: Response, etag: str) -> Response:
    response.headers.update(
        {"etag": etag, "vary": "Accept, Accept-Encoding", "cache-control": "public, no-cache"}
    )
    return response


def _etag(request: Request, opened: Opened, chosen: Format) -> str:
    parts = (__version__, opened.release.hash, str(request.url), base_of(request), chosen.media_type)
    return f'W/"{hashlib.blake2b(chr(10).join(parts).encode(), digest_size=16).hexdigest()}"'
