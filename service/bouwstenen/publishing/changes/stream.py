"""The changes as a Linked Data Event Stream: a root, pages of links, pages of members.

LDES (https://w3id.org/ldes/specification) on TREE (https://w3id.org/tree/specification). A member is a
version of one resource. Its IRI is where a release describes that resource. What is said of the version
stands in the default graph; so does all that is said of the resource, with the version as its subject. The
same statements stand once more in the named graphs that the release has them in, to rebuild it exactly.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from bouwstenen.namespaces import PREFIXES, RDF_TYPE
from bouwstenen.publishing.changes.comparison import Change
from bouwstenen.publishing.changes.facts import quads_of
from bouwstenen.publishing.changes.log import Step
from bouwstenen.publishing.changes.naming import BLOCK, STREAM, Page, version_iri
from bouwstenen.publishing.changes.recorded import PAGE

__all__ = [
    "AS",
    "KIND_IRIS",
    "TIMESTAMP",
    "VERSION_OF",
    "Addresses",
    "block",
    "describe_version",
    "members_page",
    "page_names",
    "root",
]

AS = PREFIXES["as"]
KIND_IRIS = {"created": f"{AS}Create", "updated": f"{AS}Update", "deleted": f"{AS}Delete"}
TIMESTAMP = f"{AS}published"
VERSION_OF = PREFIXES["dcterms"] + "isVersionOf"

_LDES, _TREE, _XSD = (PREFIXES[prefix] for prefix in ("ldes", "tree", "xsd"))
_STREAM = NamedNode(STREAM)
_ABOUT_VERSION = {TIMESTAMP, VERSION_OF}
#: Seconds after which it is worth looking for something new.
_POLLING = 3600


class Addresses(NamedTuple):
    """Where pages are found: the address of the root, and what follows the name of each (`?format=nq`)."""

    root: str
    suffix: str = ""

    def of(self, page: Page | None) -> str:
        """Return the address of a page; of the root for None."""
        return f"{self.root}/{page.name}{self.suffix}" if page else self.root + self.suffix


def root(steps: Sequence[Step], at: Addresses) -> Iterator[Quad]:
    """Describe the stream and link to its pages: a full hundred of publications by one, others directly."""
    here = at.of(None)
    yield _quad(STREAM, RDF_TYPE, f"{_LDES}EventStream")
    for name, value in (
        ("timestampPath", TIMESTAMP),
        ("versionOfPath", VERSION_OF),
        ("versionCreateObject", KIND_IRIS["created"]),
        ("versionUpdateObject", KIND_IRIS["updated"]),
        ("versionDeleteObject", KIND_IRIS["deleted"]),
    ):
        yield _quad(STREAM, _LDES + name, value)
    yield Quad(_STREAM, NamedNode(f"{_LDES}pollingInterval"), Literal(_POLLING))
    for text, language in (("Veranderingen van Bouwstenen", "nl"), ("Changes of Bouwstenen", "en")):
        yield Quad(_STREAM, NamedNode(PREFIXES["dcterms"] + "title"), Literal(text, language=language))
    yield _quad(STREAM, f"{_TREE}view", here)
    yield _quad(here, RDF_TYPE, f"{_TREE}Node")
    full = len(steps) // BLOCK * BLOCK
    for number in range(BLOCK, full + 1, BLOCK):
        yield from _links(here, at.of(Page(number, 0)), steps[number - BLOCK : number])
    for step in steps[full:]:
        yield from _links(here, at.of(Page(step.entry.number, 1)), [step])


def block(steps: Sequence[Step], page: Page, at: Addresses) -> Iterator[Quad]:
    """Describe a page of links to a hundred publications, which never changes."""
    yield from _page(at.of(page))
    for step in steps[page.number - BLOCK : page.number]:
        yield from _links(at.of(page), at.of(Page(step.entry.number, 1)), [step])


def members_page(step: Step, page: Page, at: Addresses) -> Iterator[Quad]:
    """Describe a page of members of one publication; the first one links to the others."""
    yield from _page(at.of(page))
    if page.part == 1:
        for part in range(2, step.summary.parts + 1):
            left = min(PAGE, step.summary.members - (part - 1) * PAGE)
            yield from _links(at.of(page), at.of(Page(page.number, part)), [step], left)
    for change in step.members(page.part):
        yield from _member(step, change)


def page_names(steps: Sequence[Step]) -> Iterable[str]:
    """Return the names of all pages, the oldest first."""
    for place, step in enumerate(steps, 1):
        yield from (Page(step.entry.number, part).name for part in range(1, step.summary.parts + 1))
        if place % BLOCK == 0:
            yield Page(place, 0).name


def _page(address: str) -> Iterator[Quad]:
    yield _quad(address, RDF_TYPE, f"{_TREE}Node")
    yield Quad(NamedNode(address), NamedNode(f"{_LDES}immutable"), Literal(True))


def _links(here: str, there: str, steps: Sequence[Step], left: int | None = None) -> Iterator[Quad]:
    """Two relations: the members over there are from no earlier and no later than this."""
    left = sum(step.summary.members for step in steps) if left is None else left
    for kind, time in (
        ("GreaterThanOrEqualToRelation", steps[0].summary.time),
        ("LessThanOrEqualToRelation", steps[-1].summary.time),
    ):
        relation = BlankNode(
            f"{'from' if kind.startswith('G') else 'until'}{there.rpartition('/')[2].partition('?')[0]}"
        )
        yield Quad(NamedNode(here), NamedNode(f"{_TREE}relation"), relation)
        for name, value in (
            ("node", NamedNode(there)),
            ("path", NamedNode(TIMESTAMP)),
            ("value", _moment(time)),
            ("remainingItems", Literal(left)),
        ):
            yield Quad(relation, NamedNode(_TREE + name), value)
        yield Quad(relation, NamedNode(RDF_TYPE), NamedNode(_TREE + kind))


def _member(step: Step, change: Change) -> Iterator[Quad]:
    yield _quad(STREAM, f"{_TREE}member", version_iri(step.entry.name, change.iri))
    yield from describe_version(step.entry.name, step.summary.time, change)


def describe_version(release: str, time: str, change: Change) -> Iterator[Quad]:
    """Describe what a release says of a resource since some time, and what happened to it."""
    version = NamedNode(version_iri(release, change.iri))
    resource = NamedNode(change.iri)
    yield _quad(version.value, RDF_TYPE, KIND_IRIS[change.kind])
    yield Quad(version, NamedNode(VERSION_OF), resource)
    yield Quad(version, NamedNode(TIMESTAMP), _moment(time))
    flat: dict[Quad, None] = {}
    graphs: list[Quad] = []
    for quad in quads_of(change.lines):
        subject = version if quad.subject == resource else quad.subject
        if not (subject == version and _is_about_version(quad)):
            flat[Quad(subject, quad.predicate, quad.object)] = None
        graphs.append(Quad(subject, quad.predicate, quad.object, quad.graph_name))
    yield from flat
    yield from sorted(graphs, key=lambda quad: str(quad.graph_name))


def _is_about_version(quad: Quad) -> bool:
    """Whether a statement about a resource passes for one about its version: it stands in its graph only."""
    return quad.predicate.value in _ABOUT_VERSION or (
        quad.predicate.value == RDF_TYPE and getattr(quad.object, "value", "").startswith(AS)
    )


def _moment(time: str) -> Literal:
    return Literal(time, datatype=NamedNode(f"{_XSD}dateTime"))


def _quad(subject: str, predicate: str, value: str) -> Quad:
    return Quad(NamedNode(subject), NamedNode(predicate), NamedNode(value))
