"""Dumps in the folder of a release: what lists them, their checksums, made where they are missing."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from bouwstenen import build as build_module
from bouwstenen.build import build
from bouwstenen.errors import ReleaseError
from bouwstenen.graph.release import current
from bouwstenen.publishing.dumps.files import CONTENT_CHECKSUMS
from bouwstenen.publishing.dumps.release import add_dumps, is_whole, read_manifest, write_dumps
from bouwstenen.settings import Settings


@pytest.fixture
def release(settings: Settings, tmp_path: Path) -> Path:
    """The folder of a release, to be changed."""
    shutil.copytree(settings.home, tmp_path / "home")
    return current(tmp_path / "home")[0]


def test_the_manifest_says_what_each_file_is(folder: Path) -> None:
    listed = json.loads((folder / "manifest.json").read_text())
    assert {tuple(each) for each in listed} == {
        ("file", "graph", "format", "media_type", "compression", "size", "sha256", "content_sha256")
    }
    whole = {each["format"]: each for each in listed if each["graph"] is None}
    assert whole.keys() == {"nq", "trig", "ttl", "jsonld", "csv"}
    assert (whole["ttl"]["media_type"], whole["ttl"]["compression"]) == ("text/turtle", "gzip")
    assert (whole["csv"]["media_type"], whole["csv"]["compression"]) == ("application/zip", None)
    graphs = {each["graph"] for each in listed} - {None}
    assert graphs == json.loads((folder.parent / "release.json").read_text())["graphs"].keys()
    assert len(listed) == 5 + 4 * len(graphs)
    assert len({each["file"] for each in listed}) == len(listed)
    assert all((folder / each["file"]).stat().st_size == each["size"] for each in listed)


def test_a_graph_cannot_take_the_name_of_the_whole(tmp_path: Path) -> None:
    store = Store()
    for name in ("bouwstenen", "manifest", "csv", "graph-bouwstenen"):
        line = f"<x:{name}> <x:p> <x:o> <https://w3id.org/bouwstenen/graph/{name}> ."
        store.load(line.encode(), RdfFormat.N_QUADS)
    write_dumps(tmp_path / "dumps", store, "r")
    files = [each.file for each in read_manifest(tmp_path / "dumps")]
    assert len(files) == len(set(files)) == 5 + 4 * 4


def test_checksums_are_checked_by_the_tool_for_it(folder: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    checked = {line.partition(":")[0] for line in done.stdout.splitlines()}
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert checked == files - {"SHA256SUMS", CONTENT_CHECKSUMS}
    for path in [*folder.glob("*.gz"), folder / CONTENT_CHECKSUMS]:
        shutil.copy(path, tmp_path)
    subprocess.run(["gunzip", *tmp_path.glob("*.gz")], check=True)
    check = ["sha256sum", "-c", "--strict", "--quiet", CONTENT_CHECKSUMS]
    subprocess.run(check, cwd=tmp_path, check=True)


def test_damaged_ones_are_made_again(release: Path) -> None:
    dumps = release / "dumps"
    before = {path: path.read_bytes() for path in dumps.rglob("*") if path.is_file()}
    for name in ("bouwstenen.ttl.gz", "manifest.json", "SHA256SUMS", "csv/csv-metadata.json"):
        (dumps / name).rename(release / "away")
        assert not is_whole(dumps), name
        (release / "away").rename(dumps / name)
    assert is_whole(dumps)
    (dumps / "bouwstenen.ttl.gz").write_bytes(b"damaged")
    assert add_dumps(release, release.name) == dumps
    assert {path: path.read_bytes() for path in before} == before
    assert sorted(path.name for path in release.iterdir()) == ["dumps", "index", "release.json", "store"]


def test_whole_ones_are_left_alone(release: Path) -> None:
    written = (release / "dumps" / "manifest.json").stat().st_mtime_ns
    add_dumps(release, release.name)
    assert (release / "dumps" / "manifest.json").stat().st_mtime_ns == written


def test_a_damaged_store_is_told(release: Path) -> None:
    shutil.rmtree(release / "dumps")
    (release / "store" / "CURRENT").write_text("nonsense")
    with pytest.raises(ReleaseError, match="damaged"):
        add_dumps(release, release.name)
    assert not (release / "dumps").exists()


def test_a_large_release_is_built_without(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_module, "MOST_AT_BUILD", 10)
    build(root, tmp_path, check=False)
    place = current(tmp_path)[0]
    assert not (place / "dumps").exists()
    add_dumps(place, place.name)
    build(root, tmp_path, check=False)
    assert is_whole(place / "dumps"), "the next build leaves them there"


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (b"<x:a> <x:b> <https://w3id.org/bouwstenen/graph/g> .", "no graph at all"),
        (b"<x:a> <x:b> <x:c> <x:g> .", "x:g"),
        (b"<x:a> <x:b> <x:c> <https://w3id.org/bouwstenen/graph/a/b> .", "graph/a/b"),
        (b"<x:a> <x:b> <x:c> _:g .", "_:c14n0"),
    ],
)
def test_what_has_no_place_in_a_dump_is_told(tmp_path: Path, statement: bytes, told: str) -> None:
    store = Store()
    store.load(statement, RdfFormat.N_QUADS)
    with pytest.raises(ReleaseError, match=told):
        write_dumps(tmp_path / "dumps", store, "r")


def test_a_statement_about_a_statement_has_no_json_ld(tmp_path: Path) -> None:
    store = Store()
    text = b"<x:a> <x:b> <<( <x:c> <x:d> <x:e> )>> <https://w3id.org/bouwstenen/graph/g> ."
    store.load(text, RdfFormat.N_QUADS)
    with pytest.raises(ReleaseError, match="JSON-LD"):
        write_dumps(tmp_path / "dumps", store, "r")
