"""Every dump, read back, is the release, or its graph: statement by statement."""

import gzip
import hashlib
import json
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    parse,
)
from rdflib.compare import isomorphic

from bouwstenen.graph.hashing import content_hash
from bouwstenen.namespaces import PREFIXES, graph_iri
from bouwstenen.publishing.dumps.files import FORMATS
from bouwstenen.publishing.dumps.release import read_manifest
from tests.publishing.dumps.conftest import Read


@pytest.fixture(scope="module")
def release(folder: Path) -> Store:
    """What the release holds, in memory."""
    store = Store()
    store.extend(Store.read_only(str(folder.parent / "store")))
    return store


def _canonical(quads: Dataset) -> set[str]:
    quads.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in quads}


def _unnamed(store: Store, graph: NamedNode | None = None) -> Dataset:
    quads = store.quads_for_pattern(None, None, None, graph)
    return Dataset(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in quads)


@pytest.mark.parametrize("name", ["nq", "trig", "jsonld"])
def test_the_whole_is_the_release(folder: Path, read: Read, name: str) -> None:
    store = Store()
    store.load(read(f"bouwstenen.{name}.gz"), RdfFormat.from_extension(name))
    assert content_hash(store) == folder.parent.name


def test_as_turtle_it_is_the_union_of_its_graphs(read: Read, release: Store) -> None:
    parsed = list(parse(read("bouwstenen.ttl.gz"), RdfFormat.TURTLE))
    assert len(parsed) == len(set(parsed)), "a statement stands there twice"
    assert _canonical(Dataset(parsed)) == _canonical(_unnamed(release))


@pytest.mark.parametrize("name", FORMATS)
def test_each_graph(folder: Path, read: Read, release: Store, name: str) -> None:
    listed = {each.graph: each.file for each in read_manifest(folder) if each.format == name and each.graph}
    assert set(map(graph_iri, listed)) == {graph.value for graph in release.named_graphs()}
    for graph, file in listed.items():
        node = NamedNode(graph_iri(graph))
        parsed = Dataset(parse(read(file), RdfFormat.from_extension(name)))
        expected = (
            _unnamed(release, node)
            if name == "ttl"
            else Dataset(release.quads_for_pattern(None, None, None, node))
        )
        assert _canonical(parsed) == _canonical(expected), file


def test_anybody_can_work_out_the_hash_of_the_release(folder: Path, read: Read) -> None:
    lines = read("bouwstenen.nq.gz").splitlines()
    assert lines == sorted(lines)
    statements = b"".join(line.removesuffix(b" .") + b"\n" for line in lines)
    assert hashlib.sha256(statements).hexdigest() == folder.parent.name


@pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning:rdflib")
@pytest.mark.parametrize("name", ["ontology", "bijlage-1"])
def test_another_parser_reads_the_same(read: Read, name: str) -> None:
    graphs = []
    for suffix, called in (("jsonld", "json-ld"), ("trig", "trig"), ("nq", "nquads")):
        dataset = rdflib.Dataset()
        dataset.parse(data=read(f"graph-{name}.{suffix}.gz").decode(), format=called)
        graphs.append(dataset.graph(rdflib.URIRef(graph_iri(name))))
    turtle = rdflib.Graph().parse(data=read(f"graph-{name}.ttl.gz").decode(), format="turtle")
    assert len(turtle) > 50
    assert all(isomorphic(turtle, graph) for graph in graphs)


def test_json_ld_has_our_prefixes_and_one_shape(read: Read) -> None:
    document = json.loads(read("graph-tabel-b3-7.jsonld.gz"))
    assert document["@context"] == PREFIXES
    (graph,) = document["@graph"]
    assert graph["@id"] == "graph:tabel-b3-7"
    (claim,) = [
        node for node in graph["@graph"] if node["@id"] == "id:claim/tabel-b3-7-2do-school-availability"
    ]
    assert claim["@type"] == ["bm:AvailabilityClaim"]
    assert claim["bm:about"] == [{"@id": "id:intervention/2do-school"}]
    values = [value for node in graph["@graph"] for key, value in node.items() if key != "@id"]
    assert all(isinstance(value, list) for value in values)


def test_blank_nodes_have_one_label_in_all_files(read: Read) -> None:
    whole = set(read("bouwstenen.nq.gz").splitlines())
    shapes = read("graph-shapes.nq.gz").splitlines()
    assert any(line.startswith(b"_:") for line in shapes)
    assert set(shapes) <= whole


def test_no_prefix_begins_like_another() -> None:
    """pyoxigraph takes any that fits, so two that fit would make a dump come out by chance."""
    for name, namespace in PREFIXES.items():
        assert not [
            other for other in PREFIXES.values() if other != namespace and other.startswith(namespace)
        ], name


def test_prefixes_are_sorted(folder: Path) -> None:
    for path in sorted([*folder.glob("*.ttl.gz"), *folder.glob("*.trig.gz")]):
        with gzip.open(path) as lines:
            first = [next(lines) for _ in PREFIXES]
        assert first == sorted(f"@prefix {key}: <{value}> .\n".encode() for key, value in PREFIXES.items())
