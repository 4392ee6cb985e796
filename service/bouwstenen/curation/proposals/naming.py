"""What to call what a proposal speaks of: by its name, and a claim by what it is about."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from bouwstenen.graph.changesets import Patch
from bouwstenen.namespaces import BM, PREFIXES, RDF_TYPE
from bouwstenen.publishing.changes.facts import names_of
from bouwstenen.publishing.changes.words import Words

__all__ = ["ABOUT", "TYPE", "Naming"]

TYPE = NamedNode(RDF_TYPE)
ABOUT = NamedNode(f"{BM}about")
_DERIVED = NamedNode(PREFIXES["prov"] + "wasDerivedFrom")
_LOCATOR = NamedNode(f"{BM}locator")
_XSD = PREFIXES["xsd"]
_YES_NO = {"nl": {"true": "ja", "false": "nee"}, "en": {"true": "yes", "false": "no"}}


class Naming:
    """Names in one language.

    Args:
        store: what holds; a patch that holds there already is told by what it says itself.
        patch: whose words go before those of the store.
        language: "nl" or "en".
        more: names of what neither of both tells.
    """

    def __init__(self, store: Store, patch: Patch, language: str, more: Iterable[Triple] = ()) -> None:
        fresh, gone = Store(), Store()
        fresh.extend(Quad(each.subject, each.predicate, each.object) for each in (*patch.added, *more))
        gone.extend(Quad(each.subject, each.predicate, each.object) for each in patch.removed)
        self._stores = (fresh, store, gone)
        self._language = language
        self._known: dict[str, str] = {}

    def name(self, iri: str) -> str:
        """Return how something is called: by its name, as a claim about something, or the end of its IRI."""
        if iri not in self._known:
            named = names_of(self._stores, [iri])
            words = Words(self._language, named)
            about = [] if named.get(iri) else self.objects(iri, ABOUT)
            types = self.objects(iri, TYPE) if about else []
            self._known[iri] = (
                f"{self.name(about[0])} ({self.name(types[0])})" if about and types else words.name(iri)
            )
        return self._known[iri]

    def objects(self, iri: str, predicate: NamedNode) -> list[str]:
        """Return the IRIs that something has as values of a property; those of the patch first."""
        subject = NamedNode(iri)
        found = {
            quad.object.value: None
            for store in self._stores
            for quad in sorted(store.quads_for_pattern(subject, predicate, None, None), key=str)
            if isinstance(quad.object, NamedNode)
        }
        return list(found)

    def text(self, value: object) -> str:
        """Return a value as it is shown."""
        if isinstance(value, NamedNode):
            return self.name(value.value)
        if not isinstance(value, Literal):
            return str(value)
        if value.language:
            return value.value if value.language == self._language else f"{value.value} ({value.language})"
        if value.datatype.value == f"{_XSD}boolean":
            return _YES_NO[self._language].get(value.value, value.value)
        if value.datatype.value == f"{_XSD}dateTime":
            return value.value[:16].replace("T", " ")
        return value.value

    def given(self, text: str) -> str:
        """Return a value that is kept as text: the name of what has that IRI, or the text."""
        if not text.startswith(("http://", "https://")) or any(mark in text for mark in ' <>"{}|\\^`\n'):
            return text
        try:
            return self.name(text)
        except ValueError:  # looks like an IRI, and is none
            return text

    def where(self, claim: str) -> str:
        """Return where a claim was found: the place within a source, or the source; "" where none tells."""
        for passage in self.objects(claim, _DERIVED):
            for store in self._stores:
                for quad in store.quads_for_pattern(NamedNode(passage), _LOCATOR, None, None):
                    if isinstance(quad.object, Literal):
                        return quad.object.value
            return self.name(passage)
        return ""
