"""What workers add is the difference of two distributions, of answers that are the same."""

import asyncio

import pytest

from bench.overhead import Overhead, compare


async def same(query: str) -> bytes:
    return query.encode()


async def other(query: str) -> bytes:
    return query.upper().encode()


def test_every_query_is_answered_both_ways_as_often() -> None:
    overhead = asyncio.run(compare(["a", "b"], str.encode, same, times=3))
    assert len(overhead.straight) == len(overhead.through) == 6


def test_other_answers_are_an_error() -> None:
    with pytest.raises(ValueError, match="answers otherwise"):
        asyncio.run(compare(["a"], str.encode, other))


def test_what_is_added_is_the_difference_of_percentiles() -> None:
    overhead = Overhead([1.0, 2.0, 4.0], [1.5, 3.0, 9.0])
    assert overhead.added(0.5) == 1.0
    assert overhead.added(0.99) == 5.0
