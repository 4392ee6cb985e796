"""Find the thing that somebody means: by IRI, slug or label."""

from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode, QuerySolutions
from rapidfuzz import fuzz, process

from bouwstenen.errors import Message, UnknownThingError, WrongUseError
from bouwstenen.namespaces import BM, ID, expand, slugify
from bouwstenen.store.interface import QueryStore, select
from bouwstenen.store.labels import preferred

__all__ = ["find_thing", "names_of", "things"]

_NAMES = """
SELECT DISTINCT ?thing ?name WHERE {{
  VALUES ?kind {{ {kinds} }}
  ?thing a ?kind .
  OPTIONAL {{ ?thing rdfs:label|skos:altLabel|skos:notation ?name }}
}}"""

_LABELS = """
SELECT DISTINCT ?thing ?label WHERE {{
  VALUES ?kind {{ {kinds} }}
  ?thing a ?kind .
  OPTIONAL {{ ?thing rdfs:label ?label }}
}}"""

#: Things that are all listed to whoever names none of them.
_FEW = 12
#: Things that are named in one query: it may have 100,000 characters.
_AT_ONCE = 250
_LABELS_OF = "SELECT DISTINCT ?thing ?label WHERE {{ VALUES ?thing {{ {things} }} ?thing rdfs:label ?label }}"


def find_thing(store: QueryStore, text: str, *kinds: str, where: str | None = None) -> str:
    """Return the IRI of the thing of one of the classes `kinds` that `text` means.

    Args:
        store: where things are described.
        text: an IRI (also `<…>` or with one of our prefixes), a slug (`diamant`, `intervention/diamant`), or
            a label in any language or spelling; capitals do not matter.
        kinds: local names of the classes.
        where: the parameter it was given for, for an error to name.

    Raises:
        UnknownThingError: there is no such thing; names the nearest ones.
        WrongUseError: the label fits more than one thing; names them.
    """
    names: dict[str, set[str]] = {}
    for row in _names(store, kinds):
        thing, name = row["thing"].value, row["name"]
        names.setdefault(thing, {thing.removeprefix(ID).partition("/")[2]})
        if name is not None:
            names[thing].add(name.value)
    wanted = _expanded(text.strip())
    if wanted in names:
        return wanted
    exact = {thing for thing in names if wanted in (thing.rpartition("/")[2], thing.removeprefix(ID))}
    found = exact or {thing for thing, called in names.items() if slugify(wanted) in map(slugify, called)}
    if len(found) == 1:
        return found.pop()
    dutch, english = (_classes(store, kinds, language) for language in ("nl", "en"))
    if found:
        slugs = ", ".join(sorted(thing.removeprefix(ID) for thing in found))
        raise WrongUseError(
            {
                "nl": f"“{text}” kan meer dan één {dutch} betekenen.",
                "en": f"“{text}” may mean more than one {english}.",
            },
            where=where,
            mend={"nl": f"Kies uit: {slugs}.", "en": f"Choose one of: {slugs}."},
        )
    raise UnknownThingError(
        {"nl": f"er is geen {dutch} “{text}”.", "en": f"there is no {english} “{text}”."},
        where=where,
        mend=_others(wanted, names, kinds),
    )


def _others(wanted: str, names: dict[str, set[str]], kinds: Sequence[str]) -> Message:
    """What there is instead: all of few things, or the nearest of many."""
    if 0 < len(names) <= _FEW:
        all_of_them = ", ".join(sorted(thing.rpartition("/")[2] for thing in names))
        return {"nl": f"Er zijn: {all_of_them}.", "en": f"There are: {all_of_them}."}
    near = ", ".join(_nearest(slugify(wanted), names))
    if near:
        return {"nl": f"Het meest lijken: {near}.", "en": f"The nearest are: {near}."}
    listing = f"SELECT * {{ ?x a bm:{kinds[0]} }}"
    return {"nl": f"Vraag ze op met: {listing}", "en": f"List them with: {listing}"}


def _classes(store: QueryStore, kinds: Sequence[str], language: str) -> str:
    names = names_of(store, (BM + kind for kind in kinds), language)
    either = {"nl": " of ", "en": " or "}[language]
    return either.join(names[BM + kind] for kind in kinds)


def _expanded(text: str) -> str:
    """An IRI as people paste it: bare, in angle brackets, or with one of our prefixes."""
    return expand(text).removeprefix("<").removesuffix(">")


def _names(store: QueryStore, kinds: Sequence[str]) -> QuerySolutions:
    return select(store, _NAMES.format(kinds=_listed(kinds)))


def _listed(kinds: Sequence[str]) -> str:
    return " ".join(f"bm:{kind}" for kind in kinds)


def _nearest(wanted: str, names: dict[str, set[str]], count: int = 3) -> list[str]:
    """The slugs of the things whose names look most like `wanted`."""
    candidates = {(thing, name): slugify(name) for thing, called in names.items() for name in called}
    ranked = process.extract(wanted, candidates, scorer=fuzz.WRatio, limit=4 * count, score_cutoff=60)
    slugs = [key[0].rpartition("/")[2] for _, _, key in ranked]
    return list(dict.fromkeys(slugs))[:count]


def things(store: QueryStore, *kinds: str, language: str = "nl") -> list[tuple[str, str]]:
    """Return slug and name of every thing of the classes `kinds`, sorted by name, for a pick-list."""
    named = _named(select(store, _LABELS.format(kinds=_listed(kinds))), language)
    pairs = ((iri.rpartition("/")[2], name or iri) for iri, name in named.items())
    return sorted(pairs, key=lambda pair: (pair[1].casefold(), pair))


def names_of(store: QueryStore, iris: Iterable[str], language: str = "nl") -> dict[str, str]:
    """Return the name of each of `iris` in `language` or its fallback: in the end the IRI itself."""
    wanted = sorted(set(iris))
    names = {iri: iri for iri in wanted}
    for begin in range(0, len(wanted), _AT_ONCE):
        listed = " ".join(str(NamedNode(iri)) for iri in wanted[begin : begin + _AT_ONCE])
        named = _named(select(store, _LABELS_OF.format(things=listed)), language)
        names.update((iri, name) for iri, name in named.items() if name is not None)
    return names


def _named(rows: QuerySolutions, language: str) -> dict[str, str | None]:
    labels: dict[str, dict[str, str]] = {}
    for row in rows:
        texts = labels.setdefault(row["thing"].value, {})
        if isinstance(row["label"], Literal):
            texts[row["label"].language or ""] = row["label"].value
    return {iri: preferred(texts, language) for iri, texts in labels.items()}
