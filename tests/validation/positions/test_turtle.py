"""What the index says of each statement agrees with what the database's parser read, and with the text."""

import re
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, RdfFormat, parse

from bouwstenen.namespaces import PREFIXES
from bouwstenen.validation.positions.index import TurtleIndex, same_blanks
from bouwstenen.validation.positions.turtle import Statement, Term, statements

ROOT = Path(__file__).resolve().parents[3]
FILES = sorted(path for folder in ("data", "ontology", "shapes") for path in (ROOT / folder).rglob("*.ttl"))
RDF_ = PREFIXES["rdf"]

_PREFIX = "@prefix p: <http://e/> .\nPREFIX bm: <https://w3id.org/bouwstenen/def/>\n@base <http://b/c/d> .\n"


def _agree(text: str, kind: RdfFormat) -> list[Statement]:
    """The statements of the index, after they were laid beside those of the parser, in order."""
    quads = list(parse(text.encode(), format=kind, rename_blank_nodes=True))
    found = statements(text)
    assert len(found) == len(quads)
    blanks = same_blanks(found, quads)
    for one, quad in zip(found, quads, strict=True):
        for ours, theirs in ((one.subject, quad.subject), (one.object, quad.object)):
            if isinstance(ours, BlankNode):
                assert isinstance(theirs, BlankNode)
                assert blanks[ours.value] == theirs.value
            else:
                assert ours == theirs
        assert one.predicate == quad.predicate
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_statement_of_every_file_is_found_where_it_stands(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    declared = dict(re.findall(r"@prefix ([\w-]*): <([^>]*)>", text))
    for one in _agree(text, RdfFormat.TURTLE):
        links = one.predicate.value in (RDF_ + "first", RDF_ + "rest")
        for term, offset in zip((one.subject, one.predicate, one.object), one.at, strict=True):
            if links and term is not one.subject:
                continue  # no text stands for them
            assert _written(text, offset, declared) == _shown(term), (path.name, offset, term)


def _shown(term: Term) -> str:
    return "" if isinstance(term, BlankNode) else term.value


def _written(text: str, offset: int, declared: dict[str, str]) -> str:
    """The term that stands at an offset, by plain means: the files have few ways to write one."""
    here = text[offset:]
    if here[0] in "[(":
        return RDF_ + "nil" if re.match(r"\(\s*\)", here) else ""
    if here[0] == "<":
        return here[1 : here.index(">")]
    if long := re.match(r'"""(.*?)"""', here, re.DOTALL):
        return _plain(long[1])
    if short := re.match(r'"((?:[^"\\\n]|\\.)*)"', here):
        return _plain(short[1])
    if re.match(r"a\s", here):
        return RDF_ + "type"
    if number := re.match(r"(true|false|[-+]?[0-9][0-9.]*(?<!\.)(?:e[-+]?[0-9]+)?)\b", here):
        return number[1]
    named = re.match(r"([\w-]*):([\w.-]*[\w-])?", here)
    assert named, here[:20]
    return declared[named[1]] + (named[2] or "")


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), text)


# --- generated Turtle ---

_IRIS = (
    *("<http://e/a>", "p:b", "p:", "bm:Claim", "<rel>", "<#f>", "<>", "p:a.b", r"p:a\,b", "p:%41", "p:a:b"),
    *("<http://e/\\u00e9>", "p:é", "p:1", "p:x-y", "<//h/x>", "<?q>"),
)
_BLANKS = ("_:x", "_:y.z", "_:1")
_TEXTS = (
    *('"x"', "'y'", '""', "''", '"""a "b" \n ] ."""', "'''it's\n'''", r'"\"\\\n\u00e9"', '"é€😀"'),
    *('"x"@nl', "'y'@en-GB", '"1"^^p:t', '"z"^^<http://e/t>', '"""q"""@nl-NL', '"#"', '"<x>"'),
)
_NUMBERS = ("1", "-2", "+3.0", ".5", "1e3", "1.5E-2", "true", "false", "01")
_WRITTEN = sorted((*_IRIS, *_TEXTS, *_NUMBERS), key=len, reverse=True)
_space = st.sampled_from([" ", "\n", "  ", "\t", ' # a comment . <x> " [\n', "\r\n"])
_iris = st.sampled_from(_IRIS)
_blank = st.sampled_from(_BLANKS)
_texts = st.sampled_from(_TEXTS)
_plain_values = st.sampled_from(_NUMBERS)


@lru_cache
def _meant(written: str) -> object:
    """What the parser makes of a term by itself."""
    return next(iter(parse(f"{_PREFIX} <x:s> <x:p> {written} .", format=RdfFormat.TURTLE))).object


def _stands(text: str, offset: int, term: Term) -> bool:
    """Whether a term is written at an offset: of all ways to write one, the longest that stands there."""
    here = text[offset:]
    if isinstance(term, BlankNode):
        return here[0] in "[(" or here.startswith(_BLANKS)
    if _shown(term) == RDF_ + "nil":
        return here[0] == "("
    if _shown(term) == RDF_ + "type":
        return here[0] == "a"
    return _meant(next(each for each in _WRITTEN if here.startswith(each))) == term


def _listed(each: st.SearchStrategy[str], mark: str, most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(each, min_size=1, max_size=most).flatmap(
        lambda parts: _space.map(lambda gap: f"{gap}{mark}{gap}".join(parts))
    )


def _said(objects: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    verb = st.one_of(_iris, st.just("a"))
    pair = st.tuples(verb, _space, _listed(objects, ",")).map("".join)
    return st.tuples(_listed(pair, ";"), st.sampled_from(["", " ;", ";;"])).map("".join)


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    list_ = st.tuples(st.lists(inner, max_size=3), _space).map(
        lambda found: f"({found[1]}{' '.join(found[0])}{found[1]})"
    )
    properties = st.tuples(_space, _said(inner)).map(lambda found: f"[{found[0]}{found[1]}{found[0]}]")
    return st.one_of(list_, properties, st.sampled_from(["[]", "()", "[ ]"]))


_objects = st.recursive(st.one_of(_iris, _blank, _texts, _plain_values), _nested, max_leaves=8)
_subjects = st.one_of(_iris, _blank, _nested(st.one_of(_iris, _texts, _plain_values)))
_statement = st.one_of(
    st.tuples(_subjects, _space, _said(_objects), _space, st.just(".")).map("".join),
    st.tuples(st.just("["), _said(_objects), st.just("]."), _space).map("".join),
)
_turtle = st.lists(_statement, max_size=5).map(lambda parts: _PREFIX + "\n".join(parts))
_graph = st.tuples(
    st.sampled_from(["", "GRAPH p:g", "p:g", "graph <http://e/g>", "[]", "_:g"]),
    st.lists(_statement, max_size=3),
).map(lambda found: f"{found[0]} {{ {' '.join(found[1])} }}")
_trig = st.lists(st.one_of(_graph, _statement), max_size=4).map(lambda parts: _PREFIX + "\n".join(parts))

_thorough = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


@_thorough
@given(_turtle)
def test_generated_turtle(text: str) -> None:
    _check_places(text, _agree(text, RdfFormat.TURTLE))


@_thorough
@given(_trig)
def test_generated_trig(text: str) -> None:
    _check_places(text, _agree(text, RdfFormat.TRIG))


def _check_places(text: str, found: list[Statement]) -> None:
    for one in found:
        if one.predicate.value in (RDF_ + "first", RDF_ + "rest"):
            continue
        for term, offset in zip((one.subject, one.predicate, one.object), one.at, strict=True):
            assert _stands(text, offset, term), (offset, term)


_nt_term = st.sampled_from(["<http://e/a>", "_:x", "<http://e/b#c>"])
_nt_value = st.one_of(_nt_term, st.sampled_from(['"x"', '"a\\"b"@nl', '"1"^^<http://e/t>', '""', '"é # ."']))


@_thorough
@given(st.lists(st.tuples(_nt_term, _nt_value, st.sampled_from(["", " <http://e/g>", " _:g"])), max_size=6))
def test_generated_n_quads(rows: list[tuple[str, str, str]]) -> None:
    lines = [f"{subject} <http://e/p> {value}{graph} . # x" for subject, value, graph in rows]
    found = _agree("\n".join(lines), RdfFormat.N_QUADS)
    assert [one.at[0] for one in found] == [
        len("\n".join(lines[:row])) + (row > 0) for row in range(len(lines))
    ]


@pytest.mark.parametrize(
    ("focus", "path", "value", "place"),
    [
        ("http://e/a", "", "", (3, 1)),
        ("http://e/a", "http://e/q", "", (4, 3)),
        ("http://e/a", "http://e/q", "één", (4, 7)),
        ("http://e/a", "http://e/q", "http://e/b", (5, 3)),
        ("http://e/a", "http://e/q", "not there", (4, 3)),
        (
            "http://e/a",
            "http://e/n",
            "1",
            (5, 13),
        ),  # written 01
        ("http://e/a", "http://e/not", "", (3, 1)),
        ("http://e/b", "", "", (5, 3)),  # nothing is said of it, but it is named
        ("http://e/nobody", "", "", None),
    ],
)
def test_places(focus: str, path: str, value: str, place: tuple[int, int] | None) -> None:
    text = "@prefix p: <http://e/> .\n# 😀\np:a\n  p:q 'één'@nl ,\n  p:b ; p:n 01 .\np:c p:q p:b .\n"
    index = TurtleIndex("a.ttl", text, list(parse(text, format=RdfFormat.TURTLE)))
    found = index(focus, path, value)
    assert (found and (found.line, found.column)) == place


def test_things_without_a_name_are_found_by_what_the_parser_calls_them() -> None:
    text = "<x:a> <x:p> [ <x:q> 1 ] , (\n [ <x:r> 2 ] ) ."
    quads = list(parse(text, format=RdfFormat.TURTLE, rename_blank_nodes=True))
    index = TurtleIndex("a.ttl", text, quads)
    wanted = {"x:q": (1, 21), "x:r": (2, 10)}
    for quad in quads:
        if isinstance(quad.subject, BlankNode) and quad.predicate.value in wanted:
            place = index(quad.subject.value, quad.predicate.value, quad.object.value)
            assert place is not None
            assert (place.line, place.column) == wanted[quad.predicate.value]


def test_a_text_that_the_index_does_not_know_has_no_places() -> None:
    text = "<x:a> <x:p> <x:o> {| <x:q> 1 |} ."  # RDF 1.2
    index = TurtleIndex("a.ttl", text, list(parse(text, format=RdfFormat.TURTLE)))
    assert index("x:a", "x:p", "x:o") is None


def test_where_index_and_parser_do_not_agree_no_blank_node_is_guessed() -> None:
    one, two = "<x:a> <x:p> _:b .", "<x:a> <x:q> _:b ."
    assert same_blanks(statements(one), list(parse(one, format=RdfFormat.TURTLE))) != {}
    assert same_blanks(statements(one), list(parse(two, format=RdfFormat.TURTLE))) == {}
