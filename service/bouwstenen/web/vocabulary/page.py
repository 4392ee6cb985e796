"""The page of the vocabulary: its metadata, a drawing, every term, the concept schemes."""

from collections.abc import Mapping

from fastapi import Request
from fastapi.responses import Response

from bouwstenen.formats import GRAPHS
from bouwstenen.namespaces import BM
from bouwstenen.publishing.vocabulary import diagram, snippet
from bouwstenen.publishing.vocabulary.page import Vocabulary
from bouwstenen.publishing.vocabulary.terms import KINDS, Entry
from bouwstenen.web.addressing import link_of, root_of
from bouwstenen.web.pages import language_of, render
from bouwstenen.web.vocabulary.texts import VOCABULARY_TEXTS

__all__ = ["vocabulary_page"]


def vocabulary_page(request: Request, stated: Vocabulary, headers: Mapping[str, str]) -> Response:
    """Return the page in the reader's language.

    Args:
        request: what is answered.
        stated: the vocabulary.
        headers: of the response.
    """
    language = language_of(request)
    root = root_of(request)
    anchors = {entry.iri for entry in stated.entries} | set(stated.modules)

    def to(iri: str) -> str:
        return f"#{iri.removeprefix(BM)}" if iri in anchors else link_of(root, iri)

    return render(
        request,
        "vocabulary.html",
        headers=headers,
        structured=_structured(stated, language),
        words=VOCABULARY_TEXTS,
        stated=stated,
        kinds={kind: [each for each in stated.entries if each.kind == kind] for kind in KINDS},
        namespace=BM,
        formats=[item.name for item in GRAPHS],
        name=lambda iri: stated.name(iri, language),
        to=to,
        example=lambda entry: _example(entry, stated),
        base_line=snippet.BASE_LINE,
        box_width=diagram.BOX_WIDTH,
        row_height=diagram.ROW,
        row_letters=diagram.ROW_LETTERS,
        title_letters=diagram.TITLE_LETTERS,
        title_height=diagram.TITLE,
    )


def _example(entry: Entry, stated: Vocabulary) -> list[list[snippet.Token]]:
    if not stated.usage or entry.iri not in stated.usage:
        return []
    lines_of = snippet.of_class if entry.kind == "class" else snippet.of_property
    return lines_of(entry.iri, stated.usage[entry.iri])


def _structured(stated: Vocabulary, language: str) -> dict[str, object]:
    """The vocabulary for search engines, as a schema.org DefinedTermSet."""
    return {
        "@context": "https://schema.org/",
        "@type": "DefinedTermSet",
        "@id": BM,
        "name": stated.text("dcterms:title", language),
        "description": stated.text("dcterms:description", language),
        "inLanguage": ["nl", "en"],
        "version": stated.header("owl:versionInfo")[0],
        "license": stated.header("dcterms:license")[0],
        "hasDefinedTerm": [
            {"@type": "DefinedTerm", "@id": entry.iri, "name": stated.name(entry.iri, language)}
            for entry in stated.entries
        ],
    }
