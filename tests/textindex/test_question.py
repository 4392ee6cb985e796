"""The question `search`: the file on its own says what the index finds, and the query shows it well."""

import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from bouwstenen.library.question import parse_question
from bouwstenen.namespaces import BM
from bouwstenen.store.interface import Query, select
from bouwstenen.store.opening import Opened

_BLOCK = re.compile(r"VALUES \(\?_text_string \?thing \?score\) \{(?P<rows>[^}]*)\}")
_DEFAULT = "mediawijsheid"


def _rows(opened: Opened, text: str) -> str:
    return "".join(f"        ({Literal(text)} <{iri}> {score})\n" for iri, score in opened.index.hits(text))


def _asked(opened: Opened, root: Path, text: str, kind: str = "UNDEF") -> list[dict[str, str]]:
    query = parse_question("search", (root / "queries" / "search.rq").read_text()).standalone()
    block = f"VALUES (?_text_string ?thing ?score) {{\n{_rows(opened, text)} }}"
    query, count = _BLOCK.subn(lambda _: block, query)
    assert count == 1
    query = query.replace(f'?_text_string {{ "{_DEFAULT}" }}', f"?_text_string {{ {Literal(text)} }}")
    query = query.replace("?__class_string { UNDEF }", f"?__class_string {{ {kind} }}")
    solutions = select(opened.store, query)
    names = [variable.value for variable in solutions.variables]
    return [{name: row[name].value for name in names if row[name] is not None} for row in solutions]


def test_its_defaults_are_what_the_index_finds(opened: Opened, root: Path) -> None:
    text = (root / "queries" / "search.rq").read_text()
    block = _BLOCK.search(text)
    assert block
    rows = _rows(opened, _DEFAULT)
    assert block["rows"].strip("\n ") == rows.strip("\n "), (
        f"the data has changed: put these rows there\n{rows}"
    )
    query = parse_question("search", text).standalone()
    assert list(select(opened.store, query)) == list(select(opened.store, query))
    assert opened.store.query(Query(query)) is not None


@pytest.mark.parametrize("text", [_DEFAULT, "weerbaar", "DIAMNT", "interventies", "de"])
def test_it_shows_what_the_index_finds(opened: Opened, root: Path, text: str) -> None:
    found = opened.index.search(text, limit=200)
    rows = _asked(opened, root, text)
    assert [row["thing"] for row in rows] != []
    assert {row["thing"]: float(row["score"]) for row in rows} == {hit.iri: hit.score for hit in found}
    assert len(rows) == len(found), "each thing once"
    scores = [float(row["score"]) for row in rows]
    assert scores == sorted(scores, reverse=True)
    kinds = {hit.iri: hit.kind for hit in found}
    for row in rows:
        assert re.split("[/#]", row["kind"])[-1] == kinds[row["thing"]]
        assert row["thingLabel"]
        assert row["kindLabel"]


def test_its_columns(opened: Opened, root: Path) -> None:
    first = _asked(opened, root, _DEFAULT)[0]
    assert first.keys() == {"thing", "thingLabel", "kind", "kindLabel", "score", "description"}
    assert (first["thingLabel"], first["kindLabel"]) == ("Mediawijsheid", "factorcluster")
    assert first["description"].startswith("Het vermogen om bewust")


def test_one_class_only(opened: Opened, root: Path) -> None:
    rows = _asked(opened, root, "weerbaar", '"Factor"')
    kinds = {row["kind"].removeprefix(BM) for row in rows}
    assert kinds == {"FactorCluster", "ProtectiveFactor", "RiskFactor"}
    assert _asked(opened, root, "weerbaar", '"Municipality"') == []


def test_its_classes_are_classes(opened: Opened, root: Path) -> None:
    question = parse_question("search", (root / "queries" / "search.rq").read_text())
    (parameter,) = (each for each in question.parameters if each.name == "class")
    for name in parameter.choices:
        rows = select(opened.store, f"SELECT * {{ {NamedNode(BM + name)} a owl:Class ; rdfs:label ?label }}")
        assert list(rows), name
