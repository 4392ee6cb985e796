"""Search concepts by their labels and notations, with `*` for any text, as Skosmos does."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

from pyoxigraph import Literal, NamedNode

from bouwstenen.namespaces import ID, PREFIXES, RDF_TYPE
from bouwstenen.publishing.skosmos.concepts import SKOS, Described, Term, described, label_of, shown
from bouwstenen.publishing.skosmos.vocabularies import Vocabulary
from bouwstenen.store.interface import QueryStore, select

__all__ = ["Search", "look_up", "search"]

_PREF, _ALT, _HIDDEN = f"{SKOS}prefLabel", f"{SKOS}altLabel", f"{SKOS}hiddenLabel"
_NOTATION, _IN_SCHEME = f"{SKOS}notation", f"{SKOS}inScheme"
#: What is matched, the best first, and the key that tells what was matched.
_MATCHED = {_PREF: "matchedPrefLabel", _ALT: "altLabel", _NOTATION: None, _HIDDEN: "hiddenLabel"}

_QUERY = """
SELECT DISTINCT ?s ?property ?match WHERE {{
  VALUES ?scheme {{ {schemes} }}
  VALUES ?type {{ {types} }}
  VALUES ?property {{ {properties} }}
  {limits}
  ?s skos:inScheme ?scheme ; a ?type ; ?property ?match .
  {condition}
  {language}
  MINUS {{ ?s owl:deprecated true }}
}}"""


@dataclass(frozen=True)
class Search:
    """What is asked of a search; the names are those of Skosmos.

    Args:
        text: a label, with `*` for any text; "" for every concept.
        lang: language of the labels to match; None for any.
        labellang: language of the labels to tell; None for `lang`.
        types: IRIs of classes, of which one fits.
        parent: a concept below which to search.
        schemes: IRIs of schemes to search in; none for all of the vocabulary.
        unique: whether a concept is told once, however many of its labels match.
        fields: local names of further SKOS properties to tell.
    """

    text: str
    lang: str | None = None
    labellang: str | None = None
    types: tuple[NamedNode, ...] = (NamedNode(f"{SKOS}Concept"),)
    parent: NamedNode | None = None
    schemes: tuple[NamedNode, ...] = ()
    unique: bool = False
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Hit:
    concept: str
    matched: str
    match: Literal

    @property
    def order(self) -> tuple[str, str, str, int]:
        return (self.match.value.lower(), self.match.language or "", self.concept, self.rank)

    @property
    def rank(self) -> int:
        return list(_MATCHED).index(self.matched)


def search(
    store: QueryStore,
    vocabularies: Sequence[Vocabulary],
    asked: Search,
    *,
    offset: int = 0,
    most: int | None = None,
) -> list[dict[str, object]]:
    """Return what matches, as Skosmos tells it, ordered by what matched.

    Args:
        store: where concepts are.
        vocabularies: those to search; a result names the first that has it.
        asked: what to search.
        offset: results to leave out at the beginning.
        most: results to return; None for all.
    """
    hits = _hits(store, vocabularies, asked)
    if asked.unique:
        best: dict[str, _Hit] = {}
        for hit in sorted(hits, key=lambda hit: (hit.rank, hit.order)):
            best.setdefault(hit.concept, hit)
        hits = list(best.values())
    page = sorted(hits, key=lambda hit: hit.order)[offset:][:most]
    further = [SKOS + name for name in asked.fields]
    about = described(store, {hit.concept for hit in page}, RDF_TYPE, _PREF, _NOTATION, _IN_SCHEME, *further)
    values = {
        term.value
        for said in about.values()
        for name in further
        for term in said.get(name, ())
        if isinstance(term, NamedNode)
    }
    about_values = described(store, values, _PREF)
    return [
        _told(hit, about, vocabularies, asked) | _fields(about[hit.concept], about_values, asked)
        for hit in page
    ]


def look_up(
    store: QueryStore, vocabulary: Vocabulary, label: str, lang: str | None
) -> list[dict[str, object]]:
    """Return the concepts that are called exactly so; where none is, those that differ in capitals only."""
    found = search(store, [vocabulary], Search(label.replace("*", ""), lang))
    for key in ("prefLabel", "altLabel"):
        for same in (str, str.lower):
            hits = [hit for hit in found if key in hit and same(str(hit[key])) == same(label)]
            if hits:
                return hits
    return []


def _hits(store: QueryStore, vocabularies: Sequence[Vocabulary], asked: Search) -> list[_Hit]:
    within = {scheme.iri for vocabulary in vocabularies for scheme in vocabulary.schemes}
    if asked.schemes:
        within &= {scheme.value for scheme in asked.schemes}
    text = re.sub(r"\*+", "*", normalize("NFC", asked.text.strip()))
    everything = text in ("", "*")
    properties = [_PREF] if everything else list(_MATCHED)
    language = ""
    if asked.lang:
        language = (
            f"VALUES ?wanted {{ {Literal(asked.lang)} }} "
            "FILTER(LANGMATCHES(LANG(?match), ?wanted) || ?property = skos:notation)"
        )
    query = _QUERY.format(
        schemes=_iris(sorted(within)),
        types=" ".join(map(str, asked.types)),
        properties=_iris(properties),
        limits=f"VALUES ?parent {{ {asked.parent} }} ?s skos:broader+ ?parent ." if asked.parent else "",
        condition="" if everything else _condition(text),
        language=language,
    )
    rows = select(store, query)
    return [
        _Hit(row["s"].value, row["property"].value, row["match"])
        for row in rows
        if isinstance(row["match"], Literal)
    ]


def _condition(text: str) -> str:
    """The filter that a text with `*` stands for, the cheapest that does; capitals do not matter."""
    inner = text.strip("*")
    if "*" in inner:
        pattern = ".*".join(re.sub(r"([\\.\[\]{}()+?^$|-])", r"\\\1", part) for part in text.split("*"))
        return f"VALUES ?pattern {{ {Literal(f'^{pattern}$')} }} FILTER(REGEX(STR(?match), ?pattern, 'is'))"
    test = {
        (False, False): "LCASE(STR(?match)) = ?text",
        (False, True): "STRSTARTS(LCASE(STR(?match)), ?text)",
        (True, False): "STRENDS(LCASE(STR(?match)), ?text)",
        (True, True): "CONTAINS(LCASE(STR(?match)), ?text)",
    }[text.startswith("*"), text.endswith("*")]
    return f"VALUES ?text {{ {Literal(inner.lower())} }} FILTER({test})"


def _told(
    hit: _Hit, about: Described, vocabularies: Sequence[Vocabulary], asked: Search
) -> dict[str, object]:
    said = about[hit.concept]
    label = label_of(said, asked.labellang or asked.lang or hit.match.language)
    types = sorted(_short(term.value) for term in said.get(RDF_TYPE, ()) if isinstance(term, NamedNode))
    told: dict[str, object] = {"uri": hit.concept, "type": types}
    if hit.concept.startswith(ID):
        told["localname"] = hit.concept.removeprefix(ID)
    if label is not None:
        told |= {"prefLabel": label.value, "lang": label.language or ""}
    notations = sorted(term.value for term in said.get(_NOTATION, ()) if isinstance(term, Literal))
    if notations:
        told["notation"] = notations[0]
    key = _MATCHED[hit.matched]
    if key and not (hit.matched == _PREF and hit.match == label):
        told |= {key: hit.match.value, "lang": hit.match.language or ""}
    schemes = {term.value for term in said.get(_IN_SCHEME, ()) if isinstance(term, NamedNode)}
    return told | {"vocab": _vocab(vocabularies, schemes)}


def _vocab(vocabularies: Sequence[Vocabulary], schemes: set[str]) -> str:
    return next(
        vocabulary.id
        for vocabulary in vocabularies
        if any(scheme.iri in schemes for scheme in vocabulary.schemes)
    )


def _fields(said: dict[str, list[Term]], values: Described, asked: Search) -> dict[str, object]:
    """The further fields that were asked for: things with their names, or texts."""
    told: dict[str, object] = {}
    language = asked.labellang or asked.lang
    for name in asked.fields:
        found = sorted(said.get(SKOS + name, ()), key=str)
        if name == "prefLabel":
            told["prefLabels"] = {term.language: term.value for term in found if isinstance(term, Literal)}
            continue
        items: list[object] = []
        for term in found:
            if isinstance(term, NamedNode):
                label = shown(values.get(term.value, {}), language) if language else None
                items.append({"uri": term.value} | ({"prefLabel": label} if label else {}))
            elif isinstance(term, Literal):
                items.append(term.value)
        if items:
            told[name] = items
    return told


def _iris(iris: Sequence[str]) -> str:
    return " ".join(str(NamedNode(iri)) for iri in iris)


def _short(iri: str) -> str:
    """An IRI with one of the prefixes that the answer declares, or as it is."""
    for prefix in ("skos", "isothes"):
        if iri.startswith(PREFIXES[prefix]):
            return f"{prefix}:{iri.removeprefix(PREFIXES[prefix])}"
    return iri
