"""IRIs and labels for what describes terms: partitions, linksets, metrics."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Store

from bouwstenen.languages import preferred
from bouwstenen.namespaces import PREFIXES, shorten, slugify

__all__ = ["Names", "slugs_of"]

_LABEL = NamedNode(PREFIXES["rdfs"] + "label")


def slugs_of(iris: Iterable[str]) -> dict[str, str]:
    """Return a slug for each IRI, none twice: its short form, and where two would agree a part of a hash.

    >>> slugs_of(["https://w3id.org/bouwstenen/def/hasType"])
    {'https://w3id.org/bouwstenen/def/hasType': 'bm-has-type'}
    """
    found = {iri: _slug(iri) for iri in iris}
    times = Counter(found.values())
    return {
        iri: slug if times[slug] == 1 else f"{slug}-{hashlib.sha256(iri.encode()).hexdigest()[:8]}"
        for iri, slug in found.items()
    }


def _slug(iri: str) -> str:
    return slugify(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", shorten(iri)))


class Names:
    """What things are called, in Dutch and English.

    Args:
        store: where they are described.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, iri: str) -> dict[str, str]:
        """Return the label of a thing in both languages; its short IRI where it has none."""
        found = self._store.quads_for_pattern(NamedNode(iri), _LABEL, None, None)
        texts = {
            quad.object.language or "": quad.object.value
            for quad in sorted(found, key=str)
            if isinstance(quad.object, Literal)
        }
        return {tag: preferred(texts, tag) or shorten(iri) for tag in ("nl", "en")}

    def of_term(self, iri: str) -> dict[str, str]:
        """Return the label of a class or property with its short IRI, by which people write queries."""
        short = shorten(iri)
        return {tag: text if text == short else f"{text} ({short})" for tag, text in self.of(iri).items()}
