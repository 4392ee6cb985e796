"""Where a build works: in memory when it can, on disk when it must, and nothing stays behind."""

import fcntl
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from bouwstenen.graph.sources import Source
from bouwstenen.graph.workplace import workplace

_P = NamedNode("http://example.org/p")
_STATEMENT = Quad(_P, _P, Literal("x"))


@pytest.fixture
def sources(tmp_path: Path) -> list[Source]:
    path = tmp_path / "a.ttl"
    path.write_text("x" * 100)
    return [Source("a", path), Source("b", path)]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.mark.parametrize(("limit", "on_disk"), [(200, False), (199, True)])
def test_large_sources_are_worked_on_on_disk(
    home: Path, sources: list[Source], limit: int, on_disk: bool
) -> None:
    with workplace(home, sources, limit) as place:
        assert place.on_disk is on_disk
        place.store.bulk_extend([_STATEMENT])
        assert bool(list(home.glob(".build-*/store/CURRENT"))) is on_disk
    assert list(place.store) == [_STATEMENT] or on_disk
    assert not list(home.iterdir()), "it cleans up"


def test_it_cleans_up_when_the_build_fails(home: Path, sources: list[Source]) -> None:
    with pytest.raises(KeyboardInterrupt), workplace(home, sources, 0):
        raise KeyboardInterrupt
    assert not list(home.iterdir())


def test_what_a_killed_build_left_goes_and_what_another_uses_stays(home: Path, sources: list[Source]) -> None:
    for name in ("killed", "running"):
        (home / f".build-{name}").mkdir()
        (home / f".build-{name}" / "lock").touch()
    with (home / ".build-running" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with workplace(home, sources, 0) as first, workplace(home, sources, 0) as second:
            first.store.add(_STATEMENT)
            assert len(second.store) == 0
            assert len(first.store) == 1
        assert [path.name for path in home.iterdir()] == [".build-running"]
