"""Places in JSON-LD and RDF/XML: coarser, and never wrong."""

import json

import pytest

from bouwstenen.validation.document import Place
from bouwstenen.validation.reading.reader import read_document

_JSON = """{"@context": {"e": "http://e/", "id": "@id", "naam": {"@id": "e:naam"}, "http": "x:never"},
 "@graph": [
  {"id": "e:a", "naam": ["één", "twee"], "e:in": {"@id": "http://e/b"}},
  {"@id": "http://e/b", "@type": "e:T",
   "e:deep": {"@id": "e:c", "naam": "drie"}, "e:n": {"@value": "vier", "@language": "nl"}}
 ]}
"""
_XML = """<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [<!ENTITY e "http://e/">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/" xml:base="http://b/">
  <e:T rdf:about="&e;a" e:kort="k">
    <e:naam xml:lang="nl">één</e:naam> <e:naam>twee</e:naam>
    <e:in rdf:resource="http://e/b"/><e:in><e:T rdf:ID="c"><e:naam>drie</e:naam></e:T></e:in>
    <e:tekst rdf:parseType="Literal"><e:T rdf:about="http://e/niet"/></e:tekst>
    <e:delen rdf:parseType="Resource"><e:naam>vier</e:naam></e:delen>
  </e:T>
</rdf:RDF>
"""


@pytest.mark.parametrize(
    ("focus", "path", "value", "line", "text"),
    [
        ("http://e/a", "", "", 3, '"e:a"'),
        ("http://e/a", "http://e/naam", "", 3, '"naam"'),
        ("http://e/a", "http://e/naam", "twee", 3, '"twee"'),
        ("http://e/a", "http://e/in", "http://e/b", 3, '"http://e/b"'),
        ("http://e/b", "", "", 4, '"http://e/b"'),
        ("http://e/b", "http://e/n", "vier", 5, '"vier"'),
        ("http://e/c", "http://e/naam", "drie", 5, '"drie"'),
        ("http://e/c", "http://e/unsaid", "", 5, '"e:c"'),
    ],
)
def test_json_ld(focus: str, path: str, value: str, line: int, text: str) -> None:
    document = read_document("a.jsonld", _JSON.encode())
    place = document.locate(focus, path, value)
    assert place is not None
    assert place.line == line
    assert _JSON.split("\n")[line - 1][place.column - 1 :].startswith(text)


def test_json_ld_that_says_two_things_of_a_prefix_is_not_guessed() -> None:
    thing = {"@context": {"e": "http://one/"}, "@id": "e:a", "e:p": 1}
    other = {"@context": {"e": "http://two/"}, "@id": "e:a", "e:p": 2}
    document = read_document("a.jsonld", json.dumps([thing, other]).encode())
    assert len(document.quads) == 2
    assert document.locate("http://one/a", "", "") is None
    assert document.locate("http://two/a", "", "") is None


@pytest.mark.parametrize(
    ("focus", "path", "value", "line", "text"),
    [
        ("http://e/a", "", "", 4, "<e:T "),
        ("http://e/a", "http://e/kort", "k", 4, "<e:T "),
        ("http://e/a", "http://e/naam", "", 5, '<e:naam xml:lang="nl">'),
        ("http://e/a", "http://e/naam", "twee", 5, "<e:naam>twee"),
        ("http://e/a", "http://e/in", "http://e/b", 6, "<e:in rdf:resource"),
        ("http://b/#c", "http://e/naam", "drie", 6, "<e:naam>drie"),
    ],
)
def test_rdf_xml(focus: str, path: str, value: str, line: int, text: str) -> None:
    document = read_document("a.rdf", _XML.encode())
    assert any(focus == getattr(quad.subject, "value", "") for quad in document.quads)
    place = document.locate(focus, path, value)
    assert place is not None
    assert place.line == line
    assert _XML.split("\n")[line - 1][place.column - 1 :].startswith(text)


def test_what_rdf_xml_only_quotes_is_no_thing() -> None:
    document = read_document("a.rdf", _XML.encode())
    assert document.locate("http://e/niet", "", "") is None


def test_places_are_of_the_file_that_was_read() -> None:
    assert read_document("x.jsonld", _JSON.encode()).locate("http://e/a", "", "") == Place("x.jsonld", 3, 10)
