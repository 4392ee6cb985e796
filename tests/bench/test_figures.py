"""Percentiles, rates and ratios, by hand."""

import math

import pytest

from bench.figures import Mark, Sample, percentile, pooled, ratio


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([3, 1, 2], 0.5, 2),
        ([4, 1, 3, 2], 0.5, 2),
        (range(1, 101), 0.99, 99),
        (range(1, 101), 1, 100),
        ([7], 0.99, 7),
        ([2, 1], 0, 1),
    ],
)
def test_a_percentile_is_a_value_that_was_measured(values: list[int], share: float, expected: int) -> None:
    assert percentile(values, share) == expected


def test_of_nothing_there_is_no_percentile_and_no_ratio() -> None:
    assert math.isnan(percentile([], 0.5))
    assert math.isnan(ratio(1, 0))
    assert ratio(3, 2) == 1.5


def test_rounds_are_pooled_by_their_lengths() -> None:
    quick = Sample(1.0, {"lookup": [1.0, 2.0], "gap": [3.0]})
    slow = Sample(3.0, {"lookup": [4.0], "search": []}, {"503": 2})
    both = pooled([quick, slow, Sample(0.0, {}, {"503": 1})])
    assert both.count == 4
    assert both.rate == 1.0
    assert both.failed == 3
    assert sorted(both.all) == [1.0, 2.0, 3.0, 4.0]
    assert both.latencies == {"lookup": [1.0, 2.0, 4.0], "gap": [3.0], "search": []}


@pytest.mark.parametrize(
    ("value", "at_least", "met"),
    [(2.0, True, True), (1.0, True, False), (1.0, False, True), (2.0, False, False), (math.nan, True, None)],
)
def test_a_mark_is_met_or_missed_or_not_measured(value: float, at_least: bool, met: bool | None) -> None:
    assert Mark("rate", value, 1.5, at_least).met is met
