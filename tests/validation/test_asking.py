"""What a shape asks, in words of one language."""

from pathlib import Path

import pytest

from bouwstenen.validation.asking import asked
from bouwstenen.validation.names import Names
from bouwstenen.validation.wording import words_of

_SHAPE = "https://w3id.org/bouwstenen/shape/"


@pytest.mark.parametrize(
    ("shape", "language", "of_value", "text"),
    [
        (
            "DescriptionClaim-about",
            "en",
            True,
            "an intervention, an intervention part or an intervention type",
        ),
        (
            "DescriptionClaim-about",
            "nl",
            True,
            "een interventie, een onderdeel van een interventie of een type",
        ),
        ("Claim-certainty", "en", True, "“high” or “low”"),
        ("Claim-certainty", "en", None, "at most 1 and “high” or “low”"),
        ("Claim-passage", "nl", False, "precies 1"),
        ("Claim-asserted", "en", True, "a moment (2026-11-24T12:00:00Z)"),
        ("AgeClaim-age-max", "en", True, "a whole number, 0 or more and 120 or less"),
        ("Intervention-label", "nl", None, "precies 1: in het Nederlands"),
        ("Concept-broader-or-top", "en", None, ""),
        (
            "InterventionQuality-availability-known",
            "en",
            None,
            "at least 1: “offered”, “not offered”, “in an experimental phase” or “varies”",
        ),
    ],
)
def test_in_words(root: Path, shape: str, language: str, of_value: bool | None, text: str) -> None:
    assert asked(_SHAPE + shape, Names(root, language), of_value=of_value).startswith(text)


SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix e: <http://e/> . e:A rdfs:label "ape"@en . e:p rdfs:label "name"@en . e:v rdfs:label "green"@en .
e:xone sh:path e:p ; sh:xone ( [ sh:class e:A ] [ sh:nodeKind sh:Literal ] ) .
e:and sh:or ( [ sh:and ( [ sh:class e:A ] [ sh:pattern "^x" ] ) ]
  [ sh:not [ sh:path e:p ; sh:minCount 1 ] ] ) .
e:in sh:path e:p ; sh:in ( e:v "blue" ) .
e:many sh:path e:p ; sh:in ( 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 ) .
e:none sh:path e:p ; sh:maxCount 0 .
e:qualified sh:path e:p ; sh:qualifiedValueShape [ sh:class e:A ] ; sh:qualifiedMinCount 2 .
e:value sh:path e:p ; sh:hasValue e:v ; sh:disjoint e:p .
e:self sh:node e:self .
"""


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        ("xone", "either an ape or (a text or number), not more than one of them"),
        ("and", "(an ape and of the form ^x) or not: “name”: at least 1"),
        ("in", "“green” or “blue”"),
        ("many", "“1”, “2”, “3”, “4”, “5”, “6”, “7”, “8”, “9”, “10”, “11”, “12” or 3 others"),
        ("none", "none"),
        ("qualified", "at least 2: an ape"),
        ("value", "“green” and other than at “name”"),
        ("self", "…"),
        ("unknown", ""),
    ],
)
def test_kinds_of_constraints(tmp_path: Path, shape: str, text: str) -> None:
    for folder in ("ontology", "data", "shapes"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.ttl").write_text(SHAPES)
    assert asked(f"http://e/{shape}", Names(tmp_path, "en")) == text


def test_both_languages_say_the_same_things() -> None:
    dutch, english = words_of("nl"), words_of("en")
    assert dutch.keys() == english.keys()
    for name in ("datatypes", "kinds", "languages", "bounds", "others"):
        assert dutch[name].keys() == english[name].keys()


def test_a_shape_that_is_no_iri_asks_nothing(root: Path) -> None:
    assert asked("n0123", Names(root, "en")) == ""
