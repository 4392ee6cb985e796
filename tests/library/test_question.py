"""Reading canned questions: what a file must say, and how terms take the place of defaults."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Store

from bouwstenen.errors import SourceError, UnknownThingError
from bouwstenen.library.question import Question, find_question, read_question, read_questions

_HEADER = """#+ summary: { nl: vraag, en: question }
#+ description: { nl: uitleg, en: explanation }
#+ parameters:
#+   factor: { class: Factor, list: true, nl: factor, en: factor }
#+   min_trede: { nl: trede, en: trede }
"""
_BODY = """SELECT * WHERE {
  VALUES ?_factor_iri { <http://example.org/a> }
  VALUES ?__min_trede_integer { UNDEF }
  ?x bm:strengthens ?_factor_iri
}
"""


def _write(folder: Path, text: str) -> Path:
    path = folder / "question.rq"
    path.write_text(text, encoding="utf-8")
    return path


def test_parameters(tmp_path: Path) -> None:
    factor, trede = read_question(_write(tmp_path, _HEADER + _BODY)).parameters
    assert (factor.name, factor.type, factor.required, factor.many, factor.thing) == (
        "factor",
        "iri",
        True,
        True,
        "Factor",
    )
    assert (trede.name, trede.type, trede.required, trede.many) == ("min_trede", "integer", False, False)


def test_terms_take_the_place_of_defaults_everywhere(tmp_path: Path) -> None:
    question = read_question(_write(tmp_path, _HEADER + _BODY + "\n# VALUES ?_factor_iri { 1 }\n"))
    bound = question.bind(
        {"_factor_iri": [NamedNode("http://example.org/b"), NamedNode("http://example.org/c")]}
    )
    assert bound.count("VALUES ?_factor_iri { <http://example.org/b> <http://example.org/c> }") == 2
    assert "VALUES ?__min_trede_integer { UNDEF }" in bound


def test_terms_cannot_break_out(tmp_path: Path) -> None:
    question = read_question(_write(tmp_path, _HEADER + _BODY))
    nasty = 'a" } } ; DROP ALL # \\'
    bound = question.bind(
        {"__min_trede_integer": [Literal(nasty)], "_factor_iri": [NamedNode("http://example.org/b")]}
    )
    Store().query(bound, prefixes={"bm": "http://example.org/"})
    assert str(Literal(nasty)) in bound


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (_BODY, "no summary"),
        ("#+ summary: {nl: a, en: b}\n" + _BODY, "no description"),
        (_HEADER.replace("en: question", "fr: question") + _BODY, "summary in nl and en"),
        (_HEADER.replace("min_trede:", "other:") + _BODY, "min_trede is not documented"),
        (_HEADER + "#+   spare: { nl: x, en: y }\n" + _BODY, "spare is documented but not used"),
        (_HEADER + _BODY.replace("_integer", "_number"), "does not end in a type"),
        ("#+ summary: [\n" + _BODY, "not YAML"),
    ],
)
def test_what_is_not_documented_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read_question(_write(tmp_path, text))


def test_no_questions_here(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no canned questions"):
        read_questions(tmp_path)


def test_unknown_question(root: Path) -> None:
    with pytest.raises(UnknownThingError, match="coverage"):
        find_question(root / "queries", "coverag")


def _questions() -> list[Question]:
    return read_questions(Path(__file__).resolve().parents[2] / "queries")


@pytest.mark.parametrize("question", _questions(), ids=lambda question: question.name)
def test_every_question_runs_as_it_stands(question: Question, store: Store) -> None:
    """On any endpoint: with its own prefixes, on its defaults."""
    results = store.query(question.standalone(), use_default_graph_as_union=True)
    assert list(results), f"{question.path.name} has no answer on its defaults"  # type: ignore[arg-type]
