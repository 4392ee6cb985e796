"""One report in every format: nothing is lost, and nothing in it can become something else."""

import csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from pyoxigraph import RdfFormat, Store

from bouwstenen.validation.document import Place
from bouwstenen.validation.presenting import FORMATS, present
from bouwstenen.validation.presenting.words import WORDS
from bouwstenen.validation.report import Entry, Read, Report

_X = "https://w3id.org/bouwstenen/id/claim/x"
_SHAPE = "https://w3id.org/bouwstenen/shape/Claim-about"
_WRONG = Entry(
    *("violation", Place("map, één/a:b.ttl", 3, 5), _X, "Bewering <b>X</b>", "http://e/p", "gaat over"),
    *("=1+1\r\n::error::x", "", "Zeg waarover: 100%, één keer.\nVerbeter het.", "precies 1", _SHAPE),
    *("http://www.w3.org/ns/shacl#MinCountConstraintComponent", '    bm:about "<script>" ;'),
)
_SHEET = Entry(
    *("warning", Place("a.xlsx", sheet="Interventies", cell="C7"), "", "", "", "", "", "", "Let op.", "", ""),
    component="",
)
_HINT = Entry(
    *("info", None, "n0123", "iets zonder IRI", "", "", "http://e/v", "groen", "Een hint.", "", _SHAPE),
    component="",
)
REPORT = Report("nl", (Read("map, één/a:b.ttl", 7), Read("a.xlsx", 2)), (_WRONG, _SHEET, _HINT))
GOOD = Report("en", (Read("a.ttl", 1),), ())


def test_json() -> None:
    told = json.loads(present(REPORT, "json"))
    assert (told["conforms"], told["readable"], told["language"]) == (False, True, "nl")
    assert told["counts"] == {"violation": 1, "warning": 1, "info": 1}
    first, second, third = told["findings"]
    assert first["place"] == {
        **{"file": "map, één/a:b.ttl", "line": 3, "column": 5, "sheet": None},
        "cell": None,
    }
    assert first["thing"] == {"iri": _X, "label": "Bewering <b>X</b>"}
    assert second["place"]["cell"] == "C7"
    assert third["place"] is None
    assert third["value"] == {"value": "http://e/v", "label": "groen"}
    assert [group["count"] for group in told["groups"]] == [1, 1, 1]


def test_csv_has_no_formulas() -> None:
    rows = list(csv.DictReader(io.StringIO(present(REPORT, "csv"))))
    assert [row["severity"] for row in rows] == ["fout", "waarschuwing", "hint"]
    assert rows[0]["value"] == "'=1+1\r\n::error::x"
    assert (rows[0]["line"], rows[0]["column"], rows[1]["sheet"], rows[1]["cell"]) == (
        *("3", "5", "Interventies", "C7"),
    )


def test_text_has_the_line_and_counts() -> None:
    text = present(REPORT, "text")
    assert text.startswith("1 fout, 1 waarschuwing, 1 hint. Dit heeft fouten")
    assert "  - map, één/a:b.ttl:3:5: Bewering <b>X</b> · gaat over · “=1+1 ::error::x”" in text
    assert '      bm:about "<script>" ;' in text
    assert "a.xlsx: Interventies!C7" in text
    assert present(GOOD, "text") == "0 violations, 0 warnings, 0 hints. Nothing found: this fits the shapes."


def test_github_commands_are_one_line_each_and_escaped() -> None:
    first, second, third = present(REPORT, "github").split("\n")
    assert first.startswith("::error file=map%2C één/a%3Ab.ttl,line=3,col=5,title=Bewering <b>X</b>::")
    assert first.endswith(
        "Zeg waarover: 100%25, één keer.%0AVerbeter het. (Bewering <b>X</b> · gaat over · “=1+1 ::error::x”)"
    )
    assert second == "::warning file=a.xlsx,title=bouwstenen::Interventies!C7: Let op."
    assert third.startswith("::notice title=iets zonder IRI::Een hint.")


def test_sarif_has_what_the_standard_requires() -> None:
    log = json.loads(present(REPORT, "sarif"))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note"]
    physical = run["results"][0]["locations"][0]["physicalLocation"]
    assert physical["region"] == {"startLine": 3, "startColumn": 5, "snippet": {"text": _WRONG.line}}
    assert re.fullmatch(r"[!-~]+", physical["artifactLocation"]["uri"]), (
        "a URI reference has no other characters"
    )
    assert ":" not in physical["artifactLocation"]["uri"], "before a colon there would be a scheme"
    assert run["columnKind"] == "unicodeCodePoints"


def test_turtle_is_a_validation_report() -> None:
    store = Store()
    store.load(present(REPORT, "ttl"), format=RdfFormat.TURTLE)
    sh = "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX oa: <http://www.w3.org/ns/oa#> "
    assert store.query(f"{sh} ASK {{ ?r a sh:ValidationReport ; sh:conforms false }}")
    for needed in ("sh:focusNode", "sh:resultSeverity", "sh:resultMessage", "oa:hasTarget/oa:hasSource"):
        rows = store.query(f"{sh} SELECT ?x {{ ?r sh:result ?x . ?x {needed} ?v }}")
        assert len(list(rows)) >= 2, needed  # type: ignore[arg-type]
    assert store.query(
        f"{sh} ASK {{ ?x sh:focusNode <{_X}> ; sh:sourceShape <{_SHAPE}> ; sh:resultPath <http://e/p> ;"
        f" sh:sourceConstraintComponent sh:MinCountConstraintComponent ; sh:resultSeverity sh:Violation }}"
    )
    good = Store()
    good.load(present(GOOD, "ttl"), format=RdfFormat.TURTLE)
    assert good.query(f"{sh} ASK {{ ?r sh:conforms true MINUS {{ ?r sh:result ?x }} }}")


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.seen.add(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_html_is_whole_and_escaped() -> None:
    html = present(REPORT, "html")
    elements = _Elements()
    elements.feed(html)
    assert elements.open == []
    assert not elements.seen & {"script", "b"}
    assert "<mark>bm:about</mark> &#34;&lt;script&gt;&#34; ;" in html


def test_long_groups_and_long_lines_are_folded_not_cut() -> None:
    long = "x " * 500 + "hier staat het " + "y " * 500
    entries = tuple(replace(_WRONG, place=Place("a.ttl", n, 1001), line=long) for n in range(1, 31))
    html = present(replace(REPORT, entries=entries), "html")
    assert html.count("<mark>hier</mark>") == 30
    assert "<summary>nog 20 keer</summary>" in html
    assert "x " * 100 not in html


@pytest.mark.parametrize("name", [each.name for each in FORMATS])
@pytest.mark.parametrize("report", [REPORT, GOOD], ids=["findings", "none"])
def test_every_format_is_written(name: str, report: Report) -> None:
    assert present(report, name) or (name == "github" and not report.entries)


def test_both_languages_have_the_same_words() -> None:
    assert WORDS["nl"].keys() == WORDS["en"].keys()
