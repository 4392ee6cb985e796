"""The tables: described in CSVW, valid by a library that reads it, and as many values as SPARQL counts."""

import csv
import io
import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from csvw import TableGroup
from csvw.metadata import CSVW
from pyoxigraph import NamedNode, RdfFormat, Store
from rfc3986 import URIReference

from bouwstenen.namespaces import BM, ID, graph_iri
from bouwstenen.publishing.dumps.release import write_dumps
from bouwstenen.publishing.dumps.things import table_name
from bouwstenen.solutions import select

_VALUES = """
SELECT ?class ?p ?language (COUNT(*) AS ?count) WHERE {
  {
    SELECT DISTINCT ?class ?thing ?p ?o WHERE {
      ?class a owl:Class . ?thing a ?class ; ?p ?o FILTER(!isBlank(?o))
    }
  }
  BIND(LANG(?o) AS ?language)
}
GROUP BY ?class ?p ?language"""

Rows = list[dict[str, Any]]
Made = tuple[TableGroup, dict[str, dict[str, Any]]]


@pytest.fixture(scope="module")
def group(folder: Path) -> TableGroup:
    """The tables, as a CSVW library reads them."""
    return TableGroup.from_file(folder / "csv" / "csv-metadata.json")


@pytest.fixture(scope="module")
def tables(group: TableGroup) -> dict[str, Rows]:
    """The rows of each table; reading them checks every datatype."""
    return {name: [_plain(row) for row in table] for name, table in group.tabledict.items()}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row with IRIs as texts, not as the library's own objects."""
    return {
        name: list(map(_as_text, value)) if isinstance(value, list) else _as_text(value)
        for name, value in row.items()
    }


def _as_text(value: object) -> object:
    return str(value.unsplit()) if isinstance(value, URIReference) else value


@pytest.fixture(scope="module")
def release(folder: Path) -> Store:
    """What the release holds, in memory."""
    store = Store()
    store.extend(Store.read_only(str(folder.parent / "store")))
    return store


def test_the_library_finds_nothing_wrong(folder: Path, tables: dict[str, Rows]) -> None:
    """What it warns of when it reads the description and, in `tables`, every cell, is an error here."""
    described = CSVW(str(folder / "csv" / "csv-metadata.json"), validate=True)
    assert described.warnings == []
    assert len(described.tables) == len(tables)


def test_keys_lead_somewhere(group: TableGroup, tables: dict[str, Rows]) -> None:
    """As the library checks it, which reads a table again for each key: a minute of work."""
    keys = {name: {row["iri"] for row in rows} for name, rows in tables.items()}
    assert all(len(keys[name]) == len(rows) for name, rows in tables.items())
    foreign = group.validate_schema(strict=True)
    assert len(foreign) > 50
    for each in foreign:
        (column,) = each.fk
        held = {row[column] for row in tables[each.source_table.local_name]} - {None}
        assert held, f"{each.source_table.local_name} has nothing in {column}"
        assert held <= keys[each.target_table.local_name], (each.source_table.local_name, column)


def test_every_class_that_has_things_has_a_table(folder: Path, tables: dict[str, Rows]) -> None:
    classes = json.loads((folder.parent / "release.json").read_text())["classes"]
    assert {name: len(rows) for name, rows in tables.items()} == {
        f"{table_name(name)}.csv": count for name, count in classes.items()
    }
    assert sorted(path.name for path in (folder / "csv").glob("*.csv")) == sorted(tables)


def test_they_hold_as_many_values_as_the_graph(
    group: TableGroup, tables: dict[str, Rows], release: Store
) -> None:
    expected = {
        (table_name(row["class"].value.removeprefix(BM)), row["p"].value, _text(row["language"])): int(
            row["count"].value
        )
        for row in select(release, _VALUES)
    }
    found: Counter[tuple[str, str, str]] = Counter()
    for name, table in group.tabledict.items():
        for column in table.tableSchema.columns:
            if column.propertyUrl is None:
                continue
            key = (
                name.removesuffix(".csv"),
                str(column.propertyUrl.uri),
                "" if column.lang == "und" else column.lang,
            )
            values = [row[column.name] for row in tables[name]]
            found[key] += sum(len(each) if isinstance(each, list) else each is not None for each in values)
    assert found == expected


def _text(term: object) -> str:
    return getattr(term, "value", "")


def test_a_row(tables: dict[str, Rows], release: Store) -> None:
    (row,) = (each for each in tables["interventions.csv"] if each["iri"] == f"{ID}intervention/diamant")
    assert row["label"] == "DIAMANT"
    query = f"""SELECT ?factor ?name WHERE {{
      <{ID}intervention/diamant> bm:strengthens ?factor . ?factor rdfs:label ?name FILTER(LANG(?name) = "nl")
    }} ORDER BY STR(?factor)"""
    named = [(each["factor"].value, each["name"].value) for each in select(release, query)]
    assert len(named) > 1
    assert list(zip(row["strengthens"], row["strengthensLabel"], strict=True)) == named


def test_columns_say_what_they_hold(group: TableGroup) -> None:
    columns = group.tabledict["interventions.csv"].tableSchema.columndict
    assert list(columns)[:3] == ["iri", "label", "rdf_type"]
    assert columns["ageMin"].datatype.base == "integer"
    assert columns["ageMin"].titles["nl"] == ["leeftijd vanaf"]
    assert columns["ageMin"].titles["en"] == ["minimum age"]
    assert columns["explicitAim"].datatype.base == "boolean"
    assert columns["goal_nl"].lang == "nl"
    assert columns["strengthens"].separator == "|"
    factors = group.tabledict["factors.csv"].tableSchema.columndict
    assert {"skos_prefLabel_nl", "skos_prefLabel_en", "skos_broader"} <= factors.keys()
    assert group.tabledict["sources.csv"].tableSchema.columndict["dcterms_issued"].datatype.base == "gYear"


def test_the_description_says_what_this_is(folder: Path) -> None:
    described = json.loads((folder / "csv" / "csv-metadata.json").read_text())
    assert described["dc:license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    assert described["schema:version"] == folder.parent.name
    told = {each["body"]["@language"]: each["body"]["@value"] for each in described["notes"]}
    assert "Nooit gebruiken om personen" in told["nl"]
    assert "Never to be used" in told["en"]
    assert all(table["dc:title"] and table["dc:description"] for table in described["tables"])


def test_bytes_are_those_of_rfc_4180(folder: Path) -> None:
    for path in (folder / "csv").glob("*.csv"):
        raw = path.read_bytes()
        assert raw.startswith(b"iri,label,rdf_type")
        assert raw.endswith(b"\r\n")
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8"), newline=""), strict=True))
        assert len({len(row) for row in rows}) == 1, path.name


def test_the_archive_has_the_same_files(folder: Path) -> None:
    with zipfile.ZipFile(folder / "bouwstenen-csv.zip") as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    assert packed == {path.name: path.read_bytes() for path in (folder / "csv").iterdir()}
    assert list(packed) == sorted(packed)


# What the real graph has not got.

_TURTLE = r"""
@prefix bm: <https://w3id.org/bouwstenen/def/> .
@prefix id: <https://w3id.org/bouwstenen/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
bm:Thing a owl:Class ; rdfs:label "ding"@nl .
bm:Empty a owl:Class .
<id:x> rdfs:label "not ours" .
id:a a bm:Thing, <x:Other> ;
  rdfs:label "a, “b” \"c\"\r\nd"@nl, "A"@en-GB, "untagged" ;
  bm:note "one|two", "three" ;
  bm:all "a|b¦c‖d␟e", "f" ;
  bm:number 1, 2 ; bm:mixed 1 ; bm:either id:b ;
  bm:part [ bm:note "hidden" ] ;
  bm:to id:b, id:c ; bm:one id:b ;
  <https://example.org/ns#to> "theirs" ; <https://example.org/other/to> "others" .
id:b a bm:Thing ; rdfs:label "b|c"@nl ; bm:mixed "x" ; bm:either "text" ; bm:when "2026-11-24"^^xsd:date .
id:c a bm:Thing ; bm:own "z"^^<x:datatype> .
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Tables of things that are hard to put in a table, and their rows by the last letter of their IRI."""
    store = Store()
    store.load(_TURTLE.encode(), RdfFormat.TURTLE, to_graph=NamedNode(graph_iri("g")))
    folder = tmp_path_factory.mktemp("made") / "dumps"
    write_dumps(folder, store, "r")
    group = TableGroup.from_file(folder / "csv" / "csv-metadata.json")
    return group, {row["iri"][-1]: row for row in map(_plain, group.tabledict["things.csv"])}


def test_the_library_finds_all_of_it_valid(made: Made) -> None:
    group, _ = made
    checked = CSVW(str(group._fname), validate=True, strict=False)
    assert checked.is_valid, checked.warnings


def test_texts_survive(made: Made) -> None:
    _, rows = made
    assert rows["a"]["rdfs_label_nl"] == 'a, “b” "c"\r\nd'
    assert (rows["a"]["rdfs_label_en_gb"], rows["a"]["rdfs_label"]) == ("A", "untagged")
    assert rows["a"]["label"] == rows["a"]["rdfs_label_nl"]
    assert rows["c"]["label"] == "id:c", "what has no name has its short IRI"


def test_what_stands_between_values_is_in_none_of_them(made: Made) -> None:
    group, rows = made
    columns = group.tabledict["things.csv"].tableSchema.columndict
    assert (columns["note"].separator, columns["all"].separator) == ("¦", "\x1f")
    assert rows["a"]["note"] == ["one|two", "three"]
    assert rows["a"]["all"] == ["a|b¦c‖d␟e", "f"]
    assert rows["a"]["to"] == [f"{ID}b", f"{ID}c"]
    assert rows["a"]["toLabel"] == ["b|c", "id:c"], "names count too: both columns are split the same way"
    assert columns["to"].separator == columns["toLabel"].separator == "¦"


def test_datatypes_are_those_of_all_values(made: Made) -> None:
    group, rows = made
    columns = group.tabledict["things.csv"].tableSchema.columndict
    kinds = {
        name: columns[name].datatype.base for name in ("number", "mixed", "either", "when", "own", "one")
    }
    assert kinds == {
        **{"number": "integer", "mixed": "string", "either": "string"},
        **{"when": "date", "own": "string", "one": "anyURI"},
    }
    assert rows["a"]["number"] == [1, 2]
    assert (rows["a"]["either"], rows["b"]["either"]) == (f"{ID}b", "text")


def test_only_what_is_ours_and_has_an_iri_is_there(made: Made) -> None:
    group, rows = made
    assert list(group.tabledict) == ["things.csv"]
    assert rows.keys() == {"a", "b", "c"}
    assert "part" not in rows["a"]
    assert rows["a"]["rdf_type"] == [f"{BM}Thing", "x:Other"]


def test_properties_of_one_name_are_kept_apart(made: Made) -> None:
    group, rows = made
    assert (rows["a"]["to_2"], rows["a"]["to_3"]) == ("theirs", "others")
    columns = group.tabledict["things.csv"].tableSchema.columndict
    assert str(columns["to_2"].propertyUrl.uri) == "https://example.org/ns#to"


def test_only_a_column_with_one_thing_a_row_is_a_key(made: Made) -> None:
    group, _ = made
    schema = group.tabledict["things.csv"].tableSchema
    assert [key.columnReference for key in schema.foreignKeys] == [["one"]]
    assert schema.columndict["to"].common_props["dc:references"] == "things.csv"
    assert str(schema.columndict["one"].valueUrl.uri) == "{+one}"


@pytest.mark.parametrize(
    ("class_name", "table"),
    [
        *(
            ("Claim", "claims"),
            ("RiskFactor", "risk-factors"),
            ("Severity", "severities"),
            ("Survey", "surveys"),
        ),
        *(("Basis", "bases"), ("Process", "processes"), ("Trede", "treden"), ("Bouwsteen", "bouwstenen")),
    ],
)
def test_a_table_is_called_after_its_class_in_the_plural(class_name: str, table: str) -> None:
    assert table_name(class_name) == table
