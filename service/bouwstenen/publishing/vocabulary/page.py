"""All that the vocabulary page shows of a release, read once."""

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from bouwstenen.errors import QueryMemoryError, QueryTimeoutError
from bouwstenen.library.things import names_of
from bouwstenen.namespaces import BM, PREFIXES, shorten
from bouwstenen.publishing.vocabulary.diagram import Diagram, draw, links_of
from bouwstenen.publishing.vocabulary.statements import Statements
from bouwstenen.publishing.vocabulary.terms import Entry, entries_of, modules_of, own_above
from bouwstenen.publishing.vocabulary.usage import Scheme, Usage, schemes_of, usage_of
from bouwstenen.store.interface import QueryStore

__all__ = ["Vocabulary", "read_vocabulary"]

_CONCEPT = PREFIXES["skos"] + "Concept"
#: What of the header names people, works or addresses.
_NAMED = ("dcterms:creator", "dcterms:publisher", "dcterms:contributor", "dcterms:source")


@dataclass(frozen=True)
class Vocabulary:
    """The vocabulary of a release, as its page shows it.

    Args:
        statements: the ontology.
        entries: its terms, by kind and name.
        usage: how those that are used are used, by IRI; None where the release is too large to count.
        modules: IRIs of its modules.
        schemes: the concept schemes of the release.
        diagram: the main classes.
        names: by language: names of things, by IRI.
    """

    statements: Statements
    entries: list[Entry]
    usage: Mapping[str, Usage] | None
    modules: list[str]
    schemes: list[Scheme]
    diagram: Diagram
    names: Mapping[str, Mapping[str, str]]

    def name(self, iri: str, language: str) -> str:
        """Return what something is called in a language, or its shortened IRI."""
        return self.names[language].get(iri) or shorten(iri)

    def header(self, predicate: str, iri: str = BM) -> list[str]:
        """Return the values of a property of the ontology or a module, whatever they are."""
        return [value.value for value in self.statements.values(NamedNode(iri), predicate)]

    def text(self, predicate: str, language: str, iri: str = BM) -> str:
        """Return what the ontology or a module says of itself in a language, or in any."""
        texts = self.statements.texts(NamedNode(iri), predicate)
        return texts.get(language) or next(iter(texts.values()), "")


def read_vocabulary(store: QueryStore, statements: Statements) -> Vocabulary:
    """Return the vocabulary of a release.

    Args:
        store: the release.
        statements: its ontology.
    """
    entries = entries_of(store, statements)
    classes = [entry.iri for entry in entries if entry.kind == "class"]
    properties = [entry.iri for entry in entries if entry.kind != "class"]
    concepts = [iri for iri in classes if _is_concept(statements, iri)]
    usage: dict[str, Usage] | None
    try:
        usage = usage_of(store, classes, properties, concepts)
    except (QueryTimeoutError, QueryMemoryError):
        usage = None
    schemes = schemes_of(store)
    diagram = draw(links_of(entries, statements), statements)
    named = {iri for predicate in _NAMED for iri in statements.iris(NamedNode(BM), predicate)}
    named |= {scheme.iri for scheme in schemes}
    named |= {iri for each in (usage or {}).values() for iri in each.members}
    return Vocabulary(
        statements=statements,
        entries=entries,
        usage=usage,
        modules=modules_of(statements),
        schemes=schemes,
        diagram=diagram,
        names={language: _names(store, statements, named, language) for language in ("nl", "en")},
    )


def _is_concept(statements: Statements, iri: str) -> bool:
    above = own_above(statements, iri)
    return any(_CONCEPT in statements.iris(NamedNode(each), "rdfs:subClassOf") for each in above)


def _names(store: QueryStore, statements: Statements, iris: set[str], language: str) -> dict[str, str]:
    names = {iri: name for iri, name in names_of(store, iris, language).items() if name != iri}
    label = PREFIXES["rdfs"] + "label"
    for triple in statements.all:
        subject, text = triple.subject, triple.object
        if triple.predicate.value != label or not isinstance(subject, NamedNode):
            continue
        if isinstance(text, Literal) and text.language == language:
            names[subject.value] = text.value
    return names
