"""Sources: found, read into the right graph, and honest about what does not parse."""

from pathlib import Path

import pytest

from bouwstenen.errors import SourceError
from bouwstenen.graph.sources import Source, find, load
from bouwstenen.namespaces import graph_iri


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("ontology/a.ttl", "shapes/a.ttl", "data/one.ttl", "data/editorial/two.ttl"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("<http://example.org/a> a <http://example.org/B> .\n", encoding="utf-8")
    return tmp_path


def test_a_file_of_data_fills_the_graph_named_after_it(tree: Path) -> None:
    assert [source.graph for source in find(tree)] == ["one", "ontology", "shapes", "two"]
    store = load(find(tree))
    assert {graph.value for graph in store.named_graphs()} == {
        graph_iri(name) for name in ("one", "ontology", "shapes", "two")
    }


@pytest.mark.parametrize("name", ["derived", "inferred", "dataset", "questions", "ontology", "shapes"])
def test_names_of_the_build_are_kept(tree: Path, name: str) -> None:
    (tree / "data" / f"{name}.ttl").write_text("", encoding="utf-8")
    with pytest.raises(SourceError, match="Rename the file"):
        find(tree)


def test_a_name_that_is_no_slug(tree: Path) -> None:
    (tree / "data" / "a b.ttl").write_text("", encoding="utf-8")
    with pytest.raises(SourceError, match=r"Rename it a-b\.ttl"):
        find(tree)


def test_two_files_cannot_fill_one_graph(tree: Path) -> None:
    (tree / "data" / "editorial" / "one.ttl").write_text("", encoding="utf-8")
    with pytest.raises(SourceError, match="already fills"):
        find(tree)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="BOUWSTENEN_SOURCES"):
        find(tmp_path)


@pytest.mark.parametrize(
    ("turtle", "place"),
    [
        ("<http://a/b> <http://a/c> .\n", ":1:"),
        ("@prefix a: <http://a/> .\na:b a:c a:d .\na:b nope:c a:d .\n", ":3:"),
        ('<http://a/b> <http://a/c> "open .\n', ":1:"),
        ("<http://a/b> <http://a/c d> 1 .\n", ":1:"),
    ],
)
def test_what_does_not_parse_says_where(tmp_path: Path, turtle: str, place: str) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text(turtle, encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        load([Source("broken", path)])
    assert f"{path}{place}" in str(caught.value)
    assert "not valid Turtle: " in str(caught.value)


def test_what_is_no_text_says_so(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_bytes(b'<http://a/b> <http://a/c> "\xff\xfe" .')
    with pytest.raises(SourceError, match=r"broken\.ttl"):
        load([Source("broken", path)])


def test_blank_nodes_keep_to_their_file(tmp_path: Path) -> None:
    sources = []
    for name in ("one", "two"):
        path = tmp_path / f"{name}.ttl"
        path.write_text("_:same a <http://a/B> .", encoding="utf-8")
        sources.append(Source("ontology", path))
    assert len(load(sources)) == 2
