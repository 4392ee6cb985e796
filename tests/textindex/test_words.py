"""Words: texts and what people type come to the same ones."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bouwstenen.textindex.words import is_stop_word, parts, stem, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Amigo’s", ["amigos"]),
        ("School/werk (2DO)", ["school", "werk", "2do"]),
        ("één Créche", ["een", "creche"]),
        ("e\u0301cole", ["ecole"]),
        ("ＡＢＣ ﬁets", ["abc", "fiets"]),
        ("x_y-z", ["x", "y", "z"]),
        ("\ud800\0 😀 “”", []),
        ("w" * 51, []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@settings(deadline=None)
@given(st.text())
def test_words_come_to_themselves(text: str) -> None:
    found = words(text)
    assert words(" ".join(found)) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("interventie", "interventies"),
        ("school", "scholen"),
        ("opvoeden", "opvoeding"),
        ("weerbaar", "weerbaarheid"),
        ("training", "trainingen"),
    ],
)
def test_forms_of_a_dutch_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_english_words_have_stems_of_their_own() -> None:
    assert stem("communities", "en") == stem("community", "en") != stem("communities", "nl")


def test_stop_words() -> None:
    assert [word for word in ("de", "the", "niet", "school") if is_stop_word(word)] == ["de", "the", "niet"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("jongerenwerk", {("jongeren", "werk")}),
        ("weerbaarheidstraining", {("weerbaarheid", "training")}),
        ("schoolwerk", {("school", "werk")}),
        ("schouder", set()),  # what is left of it is no word
        ("werk", set()),
    ],
)
def test_compounds(word: str, expected: set[tuple[str, str]]) -> None:
    known = {"jongeren", "werk", "weerbaarheid", "training", "school", "ouder"}
    assert set(parts(word, known.__contains__)) == expected
