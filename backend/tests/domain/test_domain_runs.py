"""Runs of frames behave as the sets of frames that they stand for."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masklet.domain.runs import difference, from_frames, holds, intersection, run_at, union

FRAMES = st.sets(st.integers(0, 24))


def frames_of(runs):
    return {at for first, last in runs for at in range(first, last + 1)}


def is_in_order(runs):
    return all(first <= last for first, last in runs) and all(a[1] + 1 < b[0] for a, b in pairwise(runs))


@given(first=FRAMES, second=FRAMES)
def test_they_behave_as_sets(first, second):
    a, b = from_frames(first), from_frames(second)
    assert frames_of(a) == first
    for runs, expected in (
        (union(a, b), first | second),
        (difference(a, b), first - second),
        (intersection(a, b), first & second),
    ):
        assert frames_of(runs) == expected
        assert is_in_order(runs)


@given(frames=FRAMES, at=st.integers(-1, 25))
def test_a_frame_is_found_in_its_run(frames, at):
    runs = from_frames(frames)
    assert holds(runs, at) == (at in frames)
    run = run_at(runs, at)
    assert (run is not None) == (at in frames)
    assert run is None or run[0] <= at <= run[1]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([(0, 3)], [(4, 6)], ((0, 6),)),
        ([(0, 3)], [(5, 6)], ((0, 3), (5, 6))),
        ([(5, 9), (0, 1)], [(0, 20)], ((0, 20),)),
    ],
)
def test_runs_that_touch_become_one(first, second, expected):
    assert union(first, second) == expected
