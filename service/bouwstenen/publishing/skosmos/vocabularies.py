"""Vocabularies as Skosmos knows them: one for each concept scheme, and one that holds them all."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from bouwstenen.errors import UnknownThingError
from bouwstenen.languages import preferred
from bouwstenen.store.interface import QueryStore, select

__all__ = ["LANGUAGES", "WHOLE", "Scheme", "Vocabulary", "find_vocabulary", "vocabularies_of"]

#: Id of the vocabulary that holds every scheme; `bouwstenen` is the scheme of the six building blocks.
WHOLE = "bouwstenenmodel"
LANGUAGES = ("nl", "en")

_TITLE = {"nl": "Bouwstenenmodel: alle begrippenlijsten", "en": "Bouwstenenmodel: all concept schemes"}
#: The schemes that are ours: the data name those of others too.
_SCHEMES = """
SELECT DISTINCT ?scheme ?label WHERE {
  ?scheme a skos:ConceptScheme .
  FILTER(STRSTARTS(STR(?scheme), STR(id:)))
  OPTIONAL { ?scheme rdfs:label ?label }
}"""


@dataclass(frozen=True)
class Scheme:
    """A concept scheme.

    Args:
        iri: its IRI.
        labels: its names by language tag.
    """

    iri: str
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        """The last part of its IRI."""
        return self.iri.rpartition("/")[2]

    def title(self, language: str) -> str:
        """Return its name in a language or the fallback."""
        return preferred(self.labels, language) or self.slug


@dataclass(frozen=True)
class Vocabulary:
    """What Skosmos calls a vocabulary.

    Args:
        id: what addresses call it.
        schemes: the concept schemes it holds.
    """

    id: str
    schemes: tuple[Scheme, ...]

    def title(self, language: str) -> str:
        """Return its name in a language or the fallback."""
        return preferred(_TITLE, language) or WHOLE if self.id == WHOLE else self.schemes[0].title(language)

    @property
    def values(self) -> str:
        """Its schemes, as the values of a variable in a query."""
        return " ".join(str(NamedNode(scheme.iri)) for scheme in self.schemes)


def vocabularies_of(store: QueryStore) -> dict[str, Vocabulary]:
    """Return every vocabulary by its id: the whole, and one for each concept scheme."""
    labels: dict[str, dict[str, str]] = {}
    for row in select(store, _SCHEMES):
        texts = labels.setdefault(row["scheme"].value, {})
        if isinstance(row["label"], Literal):
            texts[row["label"].language or ""] = row["label"].value
    schemes = tuple(Scheme(iri, labels[iri]) for iri in sorted(labels))
    single = {scheme.slug: Vocabulary(scheme.slug, (scheme,)) for scheme in schemes}
    return {WHOLE: Vocabulary(WHOLE, schemes), **single}


def find_vocabulary(store: QueryStore, vocid: str) -> Vocabulary:
    """Return the vocabulary called `vocid`.

    Raises:
        UnknownThingError: there is none; names those there are.
    """
    known = vocabularies_of(store)
    if vocid not in known:
        names = ", ".join(_first_the_whole(known))
        raise UnknownThingError(
            {"nl": f"er is geen vocabulaire “{vocid}”.", "en": f"there is no vocabulary “{vocid}”."},
            where="vocid",
            mend={"nl": f"Er zijn: {names}.", "en": f"There are: {names}."},
        )
    return known[vocid]


def _first_the_whole(known: dict[str, Vocabulary]) -> Iterator[str]:
    yield WHOLE
    yield from sorted(vocid for vocid in known if vocid != WHOLE)
