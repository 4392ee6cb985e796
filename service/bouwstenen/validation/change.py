"""What a patch would make wrong, were it accepted."""

from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import NamedNode

from bouwstenen.graph import changesets, derivation, inference
from bouwstenen.graph.changesets import Changeset, Patch
from bouwstenen.graph.sources import find, load
from bouwstenen.store.labels import labels_of
from bouwstenen.validation import shacl
from bouwstenen.validation.consistency import check_consistency
from bouwstenen.validation.findings import Finding, in_order

__all__ = ["check_patch"]


def check_patch(
    root: Path, accepted: Sequence[Changeset], patch: Patch, language: str = "nl"
) -> tuple[list[Finding], dict[str, str]]:
    """Return what the shapes find when a patch follows what was accepted, and names of what is concerned.

    Violations anywhere are told, for the patch is the cause; of the rest, what concerns things it mentions.

    Args:
        root: folder with `ontology`, `data`, `shapes`.
        accepted: changesets that hold already, in order.
        patch: what comes and goes.
        language: of the names.

    Raises:
        SourceError: a source cannot be read.
    """
    files = find(root)
    store = load([source for source in files if source.graph != "shapes"])
    changesets.apply(store, [*accepted, Changeset(len(accepted) + 1, patch)])
    first, second = shacl.in_stages(source.path for source in files if source.graph == "shapes")
    found = shacl.check(shacl.to_graph(store), shacl.read_shapes(first))
    derivation.derive(store)
    inference.infer(store)
    found += check_consistency(store)
    found += shacl.check(shacl.to_graph(store), shacl.read_shapes(second))
    mentioned = {
        term.value
        for triple in (*patch.added, *(quad.triple for quad in patch.removed))
        for term in (triple.subject, triple.object)
        if isinstance(term, NamedNode)
    }
    told = in_order(item for item in found if item.severity == "violation" or item.focus in mentioned)
    return told, labels_of(store, {item.focus for item in told}, language)
