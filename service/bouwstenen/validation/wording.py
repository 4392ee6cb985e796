"""The words in which a report says what a shape asks, Dutch first."""

from collections.abc import Callable, Sequence
from typing import TypedDict

__all__ = ["Words", "joined", "words_of"]


Words = TypedDict(
    "Words",
    {
        "a": Callable[[str], str],
        "and": str,
        "or": str,
        "not": str,
        "either": str,
        "exactly": str,
        "least": str,
        "most": str,
        "none": str,
        "more": str,
        "in_language": str,
        "unique": str,
        "datatypes": dict[str, str],
        "kinds": dict[str, str],
        "languages": dict[str, str],
        "bounds": dict[str, str],
        "others": dict[str, str],
    },
)


def _een(name: str) -> str:
    return f"een {name}"


def _a(name: str) -> str:
    return f"{'an' if name[:1].lower() in 'aeio' else 'a'} {name}"


#: `{}` stands for a number, a value or a name; SHACL's parameters by what follows `sh:`.
_NL: Words = {
    "a": _een,
    "and": "en",
    "or": "of",
    "not": "niet: {}",
    "either": "óf {}, niet meer dan een daarvan",
    "exactly": "precies {}",
    "least": "minstens {}",
    "most": "hoogstens {}",
    "none": "geen",
    "more": "nog {} andere",
    "in_language": "in het {}",
    "unique": "één per taal",
    "datatypes": {
        "string": "gewone tekst",
        "langString": "tekst met een taal",
        "integer": "een geheel getal",
        "nonNegativeInteger": "een geheel getal, 0 of meer",
        "positiveInteger": "een geheel getal, 1 of meer",
        "decimal": "een getal",
        "double": "een getal",
        "boolean": "true of false",
        "date": "een datum (2026-11-24)",
        "dateTime": "een moment (2026-11-24T12:00:00Z)",
        "gYear": "een jaartal",
        "gYearMonth": "een maand (2026-11)",
        "anyURI": "een webadres",
    },
    "kinds": {
        "IRI": "een IRI",
        "Literal": "een tekst of getal",
        "BlankNode": "iets zonder IRI",
        "BlankNodeOrIRI": "een ding, geen tekst",
        "IRIOrLiteral": "een IRI of tekst",
        "BlankNodeOrLiteral": "een tekst, of iets zonder IRI",
    },
    "languages": {"nl": "Nederlands", "en": "Engels", "de": "Duits", "fr": "Frans"},
    "bounds": {
        "minLength": "minstens {} tekens",
        "maxLength": "hoogstens {} tekens",
        "minInclusive": "{} of meer",
        "maxInclusive": "{} of minder",
        "minExclusive": "meer dan {}",
        "maxExclusive": "minder dan {}",
        "pattern": "van de vorm {}",
    },
    "others": {
        "equals": "hetzelfde als bij “{}”",
        "disjoint": "iets anders dan bij “{}”",
        "lessThan": "minder dan “{}”",
        "lessThanOrEquals": "niet meer dan “{}”",
    },
}
_EN: Words = {
    "a": _a,
    "and": "and",
    "or": "or",
    "not": "not: {}",
    "either": "either {}, not more than one of them",
    "exactly": "exactly {}",
    "least": "at least {}",
    "most": "at most {}",
    "none": "none",
    "more": "{} others",
    "in_language": "in {}",
    "unique": "one per language",
    "datatypes": {
        "string": "plain text",
        "langString": "text with a language",
        "integer": "a whole number",
        "nonNegativeInteger": "a whole number, 0 or more",
        "positiveInteger": "a whole number, 1 or more",
        "decimal": "a number",
        "double": "a number",
        "boolean": "true or false",
        "date": "a date (2026-11-24)",
        "dateTime": "a moment (2026-11-24T12:00:00Z)",
        "gYear": "a year",
        "gYearMonth": "a month (2026-11)",
        "anyURI": "a web address",
    },
    "kinds": {
        "IRI": "an IRI",
        "Literal": "a text or number",
        "BlankNode": "something without an IRI",
        "BlankNodeOrIRI": "a thing, not a text",
        "IRIOrLiteral": "an IRI or text",
        "BlankNodeOrLiteral": "a text, or something without an IRI",
    },
    "languages": {"nl": "Dutch", "en": "English", "de": "German", "fr": "French"},
    "bounds": {
        "minLength": "at least {} characters",
        "maxLength": "at most {} characters",
        "minInclusive": "{} or more",
        "maxInclusive": "{} or less",
        "minExclusive": "more than {}",
        "maxExclusive": "less than {}",
        "pattern": "of the form {}",
    },
    "others": {
        "equals": "the same as at “{}”",
        "disjoint": "other than at “{}”",
        "lessThan": "less than “{}”",
        "lessThanOrEquals": "not more than “{}”",
    },
}


def words_of(language: str) -> Words:
    """Return the words of a language, "nl" or "en"."""
    return _EN if language == "en" else _NL


def joined(parts: Sequence[str], word: str) -> str:
    """Return parts as people list them.

    >>> joined(["an intervention", "a part", "a type"], "or")
    'an intervention, a part or a type'
    """
    told = [part for part in parts if part]
    return f"{', '.join(told[:-1])} {word} {told[-1]}" if len(told) > 1 else "".join(told)
