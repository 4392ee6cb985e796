"""The stable form of data files."""

from pathlib import Path

import pytest
from rdflib import Graph

from bouwstenen.errors import SourceError
from bouwstenen.graph.turtle import format_file, to_turtle

_ONE = """@prefix claim: <https://w3id.org/bouwstenen/id/claim/> .
@prefix bm: <https://w3id.org/bouwstenen/def/> .
claim:b bm:about claim:a ; a bm:Claim . claim:a a bm:Claim .
"""
_OTHER = """@prefix x: <https://w3id.org/bouwstenen/def/> .
<https://w3id.org/bouwstenen/id/claim/a> a x:Claim .
<https://w3id.org/bouwstenen/id/claim/b> a x:Claim .
<https://w3id.org/bouwstenen/id/claim/b> x:about <https://w3id.org/bouwstenen/id/claim/a> .
"""


def test_equal_graphs_are_equal_texts() -> None:
    one, other = (to_turtle(Graph().parse(data=text, format="turtle")) for text in (_ONE, _OTHER))
    assert one == other
    assert one.index("claim:a a bm:Claim") < one.index("claim:b a bm:Claim")


def test_format_file(tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.write_text(_OTHER, encoding="utf-8")
    assert format_file(path, check=True)
    assert path.read_text(encoding="utf-8") == _OTHER
    assert format_file(path)
    assert not format_file(path)
    assert Graph().parse(path).isomorphic(Graph().parse(data=_OTHER, format="turtle"))


@pytest.mark.parametrize("text", ["<http://a/b> <http://a/c> [] .", "<http://a/b> <http://a/c"])
def test_what_cannot_be_formatted_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "data.ttl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match="cannot be formatted"):
        format_file(path)
    assert path.read_text(encoding="utf-8") == text


def test_what_is_no_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(SourceError, match="cannot be formatted"):
        format_file(path)
