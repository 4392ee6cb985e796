"""The description of the tables in CSVW: "Metadata Vocabulary for Tabular Data", W3C Recommendation, 2015.

A column that names one thing of one table a row has a foreign key to it. Where a cell may name several,
`dc:references` tells the table: whether a key may be a list, CSVW leaves open.
"""

from bouwstenen.namespaces import BM, ID
from bouwstenen.publishing.catalogue.about import CAVEAT, LICENCE
from bouwstenen.publishing.dumps.columns import IRI, NAME, Column
from bouwstenen.publishing.dumps.files import METADATA
from bouwstenen.publishing.dumps.things import Things, table_name

__all__ = ["describe_tables"]

_Json = dict[str, object]

_TITLE = {"nl": "Bouwstenenmodel: een tabel per klasse", "en": "Bouwstenenmodel: a table for each class"}
_TITLES = {IRI: {"nl": "IRI", "en": "IRI"}, NAME: {"nl": "naam", "en": "name"}}
_NAMES = {"nl": "{}: namen", "en": "{}: names"}

#: RFC 4180, in UTF-8 without a byte order mark.
_DIALECT = {
    "encoding": "utf-8",
    "lineTerminators": ["\r\n"],
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
    "headerRowCount": 1,
    "skipInitialSpace": False,
    "trim": False,
    "commentPrefix": None,
}


def describe_tables(things: Things, tables: dict[str, list[Column]], release: str) -> _Json:
    """Return the description of all tables.

    Args:
        things: what they are made of.
        tables: the columns of each, by local name of its class.
        release: hash of the release.
    """
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "dc:title": _said(_TITLE),
        "dc:license": {"@id": LICENCE},
        "dc:creator": {"@id": f"{ID}organisation/bouwstenen"},
        "dc:source": {"@id": f"{ID}source/rapport"},
        "dc:accessRights": _said(CAVEAT),
        "schema:version": release,
        "notes": [
            {"type": "Annotation", "target": METADATA, "body": {"@value": text, "@language": language}}
            for language, text in CAVEAT.items()
        ],
        "dialect": _DIALECT,
        "tables": [_table(things, name, columns) for name, columns in tables.items()],
    }


def _table(things: Things, name: str, columns: list[Column]) -> _Json:
    described: _Json = {"url": _file(name)}
    for key, texts in (("dc:title", things.labels), ("dc:description", things.definitions)):
        if BM + name in texts:
            described[key] = _said(texts[BM + name])
    keys = [
        {"columnReference": column.name, "reference": {"resource": _file(target), "columnReference": IRI}}
        for column in columns
        if column.separator is None and (target := _target(things, column))
    ]
    described["tableSchema"] = {
        "columns": [_column(things, column) for column in columns],
        "primaryKey": IRI,
        "rowTitles": NAME,
        "aboutUrl": f"{{+{IRI}}}",
        **({"foreignKeys": keys} if keys else {}),
    }
    return described


def _column(things: Things, column: Column) -> _Json:
    described: _Json = {"name": column.name, "titles": _titles(things, column), "datatype": column.datatype}
    if column.key is None:
        # the thing itself, and a name that another column has with its language
        return described | {"required": True, "suppressOutput": True}
    predicate, language = column.key
    if column.separator is not None:
        described["separator"] = column.separator
    if column.is_name:
        return described | {"suppressOutput": True}
    described["propertyUrl"] = predicate
    if language:
        described["lang"] = language
    if column.holds_iris and column.separator is None:
        described["valueUrl"] = f"{{+{column.name}}}"
    target = _target(things, column)
    if target and column.separator is not None:
        described["dc:references"] = _file(target)
    if predicate in things.definitions:
        described["dc:description"] = _said(things.definitions[predicate])
    return described


def _titles(things: Things, column: Column) -> _Json:
    """The name, which is what the first row has, and what people call it."""
    if column.key is None:
        return {"und": column.name, **_TITLES[column.name]}
    predicate, language = column.key
    titles: _Json = {"und": column.name}
    for tongue in ("nl", "en"):
        said = things.labels.get(predicate, {}).get(tongue)
        if said:
            said = _NAMES[tongue].format(said) if column.is_name else said
            titles[tongue] = f"{said} ({language})" if language else said
    return titles


def _target(things: Things, column: Column) -> str | None:
    """The smallest class that all things in a column are of."""
    if not column.holds_iris or not column.classes:
        return None
    return min(column.classes, key=lambda name: (things.counts[name], name))


def _file(class_name: str) -> str:
    return f"{table_name(class_name)}.csv"


def _said(texts: dict[str, str]) -> list[_Json]:
    return [
        {"@value": text, **({"@language": language} if language else {})}
        for language, text in sorted(texts.items())
    ]
