"""What is written can be read back, is the same each time, and names no prefix in vain."""

import json
import re

import pytest
from pyoxigraph import BlankNode, Dataset, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from bouwstenen.errors import ReleaseError
from bouwstenen.formats import GRAPHS, HTML, JSON_LD, N_QUADS, RDF_XML, TRIG, TURTLE, Format
from bouwstenen.namespaces import BM, ID, PREFIXES, RDF_TYPE, graph_iri
from bouwstenen.publishing.writing import write

_THING, _NODE = NamedNode(f"{ID}trede/3"), BlankNode("n")
_TRIPLES = [
    Triple(_THING, NamedNode(RDF_TYPE), NamedNode(f"{BM}Trede")),
    Triple(_THING, NamedNode(PREFIXES["rdfs"] + "label"), Literal('Tréde "drie" <rdf: x>', language="nl")),
    Triple(_THING, NamedNode(f"{BM}level"), Literal("03", datatype=NamedNode(PREFIXES["xsd"] + "integer"))),
    Triple(_THING, NamedNode("http://example.org/p"), Literal("no prefix")),
    Triple(_THING, NamedNode(f"{BM}of"), _NODE),
    Triple(_NODE, NamedNode(f"{BM}text"), Literal("below")),
]
_GRAPHS = [
    Quad(_THING, NamedNode(f"{BM}text"), Literal(str(number)), NamedNode(graph_iri(name)))
    for number, name in enumerate("aba")
]
_WHOLE = [*(Quad(each.subject, each.predicate, each.object) for each in _TRIPLES), *_GRAPHS]


def _same(one: Dataset, other: Dataset) -> bool:
    from pyoxigraph import CanonicalizationAlgorithm

    for each in (one, other):
        each.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return one == other


def _read(content: bytes, chosen: Format) -> Dataset:
    assert isinstance(chosen.writer, RdfFormat)
    return Dataset(parse(content, format=chosen.writer))


@pytest.mark.parametrize("chosen", GRAPHS, ids=lambda item: item.name)
def test_triples_are_read_back_as_they_were(chosen: Format) -> None:
    assert _same(_read(write(_TRIPLES, chosen), chosen), Dataset(_WHOLE[: len(_TRIPLES)]))


@pytest.mark.parametrize("chosen", [TRIG, N_QUADS, JSON_LD], ids=lambda item: item.name)
def test_named_graphs_are_kept(chosen: Format) -> None:
    assert _same(_read(write(_WHOLE, chosen), chosen), Dataset(_WHOLE))


@pytest.mark.parametrize("chosen", [TURTLE, RDF_XML], ids=lambda item: item.name)
def test_named_graphs_are_left_out_where_there_are_none(chosen: Format) -> None:
    assert write(_WHOLE, chosen) == write(_TRIPLES, chosen)


@pytest.mark.parametrize("chosen", [*GRAPHS, TRIG, N_QUADS], ids=lambda item: item.name)
def test_the_same_each_time(chosen: Format) -> None:
    assert len({write(_WHOLE, chosen) for _ in range(20)}) == 1


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        (TURTLE, {"bm", "rdfs", "trede"}),
        (TRIG, {"bm", "graph", "rdfs", "trede"}),
        (RDF_XML, {"bm", "rdf", "rdfs"}),
    ],
    ids=lambda item: getattr(item, "name", ""),
)
def test_only_prefixes_that_are_used(chosen: Format, names: set[str]) -> None:
    text = write(_WHOLE, chosen).decode()
    found = re.findall(r"(?m)^@prefix (\S+):|xmlns:(\w+)=", text)
    assert {turtle or xml for turtle, xml in found} == names
    assert found == sorted(found)


def test_json_ld_is_compact_and_keeps_what_numbers_look_like() -> None:
    data = json.loads(write(_WHOLE, JSON_LD))
    assert data["@context"] == {name: PREFIXES[name] for name in ("bm", "graph", "id", "rdf", "rdfs", "xsd")}
    first = data["@graph"][0]
    assert (first["@id"], first["@type"]) == ("id:trede/3", ["bm:Trede"])
    assert first["bm:level"] == [{"@value": "03", "@type": "xsd:integer"}]
    assert [each["@id"] for each in data["@graph"]] == ["id:trede/3", "_:n", "graph:a", "graph:b"]


def test_what_has_no_form_is_told() -> None:
    with pytest.raises(TypeError, match="html"):
        write([], HTML)
    quoted = Triple(_THING, NamedNode(f"{BM}about"), _TRIPLES[0])
    with pytest.raises(ReleaseError, match="about a statement"):
        write([quoted], JSON_LD)
    assert write([], TURTLE) == b""
