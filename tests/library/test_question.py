"""Reading canned questions: what a file must say, and how terms take the place of defaults."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from bouwstenen.errors import ReleaseError, SourceError, UnknownThingError
from bouwstenen.library.question import Question, find_question, parse_question, questions_of, read_questions
from bouwstenen.namespaces import PREFIXES
from bouwstenen.store.embedded import EmbeddedStore
from bouwstenen.store.opening import Opened

_HEADER = """#+ summary: { nl: vraag, en: question }
#+ description: { nl: uitleg, en: explanation }
#+ tags: [factors]
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


def test_parameters() -> None:
    factor, trede = parse_question("q", _HEADER + _BODY).parameters
    assert (factor.name, factor.type, factor.required, factor.many) == ("factor", "iri", True, True)
    assert (factor.classes, factor.example, factor.default) == (("Factor",), ("http://example.org/a",), ())
    assert (trede.name, trede.type, trede.required, trede.many) == ("min_trede", "integer", False, False)


def test_terms_take_the_place_of_defaults_everywhere() -> None:
    question = parse_question("q", _HEADER + _BODY + "\n# VALUES ?_factor_iri { <http://example.org/a> }\n")
    bound = question.bind(
        {"_factor_iri": [(NamedNode("http://example.org/b"),), (NamedNode("http://example.org/c"),)]}
    )
    assert bound.count("VALUES ?_factor_iri { <http://example.org/b> <http://example.org/c> }") == 2
    assert "VALUES ?__min_trede_integer { UNDEF }" in bound


def test_terms_cannot_break_out() -> None:
    question = parse_question("q", _HEADER + _BODY)
    nasty = 'a" } } ; DROP ALL # \\'
    bound = question.bind(
        {"__min_trede_integer": [(Literal(nasty),)], "_factor_iri": [(NamedNode("http://example.org/b"),)]}
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
        ("#+ just words\n" + _BODY, "not a table"),
        (_HEADER.replace("nl: uitleg", "nl: 1") + _BODY, "no description"),
        (_HEADER.split("#+ parameters")[0] + "#+ parameters: [a]\n" + _BODY, "parameters is not a table"),
        (_HEADER + _BODY.replace("strengthens", "strengthens ;;; ]"), "does not parse"),
        (_HEADER + _BODY + "LIMIT 10", "cuts its answer"),
        (_HEADER.replace("[factors]", "[nice]") + _BODY, "where it belongs.*interventions"),
        (_HEADER.replace("list: true", "lots: true") + _BODY, "nothing reads `lots` of parameter factor"),
        ("#+ endpoint: x\n" + _HEADER + _BODY, "nothing reads `endpoint`"),
        (
            "#+ defaults: { min_trede: 3 }\n" + _HEADER + _BODY,
            "default of min_trede is not what the query has",
        ),
        ("#+ defaults: { factor: a }\n" + _HEADER + _BODY, "default of factor is not what the query has"),
        (_HEADER + _BODY.replace("UNDEF", "3"), "default of min_trede is not what the query has"),
        ("#+ enumerate: { spare: [a] }\n" + _HEADER + _BODY, "spare is documented but not used"),
        (
            _HEADER + _BODY.replace("strengthens", "x . VALUES ?_factor_iri { <x:y> } ?x bm:y"),
            "different terms",
        ),
        (_HEADER.replace("list: true", "search: true") + _BODY, "wrong kind of VALUES block"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(text: str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        parse_question("q", text)


def test_no_questions_here(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no canned questions"):
        read_questions(tmp_path)


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_bytes(b"\xff\xfe")
    with pytest.raises(SourceError, match=r"q\.rq: cannot be read"):
        read_questions(tmp_path)


def test_a_release_carries_its_questions(opened: Opened, root: Path) -> None:
    of_sources, of_release = read_questions(root / "queries"), questions_of(opened.store)
    assert [question.name for question in of_release] == [question.name for question in of_sources]
    for mine, theirs in zip(of_release, of_sources, strict=True):
        assert (mine.parameters, mine.summary) == (theirs.parameters, theirs.summary)
        assert mine.standalone() == theirs.standalone()


def test_a_release_of_other_software_is_told() -> None:
    store = Store()
    graph, question = (NamedNode(f"{PREFIXES[kind]}questions") for kind in ("graph", "id"))
    store.add(Quad(question, NamedNode(PREFIXES["sh"] + "select"), Literal("ASK {}"), graph))
    with pytest.raises(ReleaseError, match="bouwstenen build"):
        questions_of(EmbeddedStore(store))


def test_unknown_question(opened: Opened) -> None:
    with pytest.raises(UnknownThingError, match="coverage"):
        find_question(opened.store, "coverag")


def _questions() -> list[Question]:
    return read_questions(Path(__file__).resolve().parents[2] / "queries")


@pytest.mark.parametrize("question", _questions(), ids=lambda question: question.name)
def test_every_question_runs_as_it_stands(question: Question, store: Store) -> None:
    """On any endpoint: with its own prefixes, on its defaults."""
    results = store.query(question.standalone(), use_default_graph_as_union=True)
    assert list(results), f"{question.name} has no answer on its defaults"  # type: ignore[arg-type]
