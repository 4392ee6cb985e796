"""From what somebody wrote to typed values."""

from datetime import date

import pytest

from bouwstenen.errors import WrongUseError, in_language
from bouwstenen.library.question import Question, parse_question
from bouwstenen.library.values import model_of, read_values

_QUESTION = """#+ summary: { nl: "vraag?", en: "question?" }
#+ description: { nl: uitleg, en: explanation }
#+ tags: [data]
#+ defaults: { min: 3, basis: any, strict: true }
#+ enumerate: { basis: [recognised, any] }
#+ parameters:
#+   name: { list: true, nl: een naam, en: a name }
#+   min: { min: 0, max: 5, nl: minimum, en: minimum }
#+   age: { min: 0, nl: leeftijd, en: age }
#+   basis: { nl: grondslag, en: basis }
#+   strict: { nl: streng, en: strict }
#+   as_of: { nl: peildatum, en: as of }
SELECT * WHERE {
  VALUES ?_name_string { "a" }
  VALUES ?__min_integer { 3 }
  VALUES ?__age_integer { UNDEF }
  VALUES ?__basis_string { "any" }
  VALUES ?__strict_boolean { true }
  VALUES ?__as_of_date { UNDEF }
}
"""


@pytest.fixture
def question() -> Question:
    return parse_question("some-question", _QUESTION)


def test_defaults_where_nothing_is_given(question: Question) -> None:
    assert read_values(question, {"name": ["x"], "age": [" "]}) == {
        "name": ["x"],
        "min": [3],
        "age": [],
        "basis": ["any"],
        "strict": [True],
        "as_of": [],
    }


def test_space_around_a_value_does_not_count(question: Question) -> None:
    read = read_values(
        question, {"name": [" x "], "min": [" 2"], "basis": ["any "], "as_of": ["2026-11-24 "]}
    )
    assert (read["name"], read["min"], read["basis"]) == (["x"], [2], ["any"])
    assert read["as_of"] == [date(2026, 11, 24)]


def test_what_is_given(question: Question) -> None:
    given = {
        **{"name": ["x", "y"], "min": ["0"], "age": ["14"], "basis": ["recognised"]},
        **{"strict": ["0"], "as_of": ["2026-11-24"]},
    }
    read = read_values(question, given)
    assert read["name"] == ["x", "y"]
    assert (read["min"], read["age"], read["basis"]) == ([0], [14], ["recognised"])
    assert (read["strict"], read["as_of"]) == ([False], [date(2026, 11, 24)])


@pytest.mark.parametrize(
    ("wrong", "where", "nl", "en"),
    [
        ({}, "name", "ontbreekt", "missing"),
        ({"name": ["x"], "min": ["-1"]}, "min", "Geef 0 tot en met 5", "Give 0 up to 5"),
        ({"name": ["x"], "min": ["6"]}, "min", "6 valt buiten", "6 is out of range"),
        ({"name": ["x"], "age": ["-1"]}, "age", "ten minste 0", "at least 0"),
        ({"name": ["x"], "min": ["1_0"]}, "min", "geen heel getal", "not a whole number"),
        ({"name": ["x"], "min": ["9" * 5000]}, "min", "geen heel getal", "not a whole number"),
        ({"name": ["x"], "basis": ["both"]}, "basis", "Kies uit: recognised, any", "one of: recognised, any"),
        ({"name": ["x"], "strict": ["yes"]}, "strict", "geen true of false", "neither true nor false"),
        ({"name": ["\udcff"]}, "name", "geen UTF-8", "not UTF-8"),
        ({"name": ["x"], "strict": ["ja"]}, "strict", "geen true of false", "neither true nor false"),
        ({"name": ["x"], "as_of": ["24-11-2026"]}, "as_of", "geen dag", "not a day"),
        ({"name": ["x"], "as_of": ["2026-02-30"]}, "as_of", "geen dag", "not a day"),
        ({"name": ["x" * 1001]}, "name", "te lang", "too long"),
        ({"name": ["x"], "min": ["1", "2"]}, "min", "één keer", "given once"),
        ({"names": ["x"]}, None, "geen parameter “names”", "no parameter “names”"),
    ],
)
def test_what_is_wrong_is_told_in_both_languages(
    question: Question, wrong: dict[str, list[str]], where: str | None, nl: str, en: str
) -> None:
    with pytest.raises(WrongUseError) as caught:
        read_values(question, wrong)
    assert caught.value.where == where
    assert caught.value.mend is not None
    for language, text in (("nl", nl), ("en", en)):
        said = in_language(caught.value.what, language) + in_language(caught.value.mend, language)
        assert text in said


def test_the_model_describes_itself(question: Question) -> None:
    schema = model_of(question).model_json_schema()
    assert schema["required"] == ["name"]
    assert schema["properties"]["min"]["default"] == 3
    assert (schema["properties"]["min"]["minimum"], schema["properties"]["min"]["maximum"]) == (0, 5)
    assert schema["properties"]["basis"]["enum"] == ["recognised", "any"]
    assert schema["properties"]["name"]["examples"] == [["a"]]
    assert "een naam" in schema["properties"]["name"]["description"]
