"""The core cases of the W3C's test suite: our engine, pyshacl and the suite find the same.

In the suite shapes have no messages, and a shape without one is handed over; so each is given one here.
"""

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store

from bouwstenen.namespaces import PREFIXES, RDF_TYPE
from bouwstenen.validation import shacl
from bouwstenen.validation.engine.checking import check
from bouwstenen.validation.engine.graphs import Term
from bouwstenen.validation.engine.literals import written
from bouwstenen.validation.engine.reading import read
from bouwstenen.validation.findings import Finding

HERE = Path(__file__).parent / "w3c"
SH, MF, SHT = (
    PREFIXES["sh"],
    "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#",
    "http://www.w3.org/ns/shacl-test#",
)
CASES = sorted(
    str(path.relative_to(HERE).with_suffix(""))
    for path in HERE.rglob("*.ttl")
    if "sht:Validate" in path.read_text()
)
#: Why a case is pyshacl's: what the engine does not know.
HANDED_OVER = {
    "complex/personexample": "sh:closed",
    "complex/shacl-shacl": "sh:closed",
    "node/closed-001": "sh:closed",
    "node/closed-002": "sh:closed",
    "node/pattern-002": "sh:flags",
    "node/qualified-001": "sh:qualifiedValueShapesDisjoint",
    "node/xone-duplicate": "sh:xone",
    "property/pattern-002": "sh:flags",
    "property/qualifiedMinCountDisjoint-001": "sh:qualifiedValueShapesDisjoint",
    "property/qualifiedValueShapesDisjoint-001": "sh:qualifiedValueShapesDisjoint",
}
#: What our findings or our store cannot express, with either engine.
NOT_OURS = {
    "misc/severity-002": "a severity of one's own: findings have three",
    "property/uniqueLang-002": '"1"^^xsd:boolean is no `true` there; the store keeps both as one',
}


class Case:
    """A case: data, shapes with messages, and what is to be found."""

    def __init__(self, name: str) -> None:
        self.file = HERE / f"{name}.ttl"
        self.manifest = _load(self.file)
        (action,) = self._values(None, f"{MF}action")
        self.data = self._graph(action, "dataGraph")
        self.shapes = _with_messages(self._graph(action, "shapesGraph"))

    def _values(self, subject: Term | None, predicate: str) -> list[Term]:
        assert not isinstance(subject, Literal)
        pattern = self.manifest.quads_for_pattern(subject, NamedNode(predicate), None, None)
        return [quad.object for quad in pattern]

    def _graph(self, action: Term, name: str) -> Store:
        (iri,) = self._values(action, SHT + name)
        assert isinstance(iri, NamedNode)
        path = Path(iri.value.removeprefix("file://"))
        # read once, so that a blank node of the data is the one that the expected report names
        return self.manifest if path == self.file else _load(path)

    def expected(self) -> set[tuple[str, ...]]:
        """What is to be found, as `seen`."""
        found: set[tuple[str, ...]] = set()
        for quad in self.manifest.quads_for_pattern(None, NamedNode(f"{SH}result"), None, None):
            path, focus, value, component = (
                next(iter(self._values(quad.object, SH + name)), None)
                for name in ("resultPath", "focusNode", "value", "sourceConstraintComponent")
            )
            route = path.value if isinstance(path, NamedNode) else ""
            found.add((written(focus), route, written(value), written(component)))
        return found


def _load(path: Path) -> Store:
    store = Store()
    store.load(path=str(path), format=RdfFormat.TURTLE, base_iri=path.as_uri())
    return store


def _with_messages(given: Store) -> Store:
    shapes = Store()
    shapes.extend(given)
    kinds = {NamedNode(f"{SH}NodeShape"), NamedNode(f"{SH}PropertyShape")}
    marks = {
        SH + name for name in ("path", "targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf")
    }
    subjects = {
        quad.subject
        for quad in shapes
        if quad.predicate.value in marks or (quad.predicate.value == RDF_TYPE and quad.object in kinds)
    }
    for subject in subjects:
        if isinstance(subject, NamedNode | BlankNode):
            shapes.add(Quad(subject, NamedNode(f"{SH}message"), Literal("Mend this.", language="en")))
    return shapes


def _by_pyshacl(case: Case) -> list[Finding]:
    return shacl.check(shacl.to_graph(case.data), shacl.to_graph(case.shapes))


def test_the_suite_is_there() -> None:
    assert len(CASES) == 97
    assert {*HANDED_OVER, *NOT_OURS} < set(CASES)


@pytest.mark.parametrize("name", [name for name in CASES if name not in NOT_OURS])
def test_same_findings(name: str) -> None:
    case = Case(name)
    shapes = read(case.shapes)
    assert (name in HANDED_OVER) == bool(shapes.handed_over), shapes.handed_over
    ours = check(case.data, shapes)
    assert ours == _by_pyshacl(case)
    assert {(found.focus, found.path, found.value, found.component) for found in ours} == case.expected()


@pytest.mark.parametrize(("name", "reason"), HANDED_OVER.items(), ids=HANDED_OVER)
def test_what_is_handed_over_and_why(name: str, reason: str) -> None:
    reasons = {said.split(" ")[0] for said in read(Case(name).shapes).handed_over.values()}
    assert reason in reasons


def test_a_shape_without_a_message_is_handed_over() -> None:
    case = Case("node/class-001")
    for quad in list(case.shapes.quads_for_pattern(None, NamedNode(f"{SH}message"), None, None)):
        case.shapes.remove(quad)
    shapes = read(case.shapes)
    assert not shapes.known
    ours = check(case.data, shapes)
    assert ours == _by_pyshacl(case)
    (text,) = {text for found in ours for _, text in found.messages}
    assert text.startswith("Value does not have class"), "pyshacl's words"
