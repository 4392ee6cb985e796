"""A drawing of the main classes and how they hang together, laid out from the ontology and the shapes.

Three columns: what is said and where (subclasses of `prov:Entity`, and what speaks of those), what it is said
of, and the model (subclasses of `skos:Concept`). Between neighbours there are arrows; what leads further, or
to a short list that nothing else leads to, is a line within the box.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, permutations

from pyoxigraph import NamedNode

from bouwstenen.namespaces import BM, PREFIXES
from bouwstenen.publishing.vocabulary.statements import Statements
from bouwstenen.publishing.vocabulary.terms import Entry, own_above

__all__ = ["Arrow", "Box", "Diagram", "Link", "draw", "links_of"]

#: Measures, in the units of the drawing.
BOX_WIDTH = 232
COLUMN_GAP = 136
ROW = 17
#: Letters that fit on a line and in a title; longer texts are squeezed.
ROW_LETTERS = 32
TITLE_LETTERS = 24
TITLE = 30
ROW_GAP = 46
MARGIN = 10
ASIDE = 20

#: Boxes of a column whose best order is looked for among all.
_EXACTLY = 7

_CONCEPT = PREFIXES["skos"] + "Concept"
_ENTITY = PREFIXES["prov"] + "Entity"
_CLAIM = f"{BM}Claim"
_ABOUT = f"{BM}about"


@dataclass(frozen=True, order=True)
class Link:
    """That things of one main class are tied to things of another by a property (all IRIs)."""

    source: str
    path: str
    target: str


@dataclass
class Box:
    """A main class: where it is drawn, and the lines within it (property, and what it leads to)."""

    iri: str
    column: int
    rows: list[tuple[str, str]] = field(default_factory=list)
    x: int = 0
    y: int = 0

    @property
    def height(self) -> int:
        """Of the box: its title and its lines."""
        return TITLE + ROW * len(self.rows) + (6 if self.rows else 0)


@dataclass(frozen=True)
class Arrow:
    """The links from one box to another: a curve, and where their names stand.

    Names of arrows both ways stand side by side, so that they have a mark: where they lead.
    """

    source: str
    target: str
    paths: tuple[str, ...]
    curve: str
    x: int
    y: int
    anchor: str
    mark: str = ""


@dataclass(frozen=True)
class Diagram:
    """A drawing: its size, its boxes and arrows, and all links between the classes drawn."""

    width: int
    height: int
    boxes: list[Box]
    arrows: list[Arrow]
    links: list[Link]


def links_of(entries: Iterable[Entry], statements: Statements) -> list[Link]:
    """Return how the main classes are tied: by domain and range, and by what the shapes ask for.

    A main class is one of ours with none of ours above it; what holds for a class counts for the main class
    above it. Of claims only what all have, and what they are about: what else a claim says becomes a plain
    statement, which is here already.
    """
    entries = list(entries)
    tops = {each.iri: _top(statements, each.iri) for each in entries if each.kind == "class"}
    inverse = {other for each in entries for other in statements.iris(NamedNode(each.iri), "owl:inverseOf")}
    found = set()
    for each in entries:
        if each.kind == "object":
            for source in each.rows.get("domain", []):
                for target in each.rows.get("range", []):
                    found.add((source, each.iri, target))
        found.update((check.cls, check.path, check.value) for check in each.checks)
    links = set()
    for source, path, target in found:
        if source not in tops or target not in tops or path in inverse:
            continue
        if tops[source] == _CLAIM and source != _CLAIM and path != _ABOUT:
            continue
        links.add(Link(tops[source], path, tops[target]))
    plain = {(link.path, link.target) for link in links if link.source != _CLAIM}
    return sorted(x for x in links if x.source != _CLAIM or (x.path, x.target) not in plain)


def _top(statements: Statements, iri: str) -> str:
    above = own_above(statements, iri)
    return min(each for each in above if not (own_above(statements, each) - {each}))


def draw(links: list[Link], statements: Statements) -> Diagram:
    """Return the drawing of the main classes that are tied to others.

    Args:
        links: from `links_of`.
        statements: the ontology, which tells what column a class belongs to.
    """
    coming: dict[str, set[str]] = {}
    for link in links:
        coming.setdefault(link.target, set()).add(link.source)
    going = {link.source for link in links}
    lists = {iri for iri, sources in coming.items() if iri not in going and len(sources) == 1}
    columns = _columns(links, lists, statements)
    ordered = [_order([iri for iri in sorted(columns) if columns[iri] == each], links) for each in range(3)]
    boxes = {iri: Box(iri, number) for number, iris in enumerate(ordered) for iri in iris}
    drawn: dict[tuple[str, str], list[str]] = {}
    for link in links:
        if _is_drawn(link, boxes, ordered):
            drawn.setdefault((link.source, link.target), []).append(link.path)
        else:
            boxes[link.source].rows.append((link.path, link.target))
    height = _place(ordered, boxes)
    width = 3 * BOX_WIDTH + 2 * COLUMN_GAP + 2 * MARGIN
    return Diagram(width, height, list(boxes.values()), _arrows(drawn, boxes), links)


def _columns(links: list[Link], lists: set[str], statements: Statements) -> dict[str, int]:
    drawn = {iri for link in links for iri in (link.source, link.target)} - lists
    columns = {}
    for iri in drawn:
        above = statements.iris(NamedNode(iri), "rdfs:subClassOf")
        columns[iri] = 0 if _ENTITY in above else 2 if _CONCEPT in above else 1
    for iri in drawn:  # what speaks of what is said, and of which nothing speaks but that
        towards = {link.target for link in links if link.source == iri} - lists
        if columns[iri] == 1 and towards and all(columns[each] == 0 for each in towards):
            columns[iri] = 0
    return columns


def _order(iris: list[str], links: list[Link]) -> list[str]:
    """The order, from the top down, in which most of those that are tied lie next to each other."""
    tied = {(link.source, link.target) for link in links}
    orders: list[tuple[str, ...]] = list(permutations(iris)) if len(iris) <= _EXACTLY else [tuple(iris)]
    best: tuple[str, ...] = max(orders, key=lambda order: (_neighbours(order, tied), order))
    return list(best)


def _neighbours(order: Sequence[str], tied: set[tuple[str, str]]) -> tuple[int, int]:
    """How many links join neighbours, and how many of these lead downwards."""
    down = sum(pair in tied for pair in pairwise(order))
    return down + sum((below, above) in tied for above, below in pairwise(order)), down


def _is_drawn(link: Link, boxes: dict[str, Box], ordered: list[list[str]]) -> bool:
    """Arrows join neighbours: in the next column, or the next box in the same one."""
    if link.target not in boxes or link.source == link.target:
        return False
    start, end = boxes[link.source].column, boxes[link.target].column
    if start != end:
        return abs(start - end) == 1
    column = ordered[start]
    return abs(column.index(link.target) - column.index(link.source)) == 1


def _place(ordered: list[list[str]], boxes: dict[str, Box]) -> int:
    heights = [sum(boxes[iri].height for iri in column) + ROW_GAP * (len(column) - 1) for column in ordered]
    tallest = max(heights)
    for number, column in enumerate(ordered):
        spare = (tallest - heights[number]) // (len(column) + 1)
        y = MARGIN + spare
        for iri in column:
            boxes[iri].x = MARGIN + number * (BOX_WIDTH + COLUMN_GAP)
            boxes[iri].y = y
            y += boxes[iri].height + ROW_GAP + spare
    return tallest + 2 * MARGIN


def _arrows(drawn: dict[tuple[str, str], list[str]], boxes: dict[str, Box]) -> list[Arrow]:
    """One curve for each pair of boxes; where several end at one side of a box, they end below each other."""
    sides: dict[tuple[str, bool], list[tuple[str, str]]] = {}
    for source, target in drawn:
        start, end = boxes[source], boxes[target]
        if start.column != end.column:
            sides.setdefault((source, end.column > start.column), []).append((source, target))
            sides.setdefault((target, start.column > end.column), []).append((source, target))
    heights: dict[tuple[str, tuple[str, str]], int] = {}
    for (iri, _), pairs in sides.items():
        pairs.sort(key=lambda pair: boxes[pair[1] if pair[0] == iri else pair[0]].y)
        step = boxes[iri].height / (len(pairs) + 1)
        for number, pair in enumerate(pairs, 1):
            heights[iri, pair] = boxes[iri].y + round(step * number)
    return [
        _arrow(pair, tuple(sorted(paths)), boxes, heights, both_ways=pair[::-1] in drawn)
        for pair, paths in drawn.items()
    ]


def _arrow(
    pair: tuple[str, str],
    paths: tuple[str, ...],
    boxes: dict[str, Box],
    heights: dict[tuple[str, tuple[str, str]], int],
    *,
    both_ways: bool,
) -> Arrow:
    source, target = boxes[pair[0]], boxes[pair[1]]
    if source.column == target.column:
        return _vertical(source, target, paths, both_ways=both_ways)
    right = target.column > source.column
    start, end = (source.x + BOX_WIDTH, target.x - 2) if right else (source.x, target.x + BOX_WIDTH + 2)
    begin, finish = heights[pair[0], pair], heights[pair[1], pair]
    middle = (start + end) // 2
    curve = f"M{start} {begin} C{middle} {begin} {middle} {finish} {end} {finish}"
    anchor, x = ("end", end - 10) if right else ("start", end + 10)
    return Arrow(*pair, paths, curve, x, finish - 6, anchor)


def _vertical(source: Box, target: Box, paths: tuple[str, ...], *, both_ways: bool) -> Arrow:
    """An arrow between a box and the next one below or above, on the left, where names have most room."""
    down = target.y > source.y
    upper, lower = (source, target) if down else (target, source)
    top, bottom = upper.y + upper.height, lower.y
    x = source.x + (ASIDE if down else 2 * ASIDE)
    curve = f"M{x} {top} L{x} {bottom - 2}" if down else f"M{x} {bottom} L{x} {top + 2}"
    y, mark = (top + bottom) // 2 + 4, ""
    if both_ways:
        y, mark = (y - 8, "↓ ") if down else (y + 8, "↑ ")
    names_at = source.x + (2 * ASIDE if both_ways else ASIDE) + 10
    return Arrow(source.iri, target.iri, paths, curve, names_at, y, "start", mark)
