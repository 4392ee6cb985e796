"""Kept results: bounded, the least asked for goes first."""

from bouwstenen.sparql.cache import Cache, Cached


def _entry(size: int) -> Cached:
    return Cached("json", b"x" * size)


def test_what_was_put_is_there() -> None:
    cache = Cache(2**20)
    cache.put(b"a", _entry(10))
    assert cache.get(b"a") == _entry(10)
    assert cache.get(b"b") is None
    cache.clear()
    assert cache.get(b"a") is None
    assert cache.used == 0


def test_it_stays_within_its_bounds() -> None:
    cache = Cache(100_000)
    for number in range(100):
        cache.put(str(number).encode(), _entry(5_000))
        assert cache.used <= 100_000
    assert cache.get(b"99")
    assert not cache.get(b"0")


def test_what_is_asked_for_stays() -> None:
    cache = Cache(100_000)
    cache.put(b"wanted", _entry(5_000))
    for number in range(100):
        cache.put(str(number).encode(), _entry(5_000))
        assert cache.get(b"wanted")


def test_a_result_that_is_too_large_is_not_kept() -> None:
    cache = Cache(100_000)
    cache.put(b"large", _entry(cache.largest + 1))
    assert cache.get(b"large") is None
    assert cache.used == 0


def test_putting_again_costs_once() -> None:
    cache = Cache(100_000)
    cache.put(b"a", _entry(5_000))
    used = cache.used
    cache.put(b"a", _entry(5_000))
    assert cache.used == used


def test_no_size_keeps_nothing() -> None:
    cache = Cache(0)
    cache.put(b"a", _entry(0))
    assert cache.get(b"a") is None
