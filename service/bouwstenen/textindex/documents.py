"""The fields of the index, and what each entry puts in them.

All words are made here, by `words`: what tantivy keeps is taken as it is.
"""

from collections.abc import Iterable, Iterator

from tantivy import Document, Schema, SchemaBuilder

from bouwstenen.languages import preferred
from bouwstenen.textindex.entries import Entry, Text
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
    return " ".join(words(text))[:_LONGEST_NAME]


def documents(entries: Iterable[Entry]) -> Iterator[Document]:
    """Yield what the index holds of each entry, ordered by label: of equals the first comes first."""
    labelled = sorted(((_label(entry), entry) for entry in entries), key=_order)
    known = {
        word
        for _, entry in labelled
        for text in (*entry.names, *entry.spellings, *entry.texts)
        for word in words(text.value)
        if not is_stop_word(word)
    }
    for label, entry in labelled:
        yield _document(label, entry, known)


def _order(item: tuple[str, Entry]) -> tuple[str, str, str]:
    label, entry = item
    return label.casefold(), label, entry.iri


def _label(entry: Entry) -> str:
    texts: dict[str, str] = {}
    for name in sorted(entry.names):
        texts.setdefault(name.language, name.value)
    return preferred(texts) or entry.iri


def _document(label: str, entry: Entry, known: set[str]) -> Document:
    document = Document()
    wholes = {whole(name.value) for name in entry.names}
    names, others = _words(entry.names), _words(entry.spellings)
    split = {word: list(parts(word, known.__contains__)) for word in names | others}
    fields = {
        "iri": {entry.iri},
        "label": {label},
        "shown": {entry.kind},
        "kind": entry.kinds,
        "whole": wholes,
        "whole_other": {whole(name.value) for name in entry.spellings} - wholes,
        "name": names,
        "other": others,
        "part": {stem(part) for found in split.values() for pair in found for part in pair},
        "name_stem": _stems(entry.names),
        "other_stem": _stems(entry.spellings),
        "text": _words(entry.texts),
        "text_stem": _stems(entry.texts),
    }
    for field, values in fields.items():
        for value in sorted(values):
            document.add_text(field, value)
    length = min(len(words(label)), _MANY_WORDS)
    weight = WEIGHT * (1 - 0.01 * length) * _BEHIND.get(entry.kind, 1.0)
    # a search multiplies scores by log2(2 + what stands here), which is 0 at least
    document.add_float("weight", 2**weight - 2)
    return document


def _words(texts: Iterable[Text]) -> set[str]:
    return {word for text in texts for word in words(text.value)}


def _stems(texts: Iterable[Text]) -> set[str]:
    """Stems by the language of each text; what has none is taken for Dutch, as names are."""
    return {
        stem(word, "en" if text.language == "en" else "nl") for text in texts for word in words(text.value)
    }
