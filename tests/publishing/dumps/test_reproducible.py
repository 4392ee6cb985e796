"""The same content gives the same bytes: whatever the order, the names of blank nodes, the process."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from pyoxigraph import RdfFormat, Store, parse

from bouwstenen.graph.hashing import content_hash
from bouwstenen.graph.release import Release, current, publish
from bouwstenen.publishing.dumps import statements
from bouwstenen.publishing.dumps.release import dumps, write_dumps
from bouwstenen.settings import Settings


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _otherwise(store: Store) -> Store:
    """The same statements, in another order and with other names for blank nodes."""
    text = store.dump(format=RdfFormat.N_QUADS)
    quads = list(parse(text, format=RdfFormat.N_QUADS, rename_blank_nodes=True))
    Random(1).shuffle(quads)
    other = Store()
    for begin in range(0, len(quads), 5000):
        other.extend(quads[begin : begin + 5000])
    return other


def test_order_and_names_of_blank_nodes_do_not_count(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_dumps(tmp_path / "one", store, "r")
    monkeypatch.setattr(statements, "_WAITING", 10_000)  # written in many pieces this time
    write_dumps(tmp_path / "two", _otherwise(store), "r")
    one, two = _bytes(tmp_path / "one"), _bytes(tmp_path / "two")
    assert one.keys() == two.keys()
    assert not [name for name in one if one[name] != two[name]]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"], "scratch files are left"


def test_another_process_writes_the_same(settings: Settings, folder: Path, tmp_path: Path) -> None:
    """Of a release without dumps, in a process whose sets have another order."""
    shutil.copytree(settings.home, tmp_path / "home")
    shutil.rmtree(current(tmp_path / "home")[0] / "dumps")
    command = [str(Path(sys.executable).parent / "bouwstenen"), "export", "--to", str(tmp_path / "out")]
    env = os.environ | {"BOUWSTENEN_HOME": str(tmp_path / "home"), "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    subprocess.run(command, env=env, check=True, capture_output=True, cwd=tmp_path)
    ours, theirs = _bytes(folder), _bytes(tmp_path / "out")
    assert ours.keys() == theirs.keys()
    assert not [name for name in ours if ours[name] != theirs[name]]


def test_dumps_of_a_published_release_stay(tmp_path: Path) -> None:
    small = Store()
    small.load(b"<x:a> <x:b> _:c <https://w3id.org/bouwstenen/graph/g> .", RdfFormat.N_QUADS)
    release = Release("0", content_hash(small), "s", "2026-11-23T00:00:00+00:00", 1, {"g": 1}, {}, {}, {})
    for _ in range(2):
        folder = publish(tmp_path, small, release, beside=[dumps(small, release.hash)]) / "dumps"
        written = (folder / "manifest.json").stat().st_mtime_ns
    assert (folder / "manifest.json").stat().st_mtime_ns == written
    (folder / "graph-g.ttl.gz").write_bytes(b"damaged")
    publish(tmp_path, small, release, beside=[dumps(small, release.hash)])
    assert (folder / "graph-g.ttl.gz").read_bytes().startswith(b"\x1f\x8b")
