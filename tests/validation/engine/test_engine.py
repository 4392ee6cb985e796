"""The engine finds what pyshacl finds in our data, whatever is done to them; the rest is handed over."""

import random
from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store

from bouwstenen.errors import SourceError
from bouwstenen.namespaces import BM, ID, PREFIXES, RDF_TYPE
from bouwstenen.validation import shacl
from bouwstenen.validation.engine.checking import check, read_shapes
from bouwstenen.validation.engine.reading import Shapes, read
from bouwstenen.validation.findings import Finding

#: Mutations made at once, and how often: what they do to one another is tested too.
MANY, TIMES = 250, 2
_XSD = PREFIXES["xsd"]


@pytest.fixture(scope="module")
def paths(root: Path) -> list[Path]:
    # staleness is asked as of a day, by pyshacl
    return sorted(path for path in (root / "shapes").glob("*.ttl") if path.name != shacl.STALENESS)


@pytest.fixture(scope="module")
def shapes(paths: list[Path]) -> Shapes:
    return read_shapes(paths)


def _copy(store: Iterable[Quad]) -> Store:
    copy = Store()
    copy.bulk_extend(store)
    return copy


def _other(value: object, facts: list[Quad], chance: random.Random) -> object:
    """Another value in the place of one: of another kind, datatype or language, ill-formed, or any other."""
    other = [
        chance.choice(facts).object,
        Literal("nonsense"),
        Literal("", language="nl"),
        Literal("wat", language=chance.choice(["nl", "en", "de", "nl-be"])),
        Literal(chance.choice(["-1", "07", "x", "1e2"]), datatype=NamedNode(f"{_XSD}integer")),
        Literal(
            chance.choice(["2026-02-30", "2026-11-24", "24 november"]), datatype=NamedNode(f"{_XSD}date")
        ),
        Literal("2.50", datatype=NamedNode(f"{_XSD}double")),
        Literal("maybe", datatype=NamedNode(f"{_XSD}boolean")),
        NamedNode(f"{ID}intervention/Not A Slug".replace(" ", "_")),
        BlankNode("somebody"),
    ]
    if isinstance(value, Literal):
        other += [Literal(value.value), Literal(value.value, language="fr"), Literal(f"{value.value} ")]
    return chance.choice(other)


def mutate(store: Store, seed: int, number: int) -> None:
    """Lose, change and add statements of `store` at random, the same ones for the same seed."""
    chance = random.Random(seed)
    facts = sorted((quad for quad in store if str(quad.subject).startswith(f"<{ID}")), key=str)
    for quad in chance.sample(facts, number):
        subject, predicate, value, graph = quad.subject, quad.predicate, quad.object, quad.graph_name
        kind = chance.choice(["lose", "change", "change", "add", "add", "class", "property"])
        if kind in ("lose", "change", "property"):
            store.remove(quad)
        if kind in ("change", "add"):
            store.add(Quad(subject, predicate, _other(value, facts, chance), graph))  # type: ignore[arg-type]
        if kind == "property":
            store.add(Quad(subject, chance.choice(facts).predicate, value, graph))
        if kind == "class":
            wrong = NamedNode(
                BM + chance.choice(["Source", "Intervention", "Retired", "AlignmentClaim", "Conflict"])
            )
            store.add(Quad(subject, NamedNode(RDF_TYPE), wrong, graph))


def _by_pyshacl(store: Store, paths: Iterable[Path]) -> list[Finding]:
    return shacl.check(shacl.to_graph(store), shacl.read_shapes(paths))


def test_none_of_our_shapes_is_handed_over(shapes: Shapes) -> None:
    assert shapes.handed_over == {}
    assert len(shapes.known) > 90


def test_same_findings_in_our_data(store: Store, shapes: Shapes, paths: list[Path]) -> None:
    ours = check(store, shapes)
    assert len(ours) > 100
    assert ours == _by_pyshacl(store, paths)


@pytest.mark.parametrize("seed", range(TIMES))
def test_same_findings_after_hundreds_of_mutations(
    store: Store, shapes: Shapes, paths: list[Path], seed: int
) -> None:
    broken = _copy(store)
    mutate(broken, seed, MANY)
    ours, theirs = check(broken, shapes), _by_pyshacl(broken, paths)
    assert len(theirs) > 300, "the mutations must be found"
    assert len({finding.shape for finding in theirs}) > 40
    assert ours == theirs


def _read(text: str) -> Shapes:
    store = Store()
    prefixes = "\n".join(f"@prefix {name}: <{iri}> ." for name, iri in PREFIXES.items())
    store.load(f"{prefixes}\n@prefix : <http://example.org/> .\n{text}".encode(), format=RdfFormat.TURTLE)
    return read(store)


_QUERY = 'sh:sparql [ sh:message "No." ; sh:select "{}" ]'


@pytest.mark.parametrize(
    "said",
    [
        "sh:property [ sh:path :p ; sh:minCount 1 ]",
        "sh:closed true ; sh:message 'x'",
        "sh:nodeKind sh:Anything ; sh:message 'x'",
        "sh:pattern '(' ; sh:message 'x'",
        "sh:minLength 'two' ; sh:message 'x'",
        "sh:node :S ; sh:message 'x'",
        "sh:expression [ sh:path :p ] ; sh:message 'x'",
        "sh:target [ sh:select 'SELECT ?this {}' ] ; sh:nodeKind sh:IRI ; sh:message 'x'",
        _QUERY.format("SELECT $this { $this :p ?x MINUS { ?x :q ?y } }"),
        _QUERY.format("SELECT $this { { SELECT ?x { ?x :q ?y } } $this :p ?x }"),
        _QUERY.format("SELECT $this { ?x :q ?y FILTER(?x = $this) }"),
        _QUERY.format("SELECT $this { OPTIONAL { $this :p ?x } }"),
        _QUERY.format("SELECT $this ?path { $this ?path ?x }"),
        _QUERY.format("SELECT (COUNT(?x) AS ?value) { $this :p ?x }"),
        _QUERY.format("SELECT $this { $this :p* ?x }"),
        _QUERY.format("ASK { $this :p ?x }"),
    ],
)
def test_what_the_engine_does_not_know_is_handed_over(said: str) -> None:
    shapes = _read(f":S a sh:NodeShape ; sh:targetClass :C ; {said} .")
    assert NamedNode("http://example.org/S") in shapes.handed_over


def test_what_widens_shacl_hands_over_everything() -> None:
    shapes = _read(
        """:S a sh:NodeShape ; sh:targetClass :C ; sh:nodeKind sh:IRI ; sh:message 'x' .
        :Component a sh:ConstraintComponent ; sh:parameter [ sh:path :limit ] ."""
    )
    assert not shapes.known


def test_what_cannot_be_compared_is_handed_over() -> None:
    shapes = _read(
        """:S a sh:PropertyShape ; sh:targetClass :C ; sh:path :from ; sh:lessThan :to ; sh:message 'x' ."""
    )
    data = Store()
    data.load(
        b"""@prefix : <http://example.org/> .
        :a a :C ; :from 'b' ; :to 'a' . :b a :C ; :from 1 ; :to 2 . :c a :C ; :from 'a' ; :to 'b' .""",
        format=RdfFormat.TURTLE,
    )
    assert not shapes.handed_over
    assert [found.focus for found in check(data, shapes)] == ["http://example.org/a"]


def test_handing_over_keeps_the_rest() -> None:
    shapes = _read(
        """:S a sh:NodeShape ; sh:targetClass :C ; sh:nodeKind sh:BlankNode ; sh:message 'x' .
        :T a sh:NodeShape ; sh:targetClass :C ; sh:closed true ; sh:message 'y' ."""
    )
    data = Store()
    data.load(b"@prefix : <http://example.org/> . :a a :C ; :p 1 .", format=RdfFormat.TURTLE)
    found = check(data, shapes)
    assert [(item.shape[-1], item.messages[0][1]) for item in found] == [("S", "x"), ("T", "y"), ("T", "y")]


def test_shapes_that_are_no_turtle_are_told(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("this is none")
    with pytest.raises(SourceError, match="cannot be read"):
        read_shapes([path])
