"""Patches as the texts that stand in the tables: sorted N-Triples and N-Quads."""

import hashlib

from pyoxigraph import Quad, RdfFormat, Triple, parse

from bouwstenen.graph.changesets import Patch

__all__ = ["added_text", "content_hash", "patch_of", "removed_text"]


def added_text(patch: Patch) -> str:
    """Return what comes, as sorted N-Triples."""
    return _lines(patch.added)


def removed_text(patch: Patch) -> str:
    """Return what goes, as sorted N-Quads."""
    return _lines(patch.removed)


def patch_of(added: str, removed: str) -> Patch:
    """Return the patch that stands in two columns of a table."""
    comes = parse(added, format=RdfFormat.N_TRIPLES)
    goes = parse(removed, format=RdfFormat.N_QUADS)
    return Patch(frozenset(quad.triple for quad in comes), frozenset(goes))


def content_hash(added: str, removed: str, reason: str, source: str) -> str:
    """Return what an approval counts for: the SHA-256 of what was proposed when it was given."""
    digest = hashlib.sha256()
    for text in (added, removed, reason, source):
        digest.update(text.encode())
        digest.update(b"\0")
    return digest.hexdigest()


def _lines(statements: frozenset[Triple] | frozenset[Quad]) -> str:
    return "".join(sorted(f"{statement} .\n" for statement in statements))
