"""What is added when it is served: addresses, the version, those before it, sizes and checksums."""

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from pyoxigraph import Quad

from bouwstenen.errors import ReleaseError
from bouwstenen.graph.history import Entry
from bouwstenen.graph.release import Release
from bouwstenen.namespaces import BASE, ID
from bouwstenen.publishing.catalogue.about import DATASET
from bouwstenen.publishing.catalogue.released import Dump, describe_release, manifest_of, read_manifest
from bouwstenen.publishing.catalogue.stored import read_description
from bouwstenen.store.opening import Opened
from tests.publishing.catalogue.conftest import Rows, rows_of

_HASHES = [sha256(name.encode()).hexdigest() for name in "abc"]
_RELEASE = Release("0.1.0", _HASHES[2], "", "2026-12-03T10:00:00+00:00", 0, {}, {}, {}, {})
_ENTRIES = [
    Entry(1, "2026-12-01", _HASHES[0], "2026-12-01T10:00:00+00:00"),
    Entry(2, "2026-12-02", _HASHES[1], "2026-12-02T10:00:00+00:00", _HASHES[0]),
    Entry(3, "2026-12-03", _HASHES[2], "2026-12-03T10:00:00+00:00", _HASHES[1]),
    Entry(4, "2026-12-04", _HASHES[0], "2026-12-04T10:00:00+00:00", _HASHES[2]),
]


def _rows(release: Release, entries: list[Entry], dumps: tuple[Dump, ...] = ()) -> Rows:
    return rows_of(
        Quad(each.subject, each.predicate, each.object) for each in describe_release(release, entries, dumps)
    )


def _version(number: int) -> str:
    return f"{BASE}release/{_ENTRIES[number].name}"


def test_a_release_is_named_by_its_entry_and_knows_those_before_it() -> None:
    rows = _rows(_RELEASE, _ENTRIES)
    about = f"SELECT ?v {{ <{DATASET}> %s ?v }}"
    assert rows(about % "dcat:version") == [["2026-12-03"]]
    assert rows(about % "dcterms:issued") == [["2026-12-03"]]
    assert rows(about % "owl:versionInfo") == [[_HASHES[2]]]
    assert rows(about % "dcat:previousVersion") == rows(about % "owl:priorVersion") == [[_version(1)]]
    assert sorted(rows(about % "dcterms:hasVersion")) == sorted([[_version(0)], [_version(1)]])


def test_content_that_came_back_is_the_last_of_its_entries() -> None:
    rows = _rows(replace(_RELEASE, hash=_HASHES[0]), _ENTRIES)
    about = f"SELECT ?v {{ <{DATASET}> %s ?v }}"
    assert rows(about % "dcat:version") == [["2026-12-04"]]
    assert sorted(rows(about % "dcterms:hasVersion")) == sorted([[_version(0)], [_version(1)], [_version(2)]])


def test_a_release_that_is_in_no_history_is_named_by_its_hash() -> None:
    rows = _rows(_RELEASE, [])
    assert rows("SELECT ?v { [] dcat:version ?v }") == [[_HASHES[2][:12]]]
    assert rows("SELECT ?v { [] dcterms:issued ?v }") == [["2026-12-03"]] * 2
    assert rows("SELECT ?v { [] dcterms:hasVersion ?v }") == []


def test_sizes_and_checksums_come_from_the_manifest(tmp_path: Path) -> None:
    manifest = manifest_of(tmp_path, _RELEASE)
    manifest.parent.mkdir(parents=True)
    listed = {"format": "nq", "media_type": "application/n-quads", "compression": "gzip", "sha256": "ab12"}
    files = [
        {"file": "bouwstenen.nq.gz", "graph": None, "size": 12345, **listed},
        {"file": "tabel-b3-1.nq.gz", "graph": "tabel-b3-1", "size": 5, **listed},
        {"file": "else.nq.gz", "graph": None, "size": 5, **listed},
    ]
    manifest.write_text(json.dumps(files))
    rows = _rows(_RELEASE, [], tuple(read_manifest(manifest)))
    told = rows("""SELECT ?d ?size ?sum { ?d dcat:byteSize ?size ; spdx:checksum ?c .
        ?c a spdx:Checksum ; spdx:checksumValue ?sum ; spdx:algorithm ?a . ?a a spdx:ChecksumAlgorithm }""")
    assert told == [[f"{ID}distribution/nq", "12345", "ab12"]]
    dumps = rows("SELECT ?g ?f { ?g void:dataDump ?f }")
    assert dumps == [[f"{BASE}graph/tabel-b3-1", f"{BASE}dump/tabel-b3-1.nq.gz"]]


def test_without_a_manifest_there_are_no_sizes(tmp_path: Path) -> None:
    assert read_manifest(manifest_of(tmp_path, _RELEASE)) == []


@pytest.mark.parametrize(
    "text", ["", "{}x", '[{"file": "a"}]', '[{"file":"a","graph":null,"size":"x","sha256":""}]', "3"]
)
def test_a_manifest_that_is_none_says_which_and_how_to_mend_it(tmp_path: Path, text: str) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(text)
    with pytest.raises(ReleaseError, match=r"manifest") as raised:
        read_manifest(path)
    assert raised.value.where == str(path)
    assert raised.value.mend


def test_what_is_stored_is_read_whole_or_in_part(opened: Opened) -> None:
    whole = read_description(opened.store)
    assert len(whole) == opened.release.graphs["dataset"]
    titles = read_description(opened.store, ["dcterms:title", "dcat:theme"])
    assert set(titles) == {
        each for each in whole if each.predicate.value.rpartition("/")[2] in {"title", "dcat#theme"}
    }
