"""Terms in the place of what `VALUES` blocks hold."""

from pyoxigraph import Literal, NamedNode, Store

from bouwstenen.library import blocks

_ROWS = """SELECT * WHERE {
  VALUES (?_text_string ?thing ?score) { ("a } b" <x:1> 1.5) ("a } b" <x:2> 0.5) }
  VALUES ?__kind_string { UNDEF }
}"""


def test_variables() -> None:
    assert blocks.variables(_ROWS) == ["_text_string", "__kind_string"]
    assert blocks.row_variables(_ROWS, "_text_string") == ("thing", "score")
    assert blocks.row_variables(_ROWS, "__kind_string") == ()


def test_what_is_shown_of_rows_is_the_first_term_once() -> None:
    assert blocks.shown(_ROWS, "_text_string") == {("a } b",)}


def test_terms_as_one_writes_them() -> None:
    query = 'VALUES ?_x_string { <http://e/a> "b \\" c" 3 true "2020-01-01"^^xsd:date UNDEF }'
    assert blocks.shown(query, "_x_string") == {("http://e/a", 'b \\" c', "3", "true", "2020-01-01")}


def test_rows_are_filled() -> None:
    row = (Literal('say "}"'), NamedNode("x:3"), Literal(2))
    filled = blocks.fill(_ROWS, {"_text_string": [row]})
    rows = list(Store().query(filled))  # type: ignore[arg-type]
    assert [(row["_text_string"], row["thing"].value) for row in rows] == [(Literal('say "}"'), "x:3")]


def test_no_rows_fit_nothing_but_no_term_fits_everything() -> None:
    filled = blocks.fill(_ROWS, {})
    assert "VALUES ?__kind_string { UNDEF }" in filled
    assert not list(Store().query(filled))  # type: ignore[arg-type]
