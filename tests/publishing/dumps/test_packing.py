"""Files that are packed the same whatever the pieces they come in."""

import gzip
import hashlib
import zipfile
from pathlib import Path
from random import Random

import pytest

from bouwstenen.publishing.dumps.packing import Packed, zip_files

_TEXT = b"".join(f"<https://example.org/{number % 977}> {number} .\n".encode() for number in range(100_000))


def _pieces(seed: int) -> list[bytes]:
    random, pieces, begin = Random(seed), [], 0
    while begin < len(_TEXT):
        size = random.choice([1, 100, 8_192, 2**20, 2**21 + 1])
        pieces.append(_TEXT[begin : begin + size])
        begin += size
    return pieces


@pytest.mark.parametrize("name", ["a.gz", "a.nq"])
def test_pieces_do_not_count(tmp_path: Path, name: str) -> None:
    written = set()
    for seed in range(3):
        (tmp_path / str(seed)).mkdir()
        path = tmp_path / str(seed) / name
        with Packed(path) as packed:
            for piece in _pieces(seed):
                assert packed.write(piece) == len(piece)
                packed.flush()
        written.add(path.read_bytes())
        assert packed.size == path.stat().st_size
        assert packed.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
        assert packed.content_sha256 == hashlib.sha256(_TEXT).hexdigest()
    (made,) = written
    assert (gzip.decompress(made) if name.endswith(".gz") else made) == _TEXT


def test_gzip_tells_no_time_no_name_and_no_system(tmp_path: Path) -> None:
    with Packed(tmp_path / "a.gz"):
        pass
    made = (tmp_path / "a.gz").read_bytes()
    assert made[:10] == b"\x1f\x8b\x08" + bytes(6) + b"\xff"
    assert gzip.decompress(made) == b""


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "a.gz").touch()
    with pytest.raises(FileExistsError):
        Packed(tmp_path / "a.gz")


def test_zip(tmp_path: Path) -> None:
    files = []
    for name, text in (("b.csv", _TEXT), ("a.csv", b"")):
        files.append(tmp_path / name)
        files[-1].write_bytes(text)
    size, digest = zip_files(tmp_path / "one.zip", files)
    files[0].touch()
    files[0].chmod(0o600)
    assert zip_files(tmp_path / "two.zip", files) == (size, digest)
    assert hashlib.sha256((tmp_path / "two.zip").read_bytes()).hexdigest() == digest
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["b.csv", "a.csv"]
        assert archive.read("b.csv") == _TEXT
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
