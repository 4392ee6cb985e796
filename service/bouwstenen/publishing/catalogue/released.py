"""What the description gets when it is served: what a release is called, when it came, what its files weigh.

None of it follows from the content of a release, so none of it stands in its graph.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from bouwstenen.errors import ReleaseError
from bouwstenen.graph.history import SHORT, Entry, release_iri
from bouwstenen.graph.release import Release
from bouwstenen.namespaces import graph_iri
from bouwstenen.publishing.catalogue.about import CATALOG, DATASET, address
from bouwstenen.publishing.catalogue.distributions import FILES, distribution_iri
from bouwstenen.publishing.catalogue.facts import about, labels, term

__all__ = ["Dump", "describe_release", "manifest_of", "read_manifest"]

_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"


@dataclass(frozen=True)
class Dump:
    """A file of a release, as the manifest of its dumps has it.

    Args:
        file: its name, below `dump/`.
        graph: name of the graph that it holds; None for the whole.
        size: bytes.
        sha256: of its bytes, hexadecimal.
    """

    file: str
    graph: str | None
    size: int
    sha256: str


def manifest_of(home: Path, release: Release) -> Path:
    """Return where the manifest of a release's dumps is, if it has any."""
    return home / "releases" / release.hash / "dumps" / "manifest.json"


def read_manifest(path: Path) -> list[Dump]:
    """Return the files that a manifest lists; none where there is no manifest.

    Raises:
        ReleaseError: it cannot be read, or is not what it should be.
    """
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
        return [
            Dump(str(each["file"]), each["graph"], int(each["size"]), str(each["sha256"])) for each in listed
        ]
    except (FileNotFoundError, NotADirectoryError):
        return []  # the release is on a server, or older than the dumps
    except (OSError, ValueError, TypeError, KeyError) as error:
        mend = "Run `bouwstenen build`."
        raise ReleaseError(f"the manifest cannot be read: {error}.", where=str(path), mend=mend) from error


def describe_release(release: Release, entries: Sequence[Entry], dumps: Sequence[Dump]) -> Iterator[Triple]:
    """Yield what depends on which release it is.

    Args:
        release: which.
        entries: all releases, the oldest first. A release that is not among them is named by its hash, and
            none is known to come before it.
        dumps: its files.
    """
    entry = next((each for each in reversed(entries) if each.hash == release.hash), None)
    issued = _date(entry.published if entry else release.built)
    yield from about(
        DATASET,
        {
            "dcat:version": Literal(entry.name if entry else release.hash[:SHORT]),
            "owl:versionInfo": Literal(release.hash),
            "dcterms:issued": issued,
        },
    )
    yield from about(CATALOG, {"dcterms:issued": issued})
    before = [each for each in entries if entry and each.number < entry.number]
    for each in before:
        yield from about(DATASET, {"dcterms:hasVersion": _version(each)})
        yield from about(
            _version(each).value,
            {
                "rdfs:label": {"nl": f"Uitgave {each.name}", "en": f"Release {each.name}"},
                "dcat:version": Literal(each.name),
                "dcterms:issued": _date(each.published),
                "dcterms:isVersionOf": NamedNode(DATASET),
            },
        )
    if before:
        prior = before[-1]
        yield from about(
            DATASET, {"dcat:previousVersion": _version(prior), "owl:priorVersion": _version(prior)}
        )
    for dump in dumps:
        yield from _dump(dump)


def _version(entry: Entry) -> NamedNode:
    """A release, as `publishing.changes.releases` describes it."""
    return NamedNode(release_iri(entry))


def _dump(dump: Dump) -> Iterator[Triple]:
    if dump.graph is not None:
        yield from about(graph_iri(dump.graph), {"void:dataDump": NamedNode(address(f"dump/{dump.file}"))})
        return
    for file in FILES:
        if file.name == dump.file:
            iri, checksum = distribution_iri(file.slug), address(f"dump/{file.name}#sha256")
            size = Literal(str(dump.size), datatype=term("xsd:nonNegativeInteger"))
            yield from about(iri, {"dcat:byteSize": size, "spdx:checksum": NamedNode(checksum)})
            yield from about(
                checksum,
                {
                    "rdf:type": term("spdx:Checksum"),
                    "rdfs:label": labels(f"SHA-256: {file.name}"),
                    "spdx:algorithm": NamedNode(_SHA256),
                    "spdx:checksumValue": Literal(dump.sha256, datatype=term("xsd:hexBinary")),
                },
            )
            yield from about(_SHA256, {"rdf:type": term("spdx:ChecksumAlgorithm")})


def _date(moment: str) -> Literal:
    return Literal(moment[:10], datatype=term("xsd:date"))
