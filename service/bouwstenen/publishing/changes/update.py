"""A difference as a SPARQL 1.1 Update that turns the one release into the other.

RDF Patch cannot do so: it names blank nodes by labels that only one database knows. An update can: those
below a resource are found by walking down from it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import BlankNode, NamedNode, Quad

from bouwstenen.errors import UnknownThingError
from bouwstenen.publishing.changes.comparison import Change
from bouwstenen.publishing.changes.description import GENID, mentions_blank
from bouwstenen.publishing.changes.facts import graph_of, quads_of

__all__ = ["as_update"]

#: Holds the blank nodes that go, while they do.
_MARK = "<urn:bouwstenen:going>"


def as_update(changes: Iterable[Change], about: str) -> str:
    """Return the update.

    Args:
        changes: what changed.
        about: says from what to what, in one line.

    Raises:
        UnknownThingError: there is none, for blank nodes that hang below no resource, or several, changed.
    """
    removed: list[str] = []
    added: list[str] = []
    tops: dict[str, int] = {}
    for change in changes:
        blank = [line for line in change.removed if mentions_blank(line)]
        # a walk down from a resource would also reach what it shares with another, changed or not
        touched = change.before if blank else change.removed
        if GENID in change.iri or any(f"<{GENID}" in line for line in (*touched, *change.added)):
            raise _nameless()
        if blank:
            tops[change.iri] = _depth(change.iri, quads_of(blank))
        removed += [line for line in change.removed if line not in blank] if blank else change.removed
        added += change.added
    steps = []
    if removed:
        steps.append(f"DELETE DATA {{\n{_data(removed)}}}")
    if tops:
        steps += _walk(list(tops), max(tops.values()))
    if added:
        steps.append(f"INSERT DATA {{\n{_data(added)}}}")
    return f"# {about}\n" + " ;\n".join(steps) + "\n"


def _nameless() -> UnknownThingError:
    return UnknownThingError(
        {
            "nl": "hiervan is geen update te maken: er veranderden naamloze dingen die nergens aan hangen.",
            "en": "there is no update of this: nameless things changed that hang below nothing.",
        },
        where="format",
        mend={"nl": "Vraag de uitgave zelf, of TriG.", "en": "Ask for the release itself, or for TriG."},
    )


def _data(lines: Iterable[str]) -> str:
    by_graph: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        by_graph[graph_of(line)].append(line)
    text = ""
    for graph, members in sorted(by_graph.items()):
        end = f" <{graph}>" if graph else ""
        triples = "".join(f"  {line.removesuffix(end)} .\n" for line in sorted(members))
        text += f" GRAPH <{graph}> {{\n{triples} }}\n" if graph else triples
    return text


def _depth(iri: str, quads: Sequence[Quad]) -> int:
    """How far below a resource its blank nodes go."""
    blank: set[object] = {each.object for each in quads if isinstance(each.object, BlankNode)}
    level: set[object] = {NamedNode(iri)}
    seen: set[object] = set()
    depth = 0
    while level := blank.intersection(each.object for each in quads if each.subject in level) - seen:
        seen |= level
        depth += 1
    return depth


def _walk(tops: Iterable[str], depth: int) -> Iterator[str]:
    """Delete all blank nodes below some resources, and what leads to them."""
    marked = f"GRAPH {_MARK} {{ ?going {_MARK} true }}"
    values = " ".join(f"<{iri}>" for iri in tops)
    start = f"VALUES ?top {{ {values} }}\n  GRAPH ?g {{ ?top ?p ?node }}"
    for found in (start, *[f"{marked}\n  GRAPH ?g {{ ?going ?p ?node }}"] * (depth - 1)):
        yield (
            f"INSERT {{ GRAPH {_MARK} {{ ?node {_MARK} true }} }} WHERE {{\n"
            f"  {found} FILTER(isBlank(?node))\n}}"
        )
    for pattern in ("?s ?p ?going", "?going ?p ?o"):
        yield (
            f"DELETE {{ GRAPH ?g {{ {pattern} }} }} WHERE {{\n"
            f"  {marked}\n  GRAPH ?g {{ {pattern} }} FILTER(?g != {_MARK})\n}}"
        )
    yield f"DROP SILENT GRAPH {_MARK}"
