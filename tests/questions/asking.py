"""Ask a question as a user does, for the tests of the questions."""

from pathlib import Path

from pyoxigraph import QuerySolutions

from bouwstenen.library.asking import ask
from bouwstenen.library.question import parse_question
from bouwstenen.store.interface import QueryStore
from bouwstenen.tables import text_of

__all__ = ["answer"]

_QUERIES = Path(__file__).resolve().parents[2] / "queries"


def answer(queried: QueryStore, name: str, **given: str | list[str]) -> list[dict[str, str]]:
    """Return the rows of an answer, every value as a person reads it."""
    question = parse_question(name, (_QUERIES / f"{name}.rq").read_text(encoding="utf-8"))
    texts = {key: [value] if isinstance(value, str) else value for key, value in given.items()}
    results = ask(queried, question, texts)
    assert isinstance(results, QuerySolutions)
    names = [variable.value for variable in results.variables]
    return [{each: text_of(row[each]) for each in names} for row in results]
