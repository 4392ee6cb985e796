"""DCAT-AP-NL 3.0: the official shapes over what a release says about itself, as stored and as served.

The shapes are not ours to copy. They are looked for in `../shared/standards` beside the checkout, or in the
folder that `BOUWSTENEN_STANDARDS` names.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import RdfFormat, serialize
from pyshacl import validate
from rdflib import DCAT, DCTERMS, RDF, SH, SKOS, VOID, Graph, Literal, URIRef
from rdflib.term import Node

from bouwstenen.namespaces import ID
from bouwstenen.publishing.catalogue.about import CATALOG, DATASET
from bouwstenen.publishing.catalogue.stored import read_description
from bouwstenen.settings import Settings
from bouwstenen.store.opening import Opened
from bouwstenen.web.app import create_app

_FILES = (
    "dcat-ap-SHACL.ttl",
    "dcat-ap-nl-SHACL.ttl",
    "dcat-ap-nl-SHACL-aanbevolen.ttl",
    "dcat-ap-nl-SHACL-klassebereik.ttl",
    "dcat-ap-nl-SHACL-klassebereik-codelijsten.ttl",
)


class Found(NamedTuple):
    """What the shapes find: how bad, of what, in which property."""

    severity: str
    focus: str
    path: str


@pytest.fixture(scope="module")
def standards(root: Path) -> Path:
    folder = Path(os.environ.get("BOUWSTENEN_STANDARDS", root.parent / "shared" / "standards"))
    if missing := [name for name in _FILES if not (folder / name).is_file()]:
        pytest.skip(f"the official shapes are not in {folder}: {', '.join(missing)}")
    return folder


@pytest.fixture(scope="module")
def shapes(standards: Path) -> Graph:
    """All official shapes. References to property shapes that no file defines would stop the validator."""
    graph = Graph()
    for name in _FILES:
        graph.parse(standards / name)
    for shape in set(graph.objects(None, SH.property)):
        if graph.value(shape, SH.path) is None:
            graph.remove((None, SH.property, shape))
    return graph


@pytest.fixture(scope="module")
def stored(opened: Opened) -> Graph:
    return Graph().parse(
        data=serialize(read_description(opened.store), format=RdfFormat.N_TRIPLES), format="nt"
    )


@pytest.fixture(scope="module")
def served(client: TestClient) -> Graph:
    return Graph().parse(data=client.get("/catalog.nt").content, format="nt")


@pytest.fixture(scope="module")
def served_later(two_releases: Settings) -> Graph:
    """The same where there is a release before it, as of the second on."""
    with TestClient(create_app(two_releases)) as later:
        graph = Graph().parse(data=later.get("/catalog.nt").content, format="nt")
    assert graph.value(URIRef(DATASET), URIRef(f"{DCAT}previousVersion")) is not None
    return graph


def _findings(graph: Graph, shapes: Graph) -> set[Found]:
    _, report, _ = validate(graph, shacl_graph=shapes)
    return {
        Found(*(str(report.value(result, name)) for name in (SH.resultSeverity, SH.focusNode, SH.resultPath)))
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }


@pytest.fixture(scope="module")
def explained(root: Path) -> set[Found]:
    """The warnings that docs/standards.md explains: rows of distributions and a property."""
    section = (root / "docs" / "standards.md").read_text().split("\n## DCAT-AP-NL\n")[1].split("\n## ")[0]
    found = set()
    for names, prefix, local in re.findall(r"(?m)^\| ((?:`[a-z]+` ?)+) \| `(\w+):(\w+)` \|", section):
        assert prefix == "dcat"
        for name in re.findall(r"`([a-z]+)`", names):
            found.add(Found(str(SH.Warning), f"{ID}distribution/{name}", str(DCAT[local])))
    return found


def test_the_shapes_are_all_there(shapes: Graph) -> None:
    targets = set(shapes.objects(None, SH.targetClass))
    assert {DCAT.Dataset, DCAT.Distribution, DCAT.DataService, DCAT.Catalog, DCAT.CatalogRecord} <= targets
    assert len(list(shapes.objects(None, SH.property))) > 250


@pytest.mark.parametrize("which", ["stored", "served", "served_later"])
def test_only_what_is_explained_is_found(
    which: str, request: pytest.FixtureRequest, shapes: Graph, explained: set[Found]
) -> None:
    found = _findings(request.getfixturevalue(which), shapes)
    assert {each for each in found if each.severity == str(SH.Violation)} == set()
    assert found == explained
    assert len(explained) == 8


def _without(*pattern: Node | None) -> Callable[[Graph], object]:
    subject, predicate, value = pattern
    return lambda graph: graph.remove((subject, predicate, value))


def _with(*triple: Node) -> Callable[[Graph], object]:
    subject, predicate, value = triple
    return lambda graph: graph.add((subject, predicate, value))


_DATASET, _CATALOG = URIRef(DATASET), URIRef(CATALOG)
_SERVICE, _NQ = URIRef(f"{ID}data-service/sparql"), URIRef(f"{ID}distribution/nq")
_DEED = URIRef("http://creativecommons.org/licenses/by/4.0/deed.nl")


@pytest.mark.parametrize(
    ("change", "focus", "path"),
    [
        (_without(_DATASET, DCTERMS.title, None), _DATASET, DCTERMS.title),
        (_without(_DATASET, DCAT.contactPoint, None), _DATASET, DCAT.contactPoint),
        (_without(_DATASET, DCAT.theme, None), _DATASET, DCAT.theme),
        (_with(_DATASET, DCTERMS.identifier, Literal("another")), _DATASET, DCTERMS.identifier),
        (_with(_DATASET, DCTERMS.accessRights, Literal("policy only")), _DATASET, DCTERMS.accessRights),
        (_without(_DATASET, DCTERMS.conformsTo, None), _DATASET, DCTERMS.conformsTo),
        (_without(_CATALOG, DCTERMS.creator, None), _CATALOG, DCTERMS.creator),
        (_without(_CATALOG, DCAT.dataset, None), _CATALOG, DCAT.dataset),
        (_without(_SERVICE, DCAT.endpointDescription, None), _SERVICE, DCAT.endpointDescription),
        (_without(_NQ, DCTERMS.license, None), _NQ, DCTERMS.license),
        (_without(_DEED, RDF.type, None), _NQ, DCTERMS.license),
        (_without(None, SKOS.prefLabel, None), None, SKOS.prefLabel),
        (_with(_NQ, DCAT.byteSize, Literal("much")), _NQ, DCAT.byteSize),
    ],
)
def test_a_description_that_is_not_right_is_found_out(
    stored: Graph,
    shapes: Graph,
    explained: set[Found],
    change: Callable[[Graph], object],
    focus: Node | None,
    path: Node,
) -> None:
    changed = Graph()
    for triple in stored:
        changed.add(triple)
    change(changed)
    found = _findings(changed, shapes) - explained
    assert found
    assert any(each.path == str(path) and focus in (None, URIRef(each.focus)) for each in found)


def test_the_description_is_that_of_the_dataset(stored: Graph, served: Graph) -> None:
    """Whoever emptied the graph would have no findings either."""
    for graph in (stored, served):
        assert (_DATASET, RDF.type, DCAT.Dataset) in graph
        assert (_DATASET, RDF.type, VOID.Dataset) in graph
        assert len(list(graph.subjects(RDF.type, DCAT.Distribution))) == 8
