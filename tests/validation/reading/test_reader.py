"""Files that people hand in: every format, every kind of mistake with its place, and what is refused."""

import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Dataset, RdfFormat, parse, serialize

from bouwstenen.errors import MediaTypeError, SourceError, TooLargeError
from bouwstenen.formats import JSON_LD, N_QUADS, RDF_XML, TRIG, TURTLE, Format
from bouwstenen.validation.reading.bounds import DEPTH
from bouwstenen.validation.reading.kinds import RDF, kind_of, recognised
from bouwstenen.validation.reading.mistakes import UnreadableError
from bouwstenen.validation.reading.reader import read_document

_RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">'


@pytest.mark.parametrize("kind", RDF, ids=lambda kind: kind.name)
def test_every_format_says_the_same(kind: Format, root: Path) -> None:
    writer = kind.writer
    assert isinstance(writer, RdfFormat)
    quads = list(parse(path=str(root / "data" / "tabel-2-3.ttl"), format=RdfFormat.TURTLE))
    written = serialize([quad.triple for quad in quads], format=writer)
    assert written
    document = read_document(f"x.{kind.name}", written)
    assert Dataset(document.quads) == Dataset(quads)
    assert document.problems == ()
    for quad in quads:
        place = document.locate(quad.subject.value, quad.predicate.value, quad.object.value)
        assert place is not None
        assert place.line > 0
        assert place.column > 0


@pytest.mark.parametrize(
    ("name", "text", "places", "said"),
    [
        ("a.ttl", "<x:a> <x:p> <x:o>\n<x:b> <x:p> 1 .", ["2:1"], "dot"),
        ("a.ttl", "@prefix p: <x:> .\np:a p:b q:c .\n\np:d r:e p:f .", ["2:9", "4:5"], "declare the prefix"),
        ("a.ttl", '<x:a> <x:p> "😀" , <a b> .', ["1:19"], "spaces"),
        ("a.ttl", "<x:a> <x:p> <rel> .", ["1:13"], "in full"),
        ("a.ttl", '<x:a> <x:p> "never closed .\n<x:b> <x:p> 1 .', ["1:13"], "close what begins here"),
        ("a.ttl", "<x:a> <x:p> foo .", ["1:13"], "quotation marks"),
        ("a.trig", "<x:g> { <x:a> <x:p> q:c }", ["1:21"], "prefix"),
        ("a.nt", "<x:a> <x:p> 1 .\n<x:a> <x:p> <x:b> .\n<x:a> <x:p> .", ["1:13", "3:13"], "give a value"),
        ("a.nq", "<x:a> <x:p> <x:b> <x:g> <x:h> .", ["1:25"], "not valid n-quads"),
        ("a.jsonld", '{"@id": "x:a",\n "x:p": 1,\n}', ["3:1"], "comma"),
        ("a.rdf", f"{_RDF}\n<rdf:Description>é</rdf:Other></rdf:RDF>", ["2:21"], "own name"),
        ("a.rdf", f"{_RDF}\n<x:T rdf:about='http://x/a'>", ["2:29"], "close every element"),
        ("a.rdf", f"{_RDF}\n<x:T><y:p>1</y:p></x:T></rdf:RDF>", ["2:6"], "xmlns"),
        ("a.rdf", f"{_RDF}\n<x:T rdf:about='a b'/></rdf:RDF>", ["2:16"], "spaces"),
        ("a.rdf", f"{_RDF}<x:T>&eacute;</x:T></rdf:RDF>", ["1:91"], "the character itself"),
    ],
)
def test_mistakes_are_told_with_their_places(name: str, text: str, places: list[str], said: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_document(name, text.encode())
    problems = caught.value.problems
    assert [f"{place.line}:{place.column}" for _, place in problems] == places
    assert all(place.file == name for _, place in problems)
    assert said in problems[0][0].message("en").lower()
    assert problems[0][0].message("nl") != problems[0][0].message("en")


def test_what_is_no_utf8_says_where() -> None:
    with pytest.raises(UnreadableError) as caught:
        read_document("a.ttl", '<x:a> <x:p>\n "né" .'.encode("latin-1"))
    assert str(caught.value).startswith("a.ttl:2:4: this is not UTF-8. Save the file as UTF-8.")


def test_a_byte_order_mark_is_no_mistake() -> None:
    document = read_document("a.ttl", b"\xef\xbb\xbf<x:a> <x:p> <x:o> .")
    assert document.locate("x:a", "x:p", "x:o") is not None


def test_mistakes_are_told_up_to_a_number() -> None:
    with pytest.raises(UnreadableError) as caught:
        read_document("a.ttl", b"q:a q:b q:c .\n" * 1000)
    assert len(caught.value.problems) == 50


@pytest.mark.threat("T38")
@pytest.mark.parametrize(
    "text",
    [
        '{"@context": "https://schema.org/", "name": "x"}',
        '{"@context": [{"x": "http://x/"}, "https://schema.org/"], "name": "x"}',
        '{"@context": {"@version": 1.1, "@import": "https://schema.org/"}, "name": "x"}',
        '{"@context": {"q": {"@id": "x:q", "@context": "https://schema.org/"}}, "q": {"a": 1}}',
    ],
)
def test_a_context_elsewhere_is_not_fetched(text: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_document("a.jsonld", text.encode())
    finding, place = caught.value.problems[0]
    assert "https://schema.org/ is not fetched. Put the content of the context" in finding.message("en")
    assert text[place.column - 1 :].startswith('"https://schema.org/"')


@pytest.mark.threat("T38")
def test_imports_are_statements_like_any_other() -> None:
    document = read_document(
        "a.ttl", b"<x:o> <http://www.w3.org/2002/07/owl#imports> <http://127.0.0.1:9/> ."
    )
    assert len(document.quads) == 1


def test_keys_that_mean_nothing_are_not_passed_over() -> None:
    document = read_document("a.jsonld", b'{"name": "x"}')
    assert document.quads == ()
    assert "meaning in @context" in document.problems[0][0].message("en")


_LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
BOMBS = {
    "collections": ("a.ttl", f"<x:a> <x:p> {'(' * 10**6}"),
    "properties": ("a.ttl", f"<x:a> <x:p> {'[ <x:p> ' * 10**6}"),
    "triple terms": ("a.ttl", f"<x:a> <x:p> {'<<( <x:a> <x:p> ' * 10**6}"),
    "reified triples": ("a.trig", "<< <x:a> <x:p> " * 10**6),
    "arrays": ("a.jsonld", '{"@id": "x:a", "x:p": ' + "[" * 10**6),
    "objects": ("a.jsonld", '{"x:p": ' * 10**6),
    "contexts": ("a.jsonld", '{"@context": {"a": {"@id": "x:a", "@context": ' * 10**5),
    "elements": ("a.rdf", _RDF + "<x:T><x:p>" * 10**5),
    "billion laughs": ("a.rdf", f'<!DOCTYPE r [<!ENTITY a0 "lol">{_LAUGHS}]>{_RDF}<x:T>&a8;</x:T></rdf:RDF>'),
    "quadratic": (
        "a.rdf",
        f'<!DOCTYPE r [<!ENTITY e "{"a" * 999}">]>{_RDF}<x:T>{"&e;" * 10**5}</x:T></rdf:RDF>',
    ),
    "long entity": ("a.rdf", f'<!DOCTYPE r [<!ENTITY e "{"a" * 10**6}">]>{_RDF}<x:T>&e;</x:T></rdf:RDF>'),
    "long text": ("a.ttl", f'<x:a> <x:p> "{"a" * 17 * 10**6}" .'),
}


@pytest.mark.threat("T37")
@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused(name: str) -> None:
    file, text = BOMBS[name]
    with pytest.raises(SourceError if name == "billion laughs" else TooLargeError) as caught:
        read_document(file, text.encode())
    assert caught.value.where is not None
    assert caught.value.where.startswith(file)
    assert caught.value.mend


@pytest.mark.threat("T38")
@pytest.mark.parametrize("declared", ['SYSTEM "file:///etc/passwd"', 'PUBLIC "x" "http://127.0.0.1:9/"'])
def test_entities_outside_the_file_are_refused(declared: str) -> None:
    text = f"<!DOCTYPE r [<!ENTITY e {declared}>]>{_RDF}<x:T>&e;</x:T></rdf:RDF>"
    with pytest.raises(SourceError, match="refers to a file"):
        read_document("a.rdf", text.encode())


def test_without_the_bound_the_parser_would_end_the_process() -> None:
    deep = f"<x:a> <x:p> {'<<( <x:a> <x:p> ' * 10**6}<x:o>{' )>>' * 10**6} ."
    code = "import pyoxigraph, sys; list(pyoxigraph.parse(sys.stdin.buffer, pyoxigraph.RdfFormat.TURTLE))"
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, input=deep.encode())
    assert done.returncode < 0


def test_what_is_just_not_too_deep_is_read() -> None:
    text = f'<x:a> <x:p> {"( " * DEPTH}1{" )" * DEPTH} . # {"(" * 999}\n<x:b> <x:p> "{"[" * 999}" .'
    document = read_document("a.ttl", text.encode())
    assert len(document.quads) == 2 * DEPTH + 2
    assert document.locate("x:b", "x:p", "[" * 999) is not None


def test_statements_about_statements_are_told() -> None:
    with pytest.raises(UnreadableError, match=r"RDF 1\.2"):
        read_document("a.ttl", b"<x:a> <x:p> <<( <x:b> <x:p> <x:o> )>> .")


@pytest.mark.parametrize(
    ("name", "media_type", "named", "kind"),
    [
        ("a.ttl", "", "", TURTLE),
        ("A.JSONLD", "application/octet-stream", "", JSON_LD),
        ("a.json", "", "", JSON_LD),
        ("a.owl", "", "", RDF_XML),
        ("a.txt", "application/trig; charset=utf-8", "", TRIG),
        ("a.ttl", "text/turtle", "nq", N_QUADS),
        ("-", "", "", None),
    ],
)
def test_kinds(name: str, media_type: str, named: str, kind: Format | None) -> None:
    assert kind_of(name, media_type, named) is kind


@pytest.mark.parametrize("how", [("a.pdf", "", ""), ("-", "application/pdf", ""), ("a.ttl", "", "word")])
def test_other_kinds_are_refused(how: tuple[str, str, str]) -> None:
    with pytest.raises(MediaTypeError, match="Choose one of: ttl"):
        kind_of(*how)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b'\xef\xbb\xbf\n {"@id": "x:a"}', JSON_LD),
        (b'[{"@id": "x:a"}]', JSON_LD),
        (b"[] a <x:b> .", TURTLE),
        (b"[ a <x:b> ] .", TURTLE),
        (b"<?xml version='1.0'?><rdf:RDF/>", RDF_XML),
        (b"<rdf:RDF xmlns='x'>", RDF_XML),
        (b"<http://x> a <x:b> .", TURTLE),
        (b"", TURTLE),
    ],
)
def test_texts_are_recognised(content: bytes, kind: Format) -> None:
    assert recognised(content) is kind
