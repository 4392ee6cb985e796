"""`/def/…`: the vocabulary as a page and as RDF; each term, module and version of it.

A term is no document: its address answers 303, a browser to the page at the term, everybody else to its
description (Cool URIs for the Semantic Web §4.2). The vocabulary itself is a document, and is answered there.
"""

import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pyoxigraph import NamedNode
from rapidfuzz import fuzz, process

from bouwstenen.errors import UnknownThingError
from bouwstenen.formats import GRAPHS, HTML, Format
from bouwstenen.namespaces import BM
from bouwstenen.publishing.vocabulary.description import at_base, described, document, known, write
from bouwstenen.publishing.vocabulary.page import read_vocabulary
from bouwstenen.publishing.vocabulary.statements import Statements, read_ontology
from bouwstenen.publishing.vocabulary.terms import is_version
from bouwstenen.store.opening import Opened
from bouwstenen.web.addressing import base_of, root_of
from bouwstenen.web.context import CurrentRelease
from bouwstenen.web.representations import conditional, negotiated, split_suffix
from bouwstenen.web.vocabulary.page import vocabulary_page

__all__ = ["router"]

router = APIRouter()

#: Formats of the vocabulary; who has no preference gets the first.
_FORMATS = (*GRAPHS, HTML)
#: Name of the whole in an address with a suffix: `/def/index.ttl`.
_WHOLE = "index"
_VERSION = re.compile(r"(?:.*/)?\d+(?:\.\d+)+")


_Made = TypeVar("_Made")


class _Kept(Generic[_Made]):
    """What was made of the last releases that were asked for, by hash: a release never changes.

    Args:
        make: makes it of a release.
        most: releases that are kept.
    """

    def __init__(self, make: Callable[[Opened], _Made], most: int = 4) -> None:
        self._make = make
        self._most = most
        self._made: OrderedDict[str, _Made] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, opened: Opened) -> _Made:
        """Return it; who asks while it is being made waits."""
        key = opened.release.hash
        with self._lock:
            if key not in self._made:
                self._made[key] = self._make(opened)
                while len(self._made) > self._most:
                    self._made.popitem(last=False)
            self._made.move_to_end(key)
            return self._made[key]


_ontologies = _Kept(lambda opened: read_ontology(opened.store))
_pages = _Kept(lambda opened: read_vocabulary(opened.store, _ontologies.of(opened)))


@router.get("/def", include_in_schema=False)
def without_slash(request: Request) -> Response:
    """Lead to the vocabulary, whose IRI ends in a slash."""
    return RedirectResponse(_with_query(request, f"{root_of(request)}/def/"), 301)


@router.get("/def/", response_class=Response, summary="The vocabulary: a page, or the whole ontology as RDF")
def vocabulary(request: Request, opened: CurrentRelease) -> Response:
    """Answer the vocabulary, in the format the client likes best."""
    return _whole(request, opened, negotiated(request, _FORMATS))


@router.get(
    "/def/{name:path}", response_class=Response, summary="A term, module or version of the vocabulary"
)
def term(request: Request, name: str, opened: CurrentRelease) -> Response:
    """Lead to where a term is described, or answer its description where the address has a suffix."""
    ontology = _ontologies.of(opened)
    there = known(ontology)
    stem, suffix = split_suffix(
        name, _FORMATS, lambda text: text == _WHOLE or _resolved(ontology, text) in there
    )
    if stem == _WHOLE and suffix:
        return _whole(request, opened, negotiated(request, _FORMATS, suffix))
    subject = _resolved(ontology, stem)
    if subject not in there:
        raise _unknown(stem, ontology, there)
    chosen = negotiated(request, _FORMATS, suffix)
    if subject == BM:  # a version of the whole is the whole
        return _whole(request, opened, chosen)
    root = root_of(request)
    if chosen is HTML:
        return _see(request, f"{root}/def/", subject.removeprefix(BM))
    if not suffix:
        return _see(request, f"{root}/def/{stem}.{chosen.name}")
    base = base_of(request)
    page = f'<{base}/def/#{subject.removeprefix(BM)}>; rel="alternate"; type="text/html"'
    links = [f'<{subject}>; rel="describes"', *_alternates(f"{base}/def/{stem}", chosen), page]

    def body() -> bytes:
        return write(at_base(described(opened.store, ontology, subject), base), chosen)

    return conditional(request, opened.release, chosen, body, links)


def _whole(request: Request, opened: Opened, chosen: Format) -> Response:
    base = base_of(request)
    links = [*_alternates(f"{base}/def/{_WHOLE}", chosen), f'<{BM}>; rel="canonical"']
    if chosen is HTML:
        return vocabulary_page(request, opened.release, _pages.of(opened), links)

    def body() -> bytes:
        return write(at_base(document(_ontologies.of(opened)), base), chosen)

    return conditional(request, opened.release, chosen, body, links)


def _alternates(address: str, chosen: Format) -> list[str]:
    return [
        f'<{address}.{item.name}>; rel="alternate"; type="{item.media_type}"'
        for item in _FORMATS
        if item is not chosen and (item is not HTML or address.endswith(f"/{_WHOLE}"))
    ]


def _resolved(ontology: Statements, name: str) -> str:
    """The IRI of what a name means: of a version, that of the ontology or module which it is."""
    return is_version(ontology, BM + name) or BM + name


def _see(request: Request, address: str, fragment: str = "") -> Response:
    """303, to another address; the language and the like go along."""
    target = _with_query(request, address) + (f"#{fragment}" if fragment else "")
    return RedirectResponse(target, 303, {"Vary": "Accept"})


def _with_query(request: Request, address: str) -> str:
    query = request.url.query
    return f"{address}?{query}" if query else address


def _unknown(name: str, ontology: Statements, there: set[str]) -> UnknownThingError:
    if _VERSION.fullmatch(name):
        version = ", ".join(ontology.texts(NamedNode(BM), "owl:versionInfo").values())
        return UnknownThingError(
            {
                "nl": f"deze release heeft geen versie “{name}”.",
                "en": f"this release has no version “{name}”.",
            },
            mend={"nl": f"Zij heeft versie {version}.", "en": f"It has version {version}."},
        )
    names = sorted(iri.removeprefix(BM) for iri in there - {BM})
    near = ", ".join(found for found, *_ in process.extract(name, names, scorer=fuzz.WRatio, limit=3))
    return UnknownThingError(
        {"nl": f"de vocabulaire heeft geen “{name}”.", "en": f"the vocabulary has no “{name}”."},
        mend={"nl": f"Het meest lijken: {near}.", "en": f"The nearest are: {near}."},
    )
