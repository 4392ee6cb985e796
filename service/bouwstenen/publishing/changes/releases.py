"""Releases as RDF: what each is, and from which it came."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from bouwstenen.graph.history import Entry, release_iri
from bouwstenen.namespaces import PREFIXES, expand
from bouwstenen.publishing.catalogue.about import DATASET
from bouwstenen.publishing.changes.comparison import Change
from bouwstenen.publishing.changes.log import Log
from bouwstenen.publishing.changes.naming import Page, version_iri
from bouwstenen.publishing.changes.stream import describe_version
from bouwstenen.publishing.changes.words import in_short

__all__ = ["describe_difference", "describe_release"]

_XSD = PREFIXES["xsd"]


def describe_release(log: Log, entry: Entry, address: str) -> Iterator[Quad]:
    """Describe a release: its names, when it was published, its place among the others, how much changed.

    Args:
        log: all releases.
        entry: which one.
        address: of the service.
    """
    iri = release_iri(entry)
    prior = next((each for each in log.entries if each.number == entry.number - 1), None)
    later = next((each for each in log.entries if each.number == entry.number + 1), None)
    step = log.step(entry)
    yield _fact(iri, "rdf:type", "dcat:Dataset")
    yield _fact(iri, "rdf:type", "prov:Entity")
    yield _fact(iri, "dcterms:isVersionOf", DATASET)
    yield _fact(DATASET, "dcterms:hasVersion", iri)
    for language, text in (("nl", "Bouwstenen, uitgave"), ("en", "Bouwstenen, release")):
        yield _fact(iri, "dcterms:title", Literal(f"{text} {entry.name}", language=language))
    yield _fact(iri, "dcat:version", Literal(entry.name))
    yield _fact(iri, "owl:versionInfo", Literal(entry.hash))
    yield _fact(iri, "dcterms:identifier", Literal(entry.version))
    yield _fact(iri, "dcterms:issued", Literal(entry.published, datatype=NamedNode(f"{_XSD}dateTime")))
    if prior:
        for name in ("owl:priorVersion", "prov:wasRevisionOf", "dcat:previousVersion"):
            yield _fact(iri, name, release_iri(prior))
    if later:
        yield _fact(release_iri(later), "owl:priorVersion", iri)
    if step:
        yield _fact(iri, "void:triples", Literal(log.statements(entry)))
        for language in ("nl", "en"):
            told = Literal(in_short(step.summary.counts, language), language=language)
            yield _fact(iri, "adms:versionNotes", told)
        yield _fact(iri, "rdfs:seeAlso", f"{address}/release/{entry.name}/diff")
        yield _fact(iri, "rdfs:seeAlso", f"{address}/stream/{Page(entry.number, 1).name}")
    yield _fact(iri, "foaf:page", f"{address}/release/{entry.name}")


def describe_difference(
    old: Entry | None, new: Entry, time: str, changes: Iterable[Change]
) -> Iterator[Quad]:
    """Describe what changed from one release (None: from nothing) to a later one.

    An activity used the one for the other. The version of each resource that changed is described as in the
    stream of changes.

    Args:
        old: the earlier release.
        new: the later one.
        time: of the later one.
        changes: what changed.
    """
    activity = f"{release_iri(new)}/diff" + (f"?from={old.name}" if old else "")
    yield _fact(activity, "rdf:type", "prov:Activity")
    yield _fact(activity, "prov:generated", release_iri(new))
    if old:
        yield _fact(activity, "prov:used", release_iri(old))
        yield _fact(release_iri(new), "prov:wasRevisionOf", release_iri(old))
    for change in changes:
        yield _fact(activity, "prov:generated", version_iri(new.name, change.iri))
        yield from describe_version(new.name, time, change)


def _fact(subject: str, predicate: str, value: str | Literal) -> Quad:
    return Quad(
        NamedNode(subject),
        NamedNode(expand(predicate)),
        value if isinstance(value, Literal) else NamedNode(expand(value)),
    )
