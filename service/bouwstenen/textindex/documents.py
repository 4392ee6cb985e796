"""The fields of the index, and what each entry puts in them.

All words are made here, by `words`: what tantivy keeps is taken as it is.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from tantivy import Document, Schema, SchemaBuilder

from bouwstenen.languages import preferred
from bouwstenen.textindex.entries import Entry
from bouwstenen.textindex.words import is_stop_word, parts, stem, words

__all__ = ["SCHEMA", "WEIGHT", "documents", "whole"]

#: Characters of a name that are compared where a whole name is asked for.
_LONGEST_NAME = 500
#: What the score of the lightest names is multiplied by, at most; the least is 1.
WEIGHT = 1.25
#: Words of a name beyond which it counts as long: of two that fit as well, the shorter is meant more often.
_MANY_WORDS = 10
#: What is hardly ever meant where something else fits as well: literature, with titles for names.
_BEHIND = {"Source": 0.9, "SPARQLExecutable": 0.9}


def _schema() -> Schema:
    builder = SchemaBuilder()
    for name in ("iri", "label", "shown"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("whole", "whole_other"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    # kept as well, so that what an answer matched can be told
    for name in ("name", "other", "part"):
        builder.add_text_field(name, stored=True, tokenizer_name="whitespace", index_option="basic")
    for name in ("kind", "name_stem", "other_stem", "text", "text_stem"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    builder.add_float_field("weight", fast=True)
    return builder.build()


SCHEMA = _schema()


def whole(text: str) -> str:
    """Return a name as it is compared with another: its words."""
    return _joined(words(text))


def documents(entries: Iterable[Entry]) -> Iterator[Document]:
    """Yield what the index holds of each entry, ordered by label: of equals the first comes first."""
    labelled = sorted(map(_Labelled, entries), key=lambda each: each.order)
    known = {word for each in labelled for word in each.words if not is_stop_word(word)}

    @cache
    def in_compound(word: str) -> frozenset[str]:
        return frozenset(stem(part) for pair in parts(word, known.__contains__) for part in pair)

    for each in labelled:
        yield each.document(in_compound)


class _Labelled:
    """An entry and its words."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry
        texts: dict[str, str] = {}
        for name in sorted(entry.names):
            texts.setdefault(name.language, name.value)
        self._label = preferred(texts) or entry.iri
        self._names, self._spellings, self._texts = (
            # the same word is kept once, however often it comes
            [(text.language, [sys.intern(word) for word in words(text.value)]) for text in said]
            for said in (entry.names, entry.spellings, entry.texts)
        )

    @property
    def order(self) -> tuple[str, str, str]:
        return self._label.casefold(), self._label, self._entry.iri

    @property
    def words(self) -> Iterator[str]:
        for _, found in (*self._names, *self._spellings, *self._texts):
            yield from found

    def document(self, in_compound: Callable[[str], frozenset[str]]) -> Document:
        names, others = _words(self._names), _words(self._spellings)
        document = Document()
        for field, text in (("iri", self._entry.iri), ("label", self._label), ("shown", self._entry.kind)):
            document.add_text(field, text)
        wholes = {_joined(found) for _, found in self._names}
        for whole_name in sorted(wholes):
            document.add_text("whole", whole_name)
        for whole_name in sorted({_joined(found) for _, found in self._spellings} - wholes):
            document.add_text("whole_other", whole_name)
        for field, values in (
            ("kind", self._entry.kinds),
            ("name", names),
            ("other", others),
            ("part", {part for word in names | others for part in in_compound(word)}),
            ("name_stem", _stems(self._names)),
            ("other_stem", _stems(self._spellings)),
            ("text", _words(self._texts)),
            ("text_stem", _stems(self._texts)),
        ):
            document.add_text(field, " ".join(sorted(values)))
        length = min(len(words(self._label)), _MANY_WORDS)
        weight = WEIGHT * (1 - 0.01 * length) * _BEHIND.get(self._entry.kind, 1.0)
        # a search multiplies scores by log2(2 + what stands here), which is 0 at least
        document.add_float("weight", 2**weight - 2)
        return document


def _joined(found: list[str]) -> str:
    return " ".join(found)[:_LONGEST_NAME]


def _words(texts: Iterable[tuple[str, list[str]]]) -> set[str]:
    return {word for _, found in texts for word in found}


def _stems(texts: Iterable[tuple[str, list[str]]]) -> set[str]:
    """Stems by the language of each text; what has none is taken for Dutch, as names are."""
    return {stem(word, "en" if language == "en" else "nl") for language, found in texts for word in found}
