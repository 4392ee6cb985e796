"""`/rest/v1`: the concept schemes as Skosmos serves vocabularies, for the clients made for it."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from bouwstenen.errors import UnknownThingError
from bouwstenen.formats import JSON, by_name
from bouwstenen.publishing.skosmos import answers
from bouwstenen.publishing.skosmos.asked import (
    SearchParameters,
    WideSearchParameters,
    language_in,
    number_in,
    search_in,
    text_in,
    words_in,
)
from bouwstenen.publishing.skosmos.concepts import find_concept
from bouwstenen.publishing.skosmos.searching import look_up, search
from bouwstenen.publishing.skosmos.vocabularies import (
    WHOLE,
    Scheme,
    Vocabulary,
    find_vocabulary,
    vocabularies_of,
)
from bouwstenen.store.opening import Opened
from bouwstenen.web.addressing import base_of
from bouwstenen.web.context import CurrentRelease
from bouwstenen.web.skosmos.answers import DATA, data_answer, json_answer

__all__ = ["router"]

router = APIRouter(prefix="/rest/v1", tags=["skosmos"], default_response_class=Response)

_JSONLD = by_name("jsonld") or JSON
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"content": {JSON.media_type: {}, _JSONLD.media_type: {}}},
    400: {"description": "A parameter is missing or has a value it cannot have"},
    404: {"description": "There is no such vocabulary or concept"},
}
_DATA_ANSWERS = _ANSWERS | {200: {"content": {item.media_type: {} for item in DATA}}}
#: Concepts that an answer about all above or below one has, where the request does not say.
_MOST = 1000

Lang = Annotated[str | None, Query(description="language of the labels: nl or en")]
Uri = Annotated[str | None, Query(description="IRI of the concept")]
DataFormat = Annotated[str | None, Query(description="media type or name of a format; overrides Accept")]


def _get(
    path: str, summary: str, responses: dict[int | str, dict[str, Any]] = _ANSWERS
) -> Callable[..., Any]:
    return router.get(path, summary=f"Skosmos: {summary}", responses=responses)


@_get("/vocabularies", "the vocabularies")
def list_vocabularies(request: Request, opened: CurrentRelease, lang: Lang = None) -> Response:
    """List the vocabularies: the whole, and one for each concept scheme. `lang` is required."""

    def made() -> answers.Answer:
        language = language_in(lang, required=True)
        return answers.list_of(vocabularies_of(opened.store), language, _base(request))

    return json_answer(request, opened, made)


@_get("/search", "search all vocabularies, or those of `vocab`")
def search_all(
    request: Request, opened: CurrentRelease, given: Annotated[WideSearchParameters, Query()]
) -> Response:
    """Search labels and notations; a result names the concept scheme it is of."""

    def made() -> answers.Answer:
        known = vocabularies_of(opened.store)
        every = [known[vocid] for vocid in sorted(known) if vocid != WHOLE]
        chosen = [find_vocabulary(opened.store, vocid) for vocid in words_in(given.vocab)]
        return _found(opened, chosen or every, given)

    return json_answer(request, opened, made)


@_get("/{vocid}/search", "search a vocabulary")
def search_one(
    request: Request, opened: CurrentRelease, vocid: str, given: Annotated[SearchParameters, Query()]
) -> Response:
    """Search labels and notations."""
    return json_answer(request, opened, lambda: _found(opened, [find_vocabulary(opened.store, vocid)], given))


@_get("/{vocid}/lookup", "the concept that is called exactly so")
def look_up_label(
    request: Request,
    opened: CurrentRelease,
    vocid: str,
    label: Annotated[str | None, Query(description="the label")] = None,
    lang: Lang = None,
) -> Response:
    """Find by a whole label; preferred labels go first, and capitals count where they can."""

    def made() -> answers.Answer:
        vocabulary = find_vocabulary(opened.store, vocid)
        wanted = text_in(label, "label")
        language = language_in(lang) if lang else None
        results = look_up(opened.store, vocabulary, wanted, language)
        if not results:
            raise UnknownThingError(
                {"nl": f"niets heet “{wanted}”.", "en": f"nothing is called “{wanted}”."},
                where="label",
                mend={
                    "nl": f"Zoek ruimer: /rest/v1/{vocid}/search?query=…*",
                    "en": f"Search more widely: /rest/v1/{vocid}/search?query=…*",
                },
            )
        return answers.looked_up(results, language)

    return json_answer(request, opened, made)


@_get("/label", "the labels of a concept")
@_get("/{vocid}/label", "the labels of a concept of a vocabulary")
def tell_labels(
    request: Request, opened: CurrentRelease, vocid: str = WHOLE, uri: Uri = None, lang: Lang = None
) -> Response:
    """Tell preferred, alternative and hidden labels in one language."""

    def made() -> answers.Answer:
        concept = find_concept(opened.store, find_vocabulary(opened.store, vocid), text_in(uri, "uri"))
        return answers.labels(opened.store, concept, language_in(lang))

    return json_answer(request, opened, made)


@_get("/types", "the classes of concepts")
@_get("/{vocid}/types", "the classes of a vocabulary's concepts")
def list_types(
    request: Request, opened: CurrentRelease, vocid: str | None = None, lang: Lang = None
) -> Response:
    """List the classes that concepts have, each with the one above it."""

    def made() -> answers.Answer:
        language = language_in(lang, required=vocid is None)
        vocabulary = find_vocabulary(opened.store, vocid or WHOLE)
        base = f"{_base(request)}/{vocid}/" if vocid else f"{_base(request)}/"
        return answers.types(opened.store, vocabulary, language, base)

    return json_answer(request, opened, made)


@_get("/{vocid}/topConcepts", "the top concepts")
def list_top_concepts(
    request: Request,
    opened: CurrentRelease,
    vocid: str,
    scheme: Annotated[str | None, Query(description="IRI of a concept scheme of the vocabulary")] = None,
    lang: Lang = None,
) -> Response:
    """List the top concepts of one scheme, or of all that the vocabulary has."""

    def made() -> answers.Answer:
        vocabulary = find_vocabulary(opened.store, vocid)
        if scheme:
            vocabulary = Vocabulary(vocid, (_scheme_of(vocabulary, scheme),))
        return answers.top(opened.store, vocabulary, language_in(lang))

    return json_answer(request, opened, made)


def _tell_neighbours(name: str, key: str, *, children: bool = False) -> Callable[..., Response]:
    def tell(
        request: Request, opened: CurrentRelease, vocid: str, uri: Uri = None, lang: Lang = None
    ) -> Response:
        def made() -> answers.Answer:
            concept = find_concept(opened.store, find_vocabulary(opened.store, vocid), text_in(uri, "uri"))
            return answers.neighbours(opened.store, concept, name, language_in(lang), children=children)

        return json_answer(request, opened, made)

    tell.__name__ = f"tell_{key}"
    tell.__doc__ = f"Tell the `{key}` of a concept, each with its label."
    return tell


def _tell_transitive(name: str) -> Callable[..., Response]:
    def tell(
        request: Request,
        opened: CurrentRelease,
        vocid: str,
        uri: Uri = None,
        limit: Annotated[str | None, Query(description=f"concepts to tell at most; {_MOST}")] = None,
        lang: Lang = None,
    ) -> Response:
        def made() -> answers.Answer:
            concept = find_concept(opened.store, find_vocabulary(opened.store, vocid), text_in(uri, "uri"))
            most = number_in(limit, "limit", lowest=1) or _MOST
            return answers.transitive(opened.store, concept, name, language_in(lang), most)

        return json_answer(request, opened, made)

    tell.__name__ = f"tell_{name}_transitive"
    tell.__doc__ = f"Tell a concept and all that is `{name}`, step by step, each with its label."
    return tell


_get("/{vocid}/broader", "the concepts above a concept")(_tell_neighbours("broader", "broader"))
_get("/{vocid}/narrower", "the concepts below a concept")(_tell_neighbours("narrower", "narrower"))
_get("/{vocid}/related", "the concepts related to a concept")(_tell_neighbours("related", "related"))
_get("/{vocid}/children", "the same as narrower, with notations and whether there is more below")(
    _tell_neighbours("narrower", "children", children=True)
)
_get("/{vocid}/broaderTransitive", "all above a concept")(_tell_transitive("broader"))
_get("/{vocid}/narrowerTransitive", "all below a concept")(_tell_transitive("narrower"))


@_get("/data", "a concept as RDF", _DATA_ANSWERS)
def tell_data(
    request: Request, opened: CurrentRelease, uri: Uri = None, format: DataFormat = None
) -> Response:
    """Tell all that is said of a concept, and how what it names is called."""
    del format  # read where formats are chosen
    return data_answer(request, opened, WHOLE, text_in(uri, "uri"))


@_get("/{vocid}/data", "a concept, or without `uri` the whole vocabulary, as RDF", _DATA_ANSWERS)
def tell_data_of(
    request: Request, opened: CurrentRelease, vocid: str, uri: Uri = None, format: DataFormat = None
) -> Response:
    """Tell all that is said of a concept or of every concept of the vocabulary."""
    del format  # read where formats are chosen
    return data_answer(request, opened, vocid, uri)


@_get("/{vocid}/", "what a vocabulary is")
def tell_vocabulary(request: Request, opened: CurrentRelease, vocid: str, lang: Lang = None) -> Response:
    """Tell a vocabulary's title, languages and concept schemes."""

    def made() -> answers.Answer:
        vocabulary = find_vocabulary(opened.store, vocid)
        return answers.information(vocabulary, language_in(lang), _base(request))

    return json_answer(request, opened, made)


def _found(opened: Opened, vocabularies: list[Vocabulary], given: SearchParameters) -> answers.Answer:
    asked = search_in(given)
    most = number_in(given.maxhits, "maxhits", lowest=1)
    offset = number_in(given.offset, "offset") or 0
    results = search(opened.store, vocabularies, asked, offset=offset, most=most)
    return answers.found(results, asked.fields, asked.labellang or asked.lang)


def _scheme_of(vocabulary: Vocabulary, iri: str) -> Scheme:
    for scheme in vocabulary.schemes:
        if scheme.iri == iri:
            return scheme
    schemes = ", ".join(scheme.iri for scheme in vocabulary.schemes)
    raise UnknownThingError(
        {"nl": f"“{vocabulary.id}” heeft dat schema niet.", "en": f"“{vocabulary.id}” lacks that scheme."},
        where="scheme",
        mend={"nl": f"Er zijn: {schemes}.", "en": f"There are: {schemes}."},
    )


def _base(request: Request) -> str:
    return f"{base_of(request)}{router.prefix}"
