"""What holds for every canned question: adding one is adding a file here and one in queries/."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store

from bouwstenen.library.question import Question, counting, read_questions
from bouwstenen.store.embedded import EmbeddedStore
from bouwstenen.store.interface import Query, QueryStore
from bouwstenen.store.opening import Opened
from bouwstenen.store.remote.store import RemoteStore
from bouwstenen.tables import columns
from tests.servers import Remote

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = read_questions(ROOT / "queries")

#: Seconds that a question may take on its defaults.
_PROMISED = 1.0

each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)


@pytest.fixture(scope="module")
def shuffled(store: Store) -> QueryStore:
    """The same graph, loaded in another order."""
    other = Store()
    other.bulk_extend(sorted(store, key=lambda quad: hash(str(quad)[::-1])))
    return EmbeddedStore(other)


@pytest.fixture(scope="module")
def remote(remote_server: Remote) -> Iterator[RemoteStore]:
    """The release on a SPARQL server, whose default graph is not the union of all."""
    with RemoteStore(remote_server.query) as store:
        yield store


def _solutions(queried: QueryStore, text: str) -> tuple[list[str], list[tuple[str, ...]]]:
    results = queried.query(Query(text))
    assert isinstance(results, QuerySolutions)
    names = [variable.value for variable in results.variables]
    return names, [tuple(str(row[name]) for name in names) for row in results]


def _seconds(queried: QueryStore, text: str) -> Iterator[float]:
    for _ in range(3):
        start = time.perf_counter()
        _solutions(queried, text)
        yield time.perf_counter() - start


@each_question
def test_it_answers_on_its_defaults_within_a_second(question: Question, queried: QueryStore) -> None:
    """As the file stands. That is the promise, so it is tried again where only the machine was slow."""
    text = question.standalone()
    assert _solutions(queried, text)[1], f"{question.name} has no answer: give it an example that has one"
    assert any(seconds < _PROMISED for seconds in _seconds(queried, text)), f"{question.name} takes too long"


@each_question
def test_no_row_comes_twice(question: Question, queried: QueryStore) -> None:
    _, rows = _solutions(queried, question.standalone())
    twice = {row for row in rows if rows.count(row) > 1}
    assert not twice, f"make {question.name} DISTINCT, or find what multiplies its rows: {sorted(twice)[:2]}"


@each_question
def test_its_order_is_total(question: Question, queried: QueryStore, shuffled: QueryStore) -> None:
    """Pages of an answer are cut by LIMIT and OFFSET: that needs one order, whatever the store's own."""
    text = question.standalone()
    assert _solutions(queried, text) == _solutions(shuffled, text), (
        f"end the ORDER BY of {question.name} with the columns that tell its rows apart"
    )


@each_question
def test_a_sparql_server_answers_the_same(question: Question, opened: Opened, remote: RemoteStore) -> None:
    text = question.standalone()
    assert _solutions(remote, text) == _solutions(opened.store, text)


@each_question
def test_it_can_be_counted(question: Question, queried: QueryStore) -> None:
    text = question.standalone()
    _, ((count,),) = _solutions(queried, counting(text))
    assert count.startswith(f'"{len(_solutions(queried, text)[1])}"')


@each_question
def test_its_columns_are_named_after_what_they_hold(question: Question, queried: QueryStore) -> None:
    names, _ = _solutions(queried, question.standalone())
    odd = [name for name in names if name.startswith("_") or not name[0].islower() or "_" in name]
    assert not odd, f"name these columns of {question.name} as the others are, in camel case: {odd}"
    labels = [name for name in names if name.endswith("Label") and name.removesuffix("Label") not in names]
    assert not labels, f"{question.name}: give the IRI beside these labels too: {labels}"
    assert columns(names), question.name


@each_question
def test_it_is_documented(question: Question) -> None:
    for language in ("nl", "en"):
        assert len(question.summary[language]) < 120, f"shorten the {language} summary of {question.name}"
        assert question.summary[language].endswith("?"), f"{question.name} is a question: ask it"
        assert len(question.description[language]) > 60, f"say what the answer of {question.name} means"
    for parameter in question.parameters:
        assert parameter.type != "iri" or parameter.classes, (
            f"say of which class the values of {parameter.name} in {question.name} are"
        )


@each_question
def test_it_has_answers_checked_by_hand(question: Question) -> None:
    path = ROOT / "tests" / "questions" / f"test_{question.name.replace('-', '_')}.py"
    assert path.exists(), f"check an answer of {question.name} by hand against the report, in {path.name}"


def test_a_parameter_means_the_same_everywhere() -> None:
    """One word for one thing: what is called `factor` takes factors, in every question.

    But for `kind`: each question has kinds of rows of its own.
    """
    seen: dict[str, tuple[object, str]] = {}
    for question in QUESTIONS:
        for parameter in question.parameters:
            if parameter.name == "kind":
                continue
            kind = (parameter.type, parameter.classes, parameter.bounds)
            first = seen.setdefault(parameter.name, (kind, question.name))
            assert first[0] == kind, (
                f"{parameter.name} of {question.name} is {kind}, of {first[1]} {first[0]}: rename one"
            )
