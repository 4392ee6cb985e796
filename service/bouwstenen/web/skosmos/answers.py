"""What `/rest/v1` sends: JSON in the form of Skosmos, or RDF; nothing where the client has it already."""

import json
from collections.abc import Callable, Iterable

from fastapi import Request
from fastapi.responses import Response
from pyoxigraph import Triple

from bouwstenen.formats import JSON, JSON_LD, N_TRIPLES, RDF_XML, TURTLE, Format
from bouwstenen.publishing.skosmos.answers import Answer
from bouwstenen.publishing.skosmos.compact import compacted
from bouwstenen.publishing.skosmos.concepts import find_concept, triples_of, triples_of_all
from bouwstenen.publishing.skosmos.vocabularies import find_vocabulary
from bouwstenen.publishing.writing import write
from bouwstenen.sparql.negotiation import choose
from bouwstenen.store.opening import Opened
from bouwstenen.web.addressing import path_of
from bouwstenen.web.representation import Representation, represent

__all__ = ["DATA", "data_answer", "json_answer"]

#: Formats of RDF in the order of Skosmos, which sends RDF/XML to whoever does not choose.
DATA = (RDF_XML, TURTLE, JSON_LD, N_TRIPLES)

_JSONS = (JSON, Format(JSON_LD.name, JSON_LD.media_type))


def json_answer(request: Request, opened: Opened, make: Callable[[], Answer]) -> Response:
    """Send JSON, as JSON-LD to whoever likes that better; nothing where the client has it already."""
    # a client made for Skosmos may send any Accept: it gets JSON, as from Skosmos
    chosen = choose(request.headers.get("accept"), _JSONS) or JSON
    release, path = opened.release, path_of(request.scope)
    shown = Representation(
        request, path, chosen, release.hash, release.built, offered=_JSONS, named=None, spoken=()
    )
    return shown.answer(lambda: _json(make()))


def data_answer(request: Request, opened: Opened, vocid: str, uri: str | None) -> Response:
    """Send what is said of a concept or scheme, or of all of a vocabulary.

    Args:
        request: whose `format` and Accept count.
        opened: the release to read.
        vocid: the vocabulary.
        uri: the concept or scheme; None for all.

    Raises:
        NotAcceptableError: there is no such format, or the client takes none of ours.
        UnknownThingError: there is no such vocabulary or concept.
    """
    release, path = opened.release, path_of(request.scope)
    shown = represent(request, path, release.hash, release.built, offered=DATA, named="format", spoken=())
    if shown.is_fresh:
        return shown.not_modified()
    vocabulary = find_vocabulary(opened.store, vocid)
    triples: Iterable[Triple]
    if not uri:
        triples = triples_of_all(opened.store, vocabulary)
    elif any(scheme.iri == uri for scheme in vocabulary.schemes):
        triples = triples_of(opened.store, [uri])
    else:
        triples = triples_of(opened.store, [find_concept(opened.store, vocabulary, uri).value])
    if shown.format is JSON_LD:
        return shown.answer(lambda: _json(compacted(triples)))
    return shown.answer(lambda: write(sorted(triples, key=str), shown.format))


def _json(told: Answer) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
