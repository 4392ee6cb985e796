"""Findings as people and programs read them."""

import json

import pytest

from bouwstenen.validation.findings import Finding, as_json, as_text, in_order, violations

_X = "https://w3id.org/bouwstenen/id/intervention/x"
_Y = "https://w3id.org/bouwstenen/id/intervention/y"
_TEXTS = (("en", "Give a name."), ("nl", "Geef een naam."))


def _finding(severity: str, focus: str = _X) -> Finding:
    return Finding(severity, focus, "http://www.w3.org/2000/01/rdf-schema#label", "", "shape", _TEXTS)


def test_violations_come_first_and_doubles_go() -> None:
    found = in_order(
        [_finding("info"), _finding("violation", _Y), _finding("violation"), _finding("violation")]
    )
    assert [(finding.severity, finding.focus) for finding in found] == [
        ("violation", _X),
        ("violation", _Y),
        ("info", _X),
    ]
    assert len(violations(found)) == 2


@pytest.mark.parametrize(
    ("language", "text"), [("nl", "Geef een naam."), ("en", "Give a name."), ("fr", "Give a name.")]
)
def test_message_in_one_language(language: str, text: str) -> None:
    assert _finding("info").message(language) == text


def test_text_groups_and_counts() -> None:
    found = in_order([_finding("violation"), _finding("violation", _Y), _finding("warning")])
    text = as_text(found, {_X: "Iks"})
    assert text.splitlines()[0] == "2 × violation, 1 × warning, 0 × info"
    assert text.count("Geef een naam.") == 2
    assert f"  - Iks <{_X}> · rdfs:label" in text
    assert f"  - <{_Y}>" in text


def test_text_never_cuts_in_silence() -> None:
    found = [_finding("violation", f"{_X}{number}") for number in range(5)]
    assert "… 3 more" in as_text(found, {}, limit=2)


def test_json() -> None:
    (item,) = json.loads(as_json([_finding("warning")], {_X: "Iks"}))
    assert (item["severity"], item["label"], item["value"]) == ("warning", "Iks", None)
    assert item["message"] == {"nl": "Geef een naam.", "en": "Give a name."}
