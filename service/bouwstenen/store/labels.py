"""Names of things, in our language fallback (nl → en → untagged → IRI)."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Store

from bouwstenen.languages import preferred
from bouwstenen.namespaces import PREFIXES, shorten

__all__ = ["label_of", "labels_of", "preferred"]

_LABEL = NamedNode(PREFIXES["rdfs"] + "label")


def label_of(store: Store, iri: str, language: str = "nl") -> str | None:
    """Return the name of a thing in `language` or its fallback; None where it has none."""
    found = store.quads_for_pattern(NamedNode(iri), _LABEL, None, None)
    texts = {
        quad.object.language or "": quad.object.value for quad in found if isinstance(quad.object, Literal)
    }
    return preferred(texts, language)


def labels_of(store: Store, iris: Iterable[str], language: str = "nl") -> dict[str, str]:
    """Return the names of those of `iris` that have one; a claim is named by its short IRI."""
    names: dict[str, str] = {}
    for iri in iris:
        if not iri.startswith(("http://", "https://")):
            continue
        name = label_of(store, iri, language)
        names[iri] = name if name is not None else shorten(iri)
    return names
