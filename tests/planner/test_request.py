"""What may be asked: every parameter documented, every mistake told in both languages."""

import pytest
from pydantic import JsonValue

from bouwstenen.errors import WrongUseError, in_language
from bouwstenen.planner.request import (
    PackageRequest,
    bounds,
    choices,
    help_of,
    is_list,
    read_request,
    thing_of,
)

FACTOR = "zelfbeheersing"


def test_every_parameter_is_documented_in_both_languages() -> None:
    for name in PackageRequest.model_fields:
        assert help_of(name, "nl")
        assert help_of(name, "en")
        assert help_of(name, "nl") != help_of(name, "en")


def test_what_parameters_take_is_told_from_their_declaration() -> None:
    assert bounds("min_trede") == (0, 5)
    assert choices("via") == ("direct", "type", "editorial")
    assert choices("factor") == ()
    assert [name for name in PackageRequest.model_fields if is_list(name)] == ["factor", "have", "exclude"]
    assert thing_of("have") == "Intervention"
    assert thing_of("times") is None


def test_texts_and_json_values_ask_for_the_same() -> None:
    texts = read_request({"factor": [FACTOR, ""], "min_trede": ["3"], "via": ["type"], "age": [""]})
    assert texts == read_request({"factor": [FACTOR], "min_trede": 3, "via": "type", "age": None})
    assert texts == read_request({"factor": f" {FACTOR} ", "min_trede": " 3", "via": "type"})
    assert (texts.factor, texts.min_trede, texts.times, texts.limit) == ((FACTOR,), 3, 1, 20)


@pytest.mark.parametrize(
    ("given", "where", "nl", "en"),
    [
        ({}, "factor", "geen factor gegeven", "no factor is given"),
        ({"factor": []}, "factor", "geen factor gegeven", "no factor is given"),
        ({"factor": ["", " "]}, "factor", "geen factor gegeven", "no factor is given"),
        ({"factor": [7]}, "factor", "geen naam", "no name"),
        ({"factor": [{"iri": FACTOR}]}, "factor", "geen naam", "no name"),
        ({"factor": ["x" * 1001]}, "factor", "geen naam", "no name"),
        ({"factor": [FACTOR] * 501}, "factor", "hoogstens 500", "at most 500"),
        ({"factor": FACTOR, "have": ["diamant"] * 501}, "have", "hoogstens 500", "at most 500"),
        ({"factor": FACTOR, "min_trede": -1}, "min_trede", "0 tot en met 5", "0 up to 5"),
        ({"factor": FACTOR, "min_trede": "6"}, "min_trede", "0 tot en met 5", "0 up to 5"),
        ({"factor": FACTOR, "min_trede": ["1", "2"]}, "min_trede", "één keer", "given once"),
        ({"factor": FACTOR, "times": 0}, "times", "1 tot en met 100", "1 up to 100"),
        ({"factor": FACTOR, "times": True}, "times", "geen heel getal", "not a whole number"),
        ({"factor": FACTOR, "times": 1.5}, "times", "geen heel getal", "not a whole number"),
        ({"factor": FACTOR, "times": "1_0"}, "times", "geen heel getal", "not a whole number"),
        ({"factor": FACTOR, "times": "٣"}, "times", "geen heel getal", "not a whole number"),
        ({"factor": FACTOR, "times": "9" * 5000}, "times", "geen heel getal", "not a whole number"),
        ({"factor": FACTOR, "age": -1}, "age", "0 tot en met 120", "0 up to 120"),
        ({"factor": FACTOR, "age": 121}, "age", "0 tot en met 120", "0 up to 120"),
        ({"factor": FACTOR, "max_size": 0}, "max_size", "1 tot en met", "1 up to"),
        ({"factor": FACTOR, "limit": 1001}, "limit", "1 tot en met 1000", "1 up to 1000"),
        ({"factor": FACTOR, "via": "magic"}, "via", "direct, type, editorial", "direct, type, editorial"),
        ({"factor": FACTOR, "language": "fr"}, "language", "nl, en", "nl, en"),
        ({"factor": FACTOR, "setting": {}}, "setting", "geen naam", "no name"),
        ({"factor": FACTOR, "min_tred": 3}, None, "min_trede", "min_trede"),
    ],
)
def test_mistakes_are_told(given: dict[str, JsonValue], where: str | None, nl: str, en: str) -> None:
    with pytest.raises(WrongUseError) as caught:
        read_request(given)
    error = caught.value
    assert error.where == where
    for language, said in (("nl", nl), ("en", en)):
        told = in_language(error.what, language) + in_language(error.mend or "", language)
        assert said in told
        assert len(told) < 500, "what was given is not repeated at length"
