"""The description of a release as a service gives it: what is stored, what it is called, where it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Triple

from bouwstenen import __version__
from bouwstenen.graph.history import Entry, history
from bouwstenen.graph.release import Release
from bouwstenen.publishing.catalogue.located import located, read_description
from bouwstenen.publishing.catalogue.released import describe_release, manifest_of, read_manifest
from bouwstenen.store.interface import QueryStore

__all__ = ["Place", "serve_description", "state_of"]


@dataclass(frozen=True)
class Place:
    """Where a description is served.

    Args:
        home: folder that holds the releases, their history and their dumps.
        base: the address of the service, or of one release of it, without a slash at its end.
        top: the address of the service where `base` is that of a release.
    """

    home: Path
    base: str
    top: str | None = None


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
    return list(dict.fromkeys(located(found, place.base, place.top)))


def state_of(release: Release, place: Place) -> tuple[str, str]:
    """Return what changes when the description may have changed, and since when it is so (ISO 8601 in UTC).

    Raises:
        ReleaseError: the history cannot be read.
    """
    entries = history(place.home)
    entry: Entry | None = next((each for each in reversed(entries) if each.hash == release.hash), None)
    manifest = manifest_of(place.home, release)
    written = manifest.stat().st_mtime_ns if manifest.exists() else 0
    parts = (__version__, release.hash, entry.number if entry else 0, written, place.base, place.top or "")
    return "\n".join(map(str, parts)), entry.published if entry else release.built
