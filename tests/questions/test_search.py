"""`search`: the file on its own says what the index finds, and an answer shows what it finds for a text."""

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, QuerySolutions

from bouwstenen.errors import WrongUseError
from bouwstenen.library.asking import ask
from bouwstenen.library.question import parse_question
from bouwstenen.namespaces import BM, ID
from bouwstenen.store.interface import Query, select
from bouwstenen.store.opening import Opened

ROOT = Path(__file__).resolve().parents[2]
QUESTION = parse_question("search", (ROOT / "queries" / "search.rq").read_text(encoding="utf-8"))


def _answer(opened: Opened, **given: str) -> list[dict[str, str]]:
    texts = {name: [text] for name, text in given.items()}
    return _rows(ask(opened.store, QUESTION, texts, lambda: opened.index))


def _rows(results: object) -> list[dict[str, str]]:
    assert isinstance(results, QuerySolutions)
    names = [variable.value for variable in results.variables]
    return [{name: row[name].value for name in names if row[name] is not None} for row in results]


def test_its_defaults_are_what_the_index_finds(opened: Opened) -> None:
    found = opened.index.hits("mediawijsheid")
    rows = "".join(f'        ("mediawijsheid" <{iri}> {score})\n' for iri, score in found)
    alone = _rows(opened.store.query(Query(QUESTION.standalone())))
    assert alone == _answer(opened, text="mediawijsheid"), (
        f"the data has changed: put these rows there\n{rows}"
    )
    assert rows.strip() in QUESTION.text


@pytest.mark.parametrize("text", ["mediawijsheid", "weerbaar", "DIAMNT", "interventies", 'a "b" \\ }'])
def test_it_shows_what_the_index_finds(opened: Opened, text: str) -> None:
    found = opened.index.search(text, limit=300)
    rows = _answer(opened, text=text)
    assert {row["thing"]: float(row["score"]) for row in rows} == {hit.iri: hit.score for hit in found}
    assert len(rows) == len(found) > 0, "each thing once"
    scores = [float(row["score"]) for row in rows]
    assert scores == sorted(scores, reverse=True)
    kinds = {hit.iri: hit.kind for hit in found}
    for row in rows:
        assert re.split("[/#]", row["kind"])[-1] == kinds[row["thing"]]
        assert row["thingLabel"]
        assert row["kindLabel"]


def test_an_answer_looked_up_by_hand(opened: Opened) -> None:
    first = _answer(opened, text="medaiwijsheid")[0]
    assert first["thing"] == f"{ID}factor/mediawijsheid"
    assert (first["thingLabel"], first["kindLabel"]) == ("Mediawijsheid", "factorcluster")
    assert first["description"].startswith("Het vermogen om bewust")
    question = _answer(opened, text="Welke interventies versterken al deze factoren?")[0]
    assert (question["thing"], question["kindLabel"]) == (f"{ID}question/coverage", "vraag")


def test_one_class_only(opened: Opened) -> None:
    rows = _answer(opened, text="weerbaar", **{"class": "Factor"})
    kinds = {row["kind"].removeprefix(BM) for row in rows}
    assert kinds == {"FactorCluster", "ProtectiveFactor", "RiskFactor"}
    assert _answer(opened, text="weerbaar", **{"class": "Municipality"}) == []
    with pytest.raises(WrongUseError):
        _answer(opened, text="weerbaar", **{"class": "Anything"})


def test_what_finds_nothing(opened: Opened) -> None:
    assert _answer(opened, text="?!") == []
    assert _answer(opened, text="zzzzqqqq " * 100) == []


def test_its_classes_are_classes(opened: Opened) -> None:
    (parameter,) = (each for each in QUESTION.parameters if each.name == "class")
    for name in parameter.choices:
        rows = select(opened.store, f"SELECT * {{ {NamedNode(BM + name)} a owl:Class ; rdfs:label ?label }}")
        assert list(rows), name
