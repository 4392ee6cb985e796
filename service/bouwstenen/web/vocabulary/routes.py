"""`/def/…`: the vocabulary as a page and as RDF; each term, module and version of it.

A term is no document: its address answers 303, a browser to the page at the term, everybody else to its
description (Cool URIs for the Semantic Web §4.2). The vocabulary itself is a document, and is answered there.
"""

import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Generic, TypeVar

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pyoxigraph import NamedNode
from rapidfuzz import fuzz, process

from bouwstenen.errors import UnknownThingError
from bouwstenen.formats import GRAPHS, HTML
from bouwstenen.namespaces import BM
from bouwstenen.publishing.located import located
from bouwstenen.publishing.vocabulary.description import described, document, known
from bouwstenen.publishing.vocabulary.page import read_vocabulary
from bouwstenen.publishing.vocabulary.statements import Statements, read_ontology
from bouwstenen.publishing.vocabulary.terms import is_version
from bouwstenen.publishing.writing import write
from bouwstenen.store.opening import Opened
from bouwstenen.web.addressing import base_of, root_of, top_of
from bouwstenen.web.context import CurrentRelease
from bouwstenen.web.describing import answers
from bouwstenen.web.negotiation import split_suffix
from bouwstenen.web.representation import OFFERED, Representation, link, represent
from bouwstenen.web.vocabulary.page import vocabulary_page

__all__ = ["router"]

router = APIRouter()

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


@router.get(
    "/def/",
    response_class=Response,
    responses=answers(*OFFERED),
    summary="The vocabulary: a page, or the whole ontology as RDF",
)
def vocabulary(request: Request, opened: CurrentRelease) -> Response:
    """Answer the vocabulary, in the format the client likes best."""
    return _whole(_shown(request, opened, _WHOLE), opened)


@router.get(
    "/def/{name:path}",
    response_class=Response,
    responses=answers(*GRAPHS, _303="Leads to where it is described", _404="There is no such term"),
    summary="A term, module or version of the vocabulary",
)
def term(request: Request, name: str, opened: CurrentRelease) -> Response:
    """Lead to where a term is described, or answer its description where the address has a suffix."""
    ontology = _ontologies.of(opened)
    there = known(ontology)
    found = (
        (stem, suffix, _resolved(ontology, stem, suffix)) for stem, suffix in split_suffix(name, OFFERED)
    )
    readings = list(found)
    stem, suffix, subject = next((each for each in readings if each[2] in there), readings[0])
    if subject not in there:
        raise _unknown(stem, ontology, there)
    if subject == BM:  # a version of the whole is the whole
        return _whole(_shown(request, opened, _WHOLE, suffix), opened)
    shown = _shown(request, opened, stem, suffix)
    root, fragment = root_of(request), subject.removeprefix(BM)
    if shown.format is HTML:
        return _see(request, f"{root}/def/{f'{_WHOLE}.html' if suffix else ''}", fragment)
    if not suffix:
        return _see(request, f"{root}/def/{stem}.{shown.format.name}")
    base = base_of(request)
    page = link(f"{base}/def/#{fragment}", "alternate", type=HTML.media_type)

    def body() -> bytes:
        return write(located(described(opened.store, ontology, subject), base, top_of(request)), shown.format)

    # a term has a place on the page, no page of its own
    return replace(shown, offered=GRAPHS).answer(body, [link(subject, "describes"), page])


def _shown(request: Request, opened: Opened, name: str, suffix: str | None = None) -> Representation:
    return represent(request, f"/def/{name}", opened.release.hash, opened.release.built, suffix=suffix)


def _whole(shown: Representation, opened: Opened) -> Response:
    links = [link(BM, "canonical")]
    if shown.is_fresh:
        return shown.not_modified()
    if shown.format is HTML:
        return vocabulary_page(shown.request, _pages.of(opened), shown.headers(links))

    def body() -> bytes:
        triples = document(_ontologies.of(opened))
        return write(located(triples, base_of(shown.request), top_of(shown.request)), shown.format)

    return shown.answer(body, links)


def _resolved(ontology: Statements, name: str, suffix: str | None) -> str:
    """The IRI of what a name means: of a version, that of the ontology or module which it is."""
    if name == _WHOLE and suffix:
        return BM
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
                "nl": f"deze uitgave heeft geen versie “{name}”.",
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
