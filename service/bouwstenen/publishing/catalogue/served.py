"""The description of a release as a service gives it: what is stored, what it is called, where it is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from bouwstenen.graph.history import Entry, history
from bouwstenen.graph.release import Release
from bouwstenen.publishing.catalogue.about import CONTACT
from bouwstenen.publishing.catalogue.facts import term
from bouwstenen.publishing.catalogue.released import describe_release, manifest_of, read_manifest
from bouwstenen.publishing.catalogue.stored import read_description
from bouwstenen.publishing.located import located
from bouwstenen.store.interface import QueryStore

__all__ = ["Place", "serve_description", "state_of"]


@dataclass(frozen=True)
class Place:
    """Where a description is served.

    Args:
        home: folder that holds the releases, their history and their dumps.
        base: the address of the service, or of one release of it, without a slash at its end.
        top: the address of the service where `base` is that of a release.
        contact: where questions are answered, https: or mailto:, where the operator says so.
    """

    home: Path
    base: str
    top: str | None = None
    contact: str | None = None


def serve_description(
    store: QueryStore, release: Release, place: Place, properties: Sequence[str] = ()
) -> list[Triple]:
    """Return the description of a release, each statement once, in the order it is stored in.

    Args:
        store: where the release is queried.
        release: which.
        place: where it is served.
        properties: prefixed names of the stored properties that are wanted; none for all there is.

    Raises:
        BouwstenenError: the store, the history or the manifest of the dumps cannot be read.
    """
    dumps = read_manifest(manifest_of(place.home, release))
    found = [*read_description(store, properties), *describe_release(release, history(place.home), dumps)]
    if place.contact is not None:
        found = [*_answered_at(place.contact, found)]
    return list(dict.fromkeys(located(found, place.base, place.top)))


def _answered_at(contact: str, found: Iterable[Triple]) -> Iterator[Triple]:
    """The description with where questions are really answered, in place of the page that tells."""
    by_page, by_mail = term("vcard:hasURL"), term("vcard:hasEmail")
    said = by_mail if contact.startswith("mailto:") else by_page
    for triple in found:
        if triple.subject == NamedNode(CONTACT) and triple.predicate == by_page:
            yield Triple(triple.subject, said, NamedNode(contact))
        else:
            yield triple


def state_of(release: Release, place: Place) -> tuple[str, str]:
    """Return what changes when the description may have changed, and since when it is so (ISO 8601 in UTC).

    Raises:
        ReleaseError: the history cannot be read.
    """
    entries = history(place.home)
    entry: Entry | None = next((each for each in reversed(entries) if each.hash == release.hash), None)
    manifest = manifest_of(place.home, release)
    written = manifest.stat().st_mtime_ns if manifest.exists() else 0
    parts = (
        release.hash,
        entry.number if entry else 0,
        written,
        place.base,
        place.top,
        place.contact,
    )
    return "\n".join(map(str, parts)), entry.published if entry else release.built
