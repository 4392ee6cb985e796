"""Check Turtle files as part of the sources they belong to."""

from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import Quad, Triple

from bouwstenen.graph import derivation, inference
from bouwstenen.graph.sources import Source, find, load, read
from bouwstenen.store.labels import labels_of
from bouwstenen.validation import shacl
from bouwstenen.validation.consistency import check_consistency
from bouwstenen.validation.engine.checking import check, read_shapes
from bouwstenen.validation.findings import Finding, in_order

__all__ = ["validate_files"]


def validate_files(
    root: Path,
    files: Sequence[Path],
    *,
    quads: Sequence[Quad] = (),
    alone: bool = False,
    language: str = "nl",
) -> tuple[list[Finding], dict[str, str]]:
    """Return what the shapes find in some files, and the names of the things concerned.

    A file that fills the graph of a source takes that source's place; only findings about things that the
    files describe are returned. Without files, or for files of the ontology or the shapes, all are.

    Args:
        root: folder with `ontology`, `data`, `shapes`.
        files: Turtle files.
        quads: statements that are checked with them.
        alone: leave the other data out, so that every reference must resolve inside the files.
        language: of the names.

    Raises:
        SourceError: a file is not Turtle; says line and column.
    """
    sources = find(root)
    given = [_as_source(path, sources) for path in files]
    paths = {source.path.resolve() for source in given}
    graphs = {source.graph for source in given} - {"ontology", "shapes"}
    kept = [
        source
        for source in sources
        if source.path.resolve() not in paths
        and source.graph not in graphs
        and (not alone or source.graph in ("ontology", "shapes"))
    ]
    described = [*quads, *(quad for source in given for quad in read(source))]
    subjects = {quad.subject.value for quad in described if not isinstance(quad.subject, Triple)}
    first, second = shacl.in_stages(source.path for source in [*kept, *given] if source.graph == "shapes")
    store = load([source for source in kept if source.graph != "shapes"])
    store.extend(described)
    found = check(store, read_shapes(first))
    derivation.derive(store)
    inference.infer(store)
    found += check_consistency(store)
    found += check(store, read_shapes(second))
    only = subjects if quads or any(source.graph not in ("ontology", "shapes") for source in given) else None
    findings = in_order(finding for finding in found if only is None or finding.focus in only)
    return findings, labels_of(store, {finding.focus for finding in findings}, language)


def _as_source(path: Path, sources: list[Source]) -> Source:
    """A file of the ontology or the shapes fills their graph; any other, the graph named after it."""
    known = {source.path.resolve(): source.graph for source in sources}
    return Source(known.get(path.resolve(), path.stem), path)
