"""A release as descriptions: what it says of each resource, in an order in which two can be compared.

A description is every statement that has the resource as subject, in all graphs, and the statements of the
blank nodes below it (a concise bounded description). Each statement of a release stands in exactly one.

Blank nodes that hang below no resource, or below more than one, would stand in none or in several. They are
described as resources of their own, under an IRI made of what is said of them (RDF 1.1 §3.5, skolemisation).
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from heapq import merge
from itertools import groupby
from pathlib import Path
from typing import IO, NamedTuple, cast

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, Store, parse

from bouwstenen.graph.hashing import Lines
from bouwstenen.namespaces import BASE

__all__ = ["GENID", "Description", "descriptions", "mentions_blank"]

#: With which IRIs begin that stand for a blank node.
GENID = f"{BASE}.well-known/genid/"


class Description(NamedTuple):
    """What is said of a resource.

    Args:
        iri: which.
        lines: its statements as N-Quads without their end, in order. Blank nodes have labels that follow from
            the IRI and from what is said: equal content, equal lines, and no label twice in a release.
    """

    iri: str
    lines: tuple[str, ...]


@contextmanager
def descriptions(store: Store, scratch: Path | None = None) -> Iterator[Iterator[Description]]:
    """Give the descriptions of all resources in a store, ordered by IRI.

    Only statements with blank nodes are held in memory; the others are sorted on disk where they are many.

    Args:
        store: what is described.
        scratch: folder for scratch files; the system's own when None.

    Raises:
        OSError: there is no room for scratch files.
    """
    with ExitStack() as files:
        lines = Lines(files, scratch)
        store.dump(cast("IO[bytes]", lines), format=RdfFormat.N_QUADS)
        named = _grouped(lines.named())
        blank = _with_blank_nodes(list(parse(b"\n".join(lines.blank), format=RdfFormat.N_QUADS)))
        yield map(_description, _united(merge(named, blank)))


def mentions_blank(line: str) -> bool:
    """Return whether a statement has a blank node; a literal may only look like one."""
    if not line.startswith("_:") and " _:" not in line:
        return False
    (quad,) = parse(f"{line} .", format=RdfFormat.N_QUADS)
    return any(isinstance(term, BlankNode) for term in (quad.subject, quad.object, quad.graph_name))


def _grouped(lines: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Put together what has the same subject, which is all up to the first space."""
    for subject, members in groupby(lines, key=lambda line: line.partition(b" ")[0]):
        yield subject, b"\n".join(members)


def _united(groups: Iterable[tuple[bytes, bytes]]) -> Iterator[tuple[bytes, bytes]]:
    """Put together what is said of a subject without and with blank nodes."""
    for subject, found in groupby(groups, key=lambda pair: pair[0]):
        first, *others = (lines for _, lines in found)
        yield subject, b"\n".join(sorted(b"\n".join([first, *others]).split(b"\n"))) if others else first


def _description(group: tuple[bytes, bytes]) -> Description:
    return Description(group[0][1:-1].decode(), tuple(group[1].decode().split("\n")))


def _with_blank_nodes(quads: list[Quad]) -> list[tuple[bytes, bytes]]:
    """Sort some statements by whose description they stand in."""
    roots = _roots(quads)
    by_owner: dict[str, list[Quad]] = defaultdict(list)
    seen: dict[str, int] = defaultdict(int)
    for members in _together(quads):
        found = [roots[node] for quad in members for node in _blanks(quad)]
        owners = set().union(*found)
        if len(owners) == 1 and all(found):
            by_owner[owners.pop()] += members
            continue
        for quad in _skolemised(members, seen) if found else members:
            by_owner[str(quad.subject)].append(quad)
    return sorted(
        (owner.encode(), "\n".join(sorted(map(str, _labelled(owner, members)))).encode())
        for owner, members in by_owner.items()
    )


def _roots(quads: Iterable[Quad]) -> dict[BlankNode, set[str]]:
    """Return below which resources each blank node hangs; one that names a graph belongs to none alone."""
    below: dict[object, set[BlankNode]] = defaultdict(set)
    roots: dict[BlankNode, set[str]] = {}
    for quad in quads:
        roots.update((node, set()) for node in _blanks(quad))
        if isinstance(quad.object, BlankNode):
            below[quad.subject].add(quad.object)
    for root in [node for node in below if isinstance(node, NamedNode)]:
        waiting = list(below[root])
        while waiting:
            node = waiting.pop()
            if str(root) not in roots[node]:
                roots[node].add(str(root))
                waiting.extend(below.get(node, ()))
    for quad in quads:
        if isinstance(quad.graph_name, BlankNode):
            roots[quad.graph_name] = set()
    return roots


def _together(quads: Iterable[Quad]) -> Iterable[list[Quad]]:
    """Return the statements that hang together by blank nodes; those without any are on their own."""
    above: dict[BlankNode, BlankNode] = {}

    def top(node: BlankNode) -> BlankNode:
        while node in above:
            node = above[node]
        return node

    for quad in quads:
        nodes = [*{top(node) for node in _blanks(quad)}]
        above.update((node, nodes[0]) for node in nodes[1:])
    groups: dict[object, list[Quad]] = defaultdict(list)
    for quad in quads:
        nodes = [*_blanks(quad)]
        groups[top(nodes[0]) if nodes else quad.subject].append(quad)
    return groups.values()


def _skolemised(quads: Iterable[Quad], seen: dict[str, int]) -> Iterator[Quad]:
    """Give blank nodes that hang together an IRI each: a hash of what is said of them, and a place in it."""
    canonical = list(_canonical(quads))
    text = "\n".join(sorted(map(str, canonical)))
    digest = hashlib.sha256(text.encode()).hexdigest()[:24]
    seen[digest] += 1  # the same may be said twice
    for quad in canonical:
        yield _with(quad, lambda node: NamedNode(f"{GENID}{digest}-{seen[digest]}-{node.value}"))


def _labelled(owner: str, quads: Iterable[Quad]) -> Iterator[Quad]:
    """Give the blank nodes of a description labels that follow from it."""
    prefix = "b" + hashlib.sha256(owner.encode()).hexdigest()[:12]
    for quad in _canonical(quads):
        yield _with(quad, lambda node: BlankNode(prefix + node.value))


def _blanks(quad: Quad) -> set[BlankNode]:
    return {term for term in (quad.subject, quad.object, quad.graph_name) if isinstance(term, BlankNode)}


def _with(quad: Quad, name: Callable[[BlankNode], BlankNode | NamedNode]) -> Quad:
    subject, value, graph = (
        name(term) if isinstance(term, BlankNode) else term
        for term in (quad.subject, quad.object, quad.graph_name)
    )
    return Quad(subject, quad.predicate, value, graph)  # type: ignore[arg-type]


def _canonical(quads: Iterable[Quad]) -> Iterator[Quad]:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return iter(dataset)
