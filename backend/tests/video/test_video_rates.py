"""Which rate frame times mean."""

from fractions import Fraction

import pytest

from masklet.video.rates import choose_rate
from masklet.video.timing import ticks_per_frame, time_base_of

MS = Fraction(1, 1000)
NTSC = [Fraction(24000, 1001), Fraction(30000, 1001), Fraction(60000, 1001)]
WHOLE = [Fraction(rate) for rate in (1, 5, 10, 24, 25, 30, 48, 50, 60, 120)]


@pytest.mark.parametrize("rate", [*NTSC, *WHOLE], ids=str)
def test_a_constant_rate_is_found_exactly_in_its_own_time_base(rate):
    units = ticks_per_frame(rate)
    chosen = choose_rate([k * units for k in range(100)], time_base_of(rate), [])
    assert (chosen.frame_rate, chosen.variable) == (rate, False)


@pytest.mark.parametrize("rate", [*NTSC, *WHOLE], ids=str)
def test_a_constant_rate_is_found_in_milliseconds(rate):
    stamps = [round(k * 1000 / rate) for k in range(300)]
    chosen = choose_rate(stamps, MS, [])
    assert (chosen.frame_rate, chosen.variable) == (rate, False)
    assert [chosen.tick((stamp - stamps[0]) * MS) for stamp in stamps] == list(range(300))


def test_the_container_s_word_decides_where_the_times_leave_it_open():
    stamps = [round(k * 1000 * 1001 / 24000) for k in range(6)]
    assert choose_rate(stamps, MS, [Fraction(24000, 1001)]).frame_rate == Fraction(24000, 1001)
    assert choose_rate(stamps, MS, [Fraction(24)]).frame_rate == 24


def test_a_false_claim_is_not_believed():
    chosen = choose_rate([k * 40 for k in range(100)], MS, [Fraction(1000), Fraction(30)])
    assert (chosen.frame_rate, chosen.variable) == (25, False)


@pytest.mark.parametrize(("interval", "expected"), [(33.4, 30), (40, 25), (41.7, 24), (16.7, 60), (100, 10), (143, 7)])
def test_irregular_times_get_the_rate_nearest_to_the_usual_interval(interval, expected):
    steps = [1, 1, 1, 2, 1, 1, 3, 1, 1, 1, 1.5] * 8
    times, now = [], 0.0
    for step in steps:
        times.append(round(now))
        now += step * interval
    chosen = choose_rate(times, MS, [])
    assert chosen.variable
    assert abs(chosen.frame_rate / expected - 1) < Fraction(1, 500)


def test_one_frame_takes_the_container_s_word():
    assert choose_rate([5], MS, [Fraction(50)]).frame_rate == 50
    assert choose_rate([5], MS, []).frame_rate == 25


def test_equal_times_are_no_constant_rate():
    assert choose_rate([0, 0, 0, 0], MS, []).variable


@pytest.mark.parametrize("rate", [*NTSC, *WHOLE, Fraction(1, 2), Fraction(14985, 1001)], ids=str)
def test_the_time_base_holds_the_rate_exactly(rate):
    assert ticks_per_frame(rate) * time_base_of(rate) == 1 / rate
    assert time_base_of(rate).denominator >= 10_000


def test_two_intervals_that_differ_much():
    """None of them is near their middle. Found by make fuzz-media."""
    rate = choose_rate([0, 1, 500], Fraction(1, 1000), [])
    assert rate.variable
    assert 1 <= rate.frame_rate <= 60
