"""A client of Linked Data Event Streams that knows the two specifications and nothing of us.

It follows relations from the root, takes of each entity the newest version, leaves out what was deleted,
and puts the entity back in the place of its version (LDES: Synchronization algorithm, Versions).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse

__all__ = ["Client"]

_LDES, _TREE = "https://w3id.org/ldes#", "https://w3id.org/tree#"
_RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_FORMATS = {
    "application/trig": RdfFormat.TRIG,
    "application/n-quads": RdfFormat.N_QUADS,
    "application/ld+json": RdfFormat.JSON_LD,
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
}
Get = Callable[[str, str], tuple[str, str, bytes]]


@dataclass
class Client:
    """Reads a stream.

    Args:
        get: fetches an address with an Accept header; gives media type, Cache-Control and body.
        accept: the media type to ask for.
        strict: whether a member is looked for in the default graph only, as LDES has it; else in every graph,
            as the extraction of TREE's shape topologies does.
    """

    get: Get
    accept: str = "application/trig"
    strict: bool = False
    fetched: list[str] = field(default_factory=list)
    immutable: set[str] = field(default_factory=set)
    versions: dict[NamedNode, tuple[datetime, NamedNode, list[Quad]]] = field(default_factory=dict)

    def synchronise(self, address: str) -> None:
        """Read all pages that may have changed since the last time."""
        page = self._page(address)
        ((stream),) = [
            quad.subject for quad in page.quads_for_pattern(None, _tree("view"), NamedNode(address), None)
        ]
        self._stream = stream
        self._about: dict[str, NamedNode] = {
            name: value
            for name in (
                "timestampPath",
                "versionOfPath",
                "versionDeleteObject",
                "versionCreateObject",
                "versionUpdateObject",
            )
            for value in _objects(page, stream, NamedNode(_LDES + name))
            if isinstance(value, NamedNode)
        }
        waiting = [(address, page)]
        seen = {address}
        while waiting:
            here, page = waiting.pop()
            self._members(page)
            for relation in _objects(page, NamedNode(here), _tree("relation")):
                self._check(page, relation)
                for node in _objects(page, relation, _tree("node")):
                    assert isinstance(node, NamedNode)
                    if node.value not in seen | self.immutable:
                        seen.add(node.value)
                        waiting.append((node.value, self._page(node.value)))

    def _page(self, address: str) -> Store:
        media_type, cache, body = self.get(address, self.accept)
        self.fetched.append(address)
        assert media_type.partition(";")[0] == self.accept
        page = Store()
        page.extend(parse(body, format=_FORMATS[self.accept], base_iri=address, rename_blank_nodes=True))
        says = _objects(page, NamedNode(address), NamedNode(f"{_LDES}immutable"))
        assert bool(says) == ("immutable" in cache), "the page and its headers say the same"
        if says:
            self.immutable.add(address)
        return page

    def _check(self, page: Store, relation: object) -> None:
        """A relation that a client in order can use: by the path of the stream's time."""
        assert _objects(page, relation, _tree("path")) == [self._about["timestampPath"]]
        assert len(_objects(page, relation, _tree("value"))) == 1

    def _members(self, page: Store) -> None:
        for member in _objects(page, self._stream, _tree("member")):
            assert isinstance(member, NamedNode)
            quads = list(self._extract(page, member, set()))
            said = {
                quad.predicate: quad.object
                for quad in quads
                if quad.subject == member and quad.graph_name == DefaultGraph()
            }
            moment, entity = said[self._about["timestampPath"]], said[self._about["versionOfPath"]]
            assert isinstance(moment, Literal)
            time = datetime.fromisoformat(moment.value)
            assert isinstance(entity, NamedNode)
            if entity not in self.versions or self.versions[entity][0] < time:
                self.versions[entity] = time, member, quads

    def _extract(self, page: Store, node: object, seen: set[object]) -> Iterator[Quad]:
        seen.add(node)
        graph = DefaultGraph() if self.strict else None
        for quad in page.quads_for_pattern(node, None, None, graph):  # type: ignore[arg-type]
            yield quad
            if isinstance(quad.object, BlankNode) and quad.object not in seen:
                yield from self._extract(page, quad.object, seen)

    def state(self) -> Store:
        """Return what there is now: every statement in its graph, or all in the default graph if strict."""
        made = Store()
        kinds = {self._about[f"version{kind}Object"] for kind in ("Delete", "Create", "Update")}
        for entity, (_, member, quads) in self.versions.items():
            types = {
                quad.object
                for quad in quads
                if quad.subject == member
                and quad.predicate == _RDF_TYPE
                and quad.graph_name == DefaultGraph()
            }
            if self._about["versionDeleteObject"] in types:
                continue
            for quad in quads:
                in_default = quad.graph_name == DefaultGraph()
                if in_default != self.strict:
                    continue
                if (
                    in_default
                    and quad.subject == member
                    and (
                        quad.predicate in (self._about["timestampPath"], self._about["versionOfPath"])
                        or (quad.predicate == _RDF_TYPE and quad.object in kinds)
                    )
                ):
                    continue
                subject = entity if quad.subject == member else quad.subject
                made.add(Quad(subject, quad.predicate, quad.object, quad.graph_name))
        return made


def _tree(name: str) -> NamedNode:
    return NamedNode(_TREE + name)


def _objects(page: Store, subject: object, predicate: NamedNode) -> list[object]:
    return list({quad.object for quad in page.quads_for_pattern(subject, predicate, None, DefaultGraph())})  # type: ignore[arg-type]
