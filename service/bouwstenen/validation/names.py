"""What things, properties and classes are called in a report: in one language, by what people read."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse

from bouwstenen.graph.sources import find
from bouwstenen.languages import preferred
from bouwstenen.namespaces import PREFIXES, shorten

__all__ = ["Names", "is_anonymous"]

_LABELS = tuple(
    NamedNode(PREFIXES[prefix] + name) for prefix, name in (("rdfs", "label"), ("skos", "prefLabel"))
)
_ANONYMOUS = {"nl": "iets zonder IRI", "en": "something without an IRI"}


class Names:
    """Names of things, from the sources, from what is checked, and of others' terms.

    Args:
        root: folder with `ontology`, `data`, `shapes`; it is read when a name is first asked.
        language: "nl" or "en".
        quads: statements that name things before the sources do.
        known: further names, by IRI, which count where nothing else does.
        terms: names of others' terms, by IRI and language.
    """

    def __init__(
        self,
        root: Path,
        language: str,
        quads: Iterable[Quad] = (),
        known: Mapping[str, str] | None = None,
        terms: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self.language = language
        self._root = root
        self._quads = quads
        self._known = known or {}
        self._terms = terms or {}

    def __call__(self, iri: str) -> str:
        """Return the name of a thing, or else its short IRI; of a blank node, that it is one."""
        return self.given(iri) or (_ANONYMOUS[self.language] if is_anonymous(iri) else shorten(iri))

    def given(self, iri: str) -> str | None:
        """Return the name that a thing was given, or None."""
        if iri in self._terms:
            return self._terms[iri][self.language]
        found = preferred(self._labels.get(iri, {}), self.language)
        return found if found is not None else self._known.get(iri)

    @cached_property
    def _labels(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        _collect(found, self._quads)
        for source in find(self._root):
            _collect(found, parse(path=str(source.path), format=RdfFormat.TURTLE))
        return found

    @cached_property
    def shapes(self) -> Store:
        """The shapes, to read what they ask."""
        store = Store()
        for source in find(self._root):
            if source.graph == "shapes":
                store.bulk_load(path=str(source.path), format=RdfFormat.TURTLE)
        return store


def _collect(found: dict[str, dict[str, str]], quads: Iterable[Quad] | Sequence[Quad]) -> None:
    for quad in quads:
        if quad.predicate in _LABELS and isinstance(quad.object, Literal):
            if not isinstance(quad.subject, NamedNode | BlankNode):
                continue
            texts = found.setdefault(quad.subject.value, {})
            texts.setdefault(quad.object.language or "", quad.object.value)


def is_anonymous(name: str) -> bool:
    """Return whether what stands for a thing in a finding is the name of a blank node, not an IRI."""
    return ":" not in name
