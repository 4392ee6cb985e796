"""What a request in the manner of Skosmos asks: its parameters, read and checked."""

import re
from collections.abc import Mapping

from pydantic import BaseModel, Field
from pyoxigraph import NamedNode

from bouwstenen.errors import Message, WrongUseError
from bouwstenen.namespaces import PREFIXES
from bouwstenen.publishing.skosmos.concepts import SKOS, as_iri
from bouwstenen.publishing.skosmos.searching import Search
from bouwstenen.publishing.skosmos.vocabularies import LANGUAGES

__all__ = [
    "SearchParameters",
    "WideSearchParameters",
    "language_in",
    "number_in",
    "search_in",
    "text_in",
    "words_in",
]

_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_NAME = re.compile(r"[A-Za-z]{1,40}")
#: Results and concepts that can be asked for.
_LARGEST = 1_000_000
#: Characters of a text to search.
_LONGEST = 1000


class SearchParameters(BaseModel):
    """The parameters of a search as they are written; `search_in` reads them."""

    query: str | None = Field(None, description="label or notation to search; * stands for any text")
    lang: str | None = Field(None, description="language of the labels to match; any where it is missing")
    labellang: str | None = Field(None, description="language of the labels to tell; else that of lang")
    type: str | None = Field(None, description="classes, with spaces between: skos:Concept")
    parent: str | None = Field(None, description="IRI of a concept below which to search")
    scheme: str | None = Field(None, description="IRIs of concept schemes, with spaces between")
    fields: str | None = Field(None, description="further properties of SKOS: broader altLabel prefLabel")
    unique: str | None = Field(None, description="true: each concept once, by its best match")
    maxhits: str | None = Field(None, description="results at most; all where it is missing")
    offset: str | None = Field(None, description="results to leave out at the beginning")


class WideSearchParameters(SearchParameters):
    """The same, for a search in several vocabularies."""

    vocab: str | None = Field(None, description="ids of vocabularies, with spaces between; else all")


def text_in(text: str | None, name: str) -> str:
    """Return the value of a parameter; raises WrongUseError where it is missing, empty or too long."""
    if not text or not text.strip():
        raise WrongUseError(
            {"nl": "deze parameter ontbreekt.", "en": "this parameter is missing."},
            where=name,
            mend={"nl": f"Geef hem: ?{name}=…", "en": f"Give it: ?{name}=…"},
        )
    return _short(text.strip(), name)


def language_in(text: str | None, name: str = "lang", *, required: bool = False) -> str:
    """Return a language tag, Dutch where none is given.

    Raises:
        WrongUseError: it is missing and required, or is no language tag (BCP 47).
    """
    if required:
        text = text_in(text, name)
    if not text:
        return LANGUAGES[0]
    if not _TAG.fullmatch(text):
        raise _wrong(name, text, {"nl": "taal", "en": "a language"}, "nl")
    return text.lower()


def number_in(text: str | None, name: str, *, lowest: int = 0) -> int | None:
    """Return a whole number, None where none is given; raises WrongUseError where it is none or too low."""
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,7}", text) or not lowest <= int(text) <= _LARGEST:
        what = {"nl": f"heel getal vanaf {lowest}", "en": f"a whole number from {lowest}"}
        raise _wrong(name, text, what, str(max(lowest, 20)))
    return int(text)


def words_in(text: str | None) -> list[str]:
    """Return the words of a list with spaces between, in the order given, each once."""
    return list(dict.fromkeys((text or "").split()))


def search_in(given: SearchParameters) -> Search:
    """Return what the parameters of a search ask.

    Raises:
        WrongUseError: there is nothing to search, or a parameter has a value that it cannot have.
    """
    return Search(
        text=_short(given.query or "", "query") if given.parent else text_in(given.query, "query"),
        lang=language_in(given.lang) if given.lang else None,
        labellang=language_in(given.labellang, "labellang") if given.labellang else None,
        types=tuple(_iri(word, "type") for word in words_in(given.type)) or Search.types,
        parent=_iri(given.parent, "parent") if given.parent else None,
        schemes=tuple(_iri(word, "scheme") for word in words_in(given.scheme)),
        unique=(given.unique or "").lower() in ("true", "1", "yes", "on"),
        fields=tuple(_field(word) for word in words_in(given.fields)),
    )


def _iri(text: str, name: str) -> NamedNode:
    """An IRI, or one with a prefix of ours."""
    prefix, _, rest = text.partition(":")
    known = prefix in PREFIXES and not rest.startswith("//")
    iri = as_iri(PREFIXES[prefix] + rest if known else text)
    if iri is None:
        raise _wrong(name, text, {"nl": "IRI", "en": "an IRI"}, f"{SKOS}Concept")
    return iri


def _field(text: str) -> str:
    if not _NAME.fullmatch(text):
        what = {"nl": "eigenschap van SKOS", "en": "a property of SKOS"}
        raise _wrong("fields", text, what, "broader")
    return text


def _short(text: str, name: str) -> str:
    if len(text) > _LONGEST:
        raise WrongUseError(
            {"nl": "deze tekst is te lang.", "en": "this text is too long."},
            where=name,
            mend={"nl": f"Hoogstens {_LONGEST} tekens.", "en": f"{_LONGEST} characters at most."},
        )
    return text


def _wrong(name: str, text: str, what: Mapping[str, str], example: str) -> WrongUseError:
    said: Message = {
        "nl": f"“{text}” is geen {what['nl']}.",
        "en": f"“{text}” is not {what['en']}.",
    }
    mend = {"nl": f"Schrijf bijvoorbeeld {example}.", "en": f"Write {example}, for example."}
    return WrongUseError(said, where=name, mend=mend)
