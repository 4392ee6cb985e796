"""The tables of a release: one CSV file a class, and what describes them (RFC 4180, CSVW)."""

import csv
import json
from contextlib import ExitStack
from pathlib import Path

from bouwstenen.publishing.dumps.columns import Column, cells_of, columns_of, look
from bouwstenen.publishing.dumps.csvw import describe_tables
from bouwstenen.publishing.dumps.files import METADATA
from bouwstenen.publishing.dumps.things import Things, read_things, table_name

__all__ = ["write_tables"]


def write_tables(union: Path, folder: Path, release: str) -> list[Path]:
    """Write the tables into a folder that is there; return the files, in the order of their names.

    Args:
        union: N-Triples of the release, sorted.
        folder: where to.
        release: hash of the release, which the description tells.

    Raises:
        OSError: one cannot be written.
        ReleaseError: values hold everything that could stand between them.
    """
    things = read_things(union)
    tables = {name: columns_of(seen) for name, seen in look(things).items()}
    paths = [folder / f"{table_name(name)}.csv" for name in tables]
    _write(things, tables, dict(zip(tables, paths, strict=True)))
    described = folder / METADATA
    text = json.dumps(describe_tables(things, tables, release), ensure_ascii=False, indent=1)
    described.write_text(f"{text}\n", encoding="utf-8")
    return sorted([*paths, described])


def _write(things: Things, tables: dict[str, list[Column]], paths: dict[str, Path]) -> None:
    with ExitStack() as files:
        writers = {
            name: csv.writer(files.enter_context(path.open("x", encoding="utf-8", newline="")))
            for name, path in paths.items()
        }
        for name, columns in tables.items():
            writers[name].writerow(column.name for column in columns)
        for iri, about in things.described():
            cells = cells_of(about)
            for name in things.classes[iri]:
                writers[name].writerow(column.text(iri, cells, things) for column in tables[name])
