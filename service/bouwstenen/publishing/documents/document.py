"""The document about a thing as RDF: what is said of the thing, and of the document itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from pyoxigraph import Literal, NamedNode, Triple

from bouwstenen.graph.release import Release
from bouwstenen.namespaces import PREFIXES, RDF_TYPE
from bouwstenen.publishing.catalogue.about import DATASET, LICENCE
from bouwstenen.publishing.documents.description import Description
from bouwstenen.publishing.located import located

__all__ = ["Document", "asking"]

_DCTERMS, _OWL, _RDFS = PREFIXES["dcterms"], PREFIXES["owl"], PREFIXES["rdfs"]
_POINTING = "CONSTRUCT {{ ?s ?p {0} }} WHERE {{ VALUES ?p {{ {1} }} ?s ?p {0} }}"


@dataclass(frozen=True)
class Document:
    """What a document says.

    Args:
        address: of the document, without a suffix.
        base: public address of the service, or of one release of it.
        release: that it was made from.
        description: what is said of its thing.
        retired: name of the last release that had the thing; None where the current one has it.
        successors: IRIs of what came in its place.
        top: public address of the service where `base` is that of a release.
    """

    address: str
    base: str
    release: Release
    description: Description
    retired: str | None = None
    successors: Sequence[str] = ()
    top: str | None = None

    @property
    def deprecated(self) -> bool:
        """Whether the thing is not to be used any more."""
        said = self.description.values(f"{_OWL}deprecated")
        return self.retired is not None or any(term.value in ("true", "1") for term in said)

    @property
    def replaced_by(self) -> list[str]:
        """IRIs of what came in the thing's place, whichever of the two says so."""
        said = [term.value for term in self.description.values(f"{_DCTERMS}isReplacedBy")]
        told = [
            triple.subject.value
            for triple in self.description.incoming
            if triple.predicate.value == f"{_DCTERMS}replaces" and isinstance(triple.subject, NamedNode)
        ]
        return list(dict.fromkeys((*said, *told, *self.successors)))

    @property
    def left_out(self) -> list[str]:
        """Addresses at which to ask for the statements that are left out because there are so many."""
        iri = NamedNode(self.description.iri)
        return [
            asking(self.base, _POINTING.format(iri, NamedNode(name))) for name in self.description.left_out
        ]

    def triples(self) -> Iterator[Triple]:
        """Yield what the document says, with the addresses of the service as its readers reach them."""
        found = (*self._about(), *self._retirement(), *self.description.triples())
        yield from dict.fromkeys(located(found, self.base, self.top))

    def _about(self) -> Iterator[Triple]:
        document, thing = NamedNode(self.address), NamedNode(self.description.iri)
        yield _triple(document, RDF_TYPE, NamedNode(PREFIXES["foaf"] + "Document"))
        yield _triple(document, PREFIXES["foaf"] + "primaryTopic", thing)
        yield _triple(document, f"{_DCTERMS}isPartOf", NamedNode(DATASET))
        yield _triple(document, f"{_DCTERMS}license", NamedNode(LICENCE))
        built = Literal(self.release.built, datatype=NamedNode(PREFIXES["xsd"] + "dateTime"))
        yield _triple(document, f"{_DCTERMS}modified", built)
        yield _triple(document, f"{_OWL}versionInfo", Literal(self.release.hash))
        for graph in self.description.graphs:
            yield _triple(document, PREFIXES["void"] + "inDataset", NamedNode(graph))
        left_out = self.description.left_out
        for address in self.left_out:
            yield _triple(document, f"{_RDFS}seeAlso", NamedNode(address))
        for name, count in left_out.items():
            for language, text in _too_many(count, name).items():
                yield _triple(document, f"{_RDFS}comment", Literal(text, language=language))
        if self.retired is not None:
            for language, text in _gone(self.retired).items():
                yield _triple(document, f"{_RDFS}comment", Literal(text, language=language))

    def _retirement(self) -> Iterator[Triple]:
        thing = NamedNode(self.description.iri)
        if self.retired is not None:
            yes = Literal("true", datatype=NamedNode(PREFIXES["xsd"] + "boolean"))
            yield _triple(thing, f"{_OWL}deprecated", yes)
        for iri in self.replaced_by:
            yield _triple(thing, f"{_DCTERMS}isReplacedBy", NamedNode(iri))


def asking(base: str, query: str, others: Mapping[str, str] | None = None) -> str:
    """Return the address of a query at the endpoint of the service at `base`."""
    return f"{base}/sparql?{urlencode({'query': query, **(others or {})})}"


def _too_many(count: int, name: str) -> dict[str, str]:
    return {
        "nl": f"{count} uitspraken met <{name}> die hierheen wijzen staan hier niet; zie rdfs:seeAlso.",
        "en": f"{count} statements with <{name}> that point here are left out; see rdfs:seeAlso.",
    }


def _gone(release: str) -> dict[str, str]:
    return {
        "nl": f"Vervallen: voor het laatst in uitgave {release}, en zo beschreven als daar.",
        "en": f"Retired: last in release {release}, and described as it was there.",
    }


def _triple(subject: NamedNode, predicate: str, value: NamedNode | Literal) -> Triple:
    return Triple(subject, NamedNode(predicate), value)
