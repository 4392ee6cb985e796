"""Check Turtle files as part of the sources they belong to."""

from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import NamedNode

from bouwstenen.graph import derivation, inference
from bouwstenen.graph.sources import Source, find, load, read
from bouwstenen.store.labels import labels_of
from bouwstenen.validation import shacl
from bouwstenen.validation.findings import Finding, in_order

__all__ = ["validate_files"]


def validate_files(
    root: Path, files: Sequence[Path], *, alone: bool = False, language: str = "nl"
) -> tuple[list[Finding], dict[str, str]]:
    """Return what the shapes find in some files, and the names of the things concerned.

    A file that fills the graph of a source takes that source's place; only findings about things that the
    files describe are returned. Without files all are.

    Args:
        root: folder with `ontology`, `data`, `shapes`.
        files: Turtle files.
        alone: leave the other data out, so that every reference must resolve inside the files.
        language: of the names.

    Raises:
        SourceError: a file is not Turtle; says line and column.
    """
    sources = find(root)
    given = [Source(path.stem, path) for path in files]
    replaced = {source.graph for source in given}
    kept = [
        source
        for source in sources
        if source.graph == "ontology"
        or ((not files or not alone) and source.graph not in replaced | {"shapes"})
    ]
    subjects = {
        quad.subject.value for source in given for quad in read(source) if isinstance(quad.subject, NamedNode)
    }
    first, second = shacl.in_stages(source.path for source in sources if source.graph == "shapes")
    store = load([*kept, *given])
    found = shacl.check(shacl.to_graph(store), shacl.read_shapes(first))
    derivation.derive(store)
    inference.infer(store)
    found += shacl.check(shacl.to_graph(store), shacl.read_shapes(second))
    findings = in_order(finding for finding in found if not files or finding.focus in subjects)
    return findings, labels_of(store, {finding.focus for finding in findings}, language)
