"""What differs between two releases, resource by resource."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from bouwstenen.publishing.changes.description import Description, mentions_blank

__all__ = ["KINDS", "Change", "Kind", "change_of", "compare"]

Kind = Literal["created", "updated", "deleted"]
KINDS: tuple[Kind, ...] = ("created", "updated", "deleted")


class Change(NamedTuple):
    """What happened to a resource.

    Args:
        kind: what.
        iri: of the resource.
        lines: its statements afterwards, as in `Description`.
        removed: statements it had before and no longer has.
        added: statements it has now and had not before. Where something about its blank nodes changed, all
            statements with one count as removed and added: they have no name that would tell which is which.
    """

    kind: Kind
    iri: str
    lines: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()

    @property
    def before(self) -> tuple[str, ...]:
        """Its statements before."""
        return tuple(sorted(frozenset(self.lines).difference(self.added).union(self.removed)))


def compare(old: Iterable[Description], new: Iterable[Description]) -> Iterator[Change]:
    """Give what differs, ordered by IRI.

    Args:
        old: descriptions of a release, ordered by IRI.
        new: those of another.
    """
    before, after = iter(old), iter(new)
    left, right = next(before, None), next(after, None)
    while left or right:
        if right is None or (left is not None and _key(left) < _key(right)):
            assert left is not None  # noqa: S101 - one of them is there
            yield Change("deleted", left.iri, removed=left.lines)
            left = next(before, None)
        elif left is None or _key(right) < _key(left):
            yield Change("created", right.iri, right.lines, added=right.lines)
            right = next(after, None)
        else:
            if left.lines != right.lines:
                yield change_of(left.iri, left.lines, right.lines)
            left, right = next(before, None), next(after, None)


def _key(description: Description) -> str:
    """The order of the statements of a release: `>` ends an IRI, and comes before letters."""
    return f"{description.iri}>"


def change_of(iri: str, old: Iterable[str], new: Iterable[str]) -> Change:
    """Return what happened to a resource that had some statements and now has others."""
    before, after = frozenset(old), frozenset(new)
    if not before:
        return Change("created", iri, tuple(sorted(after)), added=tuple(sorted(after)))
    if not after:
        return Change("deleted", iri, removed=tuple(sorted(before)))
    removed, added = before - after, after - before
    if any(map(mentions_blank, removed | added)):
        removed |= set(filter(mentions_blank, before))
        added |= set(filter(mentions_blank, after))
    return Change("updated", iri, tuple(sorted(after)), tuple(sorted(removed)), tuple(sorted(added)))
